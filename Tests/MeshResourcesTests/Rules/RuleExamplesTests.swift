import XCTest

@testable import MeshResources

/// Every rule does what its examples say, and the registry is the folder.
final class RuleExamplesTests: XCTestCase {
    func testEveryExampleFiresWhereItIsMarked() throws {
        for rule in RuleRegistry.all {
            let about = rule.about
            XCTAssertTrue(about.examples.contains { $0.fires }, "\(about.name) has no example that fires")
            XCTAssertTrue(about.examples.contains { !$0.fires }, "\(about.name) has no example that does not fire")
            for example in about.examples {
                let (text, marks) = Self.marks(in: example.yaml)
                let source = SourceText(name: "example.yaml", text: text)
                let parsed = YAML.parse(source)
                XCTAssertTrue(parsed.isComplete, "\(about.name), '\(example.title)': \(parsed.diagnostics.map(\.message))")
                var options = Mesh.Options()
                options.isComplete = true
                // An annotation says which cluster an object of an example belongs to.
                let inputs = Resource.all(in: parsed.tree).resources.map {
                    Mesh.Input($0, cluster: $0.annotations["meshctl.dev/cluster"] ?? "")
                }
                let mesh = Mesh(inputs: inputs, options: options)
                let findings = Analysis.run(mesh, rules: [rule]).findings
                let found = findings.compactMap { $0.diagnostic.location?.range }
                let shown = findings.map { "\($0.diagnostic.location?.start.line ?? 0): \($0.diagnostic.message)" }
                if example.fires {
                    XCTAssertEqual(
                        found.map(\.start).sorted(), marks.map(\.start).sorted(), "\(about.name), '\(example.title)': found \(shown)")
                    XCTAssertEqual(
                        found.map(\.end).sorted(), marks.map(\.end).sorted(), "\(about.name), '\(example.title)': found \(shown)")
                } else {
                    XCTAssertTrue(findings.isEmpty, "\(about.name), '\(example.title)': found \(shown)")
                }
                for finding in findings { Self.checkStyle(finding.diagnostic) }
            }
        }
    }

    func testTheRegistryIsTheFolder() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/MeshResources/Rules").standardizedFileURL
        var declared: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("enum ") && line.hasSuffix(": Rule {") {
                let name = line.dropFirst(5).prefix { $0 != ":" }
                XCTAssertEqual(file, "\(name).swift", "a rule is a file of its name")
                declared.insert(String(name))
            }
        }
        XCTAssertEqual(Set(RuleRegistry.all.map { "\($0)" }), declared)
        XCTAssertEqual(RuleRegistry.all.count, declared.count)
    }

    func testNamesAreUnique() {
        let names = RuleRegistry.all.map { $0.about.name }
        XCTAssertEqual(Set(names).count, names.count)
        for rule in RuleRegistry.all {
            XCTAssertFalse(rule.about.kinds.isEmpty, rule.about.name)
            XCTAssertFalse(rule.about.explanation.isEmpty, rule.about.name)
            XCTAssertFalse(rule.about.source.isEmpty, rule.about.name)
            XCTAssertTrue(rule.about.code.hasPrefix("IST0") || rule.about.code.hasPrefix("MSH2"), rule.about.code)
        }
    }

    /// Takes the marks out of an example and gives the byte ranges they stood around.
    static func marks(in yaml: String) -> (text: String, marks: [SourceRange]) {
        var text = ""
        var marks: [SourceRange] = []
        var start = 0
        for character in yaml {
            switch character {
            case "«": start = text.utf8.count
            case "»": marks.append(SourceRange(start, text.utf8.count))
            default: text.append(character)
            }
        }
        return (text, marks)
    }

    static func checkStyle(_ diagnostic: Diagnostic) {
        XCTAssertFalse(diagnostic.message.hasSuffix("."), diagnostic.message)
        XCTAssertFalse(diagnostic.message.isEmpty)
        let start = diagnostic.message.unicodeScalars.prefix(2).map { $0 }
        if start.count == 2, ("A"..."Z").contains(start[0]) {
            XCTAssertFalse(("a"..."z").contains(start[1]), "messages begin in lower case: \(diagnostic.message)")
        }
    }
}
