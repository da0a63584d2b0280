extension Mesh {
    /// A DestinationRule with its host and subsets resolved.
    public final class DestinationRule: Sendable {
        /// The object.
        public let object: Object
        /// `spec`.
        public let spec: Node?
        /// The host as written; empty when absent.
        public let host: String
        /// The host as Istio looks it up.
        public let fqdn: String
        /// The subsets in order.
        public let subsets: [Subset]
        /// Where it is visible.
        public let exportTo: ExportScope
        /// `exportTo` as written.
        public let exportNames: [Name]
        /// Whether it applies only to the workloads that it selects.
        public let hasWorkloadSelector: Bool

        /// A named version of a host.
        public struct Subset: Sendable {
            /// The name; empty when absent.
            public let name: String
            /// The entry.
            public let node: Node
            /// The entry's index.
            public let index: Int
        }

        init(_ object: Object, _ config: MeshConfig) {
            self.object = object
            spec = object.spec
            host = spec.text("host") ?? ""
            fqdn = HostName.qualified(host, namespace: object.namespace, domain: config.domain)
            exportNames = spec.names("exportTo")
            exportTo = ExportScope(exportNames.map(\.text), namespace: object.namespace, fallback: config.destinationRuleExport)
            hasWorkloadSelector = spec.has("workloadSelector")
            var subsets: [Subset] = []
            var index = 0
            for item in spec.items("subsets") {
                if item.isMapping { subsets.append(Subset(name: item.text("name") ?? "", node: item, index: index)) }
                index += 1
            }
            self.subsets = subsets
        }

        /// The node of the host, else the object's name.
        public var hostNode: Node { spec["host"] ?? object.nameNode }
    }
}
