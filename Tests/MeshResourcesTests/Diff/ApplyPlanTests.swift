import MeshResources
import XCTest

final class ApplyPlanTests: XCTestCase {
    // MARK: Examples

    private func change(_ group: String, _ kind: String, _ name: String, old: Value?, new: Value?) -> ApplyPlan.Change {
        func object(_ spec: Value?) -> Node? {
            spec.map {
                DiffSupport.node([
                    "apiVersion": .string(group.isEmpty ? "v1" : "\(group)/v1"), "kind": .string(kind),
                    "metadata": ["name": .string(name), "namespace": "shop"], "spec": $0,
                ])
            }
        }
        return ApplyPlan.Change(
            key: ObjectKey(group: group, kind: kind, namespace: "shop", name: name), old: object(old), new: object(new))
    }

    private func lines(_ plan: ApplyPlan) -> [String] {
        plan.stages.enumerated().flatMap { number, stage in
            stage.map { "\(number) \($0.action.rawValue) \(plan.changes[$0.change].key.kind) \(plan.changes[$0.change].key.name)" }
        }
    }

    private let networking = "networking.istio.io"

    private func subsets(_ names: String...) -> Value {
        ["host": "reviews", "subsets": .array(names.map { ["name": .string($0), "labels": ["version": .string($0)]] })]
    }

    private func route(_ subset: String) -> Value {
        ["hosts": ["reviews"], "http": [["route": [["destination": ["host": "reviews", "subset": .string(subset)]]]]]]
    }

    func testAddsSubsetsBeforeRoutesUseThem() {
        let plan = ApplyPlan([
            change(networking, "VirtualService", "reviews", old: route("v1"), new: route("v2")),
            change(networking, "DestinationRule", "reviews", old: subsets("v1"), new: subsets("v1", "v2")),
        ])
        XCTAssertEqual(lines(plan), ["0 apply DestinationRule reviews", "1 apply VirtualService reviews"])
    }

    func testRemovesSubsetsAfterRoutesHaveLeftThem() {
        let plan = ApplyPlan([
            change(networking, "DestinationRule", "reviews", old: subsets("v1", "v2"), new: subsets("v2")),
            change(networking, "VirtualService", "reviews", old: route("v1"), new: route("v2")),
        ])
        XCTAssertEqual(lines(plan), ["0 apply VirtualService reviews", "1 apply DestinationRule reviews"])
    }

    func testReplacesSubsetsInTwoSteps() throws {
        let plan = ApplyPlan([
            change(networking, "DestinationRule", "reviews", old: subsets("v1"), new: subsets("v2")),
            change(networking, "VirtualService", "reviews", old: route("v1"), new: route("v2")),
        ])
        XCTAssertEqual(
            lines(plan),
            ["0 expand DestinationRule reviews", "1 apply VirtualService reviews", "2 contract DestinationRule reviews"])
        let names = plan.stages[0][0].body?["spec"]?["subsets"]?.array?.compactMap { $0["name"]?.string }
        XCTAssertEqual(names, ["v2", "v1"])
        XCTAssert(plan.cycle.isEmpty)
    }

    func testRenamesAGatewayInTwoSteps() {
        func service(_ gateway: String) -> Value { ["hosts": ["shop.example.com"], "gateways": [.string(gateway)]] }
        let plan = ApplyPlan([
            change(networking, "Gateway", "old", old: ["servers": []], new: nil),
            change(networking, "Gateway", "new", old: nil, new: ["servers": []]),
            change(networking, "VirtualService", "shop", old: service("old"), new: service("shop/new")),
        ])
        XCTAssertEqual(lines(plan), ["0 apply Gateway new", "1 apply VirtualService shop", "2 delete Gateway old"])
    }

    func testDeniesBeforeItAllows() {
        let security = "security.istio.io"
        let plan = ApplyPlan([
            change(security, "AuthorizationPolicy", "allow", old: ["rules": [[:]]], new: ["rules": [["to": [[:]]]]]),
            change(security, "AuthorizationPolicy", "deny", old: nil, new: ["action": "DENY", "rules": [[:]]]),
            change(security, "AuthorizationPolicy", "gone", old: ["action": "DENY"], new: nil),
        ])
        XCTAssertEqual(
            lines(plan),
            ["0 apply AuthorizationPolicy deny", "1 apply AuthorizationPolicy allow", "2 delete AuthorizationPolicy gone"])
    }

    func testKeepsTheRulesOfADenyUntilTheAllowHasChanged() {
        let security = "security.istio.io"
        func deny(_ path: String) -> Value { ["action": "DENY", "rules": [["to": [["operation": ["paths": [.string(path)]]]]]]] }
        let plan = ApplyPlan([
            change(security, "AuthorizationPolicy", "allow", old: ["rules": [[:]]], new: ["rules": [["to": [[:]]]]]),
            change(security, "AuthorizationPolicy", "deny", old: deny("/a"), new: deny("/b")),
        ])
        XCTAssertEqual(
            lines(plan),
            ["0 expand AuthorizationPolicy deny", "1 apply AuthorizationPolicy allow", "2 contract AuthorizationPolicy deny"])
        XCTAssertEqual(plan.stages[0][0].body?["spec"]?["rules"]?.array?.count, 2)
    }

