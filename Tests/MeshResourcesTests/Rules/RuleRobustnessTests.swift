import XCTest

@testable import MeshResources

/// Every rule stands whatever a field holds: the examples with fields missing, null, empty or of another type.
final class RuleRobustnessTests: XCTestCase {
    private static let replacements = [
        "null", "{}", "[]", "\"\"", "0", "true", "[null]", "[{}]", "{a: null}", "-1", "\"*\"", "9223372036854775807",
    ]

    func testNoRuleFailsOnBrokenFields() {
        var random = SplitMix(state: 7)
        var runs = 0
        for rule in RuleRegistry.all {
            for example in rule.about.examples {
                let text = RuleExamplesTests.marks(in: example.yaml).text
                let tree = YAML.parse(SourceText(name: "t", text: text)).tree
                let spots = tree.roots.flatMap { Self.values($0) }
                // Each value in turn is replaced, and some pairs of values.
                for (index, spot) in spots.enumerated() {
                    let replacement = Self.replacements[Int(random.next() % UInt64(Self.replacements.count))]
                    var edits = [(spot, replacement)]
                    if index % 3 == 0, let other = spots.randomElement(using: &random), other.start >= spot.end || other.end <= spot.start {
                        edits.append((other, Self.replacements[Int(random.next() % UInt64(Self.replacements.count))]))
                    }
                    check(Self.edited(text, edits), rules: RuleRegistry.all.count < 4 ? RuleRegistry.all : [rule])
                    runs += 1
                }
                check(text, rules: RuleRegistry.all)
            }
        }
        XCTAssertGreaterThan(runs, 1000)
    }

    func testRulesLookAtEachOthersBrokenExamples() {
        var random = SplitMix(state: 11)
        for rule in RuleRegistry.all {
            guard let example = rule.about.examples.first else { continue }
            let text = RuleExamplesTests.marks(in: example.yaml).text
            let spots = YAML.parse(SourceText(name: "t", text: text)).tree.roots.flatMap { Self.values($0) }
            for _ in 0..<6 {
                guard let spot = spots.randomElement(using: &random) else { continue }
                check(
                    Self.edited(text, [(spot, Self.replacements[Int(random.next() % UInt64(Self.replacements.count))])]),
                    rules: RuleRegistry.all)
            }
        }
    }

    private func check(_ text: String, rules: [any Rule.Type]) {
        let parsed = YAML.parse(SourceText(name: "t", text: text))
        var options = Mesh.Options()
        options.isComplete = true
        options.now = 1_700_000_000
        let mesh = Mesh(resources: Resource.all(in: parsed.tree).resources, options: options)
        for finding in Analysis.run(mesh, rules: rules, forAnalyze: true).findings {
            XCTAssertTrue(
                rules.contains { $0.about.code == finding.diagnostic.code }, "a finding of another kind: \(finding.diagnostic.code)")
            XCTAssertNotNil(finding.diagnostic.location, finding.diagnostic.message)
        }
        for object in mesh.objects { _ = SchemaAnalysis.findings(object, []) }
    }

    /// The ranges of every value below a node, collections included.
    private static func values(_ node: Node) -> [SourceRange] {
        var result: [SourceRange] = []
        for (_, value) in node.rawEntries {
            if value.isFlow || value.isScalar { result.append(value.range) }
            result += values(value)
        }
        for item in node.items {
            if item.isFlow || item.isScalar { result.append(item.range) }
            result += values(item)
        }
        return result
    }

    private static func edited(_ text: String, _ edits: [(range: SourceRange, replacement: String)]) -> String {
        var bytes = Array(text.utf8)
        for (range, replacement) in edits.sorted(by: { $0.range.start > $1.range.start }) {
            guard Int(range.end) <= bytes.count, range.start <= range.end else { continue }
            bytes.replaceSubrange(Int(range.start)..<Int(range.end), with: Array(replacement.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A generator that gives the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
