import TestSupport
import XCTest

@testable import MeshResources

/// Whatever stands in a resource, validation says something sensible and never traps.
final class MutationTests: XCTestCase {
    /// What takes a value's place.
    private static let replacements: [Value] = [
        .null, .string(""), .string("*"), .string("a/b/c"), .string("unix://"), .string(String(repeating: "x", count: 300)), .int(-1),
        .int(0),
        .int(.max), .uint(.max), .double(-0.5), .double(1e308), .bool(true), .array([]), .array([.null]), .array([.string("")]),
        .object([:]),
        .object(["": .null]), .object(["exact": .int(1), "prefix": .string("")]),
    ]

    /// The examples of the catalogue, which hold every message and nearly every field.
    private var seeds: [Value] {
        ValidationCatalog.all.flatMap(\.examples).compactMap { example in
            let text = example.yaml.replacingOccurrences(of: "«", with: "").replacingOccurrences(of: "»", with: "")
            return YAML.parse(SourceText(name: "seed", text: text)).tree.roots.first.map { Value($0) }
        }
    }

    func testMutatedResourcesNeverTrap() {
        var tried = 0
        for seed in seeds {
            for path in paths(seed) {
                // Each place gets some of the replacements in turn, so that every pair of field and value occurs soon.
                for step in 0..<3 {
                    let replacement = Self.replacements[(tried &+ step &* 7) % Self.replacements.count]
                    check(replace(seed, path[...], by: replacement))
                }
                tried += 1
                check(remove(seed, path[...]))
            }
        }
        XCTAssertGreaterThan(tried, 2000)
    }

    private func check(_ value: Value) {
        var writer = JSONWriter(.canonical)
        writer.write(value)
        let tree = YAML.parse(SourceText(name: "mutated", bytes: writer.takeBytes())).tree
        for resource in Resource.all(in: tree).resources {
            for finding in ResourceValidator.validate(resource) + CompanionValidator.validate(resource) {
                XCTAssertNotNil(finding.location)
                XCTAssertNotNil(Mistake(rawValue: finding.code))
                XCTAssertFalse(finding.message.isEmpty)
            }
        }
    }

    private enum Step {
        case key(String)
        case index(Int)
    }

    private func paths(_ value: Value) -> [[Step]] {
        switch value {
        case .object(let object): object.flatMap { key, value in [[.key(key)]] + paths(value).map { [.key(key)] + $0 } }
        case .array(let items): items.enumerated().flatMap { place, value in [[.index(place)]] + paths(value).map { [.index(place)] + $0 } }
        default: []
        }
    }

    private func replace(_ value: Value, _ path: ArraySlice<Step>, by replacement: Value?) -> Value {
        guard let step = path.first else { return replacement ?? .null }
        let rest = path.dropFirst()
        switch (step, value) {
        case (.key(let key), .object(var object)):
            object[key] = rest.isEmpty ? replacement : replace(object[key] ?? .null, rest, by: replacement)
            return .object(object)
        case (.index(let place), .array(var items)) where place < items.count:
            if rest.isEmpty, replacement == nil {
                items.remove(at: place)
            } else {
                items[place] = replace(items[place], rest, by: replacement)
            }
            return .array(items)
        default: return value
        }
    }

    private func remove(_ value: Value, _ path: ArraySlice<Step>) -> Value { replace(value, path, by: nil) }

    /// Aliases and merge keys lead to the same verdict and to a place in the text.
    func testAliasesAndMergeKeys() {
        let text = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: a}
            spec:
              hosts: [reviews]
              http:
              - &route
                route:
                - destination: &target {host: reviews, subset: v_1}
              - match: [{uri: {prefix: /a}}]
                <<: *route
              - match: [{uri: {prefix: /b}}]
                route: [{destination: *target}]
            """
        let tree = YAML.parse(SourceText(name: "alias", text: text)).tree
        let found = Resource.all(in: tree).resources.flatMap(ResourceValidator.validate)
        XCTAssertEqual(found.filter { $0.code == Mistake.invalidSubsetName.rawValue }.count, 3)
        XCTAssert(found.allSatisfy { $0.path.hasPrefix("spec.http[") }, "\(found.map(\.path))")
    }
}
