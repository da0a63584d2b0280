/// Runs suites against a mesh and counts which rules they meet.
public final class TestRunner {
    /// How a case went.
    public struct Result {
        /// The case.
        public let testCase: TestSuite.Case
        /// What was expected and not found; empty for a case that passed.
        public let failures: [Failure]
        /// The trace of a case that failed, for reports.
        public let trace: TestTrace?
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
    /// The dump that requests are followed through in place of the resources; `nil`: the resources.
    private let dump: DumpRoutes?
    private var met: Set<String> = []
    /// The routes and rules whose names are among those met already.
    private var noted: Set<ObjectIdentifier> = []
    private var gateways: [String: TrafficProxy] = [:]

    /// Makes a runner. `now` is the time that tokens are held against, in seconds since 1970.
    public init(_ mesh: TrafficMesh, now: Int) {
        self.mesh = mesh
        self.now = now
        dump = nil
        finder = ProxyFinder(mesh)
    }

    /// Makes a runner that follows requests through the actual configuration of a proxy.
    public init(_ dump: DumpRoutes) {
        self.dump = dump
        mesh = TrafficMesh([])
        now = 0
        finder = ProxyFinder(mesh)
    }

    /// Runs a case.
    public func run(_ testCase: TestSuite.Case) -> Result {
        let request = testCase.trafficRequest
        if let dump {
            let trace = DumpTrace(request, in: dump)
            let failures = TestExpectations(testCase, trace).failures
            return Result(testCase: testCase, failures: failures, trace: failures.isEmpty ? nil : .dump(trace))
        }
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
        return Result(testCase: testCase, failures: failures, trace: failures.isEmpty ? nil : .resources(trace))
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
        if let route = trace.route?.compiled, let rule = route.rule, noted.insert(ObjectIdentifier(route)).inserted {
            met.insert(Self.name(rule.owner, rule.index))
        }
        if let rule = trace.authorization?.rule { note(rule) }
        if let rule = trace.destination?.outcome.rule { note(rule) }
    }

    private func note(_ rule: PolicyRule) {
        guard noted.insert(ObjectIdentifier(rule)).inserted else { return }
        met.insert(Self.name(rule.policy.name, rule.index))
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
