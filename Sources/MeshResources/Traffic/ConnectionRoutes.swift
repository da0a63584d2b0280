/// Where connections go that are not read as HTTP.
struct ConnectionRoute {
    /// The clusters with their weights; 100 for a single one.
    var clusters: [(cluster: OutboundCluster, weight: Int)]
    /// The VirtualService that says so, and the rule; `nil` for a service's default.
    var record: VirtualServiceRecord?
    var rule: Node?

    /// The route to a service by itself.
    init(_ cluster: OutboundCluster) {
        clusters = [(cluster, 100)]
    }

    init(clusters: [(cluster: OutboundCluster, weight: Int)], record: VirtualServiceRecord, rule: Node) {
        self.clusters = clusters
        self.record = record
        self.rule = rule
    }
}

/// Chooses routes by the `tcp` and `tls` rules of VirtualServices.
///
/// Source: pilot/pkg/networking/core/tls.go for sidecars, gateway.go for gateways, of istiod.
struct ConnectionRoutes {
    let mesh: TrafficMesh
    let proxy: TrafficProxy
    let clusters: ClusterDirectory

    // MARK: Sidecars

    /// The route of a connection to a service's port: of the VirtualServices for its host the first rule that fits, else the service.
    func route(
        _ service: MeshService, _ port: MeshService.Port, _ address: String?, _ sni: String?, _ egress: SidecarView.EgressListener
    ) -> ConnectionRoute {
        let records = egress.virtualServices.filter { $0.hosts.contains { HostName.overlap($0, service.hostname) } }
        let found =
            port.isTLS
            ? tlsRoute(records, gateway: "mesh", port: port.number, sni: sni ?? "", address: address)
            : tcpRoute(records, gateway: "mesh", port: port.number, address: address)
        return found ?? ConnectionRoute(OutboundCluster(host: service.hostname, port: port.number, subset: ""))
    }

    private func tcpRoute(
        _ records: [VirtualServiceRecord], gateway: String, port: Int, address: String?
    ) -> ConnectionRoute? {
        for record in records {
            for rule in record.resource.spec?["tcp"]?.array ?? [] {
                let matches = rule["match"]?.array ?? []
                let fits =
                    matches.isEmpty
                    || matches.contains { self.fits($0, record, gateway: gateway, port: port) && reaches($0, address) }
                if fits, let route = make(rule, record, port) { return route }
            }
        }
        return nil
    }

    /// Of the matches that fit, the one with the closest server name; of equal ones the first.
    private func tlsRoute(
        _ records: [VirtualServiceRecord], gateway: String, port: Int, sni: String, address: String?
    ) -> ConnectionRoute? {
        var best: (length: Int, rule: Node, record: VirtualServiceRecord)?
        for record in records {
            for rule in record.resource.spec?["tls"]?.array ?? [] {
                for match in rule["match"]?.array ?? []
                where fits(match, record, gateway: gateway, port: port) && reaches(match, address) {
                    guard let length = Self.closeness(match["sniHosts"]?.array.map(\.text) ?? [], sni) else { continue }
                    if length > best?.length ?? -1 { best = (length, rule, record) }
                }
            }
        }
        return best.flatMap { make($0.rule, $0.record, port) }
    }

    // MARK: Gateways

    /// What a server that is not HTTP does with connections: the names that they may ask for, and where each goes.
    func chains(of server: GatewayRecord.Server) -> [(names: [String], route: ConnectionRoute)] {
        let gateway = server.gateway.key
        let records = mesh.virtualServices.visible(gateway: gateway, in: proxy.namespace).filter {
            !server.index.intersection($0.hosts, namespace: $0.name.namespace).isEmpty
        }
        guard server.isTLS, server.tlsMode == "PASSTHROUGH" else {
            for record in records {
                for rule in record.resource.spec?["tcp"]?.array ?? [] {
                    let matches = rule["match"]?.array ?? []
                    let fits = matches.isEmpty || matches.contains { isFor($0, record, gateway: gateway, port: server.number) }
                    if fits, let route = make(rule, record, server.number) {
                        return [(server.isTLS ? server.serverNames : [], route)]
                    }
                }
            }
            return []
        }
        var taken: Set<String> = []
        var result: [(names: [String], route: ConnectionRoute)] = []
        for record in records {
            for rule in record.resource.spec?["tls"]?.array ?? [] {
                for match in rule["match"]?.array ?? [] where isFor(match, record, gateway: gateway, port: server.number) {
                    let names = (match["sniHosts"]?.array ?? []).map { $0.text.asciiLowercased() }
                    // A match that repeats a name is left out whole.
                    guard taken.isDisjoint(with: names), let route = make(rule, record, server.number) else { continue }
                    taken.formUnion(names)
                    result.append((names, route))
                }
            }
        }
        return result
    }

