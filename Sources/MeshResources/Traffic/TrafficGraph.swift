/// What is connected with what: gateways, hosts, routes with their weights, subsets, workloads, and who may call whom.
public struct TrafficGraph: Sendable {
    /// What a node stands for; the order is that of the columns of a drawing.
    public enum Kind: Int, Sendable, CaseIterable {
        case gateway
        case host
        case route
        case destination
        case workload

        /// The name in words.
        public var name: String {
            switch self {
            case .gateway: "gateway"
            case .host: "host"
            case .route: "route"
            case .destination: "destination"
            case .workload: "workload"
            }
        }
    }

    /// One node.
    public struct Node: Sendable {
        /// Unlike that of any other node.
        public var id: String
        /// What it stands for.
        public var kind: Kind
        /// What it is called.
        public var label: String
        /// What is worth knowing besides; may be empty.
        public var detail: String
        /// Whether something is wrong with it: a cluster that no proxy has, a host without routes.
        public var isBroken = false
    }

    /// A connection.
    public struct Edge: Sendable {
        /// The nodes.
        public var from, to: String
        /// What it carries, such as a weight; may be empty.
        public var label: String
        /// Whether it says who may call whom rather than where requests go.
        public var isAccess = false
    }

    /// The nodes in the order in which they were found.
    public private(set) var nodes: [Node] = []
    /// The connections.
    public private(set) var edges: [Edge] = []
    private var known: Set<String> = []
    private var joined: Set<String> = []

    /// Draws up the graph of a mesh: the views of its gateways and, for routes inside the mesh, of a sidecar in each namespace that has
    /// workloads. With `access`, edges say which workloads may call which.
    public init(_ mesh: TrafficMesh, access: Bool = true) {
        let finder = ProxyFinder(mesh)
        for gateway in mesh.gateways {
            add(.init(id: "gateway \(gateway.key)", kind: .gateway, label: gateway.key, detail: Self.servers(gateway)))
            guard let proxy = finder.gateway(named: gateway.key, host: "", port: 0) else { continue }
            let view = mesh.gatewayView(proxy)
            for chain in view.listeners.sorted(by: { $0.key < $1.key }).flatMap(\.value) where chain.isHTTP {
                for host in view.table(chain).all { add(host, from: "gateway \(gateway.key)", key: gateway.key, view.clusters, mesh) }
            }
        }
        var namespaces: Set<String> = []
        for pod in mesh.registry.pods where namespaces.insert(pod.namespace).inserted {
            let view = mesh.sidecarView(TrafficProxy(kind: .sidecar, namespace: pod.namespace))
            let ports = Set(view.listeners.flatMap(\.services).flatMap { $0.ports.filter { $0.speaks.hasRoutes }.map(\.number) })
            for port in ports.sorted() {
                for host in view.table(port).all where host.name != "allow_any" && host.name != "block_all" {
                    // A service's rules live on port 80 besides, where nobody asks for it.
                    if host.service == nil, mesh.registry.byHostname[host.domain] != nil { continue }
                    add(host, from: nil, key: nil, view.clusters, mesh)
                }
            }
        }
        if access { addAccess(mesh) }
    }

    private static func servers(_ gateway: GatewayRecord) -> String {
        gateway.servers.map { "\($0.number) \($0.proto): \($0.hosts.joined(separator: ", "))" }.joined(separator: "; ")
    }

    private mutating func add(_ node: Node) {
        if known.insert(node.id).inserted { nodes.append(node) }
    }

    private mutating func join(_ from: String, _ to: String, _ label: String = "", isAccess: Bool = false) {
        if joined.insert("\(from)\u{0}\(to)\u{0}\(label)").inserted {
            edges.append(Edge(from: from, to: to, label: label, isAccess: isAccess))
        }
    }

