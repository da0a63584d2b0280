/// What a request came to, by whatever way it was followed.
protocol TestedTrace {
    /// The response's code; `nil` where no response comes.
    var testedStatus: Int? { get }
    /// Whether policies let it in; `nil` where that is not known.
    var testedAllowance: Bool? { get }
    /// The policy that decided.
    var testedDecider: String? { get }
    /// The name of the route.
    var testedRoute: String? { get }
    /// The clusters that it may go to.
    var testedDestinations: [TestedDestination] { get }
    /// The path that the upstream sees.
    var testedPath: String? { get }
    /// The host that the upstream sees.
    var testedAuthority: String? { get }
    /// Where a redirect leads.
    var testedLocation: String? { get }
    /// The time limit, as proto JSON writes it.
    var testedTimeout: String? { get }
    /// The hosts that get a copy.
    var testedMirrors: [String] { get }
    /// Whether nobody in the mesh serves it, so that it passes through.
    var testedPassthrough: Bool { get }
}

/// The trace of a case, by whichever way it was followed.
public enum TestTrace {
    /// Through what resources come to.
    case resources(RequestTrace)
    /// Through the actual configuration of a proxy.
    indirect case dump(DumpTrace)

    var tested: any TestedTrace {
        switch self {
        case .resources(let trace): trace
        case .dump(let trace): trace
        }
    }

    /// What came of it, in one line.
    public var summary: String {
        switch self {
        case .resources(let trace): trace.summary
        case .dump(let trace): trace.summary
        }
    }

    /// The steps of the explanation.
    public var steps: [TraceStep] {
        switch self {
        case .resources(let trace): trace.steps
        case .dump(let trace): trace.steps
        }
    }

    /// The trace as data.
    public var value: Value {
        switch self {
        case .resources(let trace): trace.value
        case .dump(let trace): trace.value
        }
    }
}

/// A cluster that a request may go to.
struct TestedDestination {
    var host: String
    var subset: String
    var weight: Int

    /// Takes the name of a cluster apart: `outbound|9080|v1|reviews.shop.svc.cluster.local`.
    init(cluster: String, weight: Int) {
        let parts = cluster.split(separator: "|", omittingEmptySubsequences: false)
        host = parts.count == 4 ? String(parts[3]) : cluster
        subset = parts.count == 4 ? String(parts[2]) : ""
        self.weight = weight
    }

    init(_ destination: RouteAction.Destination) {
        host = destination.cluster.host
        subset = destination.cluster.subset
        weight = destination.weight
    }
}

extension RequestTrace: TestedTrace {
    var testedStatus: Int? {
        if let authorization, authorization.decision != .allow { return authorization.status }
        if let destination, destination.outcome.decision != .allow { return destination.outcome.status }
        return route?.status ?? authorization?.status
    }

    var testedAllowance: Bool? {
        (authorization?.decision ?? .allow) == .allow && (destination?.outcome.decision ?? .allow) == .allow
    }

    var testedDecider: String? {
        var deciding = destination?.outcome ?? authorization
        if let authorization, authorization.decision != .allow { deciding = authorization }
        switch deciding?.decidedBy {
        case .rule(let rule)?: return "\(rule.namespace)/\(rule.name)"
        case .requestAuthentication?: return "request authentication"
        default: return nil
        }
    }

    var testedRoute: String? { route?.route }

    var testedDestinations: [TestedDestination] {
        guard let compiled = route?.compiled else {
            return (route?.connectionRoute?.clusters ?? []).map { TestedDestination(cluster: $0.cluster.text, weight: $0.weight) }
        }
        return compiled.action.destinations.map(TestedDestination.init)
    }

    var testedPath: String? { route?.upstream?.path }
    var testedAuthority: String? { route?.upstream?.authority }
    var testedLocation: String? { route?.location }
    var testedTimeout: String? { route?.timeout }
    var testedMirrors: [String] { (route?.compiled?.action.mirrors ?? []).map(\.cluster.host) }
    var testedPassthrough: Bool { route?.cluster == "PassthroughCluster" }
}

/// Holds a trace against what a case expects.
struct TestExpectations {
    private let testCase: TestSuite.Case
    private let trace: any TestedTrace

    init(_ testCase: TestSuite.Case, _ trace: any TestedTrace) {
        self.testCase = testCase
        self.trace = trace
    }

    /// Everything expected that was not found. Only what is expected is computed.
    var failures: [TestRunner.Failure] {
        var result: [TestRunner.Failure] = []
        func check(_ field: String, _ found: () -> String?, _ matches: (Node) -> Bool) {
            guard let wanted = testCase.expected(field), !matches(wanted) else { return }
            result.append(
                .init(
                    field: field, expected: "'\(Self.shown(wanted))'", found: found().map { "'\($0)'" } ?? "absent",
                    location: wanted.location))
        }
        func checkText(_ field: String, _ found: () -> String?) { check(field, found) { $0.text == found() ?? "" } }
        check("status", { trace.testedStatus.map(String.init) }, { $0.int == trace.testedStatus })
        check("allowed", { trace.testedAllowance.map(String.init) ?? "not known from a config dump" }) { wanted in
            trace.testedAllowance.map { wanted.bool == $0 } ?? false
        }
        checkText("decidedBy") { trace.testedDecider }
        checkText("route") { trace.testedRoute }
        checkDestinations(check)
        checkText("rewrite") { trace.testedPath }
        checkText("authority") { trace.testedAuthority }
        checkText("redirect") { trace.testedLocation }
        check("timeout", { trace.testedTimeout }, { DurationText.canonical($0.text) == trace.testedTimeout })
        check("mirrors", { trace.testedMirrors.joined(separator: ", ") }) { wanted in
            let names = wanted.array.map(\.text)
            let mirrors = trace.testedMirrors
            return names.count == mirrors.count && zip(names, mirrors).allSatisfy { $1 == $0 || $1.hasBytePrefix($0 + ".") }
        }
        check("passthrough", { String(trace.testedPassthrough) }, { $0.bool == trace.testedPassthrough })
        return result
    }

    private func checkDestinations(_ check: (_ field: String, _ found: () -> String?, _ matches: (Node) -> Bool) -> Void) {
        check("destination", { trace.testedDestinations.map(\.host).joined(separator: ", ") }) { wanted in
            let name = wanted.text
            return trace.testedDestinations.contains { $0.host == name || $0.host.hasBytePrefix(name + ".") }
        }
        check("subset", { trace.testedDestinations.map(\.subset).joined(separator: ", ") }) { wanted in
            let name = wanted.text
            return trace.testedDestinations.contains { $0.subset == name }
        }
        let shown = {
            trace.testedDestinations.map { "\($0.subset.isEmpty ? $0.host : $0.subset): \($0.weight)" }.joined(separator: ", ")
        }
        check("weights", shown) { wanted in
            let destinations = trace.testedDestinations
            let entries = wanted.entries
            return entries.count == destinations.count
                && entries.allSatisfy { key, value in
                    let name = key.keyText
                    return destinations.contains { ($0.subset == name || $0.host == name) && $0.weight == value.int }
                }
        }
    }

    private static func shown(_ node: Node) -> String {
        if node.isMapping { return node.entries.map { "\($0.key.keyText): \($0.value.text)" }.joined(separator: ", ") }
        return node.isSequence ? node.array.map(\.text).joined(separator: ", ") : node.text
    }
}
