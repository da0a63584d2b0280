/// Makes the virtual hosts of one port of a sidecar.
struct SidecarTableBuilder {
    let view: SidecarView
    let port: Int

    /// Routes and the names that they answer to.
    private struct Wrapper {
        var record: VirtualServiceRecord?
        var hosts: [String]
        var services: [MeshService]
    }

    func build() -> VirtualHostTable {
        let table = VirtualHostTable(name: String(port))
        guard let egress = view.egress(port) else { return table }
        var services: [String: MeshService] = [:]
        var order: [String] = []
        for service in egress.services where service.port(port) != nil {
            if services.updateValue(service, forKey: service.hostname) == nil { order.append(service.hostname) }
        }
        var wrappers: [Wrapper] = []
        for record in egress.virtualServices where port == 80 || selects(record, services) {
            guard record.applies(port: port, gateway: "mesh", labels: view.proxy.labels, namespace: view.proxy.namespace) else { continue }
            if let wrapper = wrapper(record, services, order, egress) { wrappers.append(wrapper) }
        }
        for wrapper in wrappers { for service in wrapper.services { services[service.hostname] = nil } }
        for name in order.sorted() {
            guard let service = services[name], service.resolution != .alias, service.port(port)?.speaks.hasRoutes ?? false else {
                continue
            }
            wrappers.append(Wrapper(record: nil, hosts: [], services: [service]))
        }
        add(wrappers, to: table)
        addFallback(table)
        return table
    }

    /// Off port 80 only VirtualServices that name a service of the port count.
    private func selects(_ record: VirtualServiceRecord, _ services: [String: MeshService]) -> Bool {
        record.hosts.contains { host in
            if services[host] != nil { return true }
            return services.keys.contains { (HostName.isWildcard(host) || HostName.isWildcard($0)) && HostName.overlap(host, $0) }
        }
    }

    private func wrapper(
        _ record: VirtualServiceRecord, _ services: [String: MeshService], _ order: [String], _ egress: SidecarView.EgressListener
    ) -> Wrapper? {
        var hosts: [String] = []
        var matched: [MeshService] = []
        for host in record.hosts where !HostName.isWildcard(host) {
            if let service = services[host.asciiLowercased()] { matched.append(service) } else { hosts.append(host.asciiLowercased()) }
        }
        for host in record.hosts where HostName.isWildcard(host) {
            var found = false
            for name in order where HostName.overlap(name, host) {
                guard let service = services[name] else { continue }
                found = true
                if egress.closestWildcard[name] == ObjectIdentifier(record) { matched.append(service) }
            }
            if !found { hosts.append(host.asciiLowercased()) }
        }
        let speaking = matched.filter { $0.port(port)?.speaks.hasRoutes ?? false }
        if speaking.isEmpty {
            // Hosts that are no services live on port 80.
            return port == 80 ? Wrapper(record: record, hosts: hosts, services: []) : nil
        }
        return Wrapper(record: record, hosts: hosts, services: speaking)
    }

    private func add(_ wrappers: [Wrapper], to table: VirtualHostTable) {
        var names: Set<String> = []
        var domains: Set<String> = []
        let known = Set(wrappers.flatMap { $0.services.map(\.hostname) })
        for wrapper in wrappers {
            func make(_ name: String, _ service: MeshService?, _ candidates: [(domain: String, isAlternative: Bool)]) {
                guard names.insert("\(name):\(port)").inserted else { return }
                let host = VirtualHost(name: "\(name):\(port)", domain: name, service: service)
                host.add(wrapper.record) { [view, port] in Self.routes(view, port, wrapper.record, service) }
                for (domain, isAlternative) in candidates {
                    let lowered = domain.asciiLowercased()
                    if domains.contains(lowered) || (isAlternative && known.contains(domain)) { continue }
                    domains.insert(lowered)
                    table.add(host, domain: lowered)
                }
            }
            for host in wrapper.hosts { make(host, nil, [(host, false)]) }
            for service in wrapper.services { make(service.hostname, service, self.domains(service)) }
        }
    }

    /// Every name that a service answers to.
    private func domains(_ service: MeshService) -> [(domain: String, isAlternative: Bool)] {
        var result: [(String, Bool)] = [(service.hostname, false), (service.hostname + ".", true)]
        let suffix = ".\(service.namespace).svc.\(view.mesh.options.domain)"
        if service.isKubernetes, service.hostname.hasByteSuffix(suffix.utf8) {
            let name = service.resource.name
            if service.namespace == view.proxy.namespace { result.append((name, true)) }
            result.append(("\(name).\(service.namespace)", true))
            result.append(("\(name).\(service.namespace).svc", true))
            if service.resolution == .originalDestination { result += result.map { ("*.\($0.0)", false) } }
        }
        return result + service.addresses.map { ($0.utf8.contains(UInt8(ascii: ":")) ? "[\($0)]" : $0, false) }
    }

    private static func routes(_ view: SidecarView, _ port: Int, _ record: VirtualServiceRecord?, _ service: MeshService?)
        -> [CompiledRoute]
    {
        guard let record else {
            let action = RouteAction()
            let name = OutboundCluster(host: service?.hostname ?? "", port: port, subset: "")
            action.destinations = [.init(cluster: name, weight: 100, node: service?.resource.node)]
            return [CompiledRoute(name: "default", match: RouteMatch(), action: action, owner: nil, rule: nil, written: nil)]
        }
        let known = view.egress(port)?.services ?? []
        let compiler = RouteCompiler(
            proxy: view.proxy, port: port, gateway: "mesh", isTLS: false, domain: view.mesh.options.domain,
            service: { hostname, _ in known.first { $0.hostname == hostname && $0.port(port) != nil && $0.externalName != nil } })
        return compiler.compile(record)
    }

    /// What answers to hosts that nobody serves.
    private func addFallback(_ table: VirtualHostTable) {
        guard table.fallback == nil else { return }
        let name = view.isRegistryOnly ? "block_all" : "allow_any"
        let action = RouteAction()
        action.kind = view.isRegistryOnly ? .direct(status: 502, body: "") : .passthrough
        let host = VirtualHost(name: name, domain: "*")
        host.add(nil) { [CompiledRoute(name: name, match: RouteMatch(), action: action, owner: nil, rule: nil, written: nil)] }
        table.add(host, domain: "*")
    }
}
