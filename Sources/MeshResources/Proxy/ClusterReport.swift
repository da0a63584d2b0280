/// `proxy-config cluster`: the clusters of a dump, filtered and in istioctl's order.
public struct ClusterReport: Sendable {
    /// Which clusters to show. Texts are looked for anywhere in the cluster's name; empty ones and port 0 do not filter.
    public struct Filter: Sendable {
        /// Part of the service's host.
        public var host = ""
        /// The service's port.
        public var port = 0
        /// Part of the subset's name.
        public var subset = ""
        /// `inbound`, `outbound` or another direction.
        public var direction = ""

        /// Makes a filter that lets everything pass.
        public init() {}

        func passes(_ name: String) -> Bool {
            for part in [host, direction, subset] where !part.isEmpty && !name.hasPart(part) { return false }
            return port == 0 || name.hasPart("|\(port)|")
        }
    }

    /// The clusters, as they stand in the dump.
    public let nodes: [Node]

    /// Picks and sorts the clusters of a dump.
    public init(_ dump: ConfigDump, filter: Filter = Filter()) throws(ConfigDump.Failure) {
        let clusters = try dump.clusters()
        nodes = ClusterName.sorted(clusters) { $0.fieldText("name") }.filter { filter.passes($0.fieldText("name")) }
    }

    /// istioctl's table; with `names`, the one of `proxy-config all`, which has the kind before the name.
    public func table(names: Bool = false) -> ColumnText {
        var table = ColumnText(gap: 5)
        let header = ["SERVICE FQDN", "PORT", "SUBSET", "DIRECTION", "TYPE", "DESTINATION RULE"]
        table.add(names ? ["NAME"] + header : header)
        for node in nodes {
            let name = node.fieldText("name")
            let parts = ClusterName(name)
            let type = node.field("type")?.text ?? "STATIC"
            let rule = IstioMetadata.label(node)
            let label = names && !name.isEmpty ? ["cluster/\(name)"] : []
            if parts.isStructured {
                let subset = parts.subset.isEmpty ? "-" : parts.subset
                table.add(label + [parts.host, String(parts.port), subset, parts.direction, type, rule])
            } else {
                table.add(label + [label.first ?? name, "-", "-", "-", type, rule])
            }
        }
        return table
    }
}

extension String {
    /// Whether the bytes of `part` stand somewhere in this text.
    func hasPart(_ part: String) -> Bool {
        let needle = Array(part.utf8)
        guard let first = needle.first else { return true }
        var copy = self
        return copy.withUTF8 { bytes in
            guard bytes.count >= needle.count else { return false }
            search: for start in 0...(bytes.count - needle.count) where bytes[start] == first {
                for offset in 1..<max(1, needle.count) where bytes[start + offset] != needle[offset] { continue search }
                return true
            }
            return false
        }
    }
}
