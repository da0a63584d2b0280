/// The parts of a name that istiod gives a cluster: `outbound|9080|v1|reviews.default.svc.cluster.local`.
public struct ClusterName: Sendable, Hashable {
    /// `outbound`, `inbound`, `inbound-vip`; empty for other names.
    public var direction = ""
    /// The service's port; 0 when there is none.
    public var port = 0
    /// The subset; empty when there is none.
    public var subset = ""
    /// The host; of other names, the whole name.
    public var host: String
    /// Whether the name has these parts.
    public var isStructured: Bool

    /// Reads a name: of others than istiod's, the whole is the host.
    public init(_ name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: "|"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else {
            host = name
            isStructured = false
            return
        }
        isStructured = true
        direction = String(Substring(parts[0]))
        port = Int(Substring(parts[1])) ?? 0
        subset = String(Substring(parts[2]))
        host = String(Substring(parts[3]))
    }

    /// The order of istioctl's tables: host, subset, port, direction.
    static func precedes(_ a: ClusterName, _ b: ClusterName) -> Bool {
        if a.host != b.host { return MeshResources.precedes(a.host, b.host) }
        if a.subset != b.subset { return MeshResources.precedes(a.subset, b.subset) }
        if a.port != b.port { return a.port < b.port }
        return MeshResources.precedes(a.direction, b.direction)
    }

    /// Sorts resources by the names of the clusters that they are about.
    static func sorted(_ nodes: [Node], by name: (Node) -> String) -> [Node] {
        let keyed = nodes.map { (key: ClusterName(name($0)), node: $0) }
        return PatternSort.sorted(keyed) { precedes($0.key, $1.key) }.map { $0.node }
    }
}
