import XCTest

@testable import MeshResources

/// Every rule of style does what its examples say, and its safe fixes mend what it found.
final class StyleRuleTests: XCTestCase {
    func testEveryExampleFiresWhereItIsMarked() {
        for rule in StyleRegistry.all {
            for example in rule.about.examples {
                let (text, marks) = RuleExamplesTests.marks(in: example.yaml)
                let found = findings(rule, text)
                XCTAssertEqual(
                    found.compactMap { $0.location?.range }, marks, "\(rule.about.name), '\(example.title)': \(found.map(\.message))")
                for finding in found { RuleExamplesTests.checkStyle(finding) }
            }
        }
    }

    func testFixesMendAndChangeNothingElse() {
        for rule in StyleRegistry.all {
            for example in rule.about.examples where example.fires {
                let text = RuleExamplesTests.marks(in: example.yaml).text
                var bytes = Array(text.utf8)
                let edits = findings(rule, text).flatMap { $0.fixes.first?.edits ?? [] }.sorted { $0.range.start > $1.range.start }
                guard !edits.isEmpty else { continue }
                for edit in edits { bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: Array(edit.replacement.utf8)) }
                let mended = String(decoding: bytes, as: UTF8.self)
                XCTAssertTrue(findings(rule, mended).isEmpty, mended)
            }
        }
    }

    func testTheRegistryIsTheFolder() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../Sources/MeshResources/Style")
        var declared: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.standardizedFileURL.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("enum ") && line.hasSuffix(": StyleRule {") {
                declared.insert(String(line.dropFirst(5).prefix { $0 != ":" }))
            }
        }
        XCTAssertEqual(Set(StyleRegistry.all.map { "\($0)" }), declared)
    }

    private func findings(_ rule: any StyleRule.Type, _ text: String) -> [Diagnostic] {
        let tree = YAML.parse(SourceText(name: "t", text: text)).tree
        return rule.check(tree, Resource.all(in: tree).resources)
    }
}
