/// What becomes of a request on its way out of a proxy. A class because it is large and handed on often.
public final class RouteOutcome {
    /// The response's code; `nil` where no response comes.
    public var status: Int?
    /// `refused` or `closed` where no response comes.
    public var connection: String?
    /// Envoy's response flags: `-`, `NR`, `NC`, `UH`, `FI`.
    public var flags = "-"
    /// Envoy's response code details.
    public var details: String?
    /// The name of the route.
    public var route: String?
    /// The name of the virtual host.
    public var virtualHost: String?
    /// The name of the route configuration.
    public var routeConfiguration: String?
    /// Every cluster that the route may choose, with its weight.
    public var clusters: [(name: String, weight: Int)] = []
    /// The cluster chosen: the first that exists, or `PassthroughCluster` or `BlackHoleCluster`.
    public var cluster: String?
    /// The clusters that get a copy.
    public var mirrors: [(cluster: String, percent: Double)] = []
    /// The time limit, as proto JSON writes durations.
    public var timeout: String?
    /// What the upstream sees.
    public var upstream: Upstream?
    /// Response fields that differ from what the upstream sent, or that a response of the proxy has besides its own.
    public var responseChanged: [(name: String, values: [String])] = []
    /// Response fields taken away.
    public var responseRemoved: [String] = []
    /// Where a redirect leads.
    public var location: String?
    /// The body of a response that the proxy made itself.
    public var body: String?
    /// Why the cluster cannot be reached, in words.
    public var trouble: String?

    /// Where a connection goes that is not read as HTTP.
    var connectionRoute: ConnectionRoute?
    var table: VirtualHostTable?
    var host: VirtualHost?
    var compiled: CompiledRoute?
    var chain: GatewayView.Chain?
    var prepared: PreparedRequest?

    /// The request as it leaves the proxy.
    public struct Upstream {
        /// Path and query.
        public var path: String
        /// The `Host` header.
        public var authority: String
        /// One address that may get it; `nil` when unknown.
        public var endpoint: String?
        /// Final values of the fields that differ from the request.
        public var changed: [(name: String, values: [String])] = []
        /// Fields taken away.
        public var removed: [String] = []
    }

    /// Whether several clusters may be chosen.
    public var isWeighted: Bool { clusters.count > 1 }

    init() {}
}

/// What the simulated upstream answers: status 200 with these fields, as the echo server of the conformance laboratory does.
enum ReferenceUpstream {
    static let headers: [(name: String, value: String)] = [("x-upstream", "echo"), ("x-secret", "s3cr3t")]
}
