/// Whether a workload lets a request in, and what decided it.
public struct AuthorizationOutcome {
    /// What was decided.
    public enum Decision: String, Sendable {
        case allow
        case deny
        /// The transport refused before any policy was asked.
        case noConnection = "no connection"
        /// The proxy answered itself, or an external authorizer decides.
        case other
    }

    /// A rule of a policy.
    public struct RuleName: Hashable, Sendable {
        /// The policy's namespace.
        public var namespace: String
        /// The policy's name.
        public var name: String
        /// The rule's place, from 0.
        public var rule: Int
    }

    /// What decided.
    public enum Decider: Hashable, Sendable {
        case rule(RuleName)
        case requestAuthentication
        /// For a denial: policies allow others but not this; for an allowance: no policy to allow applies.
        case nothing
        /// On ports that are not HTTP proxies do not say what allowed.
        case unknown
    }

    /// What a dry run would have done.
    public struct DryRun: Sendable {
        /// `allow` or `deny`: the action of the policies in question.
        public var action: String
        /// `allowed` or `denied`.
        public var result: String
        /// The rule that matched.
        public var rule: RuleName?
    }

    /// What was decided.
    public var decision = Decision.allow
    /// The response's code; `nil` where the connection is closed.
    public var status: Int?
    /// `http` or `tcp`.
    public var proto: String?
    /// What decided.
    public var decidedBy = Decider.nothing
    /// Envoy's response code details.
    public var details: String?
    /// Why no connection came about.
    public var reason: String?
    /// The rule that asks for a log entry.
    public var auditedBy: RuleName?
    /// What dry runs would have done.
    public var dryRuns: [DryRun] = []

    var rule: PolicyRule?
    var peer: InboundView.PeerDecision?
    var request: InboundRequest?
    var isHTTP = true
    /// Where an allowed request goes on a gateway.
    public internal(set) var route: RouteOutcome?
}
