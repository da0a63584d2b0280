import Foundation
import TestSupport
import XCTest

@testable import MeshResources

/// The YAML test suite and Kubernetes' readings, where the shared data is present.
final class YAMLConformanceTests: XCTestCase {
    private func cases(_ path: String) throws -> [[String: Any]] {
        guard let file = Conformance.path(path) else { throw XCTSkip("no conformance data") }
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        return try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }

    private func read(_ text: String) -> (documents: [String], isComplete: Bool) {
        let result = YAML.parse(SourceText(name: "t", text: text))
        return (result.tree.documents.map { $0.root.map { JSONWriter.text($0) } ?? "null" }, result.isComplete)
    }

    func testNoBrokenTextIsAccepted() throws {
        for entry in try cases("yaml-suite/cases.json") where entry["fail"] as? Bool == true {
            XCTAssertFalse(read(try XCTUnwrap(entry["yaml"] as? String)).isComplete, "\(entry["id"] ?? "")")
        }
    }

    func testEveryRealFileReadsAsKubernetesReadsIt() throws {
        let folder = "realworld/"
        var count = 0
        for (index, entry) in try cases(folder + "index.json").enumerated() where index % 5 == 0 && entry["expect"] as? String == "docs" {
            let file = try XCTUnwrap(Conformance.path(folder + (entry["file"] as? String ?? "")))
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            let source = SourceText(name: file, capacity: bytes.count, impliesFinalLineBreak: true) { buffer in
                buffer.copyBytes(from: bytes)
                return bytes.count
            }
            let result = YAML.parse(source)
            let found = result.tree.documents.map { $0.root.map { JSONWriter.text($0) } ?? "null" }.joined(separator: "\n")
            let expected = try String(
                contentsOfFile: XCTUnwrap(Conformance.path(folder + (entry["expected"] as? String ?? ""))), encoding: .utf8)
            XCTAssertTrue(found == expected.trimmingCharacters(in: .newlines), file)
            count += 1
        }
        XCTAssertGreaterThan(count, 500)
    }
}
