/// Which proxies a change of configuration concerns, by the scopes that istiod goes by: `exportTo`, selectors and namespaces.
///
/// What can only be known inside istiod, such as the hosts that a Sidecar resource lets through, is left out: the audience is
/// rather too large than too small.
public struct ProxyAudience: Sendable {
    /// Proxies of a namespace with certain labels.
    public struct Group: Sendable, Hashable {
        /// The namespace; `nil` for all of them.
        public var namespace: String?
        /// The labels of the pods; empty for all pods.
        public var labels: [String: String] = [:]

        static let everyone = Group(namespace: nil)
    }

    /// One object before and after.
    public struct Change {
        let kind: String
        let namespace: String
        let old: Node?
        let new: Node?

        /// A change of an object of a kind; `old` or `new` is `nil` where it is created or deleted.
        public init(kind: String, namespace: String, old: Node?, new: Node?) {
            self.kind = kind
            self.namespace = namespace
            self.old = old
            self.new = new
        }
    }

    /// The proxies are those of any of these groups.
    public private(set) var groups: Set<Group> = []

    /// Whether no proxy is concerned at all.
    public var isEmpty: Bool { groups.isEmpty }

    /// Gathers the audience of changes.
    ///
    /// - Parameters:
    ///   - rootNamespace: Where policies hold for the whole mesh.
    ///   - gateway: The selector of an Istio Gateway by namespace and name; `nil` when it is not known.
    public init(_ changes: [Change], rootNamespace: String, gateway: @escaping (_ namespace: String, _ name: String) -> [String: String]?) {
        for change in changes {
            for object in [change.old, change.new] {
                if let object {
                    let scope = Scope(kind: change.kind, namespace: change.namespace, rootNamespace: rootNamespace, gateway: gateway)
                    groups.formUnion(scope.groups(of: object["spec"]))
                }
            }
        }
        if groups.contains(.everyone) { groups = [.everyone] }
    }

    /// Whether a proxy belongs to a group that names no labels.
    public func includes(namespace: String) -> Bool {
        groups.contains { $0.labels.isEmpty && ($0.namespace == nil || $0.namespace == namespace) }
    }
}

/// How far one object reaches.
private struct Scope {
    let kind: String
    let namespace: String
    let rootNamespace: String
    let gateway: (String, String) -> [String: String]?

    private var isRoot: Bool { namespace == rootNamespace }

    func groups(of spec: Node?) -> Set<ProxyAudience.Group> {
        switch kind {
        case "VirtualService": return virtualService(spec)
        case "DestinationRule": return exported(spec, labels: spec["workloadSelector"].stringMap("matchLabels"))
        case "ServiceEntry": return exported(spec)
        // A mode of the server's changes what its clients are told.
        case "PeerAuthentication", "WorkloadEntry", "WorkloadGroup": return [.everyone]
        case "Gateway" where spec?["gatewayClassName"] == nil: return [.init(namespace: nil, labels: spec.stringMap("selector"))]
        case "Sidecar", "EnvoyFilter": return selected(spec, spec["workloadSelector"].stringMap("labels"))
        case "AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin", "ProxyConfig":
            return selected(spec, spec["selector"].stringMap("matchLabels"))
        case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "ServiceAccount", "Role", "RoleBinding",
            "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "HorizontalPodAutoscaler", "PodDisruptionBudget":
            return []
        default: return [.everyone]
        }
    }

    /// Where a resource with `exportTo` is seen.
    private func exported(_ spec: Node?, labels: [String: String] = [:]) -> Set<ProxyAudience.Group> {
        // A rule with a selector counts for workloads of its own namespace alone.
        if !labels.isEmpty { return [.init(namespace: namespace, labels: labels)] }
        let places = spec.names("exportTo").map(\.text)
        if places.isEmpty || places.contains("*") { return [.everyone] }
        return Set(places.filter { $0 != "~" }.map { .init(namespace: $0 == "." ? namespace : $0) })
    }

    private func virtualService(_ spec: Node?) -> Set<ProxyAudience.Group> {
        let seen = exported(spec)
        let names = spec.names("gateways").map(\.text)
        guard !names.isEmpty else { return seen }
        var groups: Set<ProxyAudience.Group> = names.contains("mesh") ? seen : []
        for name in names where name != "mesh" {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            let place = parts.count == 2 ? parts[0] : namespace
            guard let labels = gateway(place, parts.last ?? name) else { return seen }
            groups.insert(.init(namespace: nil, labels: labels))
        }
        return groups
    }

    private func selected(_ spec: Node?, _ labels: [String: String]) -> Set<ProxyAudience.Group> {
        let place = isRoot ? nil : namespace
        let gateways = (Array(spec.items("targetRefs")) + [spec?["targetRef"]].compactMap { $0 }).map { target in
            target.text("kind") == "Gateway" ? target.text("name") : nil
        }
        guard !gateways.isEmpty else { return [.init(namespace: place, labels: labels)] }
        return Set(
            gateways.map { name in
                .init(namespace: namespace, labels: name.map { ["gateway.networking.k8s.io/gateway-name": $0] } ?? [:])
            })
    }
}