    func testReportsACircle() {
        func delegating(_ other: String) -> Value { ["http": [["delegate": ["name": .string(other)]]]] }
        let plan = ApplyPlan([
            change(networking, "VirtualService", "a", old: nil, new: delegating("b")),
            change(networking, "VirtualService", "b", old: nil, new: delegating("a")),
        ])
        XCTAssertEqual(plan.cycle.map(\.name), ["a", "b"])
        XCTAssertEqual(plan.stepCount, 2)
    }

    func testLeavesUnchangedObjectsInOneStage() {
        let plan = ApplyPlan([
            change(networking, "DestinationRule", "reviews", old: subsets("v1"), new: subsets("v1")),
            change(networking, "VirtualService", "reviews", old: route("v1"), new: route("v1")),
        ])
        XCTAssertEqual(plan.stages.count, 1)
    }

    // MARK: Property

    /// For random pairs of meshes, whatever the order within a stage: at no moment does something point at a subset, gateway,
    /// host or delegate that is missing, unless it is missing at one of the two ends too.
    func testNoIntermediateStateIsWorseThanBothEnds() {
        for seed in 0..<400 {
            var random = SeededGenerator(seed: seed)
            let old = Self.mesh(&random)
            let new = Self.mesh(&random)
            let keys = Set(old.keys).union(new.keys).sorted(by: ObjectKey.precedes)
            let plan = ApplyPlan(
                keys.map { key in
                    ApplyPlan.Change(key: key, old: old[key].map { DiffSupport.node($0) }, new: new[key].map { DiffSupport.node($0) })
                })
            guard plan.cycle.isEmpty else { continue }
            let allowed = Self.dangling(old).union(Self.dangling(new))
            var state = old
            for stage in plan.stages {
                for step in stage.shuffled(using: &random) {
                    let key = plan.changes[step.change].key
                    state[key] = step.action == .delete ? nil : step.body ?? new[key]
                    let worse = Self.dangling(state).subtracting(allowed)
                    XCTAssert(worse.isEmpty, "seed \(seed): after \(step.action) of \(key): \(worse.sorted())")
                }
            }
            XCTAssertEqual(state, new, "seed \(seed): the plan does not end at the new state")
        }
    }

    /// The plans of random meshes rarely have circles; the property would be empty otherwise.
    func testCirclesAreRare() {
        var circles = 0
        for seed in 0..<400 {
            var random = SeededGenerator(seed: seed)
            let old = Self.mesh(&random)
            let new = Self.mesh(&random)
            let keys = Set(old.keys).union(new.keys)
            let plan = ApplyPlan(
                keys.map { key in
                    ApplyPlan.Change(key: key, old: old[key].map { DiffSupport.node($0) }, new: new[key].map { DiffSupport.node($0) })
                })
            if !plan.cycle.isEmpty { circles += 1 }
        }
        XCTAssertLessThan(circles, 100)
    }

    private static func dangling(_ state: [ObjectKey: Value]) -> Set<String> {
        let references = state.map { key, value in References(key, DiffSupport.node(value), domain: "cluster.local") }
        let offers = references.reduce(into: Set<String>()) { $0.formUnion($1.offers) }
        var result: Set<String> = []
        for reference in references {
            for need in reference.needs where !References.alternatives(need).contains(where: { offers.contains($0) }) {
                result.insert(need)
            }
        }
        return result
    }

    private static func mesh(_ random: inout SeededGenerator) -> [ObjectKey: Value] {
        var result: [ObjectKey: Value] = [:]
        func add(_ kind: String, _ name: String, _ spec: Value) {
            let key = ObjectKey(group: "networking.istio.io", kind: kind, namespace: "shop", name: name)
            result[key] = [
                "apiVersion": "networking.istio.io/v1", "kind": .string(kind), "metadata": ["name": .string(name), "namespace": "shop"],
                "spec": spec,
            ]
        }
        let hosts = ["a.example.com", "b.example.com", "c.example.com"]
        let subsets = ["v1", "v2", "v3"]
        for name in ["one", "two"] where Bool.random(using: &random) {
            add("ServiceEntry", name, ["hosts": .array(hosts.filter { _ in Bool.random(using: &random) }.map { .string($0) })])
        }
        for host in hosts where Int.random(in: 0..<4, using: &random) > 0 {
            let names = subsets.filter { _ in Bool.random(using: &random) }
            add("DestinationRule", "dr-\(host.prefix(1))", ["host": .string(host), "subsets": .array(names.map { ["name": .string($0)] })])
        }
        for name in ["left", "right"] where Bool.random(using: &random) { add("Gateway", name, ["servers": []]) }
        for number in 0..<3 where Int.random(in: 0..<4, using: &random) > 0 {
            var routes: [Value] = []
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                if number == 0, Int.random(in: 0..<4, using: &random) == 0 {
                    routes.append(["delegate": ["name": .string("vs-\(Int.random(in: 1..<3, using: &random))")]])
                } else {
                    var destination: Value = ["host": .string(hosts.randomElement(using: &random) ?? "")]
                    if Bool.random(using: &random) { destination["subset"] = .string(subsets.randomElement(using: &random) ?? "") }
                    routes.append(["route": [["destination": destination]]])
                }
            }
            add(
                "VirtualService", "vs-\(number)",
                ["gateways": [.string(Bool.random(using: &random) ? "left" : "right")], "http": .array(routes)])
        }
        return result
    }
}
