/// What a sidecar knows of the mesh and where it sends what its application says.
final class SidecarView {
    /// The services and VirtualServices that one egress listener imports.
    final class EgressListener {
        let node: Node?
        let port: Int?
        let services: [MeshService]
        let virtualServices: [VirtualServiceRecord]
        /// For each service whose host no VirtualService names exactly: the VirtualService with the closest wildcard.
        let closestWildcard: [String: ObjectIdentifier]

        init(
            node: Node?, port: Int?, services: [MeshService], virtualServices: [VirtualServiceRecord],
            closestWildcard: [String: ObjectIdentifier]
        ) {
            self.node = node
            self.port = port
            self.services = services
            self.virtualServices = virtualServices
            self.closestWildcard = closestWildcard
        }
    }

    /// How a connection to an address and port is read.
    enum Listener {
        /// By the `Host` header, among the virtual hosts of the port.
        case http(VirtualHostTable)
        /// As bytes, to one cluster or to one of several.
        case tcp(ConnectionRoute)
        /// Nothing of the mesh listens: passed through or closed.
        case none
    }

    let mesh: TrafficMesh
    let proxy: TrafficProxy
    /// The Sidecar resource that holds; `nil` for the default.
    let resource: Resource?
    let isRegistryOnly: Bool
    private(set) var listeners: [EgressListener] = []
    private(set) lazy var clusters = makeClusters()
    private var tables: [Int: VirtualHostTable] = [:]
    private var sniffed: [String: VirtualHostTable] = [:]

    init(mesh: TrafficMesh, proxy: TrafficProxy) {
        self.mesh = mesh
        self.proxy = proxy
        resource = Self.resource(mesh, proxy)
        let mode = resource?.spec?["outboundTrafficPolicy"]
        isRegistryOnly = mode.map { $0["mode"]?.text != "ALLOW_ANY" } ?? mesh.options.isRegistryOnly
        let egress = resource?.spec?["egress"]?.array ?? []
        listeners = egress.isEmpty ? [makeListener(nil)] : egress.map { makeListener($0) }
    }

    /// Of the proxy's namespace the oldest whose selector fits, then one without selector; else the root namespace's.
    private static func resource(_ mesh: TrafficMesh, _ proxy: TrafficProxy) -> Resource? {
        func selector(_ resource: Resource) -> [String: String]? {
            resource.spec?["workloadSelector"].flatMap { $0.isNull ? nil : $0["labels"]?.stringMap ?? [:] }
        }
        let own = mesh.sidecars.filter { ($0.namespace ?? "default") == proxy.namespace }
        return own.first { selector($0).map(proxy.labels.includes) ?? false } ?? own.first { selector($0) == nil }
            ?? mesh.sidecars.first { ($0.namespace ?? "default") == mesh.options.rootNamespace && selector($0) == nil }
    }

    // MARK: Scope

    private struct Imports {
        var exact: Set<String> = []
        var wildcards: [String] = []

        func covers(_ host: String) -> Bool { exact.contains(host) || wildcards.contains { HostName.covers($0, host) } }

        func overlaps(_ host: String) -> Bool {
            if exact.contains(host) { return true }
            if wildcards.contains(where: { HostName.overlap(host, $0) }) { return true }
            return HostName.isWildcard(host) && exact.contains { HostName.covers(host, $0) }
        }
    }

    private func makeListener(_ node: Node?) -> EgressListener {
        var imports: [String: Imports] = [:]
        for text in node.map({ $0["hosts"]?.array.map(\.text) ?? [] }) ?? ["*/*"] {
            let (before, after) = text.cut(at: "/")
            guard let after else { continue }
            let namespace = before == "." ? proxy.namespace : String(before)
            let host = String(after)
            if HostName.isWildcard(host) {
                imports[namespace, default: Imports()].wildcards.append(host)
            } else {
                imports[namespace, default: Imports()].exact.insert(host)
            }
        }
        let everywhere = imports["*"]
        let records = mesh.virtualServices.visible(gateway: "mesh", in: proxy.namespace).filter { record in
            let own = imports[record.name.namespace]
            return record.hosts.contains { (own?.overlaps($0) ?? false) || (everywhere?.overlaps($0) ?? false) }
        }
        let port = node?["port"]?["number"]?.int
        let candidates = mesh.registry.visible(in: proxy.namespace).filter { service in
            (imports[service.namespace]?.covers(service.hostname) ?? false) || (everywhere?.covers(service.hostname) ?? false)
        }.filter { port == nil || $0.port(port ?? 0) != nil }
        let services = oneNamespaceEach(candidates)
        return EgressListener(
            node: node, port: port, services: services, virtualServices: records, closestWildcard: Self.closest(records, services))
    }

    /// Of each host name the services of one namespace only: the proxy's own, else the first with one of Kubernetes, else the first.
    private func oneNamespaceEach(_ candidates: [MeshService]) -> [MeshService] {
        var chosen: [String: MeshService] = [:]
        for service in candidates {
            guard let known = chosen[service.hostname] else {
                chosen[service.hostname] = service
                continue
            }
            let isBetter = !known.isKubernetes && service.isKubernetes && known.namespace != proxy.namespace
            if service.namespace == proxy.namespace || isBetter { chosen[service.hostname] = service }
        }
        return candidates.filter { chosen[$0.hostname]?.namespace == $0.namespace }
    }

