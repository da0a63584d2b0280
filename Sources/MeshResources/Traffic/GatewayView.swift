/// What a gateway's pods listen on and where they send what comes.
final class GatewayView {
    /// A filter chain: how connections of one port and server name are read.
    final class Chain {
        let servers: [GatewayRecord.Server]
        let serverNames: [String]
        let routeName: String
        /// Where connections go that are not read as HTTP.
        let connection: ConnectionRoute?
        fileprivate(set) var table: VirtualHostTable?

        init(servers: [GatewayRecord.Server], serverNames: [String], routeName: String, connection: ConnectionRoute? = nil) {
            self.servers = servers
            self.serverNames = serverNames
            self.routeName = routeName
            self.connection = connection
        }

        /// Whether connections go to the cluster that their server name spells.
        var isAutomatic: Bool { servers.first?.tlsMode == "AUTO_PASSTHROUGH" && isTLS && !isHTTP }

        var isTLS: Bool { servers.first?.isTLS ?? false }
        var isHTTP: Bool { servers.first?.isHTTP ?? false }
    }

    /// A server that the proxy does not get, and why.
    struct Rejected {
        var server: GatewayRecord.Server
        var reason: String
    }

    let mesh: TrafficMesh
    let proxy: TrafficProxy
    let clusters: ClusterDirectory
    /// The Gateways that select the pod.
    let selected: [GatewayRecord]
    private(set) var rejected: [Rejected] = []
    /// The chains by the port that the pod listens on.
    private(set) var listeners: [Int: [Chain]] = [:]
    private let ownServices: [MeshService]
    private var compiled: [String: [CompiledRoute]] = [:]

    init(mesh: TrafficMesh, proxy: TrafficProxy) {
        self.mesh = mesh
        self.proxy = proxy
        var services = ServiceScope()
        for service in mesh.registry.visible(in: proxy.namespace) { services.add(service, service.ports) }
        clusters = ClusterDirectory(mesh: mesh, proxy: proxy, services: services)
        selected = mesh.gateways.filter { proxy.labels.includes($0.selector) }
        ownServices = mesh.registry.services(selecting: proxy.labels, in: proxy.namespace)
        merge()
    }

    /// The label of Services whose ports Gateways do not translate.
    private static let untranslated = "experimental.istio.io/disable-gateway-port-translation"

    /// The port of the pod that a port of a server or of the service leads to.
    func targetPort(_ number: Int) -> Int {
        for service in ownServices where service.resource.labels[Self.untranslated] == nil {
            if let port = service.port(number) {
                return ServiceRegistry.targetPort(port, mesh.registry.workload(proxy.name, in: proxy.namespace)?.spec)
            }
        }
        return number
    }

    private func merge() {
        var chains: [Int: [(routeName: String, servers: [GatewayRecord.Server])]] = [:]
        var order: [Int] = []
        var tlsHosts: [String: Set<String>] = [:]
        for gateway in selected {
            for server in gateway.servers {
                let port = targetPort(server.number)
                if server.hasTLS {
                    let key = "\(port) \(server.bind)"
                    if let repeated = server.hosts.first(where: { tlsHosts[key]?.contains($0) ?? false }) {
                        rejected.append(
                            .init(server: server, reason: "another server of port \(server.number) has the host '\(repeated)' already"))
                        continue
                    }
                    tlsHosts[key, default: []].formUnion(server.hosts)
                }
                let routeName = self.routeName(server, port)
                guard let first = chains[port]?.first?.servers.first else {
                    chains[port] = [(routeName, [server])]
                    order.append(port)
                    continue
                }
                if first.isTLS != server.isTLS || (!server.isTLS && !(first.isPlainHTTP && server.isPlainHTTP)) {
                    rejected.append(
                        .init(
                            server: server, reason: "port \(server.number) speaks \(first.proto) already, for Gateway \(first.gateway.key)")
                    )
                } else if !server.isTLS {
                    chains[port]?[0].servers.append(server)
                } else if server.terminatesHTTPS, chains[port]?.contains(where: { $0.routeName == routeName }) ?? false {
                    rejected.append(.init(server: server, reason: "the port name '\(server.portName)' is taken in this Gateway"))
                } else {
                    chains[port]?.append((routeName, [server]))
                }
            }
        }
        for port in order {
            let made = (chains[port] ?? []).flatMap { routeName, servers in
                guard let first = servers.first, !first.isHTTP else {
                    return [Chain(servers: servers, serverNames: servers[0].isTLS ? servers[0].serverNames : [], routeName: routeName)]
                }
                let own = servers.flatMap(connectionChains)
                if own.isEmpty { rejected.append(.init(server: first, reason: "no VirtualService has a \(first.ruleKind) rule for it")) }
                return own
            }
            // Nothing listens where no server has a route.
            if !made.isEmpty { listeners[port] = made }
        }
    }

    private func routeName(_ server: GatewayRecord.Server, _ port: Int) -> String {
        let bind = server.bind.isEmpty ? "" : ".\(server.bind)"
        if server.isPlainHTTP { return "http.\(port)\(bind)" }
        let gateway = server.gateway.name
        return "https.\(server.number).\(server.portName).\(gateway.name).\(gateway.namespace)\(bind)"
    }

