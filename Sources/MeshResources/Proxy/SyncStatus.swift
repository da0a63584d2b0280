/// What became of the configuration of one kind that istiod sent a proxy.
public enum SyncState: String, Sendable {
    /// The proxy has acknowledged what was sent last.
    case synced = "SYNCED"
    /// Something was sent that the proxy has not acknowledged yet.
    case stale = "STALE"
    /// istiod had nothing to send.
    case notSent = "NOT_SENT"
    /// The proxy refused what was sent.
    case error = "ERROR"
    /// istiod does not say.
    case unknown = "UNKNOWN"

    /// As istioctl's table has it.
    public var label: String {
        switch self {
        case .notSent: "NOT SENT"
        case .unknown: "IGNORED"
        default: rawValue
        }
    }
}

/// One kind of configuration of one proxy.
public struct TypeSync: Sendable {
    /// Such as `type.googleapis.com/envoy.config.cluster.v3.Cluster`.
    public var typeURL: String
    /// What became of it.
    public var state: SyncState
    /// When it was sent last, in seconds since 1970; `nil` when istiod does not say.
    public var sentAt: Int?
    /// That moment as istiod wrote it.
    public var sentText: String?
    /// Why the proxy refused it.
    public var refusal: String?
    /// What tells one sending from another: istiod's nonce, else the time; empty when nothing was sent.
    public var mark = ""

    /// `CDS`, `LDS`, …; the whole type for kinds without a short name.
    public var shortType: String { XDSType.short(typeURL) }

    /// `STALE (35s)`; `now` is in seconds since 1970.
    public func label(now: Int) -> String {
        guard state != .unknown, state != .notSent, let sentAt else { return state.label }
        return "\(state.label) (\(AgeText.text(seconds: now - sentAt)))"
    }
}

/// One proxy as one istiod sees it.
public struct ProxySync: Sendable {
    /// `POD.NAMESPACE`.
    public var proxy: String
    /// The cluster's id.
    public var cluster: String
    /// The proxy's version of Istio.
    public var version: String
    /// The proxy's namespace; empty when istiod does not say.
    public var namespace: String
    /// `sidecar`, `router`, …; empty when istiod does not say.
    public var kind: String
    /// The istiod that it is connected to.
    public var istiod: String
    /// Each kind of configuration that the proxy subscribes to, sorted by type.
    public var types: [TypeSync]

    /// The refusals, with the kinds that were refused.
    public var refusals: [TypeSync] { types.filter { $0.state == .error } }
    /// Whether something was sent and is neither acknowledged nor refused.
    public var isStale: Bool { types.contains { $0.state == .stale } }
}

/// The names of xDS types.
public enum XDSType {
    static let prefix = "type.googleapis.com/"
    /// Clusters, listeners, endpoints and routes, in the order in which istioctl lists them.
    static let core = [cluster, listener, endpoint, route]
    /// Clusters.
    public static let cluster = prefix + "envoy.config.cluster.v3.Cluster"
    /// Listeners.
    public static let listener = prefix + "envoy.config.listener.v3.Listener"
    /// Endpoints.
    public static let endpoint = prefix + "envoy.config.endpoint.v3.ClusterLoadAssignment"
    /// Route configurations.
    public static let route = prefix + "envoy.config.route.v3.RouteConfiguration"
    /// Certificates and trust bundles.
    public static let secret = prefix + "envoy.extensions.transport_sockets.tls.v3.Secret"
    /// Filters that are configured by name.
    public static let extensions = prefix + "envoy.config.core.v3.TypedExtensionConfig"

    private static let names: [String: String] = [
        cluster: "CDS", listener: "LDS", route: "RDS", endpoint: "EDS", secret: "SDS", extensions: "ECDS",
        prefix + "istio.networking.nds.v1.NameTable": "NDS", prefix + "istio.mesh.v1alpha1.ProxyConfig": "PCDS",
        prefix + "istio.workload.Address": "WDS", prefix + "istio.workload.Workload": "WDS",
        prefix + "istio.security.Authorization": "WADS",
    ]

    /// The short name that Istio uses: `CDS`.
    public static func short(_ typeURL: String) -> String { names[typeURL] ?? typeURL }
}

/// Spans of time as kubectl writes them: two units at most, the second only while it matters.
enum AgeText {
    static func text(seconds: Int) -> String {
        let (minutes, hours) = (seconds / 60, seconds / 3600)
        switch seconds {
        case ..<(-1): return "<invalid>"
        case ..<0: return "0s"
        case ..<120: return "\(seconds)s"
        case ..<600: return pair(minutes, "m", seconds % 60, "s")
        case ..<10_800: return "\(minutes)m"
        case ..<28_800: return pair(hours, "h", minutes % 60, "m")
        case ..<172_800: return "\(hours)h"
        case ..<691_200: return pair(hours / 24, "d", hours % 24, "h")
        case ..<63_072_000: return "\(hours / 24)d"
        case ..<252_288_000: return pair(hours / 8760, "y", hours / 24 % 365, "d")
        default: return "\(hours / 8760)y"
        }
    }

    private static func pair(_ first: Int, _ unit: String, _ second: Int, _ smaller: String) -> String {
        second == 0 ? "\(first)\(unit)" : "\(first)\(unit)\(second)\(smaller)"
    }
}
