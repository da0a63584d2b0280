import MeshResources
import TestSupport
import XCTest

@testable import meshctl

final class SnapshotTests: XCTestCase {
    private let entries = [
        TarArchive.Entry(name: "a.json", bytes: Array("{}".utf8)),
        TarArchive.Entry(name: String(repeating: "folder/", count: 20) + "b.json", bytes: [UInt8](repeating: 7, count: 1025)),
        TarArchive.Entry(name: "empty", bytes: []),
        TarArchive.Entry(name: "proxies/" + String(repeating: "p", count: 130) + ".json", bytes: Array("[]".utf8)),
        TarArchive.Entry(name: String(repeating: "q", count: 99) + "ü" + String(repeating: "r", count: 300), bytes: Array("1".utf8)),
    ]

    func testReadsWhatItWrote() throws {
        XCTAssertEqual(TarArchive.entries(TarArchive.bytes(entries, time: 0)), entries)
        XCTAssertNil(TarArchive.entries(Array("no archive".utf8)))
        XCTAssertNil(TarArchive.entries([UInt8](repeating: 1, count: 2048)))
        let whole = TarArchive.bytes(entries, time: 0)
        for length in stride(from: 0, to: whole.count, by: 100) { _ = TarArchive.entries(Array(whole[..<length])) }
    }

    func testTarReadsIt() throws {
        guard let tar = Program.find("tar") else { throw XCTSkip("tar is not installed") }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-\(UUID().uuidString).tar").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(TarArchive.bytes(entries, time: 1)).write(to: URL(fileURLWithPath: path))
        XCTAssertEqual(try Program.run(tar, ["--quoting-style=literal", "-tf", path]).output, entries.map { $0.name + "\n" }.joined())
    }

    func testTakesSecretsOut() {
        let secret: Value = [
            "kind": "Secret", "data": ["key": "aHVudGVyMg=="], "stringData": ["other": "hunter2"],
            "metadata": ["annotations": ["kubectl.kubernetes.io/last-applied-configuration": "hunter2", "note": "kept"]],
        ]
        let dump: Value = [["tls": ["private_key": ["inline_string": "hunter2"]], "text": "-----BEGIN PRIVATE KEY-----hunter2"]]
        let text = JSONWriter.text(Redaction.resource(secret)) + JSONWriter.text(Redaction.value(dump))
        XCTAssertFalse(text.contains("hunter2") || text.contains("aHVudGVyMg"), text)
        XCTAssert(text.contains("kept") && text.contains("\"key\""), text)
    }
}