    /// The chains of a server that is not HTTP: one for each set of server names with a route.
    private func connectionChains(_ server: GatewayRecord.Server) -> [Chain] {
        let automatic = Chain(servers: [server], serverNames: ["*"], routeName: "")
        if automatic.isAutomatic { return [automatic] }
        return ConnectionRoutes(mesh: mesh, proxy: proxy, clusters: clusters).chains(of: server).map { names, route in
            Chain(servers: [server], serverNames: names, routeName: "", connection: route)
        }
    }

    /// Where a connection of a chain goes; `nil`: nowhere.
    func connection(_ chain: Chain, sni: String?) -> ConnectionRoute? {
        guard chain.isAutomatic else { return chain.connection }
        return chain.servers.first.flatMap { ConnectionRoutes(mesh: mesh, proxy: proxy, clusters: clusters).automatic($0, sni: sni ?? "") }
    }

    /// Whether a request comes by TLS. What is said to be mutual TLS is plaintext where the gateway speaks no TLS.
    func speaksTLS(_ request: TrafficRequest) -> Bool {
        switch request.scheme {
        case "http": false
        case "mtls": listeners[targetPort(request.port)]?.first?.isTLS ?? false
        default: true
        }
    }

    /// The chain for a connection: by its server name on TLS ports; `nil` where none takes it.
    func chain(port: Int, sni: String?, isTLS: Bool) -> Chain? {
        guard let chains = listeners[targetPort(port)], let first = chains.first, first.isTLS == isTLS else { return nil }
        guard isTLS else { return first }
        let name = sni?.asciiLowercased() ?? ""
        if let exact = chains.first(where: { $0.serverNames.contains(name) && !name.isEmpty }) { return exact }
        var best: (chain: Chain, length: Int)?
        for chain in chains {
            for candidate in chain.serverNames where HostName.isWildcard(candidate) {
                let length = candidate.utf8.count
                let covers =
                    candidate == "*" || (!name.isEmpty && name.hasByteSuffix(candidate.utf8.dropFirst()) && name.utf8.count >= length)
                if covers, length > best?.length ?? 0 { best = (chain, length) }
            }
        }
        return best?.chain
    }

    /// The virtual hosts of a chain.
    func table(_ chain: Chain) -> VirtualHostTable {
        if let table = chain.table { return table }
        let table = makeTable(chain)
        chain.table = table
        return table
    }

    private func makeTable(_ chain: Chain) -> VirtualHostTable {
        let table = VirtualHostTable(name: chain.routeName)
        func host(_ domain: String, _ port: Int) -> VirtualHost {
            if let known = table.existing(domain) { return known }
            let fresh = VirtualHost(name: "\(domain):\(port)", domain: domain, sortsCatchAllsLast: true)
            table.add(fresh, domain: domain)
            return fresh
        }
        for server in chain.servers {
            let gateway = server.gateway.key
            for record in mesh.virtualServices.visible(gateway: gateway, in: proxy.namespace) {
                let hosts = server.index.intersection(record.hosts, namespace: record.name.namespace)
                guard !hosts.isEmpty,
                    record.applies(port: server.number, gateway: gateway, labels: proxy.labels, namespace: proxy.namespace)
                else { continue }
                for name in hosts {
                    let virtualHost = host(name.asciiLowercased(), server.number)
                    virtualHost.add(record) { [unowned self] in self.routes(record, server, gateway, chain.routeName) }
                    if server.redirectsToHTTPS { require(virtualHost, server) }
                }
            }
            guard server.redirectsToHTTPS else { continue }
            for name in server.hosts { require(host(name.asciiLowercased(), server.number), server) }
        }
        if table.all.isEmpty {
            table.add(VirtualHost(name: "blackhole:\(chain.servers.first?.number ?? 0)", domain: "*"), domain: "*")
        }
        return table
    }

    private func require(_ host: VirtualHost, _ server: GatewayRecord.Server) {
        host.requiresTLS = true
        host.tlsNode = server.node["tls"]?.entry("httpsRedirect")?.key ?? server.node
    }

    /// The routes of a VirtualService at a Gateway: made for the first server of a route table, and the same for the others.
    private func routes(_ record: VirtualServiceRecord, _ server: GatewayRecord.Server, _ gateway: String, _ table: String)
        -> [CompiledRoute]
    {
        let key = "\(record.name.namespace)/\(record.name.name) \(gateway) \(table)"
        if let known = compiled[key] { return known }
        let compiler = RouteCompiler(
            proxy: proxy, port: server.number, gateway: gateway, isTLS: server.hasTLS, domain: mesh.options.domain,
            service: { [unowned self] hostname, owner in
                let own = self.mesh.registry.service(hostname, in: owner.name.namespace)
                return own.flatMap { $0.isVisible(in: self.proxy.namespace) ? $0 : nil } ?? self.clusters.service(hostname)
            })
        let routes = compiler.compile(record)
        compiled[key] = routes
        return routes
    }
}
