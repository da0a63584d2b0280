import Foundation
import MeshResources
import TestSupport
import XCTest

@testable import meshctl

/// The command lines of `proxy-config`, `proxy-status`, `authz check` and `describe`, as far as they need no cluster.
final class ProxyCommandTests: XCTestCase {
    private static let loggers: Set<String> = ["admin", "http", "rbac", "router"]

    private func changes(_ text: String) throws -> [String] {
        try ProxyLogVerb.changes(text, known: Self.loggers).map { "\($0.logger)=\($0.level)" }
    }

    func testLevels() throws {
        XCTAssertEqual(try changes("debug"), ["level=debug"])
        XCTAssertEqual(try changes("http:debug,rbac=info"), ["http=debug", "rbac=info"])
        XCTAssertEqual(try changes("http:debug,warn"), ["level=warning"])
        XCTAssertEqual(try changes("warn,http:debug"), ["level=warning", "http=debug"])
        XCTAssertEqual(try changes("level:error"), ["level=error"])
        XCTAssertEqual(try changes("admin::http:trace"), ["http=trace"])
        for (text, message) in [
            ("xxx", "unrecognized logging level: xxx"), ("xxx:debug", "unrecognized logger name: xxx"),
            ("http:yyy", "unrecognized logging level: yyy"), ("xxx:yyy", "unrecognized logger name: xxx"),
        ] {
            XCTAssertThrowsError(try changes(text)) { XCTAssertEqual(($0 as? Failure)?.message, message) }
        }
    }

    func testUsage() throws {
        XCTAssertTrue(try Program.meshctl(["proxy-config"]).output.contains("A group of commands used to retrieve information about"))
        for (words, message) in [
            (["proxy-config", "log"], "log requires pod name or --selector"),
            (["proxy-config", "cluster"], "cluster requires pod name or --file"),
            (["describe", "pod"], "expecting pod name"), (["describe", "service"], "expecting service name"),
            (["proxy-config", "log", "-r", "--level", "debug", "pod"], "--level cannot be combined with --reset"),
        ] {
            let result = try Program.meshctl(words)
            XCTAssertEqual(result.status, 64, result.error)
            XCTAssertTrue(result.error.contains(message), result.error)
        }
    }

    func testFilesThatAreNoDumps() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-proxy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (text, status) in [("", 65), ("<html>", 65), ("[1]", 65), ("{\"configs\":[{\"@type\":\"x", 65), ("{}", 1)] {
            let file = folder.appendingPathComponent("dump.json")
            try text.write(to: file, atomically: false, encoding: .utf8)
            let result = try Program.meshctl(["proxy-config", "cluster", "--file", file.path])
            XCTAssertEqual(result.status, Int32(status), "\(text): \(result.error)")
            XCTAssertEqual(result.output, "")
        }
        let empty = folder.appendingPathComponent("clusters.json")
        try "{}".write(to: empty, atomically: false, encoding: .utf8)
        XCTAssertEqual(
            try Program.meshctl(["proxy-config", "endpoint", "--file", empty.path]).output,
            "ENDPOINT     STATUS     OUTLIER CHECK     CLUSTER\n")
        XCTAssertEqual(try Program.meshctl(["proxy-config", "cluster", "--file", folder.path + "/none.json"]).status, 65)
        let missing = try Program.meshctl(["x", "authz", "check", "-f fake.yaml"])
        XCTAssertEqual(missing.error, "Error: failed to get config dump from file  fake.yaml: open  fake.yaml: no such file or directory\n")
        XCTAssertNotEqual(missing.status, 0)
    }

    func testNobodyToAsk() throws {
        for words in [["proxy-status"], ["version", "--istiod-url", "http://127.0.0.1:1"], ["proxy-config", "cluster", "pod"]] {
            XCTAssertEqual(try Program.meshctl(words).status, 69, "\(words)")
        }
    }
}