    /// Where a server that passes mutual TLS on between clusters sends a connection: to the cluster that its server name spells.
    func automatic(_ server: GatewayRecord.Server, sni: String) -> ConnectionRoute? {
        let parts = sni.split(separator: "_", omittingEmptySubsequences: false)
        // outbound_.80_.v1_.host
        guard parts.count == 4, parts[0] == "outbound", parts[1...].allSatisfy({ $0.first == "." }), let port = Int(parts[1].dropFirst())
        else { return nil }
        let host = String(parts[3].dropFirst())
        let cluster = OutboundCluster(host: host, port: port, subset: String(parts[2].dropFirst()))
        guard server.serverNames.contains(where: { HostName.covers($0, host) }),
            case .present = clusters.state(of: cluster)
        else { return nil }
        return ConnectionRoute(cluster)
    }

    /// The server names that rules ask for.
    static func serverNames(_ records: [VirtualServiceRecord]) -> [String] {
        records.flatMap { record in
            (record.resource.spec?["tls"]?.array ?? []).flatMap { rule in
                (rule["match"]?.array ?? []).flatMap { $0["sniHosts"]?.array.map(\.text) ?? [] }
            }
        }
    }

    // MARK: Matches

    /// How close the closest of the names that cover a server name is; `nil` where none covers it.
    static func closeness(_ names: [String], _ sni: String) -> Int? {
        let wanted = sni.asciiLowercased()
        var best: Int?
        for name in names.map({ $0.asciiLowercased() }) {
            if name == wanted { return Int.max }
            guard HostName.isWildcard(name), HostName.covers(name, wanted), name == "*" || wanted.utf8.count >= name.utf8.count else {
                continue
            }
            best = max(best ?? 0, name.utf8.count)
        }
        return best
    }

    private func fits(_ match: Node, _ record: VirtualServiceRecord, gateway: String, port: Int) -> Bool {
        guard isFor(match, record, gateway: gateway, port: port), proxy.labels.includes(match["sourceLabels"]?.stringMap ?? [:]) else {
            return false
        }
        let namespace = match["sourceNamespace"]?.text ?? ""
        return namespace.isEmpty || namespace == proxy.namespace
    }

    /// Whether a match is for a listener: gateways look at port and gateway only.
    private func isFor(_ match: Node, _ record: VirtualServiceRecord, gateway: String, port: Int) -> Bool {
        if let wanted = match["port"]?.int, wanted != 0, wanted != port { return false }
        let gateways = match["gateways"]?.array ?? []
        return gateways.isEmpty
            || gateways.contains { VirtualServiceRecord.resolveGateway($0.text, namespace: record.name.namespace) == gateway }
    }

    private func reaches(_ match: Node, _ address: String?) -> Bool {
        let subnets = match["destinationSubnets"]?.array ?? []
        guard !subnets.isEmpty else { return true }
        guard let address = address.flatMap({ AddressBlock($0) }) else { return false }
        return subnets.contains { AddressBlock($0.text)?.contains(address) ?? false }
    }

    private func make(_ rule: Node, _ record: VirtualServiceRecord, _ port: Int) -> ConnectionRoute? {
        let destinations = rule["route"]?.array ?? []
        var clusters: [(cluster: OutboundCluster, weight: Int)] = []
        for item in destinations {
            let weight = item["weight"]?.int ?? 0
            guard destinations.count == 1 || weight > 0, let destination = item["destination"] else { continue }
            let host = HostName.qualified(
                destination["host"]?.text ?? "", namespace: record.name.namespace, domain: mesh.options.domain)
            let known = self.clusters.service(host)
            let only = known?.ports.count == 1 ? known?.ports.first?.number : nil
            let cluster = OutboundCluster(
                host: known?.externalName ?? host, port: destination["port"]?["number"]?.int ?? only ?? port,
                subset: destination["subset"]?.text ?? "")
            clusters.append((cluster, destinations.count == 1 ? 100 : weight))
        }
        return clusters.isEmpty ? nil : ConnectionRoute(clusters: clusters, record: record, rule: rule)
    }
}
