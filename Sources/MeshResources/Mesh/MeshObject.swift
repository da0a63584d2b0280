extension Mesh {
    /// One object of a mesh: a resource with its kind, effective namespace and cluster.
    public final class Object: Sendable {
        /// The resource as it is written.
        public let resource: Resource
        /// The kind.
        public let kind: Kind
        /// The namespace it counts in: the written one, else the default; empty for cluster-scoped kinds.
        public let namespace: String
        /// The cluster it came from; empty for files and for the only cluster.
        public let cluster: String
        /// The revision that its label names.
        public let revision: String?

        init(_ resource: Resource, cluster: String, options: Options) {
            self.resource = resource
            self.cluster = cluster
            kind = Kind(apiVersion: resource.apiVersion, kind: resource.kind)
            if kind.isClusterScoped {
                namespace = ""
            } else if let written = resource.namespace, !written.isEmpty {
                namespace = written
            } else {
                namespace = options.defaultNamespace
            }
            revision = resource.metadata["labels"].text("istio.io/rev")
        }

        /// The name.
        public var name: String { resource.name }
        /// `namespace/name`, or the name alone without a namespace.
        public var fullName: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
        /// `spec`.
        public var spec: Node? { resource.spec }
        /// `metadata.labels`.
        public var labels: [String: String] { resource.metadata.stringMap("labels") }
        /// `metadata.annotations`.
        public var annotations: [String: String] { resource.metadata.stringMap("annotations") }
        /// Kind, effective namespace and name.
        public var resourceName: ResourceName { ResourceName(kind: resource.kind, namespace: namespace, name: name) }
        /// The node to point at when the object as a whole is meant.
        public var nameNode: Node { resource.metadata?["name"] ?? resource.node["kind"] ?? resource.node }

        /// Whether the object may be served by the same control plane as the other: neither names a revision that the other denies.
        public func sharesRevision(with other: Object) -> Bool {
            guard let mine = revision, let theirs = other.revision else { return true }
            return mine == theirs
        }

        /// Whether the other says the same, whatever its layout.
        func isSame(as other: Object) -> Bool { NodeDigest.of(resource.node) == NodeDigest.of(other.resource.node) }

        /// Whether it belongs to Istio's own installation.
        public var isControlPlane: Bool {
            let labels = resource.metadata["labels"]
            return labels.value("istio") != nil || labels?["istio"] != nil || labels?["release"]?.text == "istio"
        }

        /// Whether it lies in a namespace that Istio's analysis leaves alone.
        var isIgnored: Bool {
            let namespace = kind == .namespace ? resource.name : namespace
            switch namespace {
            case "kube-system", "kube-public", "kube-node-lease", "local-path-storage": return true
            default: return false
            }
        }
    }
}