    private static func closest(_ records: [VirtualServiceRecord], _ services: [MeshService]) -> [String: ObjectIdentifier] {
        var exact: [String: ObjectIdentifier] = [:]
        var wildcards: [String: ObjectIdentifier] = [:]
        for record in records {
            for host in record.hosts {
                if HostName.isWildcard(host) {
                    wildcards[host] = wildcards[host] ?? ObjectIdentifier(record)
                } else {
                    exact[host] = exact[host] ?? ObjectIdentifier(record)
                }
            }
        }
        guard !wildcards.isEmpty else { return exact }
        var result: [String: ObjectIdentifier] = [:]
        for service in services {
            let host = service.hostname
            if let found = exact[host] ?? wildcards[host] {
                result[host] = found
                continue
            }
            var rest = Substring(host)
            while result[host] == nil, let dot = rest.firstIndex(of: ".") {
                rest = rest[rest.index(after: dot)...]
                result[host] = wildcards["*.\(rest)"]
            }
            result[host] = result[host] ?? wildcards["*"]
        }
        return result
    }

    /// The clusters: of the imported services and of the destinations of the imported VirtualServices.
    private func makeClusters() -> ClusterDirectory {
        var services = ServiceScope()
        func ports(_ service: MeshService, _ listener: EgressListener) -> [MeshService.Port] {
            listener.port.map { number in service.ports.filter { $0.number == number } } ?? service.ports
        }
        for listener in listeners {
            for service in listener.services { services.add(service, ports(service, listener)) }
            for record in listener.virtualServices {
                for (host, numbers) in destinations(record) {
                    guard let service = bestService(host) else { continue }
                    if listener.port != nil {
                        let matching = ports(service, listener)
                        if !matching.isEmpty { services.add(service, matching) }
                    } else if numbers.contains(0) {
                        services.add(service, service.ports)
                    } else {
                        let named = service.ports.filter { numbers.contains($0.number) }
                        if !named.isEmpty { services.add(service, named) }
                    }
                }
            }
        }
        return ClusterDirectory(mesh: mesh, proxy: proxy, services: services)
    }

    private func bestService(_ host: String) -> MeshService? {
        guard let all = mesh.registry.byHostname[host] else { return nil }
        if let own = mesh.registry.service(host, in: proxy.namespace) { return own }
        let visible = all.filter { $0.isVisible(in: proxy.namespace) }
        return visible.first(where: \.isKubernetes) ?? visible.first
    }

    /// The hosts that a VirtualService may send to, with the ports it names; 0 where it names none.
    private func destinations(_ record: VirtualServiceRecord) -> [String: Set<Int>] {
        var result: [String: Set<Int>] = [:]
        func add(_ node: Node?, _ namespace: String) {
            guard let node, let host = node["host"]?.text else { return }
            let name = HostName.qualified(host, namespace: namespace, domain: mesh.options.domain)
            result[name, default: []].insert(node["port"]?["number"]?.int ?? 0)
        }
        for rule in record.rules {
            let sources = rule.matches.map(\.sourceNamespace).filter { !$0.isEmpty }
            if !sources.isEmpty, !sources.contains(proxy.namespace) { continue }
            if let route = rule.parts[.route] { for item in route.node.items { add(item["destination"], route.namespace) } }
            if let mirror = rule.parts[.mirror] { add(mirror.node, mirror.namespace) }
            if let mirrors = rule.parts[.mirrors] { for item in mirrors.node.items { add(item["destination"], mirrors.namespace) } }
        }
        for key in ["tcp", "tls"] {
            for rule in record.resource.spec?[key]?.array ?? [] {
                for item in rule["route"]?.array ?? [] { add(item["destination"], record.name.namespace) }
            }
        }
        return result
    }

    // MARK: Listeners

    /// The egress listener that decides a port.
    func egress(_ port: Int) -> EgressListener? { listeners.first { $0.port == nil || $0.port == port } }

    /// How a connection to `address` and `port` is read.
    func listener(address: String?, port: Int, sni: String? = nil) -> Listener {
        guard let egress = egress(port) else { return .none }
        if let address, let service = egress.services.first(where: { $0.addresses.contains(address) && $0.port(port) != nil }),
            let own = service.port(port)
        {
            switch own.speaks {
            case .tcp: return .tcp(ConnectionRoutes(mesh: mesh, proxy: proxy, clusters: clusters).route(service, own, address, sni, egress))
            case .detected: return .http(sniffedTable(service, port))
            case .http, .udp: break
            }
        }
        let hasHTTP = egress.services.contains { service in
            guard let own = service.port(port), service.resolution != .alias else { return false }
            return own.speaks == .http || (own.speaks == .detected && service.addresses.isEmpty)
        }
        if hasHTTP { return .http(table(port)) }
        let open = egress.services.filter { $0.addresses.isEmpty && $0.port(port)?.speaks == .tcp }
        // TLS to services without an address is told apart by its server name.
        let named = sni.flatMap { name in
            open.filter { $0.port(port)?.isTLS ?? false }
                .compactMap { service in ConnectionRoutes.closeness([service.hostname], name).map { (service, $0) } }
                .max { $0.1 < $1.1 }?.0
        }
        if let service = named ?? open.first, let own = service.port(port) {
            return .tcp(ConnectionRoutes(mesh: mesh, proxy: proxy, clusters: clusters).route(service, own, address, sni, egress))
        }
        return .none
    }

    /// The virtual hosts of a port.
    func table(_ port: Int) -> VirtualHostTable {
        if let known = tables[port] { return known }
        let table = SidecarTableBuilder(view: self, port: port).build()
        tables[port] = table
        return table
    }

    /// The only virtual host of a service whose protocol is detected: it answers to any host.
    private func sniffedTable(_ service: MeshService, _ port: Int) -> VirtualHostTable {
        let name = "\(service.hostname):\(port)"
        if let known = sniffed[name] { return known }
        let result = VirtualHostTable(name: name)
        if let host = table(port).existing(service.hostname) { result.add(host, domain: "*") }
        sniffed[name] = result
        return result
    }
}
