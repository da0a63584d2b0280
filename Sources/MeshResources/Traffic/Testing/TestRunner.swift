/// Runs suites against a mesh and counts which rules they meet.
public final class TestRunner {
    /// How a case went.
    public struct Result {
        /// The case.
        public let testCase: TestSuite.Case
        /// What was expected and not found; empty for a case that passed.
        public let failures: [Failure]
        /// The trace of a case that failed, for reports.
        public let trace: RequestTrace?
        /// Whether everything was as expected.
        public var passed: Bool { failures.isEmpty }
    }

    /// One expectation that was not met.
    public struct Failure: Sendable {
        /// The field.
        public let field: String
        /// What the suite wants.
        public let expected: String
        /// What was found.
        public let found: String
        /// Where the expectation stands.
        public let location: Location?

        /// In words.
        public var message: String { "\(field) is \(found), expected \(expected)" }
    }

    /// A rule that suites can meet.
    public struct Rule: Hashable {
        /// Which resource, and which of its rules.
        public let name: String
        /// Where it stands.
        public let location: Location

        /// Rules are the same when their names are.
        public static func == (a: Rule, b: Rule) -> Bool { a.name == b.name }
        /// Hashes the name.
        public func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    private let mesh: TrafficMesh
    private let finder: ProxyFinder
    private let now: Int
    private var met: Set<String> = []
    private var gateways: [String: TrafficProxy] = [:]

    /// Makes a runner. `now` is the time that tokens are held against, in seconds since 1970.
    public init(_ mesh: TrafficMesh, now: Int) {
        self.mesh = mesh
        self.now = now
        finder = ProxyFinder(mesh)
    }

    /// Runs a case.
    public func run(_ testCase: TestSuite.Case) -> Result {
        let request = testCase.trafficRequest
        guard let proxy = proxy(testCase, request) else {
            let what =
                testCase.target.map { "workload '\($0["workload"]?.text ?? "")'" } ?? testCase.source?["gateway"].map {
                    "Gateway '\($0.text)'"
                } ?? "Gateway"
            let failure = Failure(
                field: "source", expected: "\(what) among the inputs", found: "nothing of that name", location: testCase.location)
            return Result(testCase: testCase, failures: [failure], trace: nil)
        }
        let needsDestination = testCase.expected("allowed") != nil || testCase.expected("decidedBy") != nil
        let trace = RequestTrace(request, at: proxy, in: mesh, now: now, asksDestination: needsDestination)
        note(trace)
        let failures = TestExpectations(testCase, trace).failures
        return Result(testCase: testCase, failures: failures, trace: failures.isEmpty ? nil : trace)
    }

    private func proxy(_ testCase: TestSuite.Case, _ request: TrafficRequest) -> TrafficProxy? {
        if let target = testCase.target {
            let namespace = target["namespace"]?.text ?? "default"
            if let name = target["workload"]?.text { return finder.workload(named: name, in: namespace, isInbound: true) }
            return finder.workload(in: namespace, labels: target["labels"]?.stringMap ?? [:], isInbound: true)
        }
        if let source = testCase.source, source["gateway"] == nil {
            return finder.workload(in: source["namespace"]?.text ?? "default", labels: source["labels"]?.stringMap ?? [:])
        }
        let name = testCase.source?["gateway"]?.text
        let key = name ?? "\(request.host):\(request.port)"
        if let known = gateways[key] { return known }
        let found = finder.gateway(named: name, host: request.host, port: request.port)
        gateways[key] = found
        return found
    }

    // MARK: Coverage

    private func note(_ trace: RequestTrace) {
        if let rule = trace.route?.compiled?.rule { met.insert(Self.name(rule.owner, rule.index)) }
        for outcome in [trace.authorization, trace.destination?.outcome] {
            if let rule = outcome?.rule { met.insert(Self.name(rule.policy.name, rule.index)) }
        }
    }

    private static func name(_ owner: ResourceName, _ index: Int) -> String { "\(owner.description) rule \(index)" }

    /// Every rule of the mesh, in the order of the inputs.
    public var rules: [Rule] {
        var result: [Rule] = []
        for resource in mesh.resources {
            let kind = (resource.group, resource.kind)
            let list =
                kind == ("networking.istio.io", "VirtualService")
                ? resource.spec?["http"] : kind == ("security.istio.io", "AuthorizationPolicy") ? resource.spec?["rules"] : nil
            let name = ResourceName(kind: resource.kind, namespace: resource.namespace ?? "default", name: resource.name)
            for (index, node) in (list?.array ?? []).enumerated() where node["delegate"] == nil {
                result.append(Rule(name: Self.name(name, index), location: node.headLocation))
            }
        }
        return result
    }

