import XCTest

@testable import MeshResources

/// Every kind of mistake is described, and its examples fire where they are marked.
final class MistakeExamplesTests: XCTestCase {
    func testEveryMistakeIsDescribed() {
        let described = Set(ValidationCatalog.all.map(\.code))
        for mistake in Mistake.allCases { XCTAssert(described.contains(mistake.rawValue), "\(mistake) is not described") }
        XCTAssertEqual(ValidationCatalog.all.count, Mistake.allCases.count)
        XCTAssertEqual(described.count, Mistake.allCases.count, "a code is used twice")
    }

    func testDescriptionsAreWhole() {
        for rule in ValidationCatalog.all {
            XCTAssertFalse(rule.explanation.isEmpty, "\(rule.code) has no explanation")
            XCTAssertFalse(rule.summary.hasSuffix("."), "\(rule.code): the summary ends with a full stop")
            XCTAssertFalse(rule.explanation.contains("  "), "\(rule.code): two blanks in a row")
        }
    }

    /// Bodies of a megabyte are too long for the reference.
    private static let withoutExample: Set<String> = [Mistake.hugeBody.rawValue, Mistake.largeBody.rawValue]

    func testExamplesFireWhereTheyAreMarked() throws {
        for rule in ValidationCatalog.all {
            XCTAssert(!rule.examples.isEmpty || Self.withoutExample.contains(rule.code), "\(rule.code) \(rule.name) has no example")
            for example in rule.examples { check(rule, example) }
        }
    }

    private func check(_ rule: RuleDescription, _ example: RuleDescription.Example) {
        let before = example.yaml.components(separatedBy: "«").first ?? ""
        let marked = example.yaml.components(separatedBy: "«").last?.components(separatedBy: "»").first ?? ""
        let text = example.yaml.replacingOccurrences(of: "«", with: "").replacingOccurrences(of: "»", with: "")
        let parsed = YAML.parse(SourceText(name: "example", text: text))
        XCTAssert(parsed.diagnostics.allSatisfy { $0.severity != .error }, "\(rule.code): \(parsed.diagnostics.map(\.message)) in \(text)")
        let resources = Resource.all(in: parsed.tree).resources
        let found = resources.flatMap { ResourceValidator.validate($0) + CompanionValidator.validate($0) }
        let start = before.utf8.count
        let end = start + marked.utf8.count
        let hit = found.contains { finding in
            guard finding.code == rule.code, let range = finding.location?.range else { return false }
            return Int(range.start) >= start && Int(range.end) <= end && Int(range.start) <= start + 2
        }
        let all = found.map { "\($0.code) \($0.path) \($0.location.map { "\($0.range.start)-\($0.range.end)" } ?? "")" }
        XCTAssert(hit, "\(rule.code) \(rule.name): expected at \(start)-\(end), found \(all) in \(example.yaml)")
        XCTAssertEqual(found.first { $0.code == rule.code }?.severity, rule.severity)
    }
}