    private mutating func add(_ host: VirtualHost, from gateway: String?, key: String?, _ clusters: ClusterDirectory, _ mesh: TrafficMesh) {
        let id = "host \(host.domain)"
        add(.init(id: id, kind: .host, label: host.domain, detail: host.requiresTLS ? "plain requests are sent to https" : ""))
        if let gateway { join(gateway, id) }
        for route in host.routes {
            if let key, let owner = route.owner, !owner.gateways.contains(key) { continue }
            var from = id
            if route.owner != nil {
                let name = RouteExplanation.name(route)
                from = "route \(name)"
                add(.init(id: from, kind: .route, label: route.name.isEmpty ? name : route.name, detail: Self.detail(route)))
                join(id, from)
            }
            for destination in route.action.destinations { add(destination, from: from, share: Self.share(destination, route), clusters) }
        }
    }

    private static func detail(_ route: CompiledRoute) -> String {
        var parts = [RouteExplanation.name(route)]
        if let path = route.match.path { parts.append("path \(path.source.summary)") }
        parts += route.match.fields.map { "\($0.isInverted ? "without " : "")\($0.name) \($0.matcher.source.summary)" }
        switch route.action.kind {
        case .redirect(let to): parts.append("redirect \(to.code) to \(to.authority)\(to.uri)")
        case .direct(let status, _): parts.append("answers \(status)")
        default: break
        }
        return parts.joined(separator: "; ")
    }

    private static func share(_ destination: RouteAction.Destination, _ route: CompiledRoute) -> String {
        let total = route.action.destinations.reduce(0) { $0 + $1.weight }
        return route.action.destinations.count > 1 && total > 0 ? "\(destination.weight * 100 / total) %" : ""
    }

    private mutating func add(_ destination: RouteAction.Destination, from: String, share: String, _ clusters: ClusterDirectory) {
        let cluster = destination.cluster
        let id = "destination \(cluster.text)"
        let label = cluster.host + (cluster.subset.isEmpty ? "" : " · \(cluster.subset)")
        switch clusters.state(of: cluster) {
        case .absent(let reason):
            add(.init(id: id, kind: .destination, label: label, detail: "port \(cluster.port): \(reason)", isBroken: true))
        case .present(let endpoints, _, let service, _):
            add(.init(id: id, kind: .destination, label: label, detail: "port \(cluster.port)"))
            for endpoint in endpoints where !endpoint.workload.isEmpty {
                let workload = "workload \(service.namespace)/\(endpoint.workload)"
                add(
                    .init(
                        id: workload, kind: .workload, label: "\(service.namespace)/\(endpoint.workload)",
                        detail: Self.labels(endpoint.labels)))
                join(id, workload)
            }
        }
        join(from, id, share)
    }

    private static func labels(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }

    /// Edges between workloads by what policies say about their identities. Where everything may call everything nothing is drawn.
    private mutating func addAccess(_ mesh: TrafficMesh) {
        guard !mesh.policies.isEmpty else { return }
        let matrix = AccessMatrix(mesh)
        var byAccount: [String: [String]] = [:]
        for pod in mesh.registry.pods {
            byAccount["\(pod.namespace)/\(pod.serviceAccount)", default: []].append("\(pod.namespace)/\(pod.name)")
        }
        for (identity, row) in zip(matrix.identities, matrix.cells) {
            for (target, cell) in zip(matrix.targets, row) where cell.access != .denied && cell.reason != "no policy applies" {
                let to = "workload \(target.proxy.namespace)/\(target.proxy.name)"
                add(
                    .init(
                        id: to, kind: .workload, label: "\(target.proxy.namespace)/\(target.proxy.name)",
                        detail: Self.labels(target.proxy.labels)))
                for caller in byAccount[identity.name] ?? [] {
                    let from = "workload \(caller)"
                    add(.init(id: from, kind: .workload, label: caller, detail: ""))
                    if from != to { join(from, to, cell.access == .allowed ? "may call" : "may call in part", isAccess: true) }
                }
            }
        }
    }
}
