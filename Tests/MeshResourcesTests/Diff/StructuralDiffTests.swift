import MeshResources
import TestSupport
import XCTest

@testable import MeshResources

final class StructuralDiffTests: XCTestCase {
    private func diff(_ old: String, _ new: String) -> [ResourceDiff] {
        StructuralDiff(old: DiffSupport.resources(old, name: "old.yaml"), new: DiffSupport.resources(new, name: "new.yaml")).resources
    }

    private let head = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: shop\nspec:\n"

    func testSeesNoDifferenceInSpelling() {
        let old = head + "  hosts: [a, b] # two\n  http:\n  - name: 'x'\n    timeout: 1s\n"
        let new = """
            kind: "VirtualService"
            apiVersion: networking.istio.io/v1beta1
            spec:
              http: [{timeout: "1s", name: x}]
              hosts:
              - b
              - a
              exportTo: null
            metadata: {name: shop, namespace: default}
            """
        XCTAssertEqual(diff(old, new).flatMap(\.fields).map(\.path), ["metadata.namespace"])
        XCTAssert(diff(old, new.replacingOccurrences(of: ", namespace: default", with: "")).isEmpty)
    }

    func testPairsRoutesByNameAndShowsTheirOrder() throws {
        let old = head + "  http:\n  - name: one\n    timeout: 1s\n  - name: two\n  - name: three\n"
        let new = head + "  http:\n  - name: two\n  - name: one\n    timeout: 2s\n  - name: four\n"
        let fields = try XCTUnwrap(diff(old, new).first).fields
        XCTAssertEqual(
            fields.map(\.path),
            ["spec.http[name=one].timeout", "spec.http[name=four]", "spec.http[name=three]", "spec.http"])
        XCTAssertEqual(fields.map(\.indexPath), ["spec.http[1].timeout", "spec.http[2]", "spec.http[2]", "spec.http"])
        XCTAssertEqual(fields[0].old, "1s")
        XCTAssertEqual(fields[0].new, "2s")
        XCTAssertEqual(fields[0].oldAt?.start, Position(line: 8, column: 14))
        XCTAssertEqual(fields[0].newAt?.start, Position(line: 9, column: 14))
        XCTAssert(fields[3].isOrder)
        XCTAssertEqual(fields[3].new, ["name=two", "name=one"])
    }

