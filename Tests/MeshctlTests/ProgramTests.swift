import TestSupport
import XCTest

@testable import meshctl

/// The built program as a whole.
final class ProgramTests: XCTestCase {
    func testUsageErrors() throws {
        let verb = try Program.meshctl(["fmtt"])
        XCTAssertEqual(verb.status, 64)
        XCTAssertEqual(verb.error, "error: unknown command 'fmtt'\nhelp: did you mean 'fmt'?\nusage: meshctl COMMAND [options]\n")
        XCTAssertEqual(verb.output, "")
        let flag = try Program.meshctl(["fmt", "--recursiv", "x"])
        XCTAssertEqual(flag.status, 64)
        XCTAssertEqual(
            flag.error, "error: unknown flag '--recursiv'\nhelp: did you mean '--recursive'?\nusage: meshctl fmt [PATH...] [options]\n")
    }

    /// In a bare chroot there is no /proc, from which the standard library reads the arguments.
    func testArgumentsWithoutProc() throws {
        let script = "mount -t tmpfs none /proc && '\(Program.meshctl)' version --short"
        let result = try Program.run("/usr/bin/env", ["unshare", "-rm", "sh", "-c", script])
        try XCTSkipIf(result.error.contains("unshare") || result.error.contains("mount"), "no private mounts here: \(result.error)")
        XCTAssertEqual(result.output, "\(Version.number)\n", result.error)
    }

    func testInputsThatCannotBeRead() throws {
        let folder = NSTemporaryDirectory() + "meshctl-inputs-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder + "/below", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data([0x7F, 0x45, 0x4C, 0x46, 0, 0]).write(to: URL(fileURLWithPath: folder + "/binary.json"))
        try "{\"a\":1}".write(toFile: folder + "/below/good.json", atomically: false, encoding: .utf8)
        let binary = try Program.meshctl(["fmt", "-o", "json", folder + "/binary.json"])
        XCTAssertEqual(binary.status, 65)
        XCTAssertEqual(binary.error, "\(folder)/binary.json:1:5: binary data found: expected a YAML or JSON text\n")
        let missing = try Program.meshctl(["fmt", "-o", "json", "nowhere.yaml", folder + "/below/good.json"])
        XCTAssertEqual(missing.status, 65)
        XCTAssertEqual(missing.error, "nowhere.yaml: cannot read 'nowhere.yaml': no such file or directory\n")
        XCTAssertEqual(missing.output, "{\"a\":1}\n", "what can be read is still printed")
        try FileManager.default.removeItem(atPath: folder + "/binary.json")
        let empty = try Program.meshctl(["fmt", "-o", "json", folder])
        XCTAssertEqual(empty.status, 65)
        XCTAssertTrue(empty.error.contains("no manifest in directory"), empty.error)
        XCTAssertEqual(try Program.meshctl(["fmt", "-o", "json", "-R", folder]).output, "{\"a\":1}\n")
        XCTAssertEqual(try Program.meshctl(["fmt", "-o", "json", "-"], input: "{\"b\":[]}").output, "{\"b\":[]}\n")
    }

    func testAClosedPipeIsNoError() throws {
        let script = "'\(Program.meshctl)' __generate docs/commands.md | head -c 10; exit ${PIPESTATUS[0]}"
        XCTAssertEqual(try Program.run("/bin/bash", ["-c", script]).status, 0)
    }

    func testAFullDiskIsAnError() throws {
        let result = try Program.run("/bin/bash", ["-c", "'\(Program.meshctl)' --help > /dev/full"])
        XCTAssertEqual(result.status, 1)
        XCTAssertEqual(result.error, "error: cannot write standard output: no space left on device\n")
    }

    func testFoundationIsNotLinked() throws {
        let libraries = try Program.run("/usr/bin/ldd", [Program.meshctl]).output
        for name in ["libFoundation.so", "libFoundationNetworking", "libFoundationInternationalization", "lib_FoundationICU", "libcurl"] {
            XCTAssertFalse(libraries.contains(name), "\(name) is linked")
        }
    }

    /// libcurl brings some thirty libraries along; verbs that never talk to the network must not pay for that.
    func testOfflineVerbsDoNotMapLibcurl() throws {
        for arguments in [["--help"], ["completion", "bash"], ["version", "--client"], ["fmt", "-o", "json", "-"]] {
            let result = try Program.meshctl(arguments, input: "{}", environment: ["LD_DEBUG": "files"])
            XCTAssertEqual(result.status, 0)
            XCTAssertTrue(result.error.contains("libc.so"), "LD_DEBUG shows nothing")
            XCTAssertFalse(result.error.contains("libcurl"), "\(arguments) maps libcurl")
        }
    }
}
