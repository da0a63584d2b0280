import MeshResources
import TestSupport
import XCTest

/// `fmt` as its users and scripts see it.
final class FmtTests: XCTestCase {
    private let untidy = "# head\napiVersion:   v1 # version\nkind: Pod\nmetadata:\n    name: 'x'\n\n\n\n    labels: {b: c}\n"
    private let tidy = "# head\napiVersion: v1 # version\nkind: Pod\nmetadata:\n  name: 'x'\n\n  labels: {b: c}\n"

    func testCanonicalLayoutKeepsCommentsAndOrder() throws {
        let result = try Program.meshctl(["fmt", "-"], input: untidy)
        XCTAssertEqual(result.status, 0)
        XCTAssertEqual(result.output, tidy)
        XCTAssertEqual(try Program.meshctl(["fmt", "-"], input: tidy).output, tidy)
    }

    func testCheckAndWrite() throws {
        let folder = NSTemporaryDirectory() + "meshctl-fmt-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try untidy.write(toFile: folder + "/a.yaml", atomically: false, encoding: .utf8)
        try tidy.write(toFile: folder + "/b.yaml", atomically: false, encoding: .utf8)
        let check = try Program.meshctl(["fmt", "--check", "."], directory: folder)
        XCTAssertEqual(check.status, 1)
        XCTAssertEqual(check.output, "a.yaml\n")
        XCTAssertEqual(try String(contentsOfFile: folder + "/a.yaml", encoding: .utf8), untidy, "--check writes nothing")
        let write = try Program.meshctl(["fmt", "--write", "."], directory: folder)
        XCTAssertEqual(write.status, 0)
        XCTAssertEqual(write.output, "a.yaml\n")
        XCTAssertEqual(try String(contentsOfFile: folder + "/a.yaml", encoding: .utf8), tidy)
        XCTAssertEqual(try Program.meshctl(["fmt", "--check", "."], directory: folder).status, 0)
        // A file that cannot be read is left alone, and the others are still written.
        try "a: [".write(toFile: folder + "/c.yaml", atomically: false, encoding: .utf8)
        try untidy.write(toFile: folder + "/a.yaml", atomically: false, encoding: .utf8)
        let broken = try Program.meshctl(["fmt", "--write", "."], directory: folder)
        XCTAssertEqual(broken.status, 65)
        XCTAssertTrue(broken.error.hasPrefix("c.yaml:1:"), broken.error)
        XCTAssertEqual(try String(contentsOfFile: folder + "/c.yaml", encoding: .utf8), "a: [")
        XCTAssertEqual(try String(contentsOfFile: folder + "/a.yaml", encoding: .utf8), tidy)
    }

    func testJSON() throws {
        let result = try Program.meshctl(["fmt", "-o", "json", "-"], input: "b: yes\na: 0644\na: 1e3\n---\n---\n- ~\n")
        XCTAssertEqual(result.status, 0)
        XCTAssertEqual(result.output, "{\"a\":1000,\"b\":true}\nnull\n[null]\n")
        XCTAssertEqual(result.error, "-:3:1: warning: key 'a' written twice in one mapping, expected once\n")
        let broken = try Program.meshctl(["fmt", "-o", "json", "-"], input: "a: 1\nb: [\n")
        XCTAssertEqual(broken.status, 65)
        XCTAssertNotNil(broken.error.range(of: "^-:[0-9]+:[0-9]+: ", options: .regularExpression), broken.error)
    }

    func testOptionsThatExcludeEachOther() throws {
        XCTAssertEqual(try Program.meshctl(["fmt", "--check", "--write", "x"]).status, 64)
        XCTAssertEqual(try Program.meshctl(["fmt", "--check", "-o", "json", "x"]).status, 64)
        XCTAssertEqual(try Program.meshctl(["fmt"]).status, 64)
    }

    func testSamplesAreLaidOut() throws {
        let result = try Program.meshctl(["fmt", "--check", "samples/shop", "samples/mistakes", "samples/tests"])
        XCTAssertEqual(result.output, "", "run 'meshctl fmt --write' on them")
    }
}
