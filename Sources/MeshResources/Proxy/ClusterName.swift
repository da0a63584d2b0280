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

    /// A text that orders as istioctl's tables do: host, subset, port, direction.
    private var sortKey: String {
        let digits = String(port)
        let padding = String(repeating: "0", count: max(0, 20 - digits.utf8.count))
        return "\(host)\0\(subset)\0\(padding)\(digits)\0\(direction)"
    }

    /// Sorts resources by the names of the clusters that they are about.
    static func sorted(_ nodes: [Node], by name: (Node) -> String) -> [Node] {
        let keys = nodes.map { ClusterName(name($0)).sortKey }
        let order = PatternSort.sorted(Array(keys.indices)) { precedes(keys[$0], keys[$1]) }
        return order.map { nodes[$0] }
    }
}