    /// The rules that no case met so far.
    public var unmetRules: [Rule] { rules.filter { !met.contains($0.name) } }
}

/// Holds a trace against what a case expects.
struct TestExpectations {
    private let testCase: TestSuite.Case
    private let trace: RequestTrace

    init(_ testCase: TestSuite.Case, _ trace: RequestTrace) {
        self.testCase = testCase
        self.trace = trace
    }

    var failures: [TestRunner.Failure] {
        var result: [TestRunner.Failure] = []
        func check(_ field: String, _ found: String?, _ matches: (Node) -> Bool) {
            guard let wanted = testCase.expected(field), !matches(wanted) else { return }
            result.append(
                .init(
                    field: field, expected: "'\(Self.shown(wanted))'", found: found.map { "'\($0)'" } ?? "absent", location: wanted.location
                ))
        }
        let route = trace.route
        let destinations = route?.compiled?.action.destinations ?? []
        let status = finalStatus
        check("status", status.map(String.init)) { $0.int == status }
        check("allowed", String(isAllowed)) { $0.bool == isAllowed }
        check("decidedBy", decider) { $0.text == decider }
        check("route", route?.route) { $0.text == route?.route ?? "" }
        check("destination", destinations.map(\.cluster.host).joined(separator: ", ")) { wanted in
            destinations.contains { $0.cluster.host == wanted.text || $0.cluster.host.hasBytePrefix(wanted.text + ".") }
        }
        check("subset", destinations.map(\.cluster.subset).joined(separator: ", ")) { wanted in
            destinations.contains { $0.cluster.subset == wanted.text }
        }
        check(
            "weights",
            destinations.map { "\($0.cluster.subset.isEmpty ? $0.cluster.host : $0.cluster.subset): \($0.weight)" }.joined(separator: ", ")
        ) {
            wanted in
            let entries = wanted.entries
            return entries.count == destinations.count
                && entries.allSatisfy { key, value in
                    destinations.contains { ($0.cluster.subset == key.keyText || $0.cluster.host == key.keyText) && $0.weight == value.int }
                }
        }
        check("rewrite", route?.upstream?.path) { $0.text == route?.upstream?.path ?? "" }
        check("authority", route?.upstream?.authority) { $0.text == route?.upstream?.authority ?? "" }
        check("redirect", route?.location) { $0.text == route?.location ?? "" }
        check("timeout", route?.timeout) { DurationText.canonical($0.text) == route?.timeout }
        let mirrors = (route?.compiled?.action.mirrors ?? []).map(\.cluster.host)
        check("mirrors", mirrors.joined(separator: ", ")) { wanted in
            let names = wanted.array.map(\.text)
            return names.count == mirrors.count && zip(names, mirrors).allSatisfy { $1 == $0 || $1.hasBytePrefix($0 + ".") }
        }
        let passes = route?.cluster == "PassthroughCluster"
        check("passthrough", String(passes)) { $0.bool == passes }
        return result
    }

    private static func shown(_ node: Node) -> String {
        if node.isMapping { return node.entries.map { "\($0.key.keyText): \($0.value.text)" }.joined(separator: ", ") }
        return node.isSequence ? node.array.map(\.text).joined(separator: ", ") : node.text
    }

    private var deciding: AuthorizationOutcome? {
        if let authorization = trace.authorization, authorization.decision != .allow { return authorization }
        return trace.destination?.outcome ?? trace.authorization
    }

    private var isAllowed: Bool {
        (trace.authorization?.decision ?? .allow) == .allow && (trace.destination?.outcome.decision ?? .allow) == .allow
    }

    private var finalStatus: Int? {
        if let authorization = trace.authorization, authorization.decision != .allow { return authorization.status }
        if let destination = trace.destination, destination.outcome.decision != .allow { return destination.outcome.status }
        return trace.route?.status ?? trace.authorization?.status
    }

    private var decider: String? {
        switch deciding?.decidedBy {
        case .rule(let rule)?: "\(rule.namespace)/\(rule.name)"
        case .requestAuthentication?: "request authentication"
        default: nil
        }
    }
}