    func testPairsSubsetsServersAndPorts() throws {
        let rule = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r}\nspec:\n  subsets:\n"
        let a = rule + "  - {name: v1, labels: {version: v1}}\n  - {name: v2, labels: {version: v2}}\n"
        let b = rule + "  - {name: v2, labels: {version: v2}}\n  - {name: v1, labels: {version: one}}\n"
        XCTAssertEqual(diff(a, b).flatMap(\.fields).map(\.path), ["spec.subsets[name=v1].labels.version"])
        let gateway = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec:\n  servers:\n"
        let c = gateway + "  - {port: {number: 80, name: http}, hosts: [a]}\n  - {port: {number: 443, name: https}, hosts: [a]}\n"
        let d = gateway + "  - {port: {number: 443, name: https}, hosts: [b]}\n  - {port: {number: 80, name: http}, hosts: [a]}\n"
        XCTAssertEqual(
            diff(c, d).flatMap(\.fields).map(\.path),
            ["spec.servers[port.name=https].hosts[0]", "spec.servers[port.name=https].hosts[0]"])
    }

    func testAlignsListsWithoutNames() throws {
        let old = head + "  http:\n  - timeout: 1s\n  - timeout: 2s\n"
        let new = head + "  http:\n  - timeout: 9s\n  - timeout: 1s\n  - timeout: 2s\n"
        let fields = try XCTUnwrap(diff(old, new).first).fields
        XCTAssertEqual(fields.map(\.indexPath), ["spec.http[0]"])
        XCTAssertNil(fields[0].old)
    }

    func testNumbersAndTextsDiffer() {
        XCTAssert(diff(head + "  x: 1\n", head + "  x: 1.0\n").isEmpty)
        XCTAssertEqual(diff(head + "  x: 80\n", head + "  x: '80'\n").count, 1)
    }

    func testHidesTheContentsOfSecrets() throws {
        let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
        let value = StructuralDiff(
            old: DiffSupport.resources(secret + "data: {key: aHVudGVyMg==}\n"),
            new: DiffSupport.resources(secret + "data: {key: c2VjcmV0}\nstringData: {other: hunter3}\n")
        ).value
        let text = JSONWriter.text(value)
        for word in ["aHVudGVyMg", "c2VjcmV0", "hunter3"] { XCTAssertFalse(text.contains(word), word) }
        XCTAssert(text.contains("*** (before)") && text.contains("*** (after)"))
    }

    func testTellsAddedAndRemovedResources() {
        let a = head + "  x: 1\n"
        XCTAssertEqual(diff(a, a.replacingOccurrences(of: "name: shop", with: "name: other")).map(\.change), [.added, .removed])
    }

    // MARK: Properties

    private static func value(_ random: inout SeededGenerator, depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 3 ? 4 : 8), using: &random) {
        case 0: return .int(Int64.random(in: 0..<3, using: &random))
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3: return .string(["a", "b", "c", "1"].randomElement(using: &random) ?? "")
        case 4, 5:
            let isNamed = Bool.random(using: &random)
            let names = ["x", "y", "z", "w"].shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            return .array(
                names.map { name in
                    guard isNamed else { return value(&random, depth: depth + 1) }
                    return ["name": .string(name), "value": value(&random, depth: depth + 1)]
                })
        default:
            var object = Value.Object()
            for key in ["http", "subsets", "spec", "k"] where Bool.random(using: &random) { object[key] = value(&random, depth: depth + 1) }
            return .object(object)
        }
    }

    func testApplyingTheDifferenceGivesTheNewVersion() {
        for seed in 0..<3000 {
            var random = SeededGenerator(seed: seed)
            let old = DiffSupport.node(["spec": Self.value(&random, depth: 0)])
            let new = DiffSupport.node(["spec": Self.value(&random, depth: 0)])
            let result = ResourceDiff.applied(old, new)
            XCTAssert(Self.same(result, Value(new)), "seed \(seed)")
            XCTAssertNil(StructuralEdit.between(old, old), "seed \(seed)")
            // Nothing is found where nothing is, and something where something is, by another measure than the edit's own.
            XCTAssertEqual(
                StructuralEdit.between(old, new) == nil, Self.same(Value(old), Value(new)), "seed \(seed)")
        }
    }

    /// Whether two values say the same, without the comparison that is under test: named items of unordered lists in any order.
    private static func same(_ a: Value, _ b: Value, _ key: String = "") -> Bool {
        switch (a, b) {
        case (.object(let x), .object(let y)):
            return Set(x.map(\.key)) == Set(y.map(\.key)) && x.allSatisfy { name, value in y[name].map { same(value, $0, name) } ?? false }
        case (.array(let x), .array(let y)):
            guard x.count == y.count else { return false }
            let names = (x + y).compactMap { $0["name"]?.string }
            if key != "http", names.count == x.count + y.count {
                return x.allSatisfy { item in y.contains { $0["name"] == item["name"] && same(item, $0) } }
            }
            return zip(x, y).allSatisfy { same($0, $1) }
        default: return a == b
        }
    }

    func testAliasesCountByWhatTheyMean() {
        let list = "apiVersion: v1\nkind: List\nitems:\n"
        func item(_ name: String, _ data: String) -> String {
            "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: \(name)}\n  data: \(data)\n"
        }
        // The second item reads the same on both sides, and means something else.
        let fields = diff(list + item("a", "&x {k: one}") + item("b", "*x"), list + item("a", "&x {k: two}") + item("b", "*x"))
        XCTAssertEqual(fields.map(\.key.name), ["a", "b"])
        XCTAssert(diff(list + item("a", "{k: '*'}"), list + item("a", "{k: '*'}")).isEmpty)
    }

    func testRealFilesDoNotDifferFromThemselves() throws {
        guard let folder = Conformance.folder else { throw XCTSkip("no conformance data") }
        var count = 0
        let enumerator = FileManager.default.enumerator(atPath: folder + "/realworld")
        while let name = enumerator?.nextObject() as? String {
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml"),
                let text = FileManager.default.contents(atPath: "\(folder)/realworld/\(name)")
            else { continue }
            count += 1
            let old = Resource.all(in: YAML.parse(SourceText(name: name, bytes: text)).tree).resources
            // Another text with the same meaning: one that cannot be equal byte for byte.
            let new = old.flatMap { DiffSupport.resources(JSONWriter.text($0.node), name: "json") }
            XCTAssert(StructuralDiff(old: old, new: old).isEmpty, name)
            let other = StructuralDiff(old: old, new: new)
            XCTAssert(other.isEmpty, "\(name): \(other.resources.flatMap(\.fields).map(\.path))")
        }
        XCTAssertGreaterThan(count, 100)
    }
}
