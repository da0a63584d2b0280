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

    /// What points at nothing, found without the planner's own idea of references: by looking each pointer up in the state.
    private static func dangling(_ state: [ObjectKey: Value]) -> Set<String> {
        func all(_ kind: String) -> [(key: ObjectKey, spec: Value)] {
            state.compactMap { key, value in key.kind == kind ? (key, value["spec"] ?? .null) : nil }
        }
        func strings(_ value: Value?) -> [String] { value?.array?.compactMap(\.string) ?? [] }
        let gateways = Set(all("Gateway").map { "\($0.key.namespace)/\($0.key.name)" })
        let delegates = Set(all("VirtualService").map { "\($0.key.namespace)/\($0.key.name)" })
        func covers(_ pattern: String, _ host: String) -> Bool {
            pattern == host || (pattern.hasPrefix("*.") && host.hasSuffix(pattern.dropFirst(1)))
        }
        let hosts = all("ServiceEntry").flatMap { strings($0.spec["hosts"]) }
        let services = all("Service").map { "\($0.key.name).\($0.key.namespace).svc.cluster.local" }
        let rules = all("DestinationRule").map { rule in
            let host = rule.spec["host"]?.string ?? ""
            let qualified = host.contains(".") ? host : "\(host).\(rule.key.namespace).svc.cluster.local"
            return (host: qualified, subsets: Set((rule.spec["subsets"]?.array ?? []).compactMap { $0["name"]?.string }))
        }
        var result: Set<String> = []
        for service in all("VirtualService") {
            func look(_ destination: Value?) {
                guard let written = destination?["host"]?.string else { return }
                let host = written.contains(".") ? written : "\(written).\(service.key.namespace).svc.cluster.local"
                if !hosts.contains(where: { covers($0, host) }), !services.contains(host) { result.insert("host \(host)") }
                guard let subset = destination?["subset"]?.string else { return }
                let isThere = rules.contains { covers($0.host, host) && $0.subsets.contains(subset) }
                if !isThere { result.insert("subset \(host) \(subset)") }
            }
            for gateway in strings(service.spec["gateways"]) where gateway != "mesh" {
                let name = gateway.contains("/") ? gateway : "\(service.key.namespace)/\(gateway)"
                if !gateways.contains(name) { result.insert("gateway \(name)") }
            }
            for list in ["http", "tcp", "tls"] {
                for route in service.spec[list]?.array ?? [] {
                    for entry in (route["route"]?.array ?? []) + (route["mirrors"]?.array ?? []) { look(entry["destination"]) }
                    look(route["mirror"])
                    if let delegate = route["delegate"] {
                        let name = "\(delegate["namespace"]?.string ?? service.key.namespace)/\(delegate["name"]?.string ?? "")"
                        if !delegates.contains(name) { result.insert("delegate \(name)") }
                    }
                }
            }
        }
        return result
    }

    /// The judge of the property must see what it judges.
    func testSeesEachKindOfDanglingPointer() {
        func key(_ kind: String, _ name: String) -> ObjectKey {
            ObjectKey(group: kind == "Service" ? "" : networking, kind: kind, namespace: "shop", name: name)
        }
        let pointing: Value = [
            "spec": [
                "gateways": ["other/gw"],
                "http": [["mirror": ["host": "mirrored", "subset": "v1"]], ["delegate": ["name": "more", "namespace": "other"]]],
                "tcp": [["route": [["destination": ["host": "a.example.com"]]]]],
            ]
        ]
        XCTAssertEqual(
            Self.dangling([key("VirtualService", "vs"): pointing]),
            [
                "gateway other/gw", "host mirrored.shop.svc.cluster.local", "subset mirrored.shop.svc.cluster.local v1",
                "delegate other/more", "host a.example.com",
            ])
        XCTAssertEqual(
            Self.dangling([
                key("VirtualService", "vs"): pointing, key("Service", "mirrored"): [:],
                key("ServiceEntry", "se"): ["spec": ["hosts": ["*.example.com"]]],
                key("DestinationRule", "dr"): ["spec": ["host": "mirrored", "subsets": [["name": "v1"]]]],
            ]), ["gateway other/gw", "delegate other/more"])
    }

    private static func mesh(_ random: inout SeededGenerator) -> [ObjectKey: Value] {
        var result: [ObjectKey: Value] = [:]
        func add(_ kind: String, _ namespace: String, _ name: String, _ spec: Value) {
            let group = kind == "Service" ? "" : "networking.istio.io"
            result[ObjectKey(group: group, kind: kind, namespace: namespace, name: name)] = [
                "apiVersion": .string(group.isEmpty ? "v1" : "\(group)/v1"), "kind": .string(kind),
                "metadata": ["name": .string(name), "namespace": .string(namespace)], "spec": spec,
            ]
        }
        func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
        func one(_ items: [String]) -> String { items.randomElement(using: &random) ?? "" }
        let hosts = ["a.example.com", "b.example.com", "c.example.com", "local"]
        let subsets = ["v1", "v2", "v3"]
        for name in ["one", "two"] where Bool.random(using: &random) {
            let names = chance(5) ? ["*.example.com"] : hosts.dropLast().filter { _ in Bool.random(using: &random) }
            add("ServiceEntry", one(["shop", "other"]), name, ["hosts": .array(names.map { .string($0) })])
        }
        if !chance(3) { add("Service", "shop", "local", ["ports": []]) }
        for host in hosts where !chance(4) {
            let names = subsets.filter { _ in Bool.random(using: &random) }
            let covered = chance(6) && host != "local" ? "*.example.com" : host
            let subsets: Value = .array(names.map { ["name": .string($0)] })
            add("DestinationRule", "shop", "dr-\(host.prefix(1))", ["host": .string(covered), "subsets": subsets])
        }
        for name in ["left", "right"] where Bool.random(using: &random) { add("Gateway", one(["shop", "other"]), name, ["servers": []]) }
        for number in 0..<3 where !chance(4) {
            func destination() -> Value {
                var destination: Value = ["host": .string(one(hosts))]
                if Bool.random(using: &random) { destination["subset"] = .string(one(subsets)) }
                return destination
            }
            var http: [Value] = []
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                if number == 0, chance(4) {
                    http.append(["delegate": ["name": .string("vs-\(Int.random(in: 1..<3, using: &random))")]])
                } else {
                    var route: Value = ["route": [["destination": destination()]]]
                    if chance(4) { route["mirror"] = destination() }
                    if chance(4) { route["mirrors"] = [["destination": destination()]] }
                    http.append(route)
                }
            }
            var spec: Value = ["gateways": [.string(one(["left", "right", "other/left", "mesh"]))], "http": .array(http)]
            if chance(4) { spec[one(["tcp", "tls"])] = [["route": [["destination": destination()]]]] }
            add("VirtualService", "shop", "vs-\(number)", spec)
        }
        return result
    }
}
