/// What PeerAuthentications demand of the workloads of each namespace.
struct MutualTLS {
    /// What a server accepts.
    enum Mode: String { case strict = "STRICT", permissive = "PERMISSIVE", disable = "DISABLE" }

    private let mesh: (mode: Mode, object: Mesh.Object?)
    private let namespaces: [String: (mode: Mode, object: Mesh.Object)]
    /// Namespaces in which some workloads or ports have rules of their own.
    private let exceptional: Set<String>

    /// Reads the policies of a mesh. Of several defaults of a namespace the first counts.
    init(_ mesh: Mesh) {
        var root: (mode: Mode, object: Mesh.Object?) = (.permissive, nil)
        var namespaces: [String: (mode: Mode, object: Mesh.Object)] = [:]
        var exceptional: Set<String> = []
        for policy in mesh.all(.peerAuthentication) {
            let hasLabels = !policy.spec["selector"].stringMap("matchLabels").isEmpty
            if hasLabels || policy.spec.has("portLevelMtls") {
                exceptional.insert(policy.namespace)
                if hasLabels { continue }
            }
            guard let mode = policy.spec["mtls"].text("mode").flatMap(Mode.init) else { continue }
            if policy.namespace == mesh.config.rootNamespace {
                if root.object == nil { root = (mode, policy) }
            } else if namespaces[policy.namespace] == nil {
                namespaces[policy.namespace] = (mode, policy)
            }
        }
        self.mesh = root
        self.namespaces = namespaces
        self.exceptional = exceptional
    }

    /// Whether any policy sets a mode for the mesh or a namespace.
    var isEmpty: Bool { mesh.object == nil && namespaces.isEmpty }

    /// The mode of a namespace (`nil`: of the mesh) and the policy that sets it, if one does.
    func mode(of namespace: String?) -> (mode: Mode, object: Mesh.Object?) {
        guard let namespace, let own = namespaces[namespace] else { return mesh }
        return (own.mode, own.object)
    }

    /// Whether every workload of the namespace has the namespace's mode; of the mesh, whether no namespace differs.
    func isUniform(_ namespace: String?) -> Bool {
        guard let namespace else { return exceptional.isEmpty && namespaces.values.allSatisfy { $0.mode == mesh.mode } }
        return !exceptional.contains(namespace)
    }

    /// The namespaces that a DestinationRule's host lies in: one, all (`mesh`), or none that is known.
    enum Target { case namespace(String), mesh, unknown }

    /// Where the servers of a host are.
    static func target(of rule: Mesh.DestinationRule, _ mesh: Mesh) -> Target {
        let domain = mesh.options.domain
        if rule.fqdn == "*.local" || rule.fqdn == "*.svc.\(domain)" || rule.fqdn == "*.\(domain)" || rule.fqdn == "*" { return .mesh }
        if let service = HostName.service(rule.fqdn, domain: domain) {
            // An external host under a name of the cluster has no sidecar.
            if mesh.hosts.entries(named: rule.fqdn).contains(where: { !$0.isService }) { return .unknown }
            return .namespace(service.namespace)
        }
        return .unknown
    }
}
