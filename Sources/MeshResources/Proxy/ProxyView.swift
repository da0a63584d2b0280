/// One proxy as rules see it: its configuration, read once, and what istiod and its own statistics say.
public struct ProxyView: Sendable {
    /// `POD.NAMESPACE`, or the file's name.
    public let name: String
    /// The whole dump.
    public let dump: ConfigDump
    /// What the proxy was started with; `nil` when the dump lacks it.
    public let bootstrap: BootstrapReport?
    /// The answer to `/clusters?format=json`; `nil` when it was not asked.
    public let hostStatus: Node?
    /// What istiod says about the proxy; `nil` when it was not asked.
    public let sync: ProxySync?
    /// Clusters; `nil` when the dump has none.
    public let clusters: [Node]?
    /// Listeners in use.
    public let listeners: [Node]
    /// Route configurations, those inside listeners included.
    public let routes: [Node]
    /// Endpoints by cluster; `nil` when the dump was fetched without them.
    public let endpoints: [String: Node]?
    /// Numbers for the resources of the whole dump, where this is an extract of it.
    var digests: ResourceDigests?

    /// Reads the parts of a dump that rules look at.
    public init(name: String, dump: ConfigDump, hostStatus: Node? = nil, sync: ProxySync? = nil) {
        self.dump = dump
        self.hostStatus = hostStatus
        self.sync = sync
        bootstrap = try? BootstrapReport(dump)
        let id = bootstrap?.proxyID.split(separator: "~", omittingEmptySubsequences: false) ?? []
        self.name = id.count == 4 && !id[2].isEmpty ? String(id[2]) : name
        clusters = try? dump.clusters()
        let listeners = (try? dump.listeners()) ?? []
        self.listeners = listeners
        let inline = listeners.flatMap { Self.managers($0) }.compactMap { $0.field("route_config") }
        let found = (try? dump.routes()) ?? []
        let names = Set(found.map { $0.fieldText("name") })
        routes = found + inline.filter { !names.contains($0.fieldText("name")) }
        let assignments = dump.endpoints()
        endpoints = assignments.isEmpty ? nil : Dictionary(assignments.map { ($0.fieldText("cluster_name"), $0) }) { $1 }
    }

    /// The namespace: of the bootstrap, else what stands behind the name.
    public var namespace: String {
        let given = bootstrap?.metadata("NAMESPACE") ?? ""
        return given.isEmpty ? PodName(name, namespace: "").namespace : given
    }

    /// The labels of the workload.
    public var labels: [String: String] { bootstrap?.labels ?? [:] }

    /// Whether it stands at the mesh's edge rather than beside a workload.
    public var isGateway: Bool { bootstrap?.proxyID.hasPrefix("router~") ?? false }

    /// The proxy's own address.
    public var address: String {
        let parts = bootstrap?.proxyID.split(separator: "~", omittingEmptySubsequences: false) ?? []
        return parts.count == 4 ? String(parts[1]) : ""
    }

    /// Where to point when the proxy as a whole is meant.
    var node: Node? { bootstrap?.node.field("bootstrap", "node")?.field("id") ?? bootstrap?.node }

    /// The HTTP connection managers of a listener.
    static func managers(_ listener: Node) -> [Node] {
        ListenerTraits(listener).chains.flatMap { chain in
            chain.fieldItems("filters").filter { $0.fieldText("name") == FilterChainText.httpFilter }.compactMap {
                $0.field("typed_config")
            }
        }
    }

    /// Every place that leads to a cluster by name, with that place's node: routes, their mirrors, TCP filters.
    func clusterReferences() -> [(name: Node, route: Node?)] {
        var found: [(name: Node, route: Node?)] = []
        for route in routes.flatMap({ $0.fieldItems("virtual_hosts") }).flatMap({ $0.fieldItems("routes") }) {
            guard let action = route.field("route") else { continue }
            if let name = action.field("cluster") { found.append((name, route)) }
            for part in action.field("weighted_clusters")?.fieldItems("clusters") ?? [] {
                if let name = part.field("name") { found.append((name, route)) }
            }
            for mirror in action.fieldItems("request_mirror_policies") {
                if let name = mirror.field("cluster") { found.append((name, route)) }
            }
        }
        for filter in listeners.flatMap({ ListenerTraits($0).chains }).flatMap({ $0.fieldItems("filters") })
        where filter.fieldText("name") == FilterChainText.tcpFilter {
            let config = filter.field("typed_config")
            if let name = config?.field("cluster") { found.append((name, nil)) }
            for part in config?.field("weighted_clusters")?.fieldItems("clusters") ?? [] {
                if let name = part.field("name") { found.append((name, nil)) }
            }
        }
        return found
    }
}
