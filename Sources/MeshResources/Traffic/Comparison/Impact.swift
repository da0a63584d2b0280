/// Which workloads and proxies a change can reach.
public struct Impact {
    /// One proxy that a change reaches.
    public struct Reach: Sendable {
        /// `gateway` or `sidecar`.
        public var kind: String
        /// The namespace, with the pod's name where one is known.
        public var proxy: String
        /// What changes for it, in words.
        public var reason: String
    }

    /// What one resource of the change reaches.
    public struct Item {
        /// The resource.
        public var resource: Resource
        /// `added`, `changed` or `unchanged`.
        public var change: String
        /// The proxies.
        public var reaches: [Reach]
        /// Other resources that it works together with.
        public var related: [ResourceName]
    }

    /// One entry a resource of the change, in order.
    public let items: [Item]

    /// Asks what `change` reaches in a mesh.
    public init(of change: [Resource], in mesh: [Resource], options: TrafficMesh.Options = .init()) {
        func key(_ resource: Resource) -> String {
            "\(resource.group)/\(resource.kind)/\(resource.namespace ?? "default")/\(resource.name)"
        }
        var merged: [String: Resource] = [:]
        var order: [String] = []
        for resource in mesh + change {
            if merged.updateValue(resource, forKey: key(resource)) == nil { order.append(key(resource)) }
        }
        var earlier: [String: Resource] = [:]
        for resource in mesh { earlier[key(resource)] = resource }
        let whole = TrafficMesh(order.compactMap { merged[$0] }, options: options)
        items = change.map { resource in
            let before = earlier[key(resource)]
            let isSame = before.map { Value($0.node) == Value(resource.node) } ?? false
            let finder = ReachFinder(mesh: whole)
            return Item(
                resource: resource, change: before == nil ? "added" : isSame ? "unchanged" : "changed", reaches: finder.reaches(resource),
                related: finder.related(resource))
        }
    }

    /// The answer as data.
    public var value: Value {
        .array(
            items.map { item in
                [
                    "resource": .string(item.resource.resourceName.description), "change": .string(item.change),
                    "proxies": .array(
                        item.reaches.map { ["kind": .string($0.kind), "proxy": .string($0.proxy), "reason": .string($0.reason)] }),
                    "related": .array(item.related.map { .string($0.description) }),
                ]
            })
    }
}

/// Finds the proxies that get something of a resource.
private struct ReachFinder {
    let mesh: TrafficMesh

    func reaches(_ resource: Resource) -> [Impact.Reach] {
        let namespace = resource.namespace ?? "default"
        switch resource.kind {
        case "VirtualService": return virtualService(resource)
        case "Gateway":
            return gatewayPods(resource.spec?["selector"]?.stringMap ?? [:], "its servers are theirs")
        case "DestinationRule":
            return clients(
                namespace, resource.spec?["exportTo"]?.array.map(\.text) ?? [], "clients of '\(resource.spec?["host"]?.text ?? "")'")
        case "ServiceEntry": return clients(namespace, resource.spec?["exportTo"]?.array.map(\.text) ?? [], "they may call its hosts")
        case "Service":
            let scope = (resource.annotations["networking.istio.io/exportTo"] ?? "").split(separator: ",").map(String.init)
            let selector = resource.spec?["selector"]?.stringMap ?? [:]
            let own =
                selector.isEmpty ? [] : workloads(namespace) { $0.labels.includes(selector) }.map { reach($0, "it serves the service") }
            return own + clients(namespace, scope, "they may call it")
        case "Sidecar":
            let selector = resource.spec?["workloadSelector"]?["labels"]?.stringMap ?? [:]
            let isRoot = namespace == mesh.options.rootNamespace && selector.isEmpty
            return workloads(isRoot ? nil : namespace) { $0.labels.includes(selector) }.map {
                reach($0, "it limits what the sidecar knows")
            }
        case "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication":
            return all.filter { PolicyTarget.selects(resource, $0, rootNamespace: mesh.options.rootNamespace) }.map {
                reach($0, "it guards the workload")
            }
        default: return []
        }
    }

    func related(_ resource: Resource) -> [ResourceName] {
        guard resource.kind == "VirtualService" else { return [] }
        let hosts = Set((resource.spec?["hosts"]?.array ?? []).map(\.text))
        return mesh.virtualServices.all.filter { record in
            (record.name.name != resource.name || record.name.namespace != resource.namespace ?? "default")
                && record.hosts.contains { host in hosts.contains { HostName.overlap(host, $0) && (host == $0 || hosts.count < 50) } }
        }.map(\.name)
    }

    private var all: [TrafficProxy] {
        mesh.registry.pods.map { pod in
            let isGateway = mesh.gateways.contains { !$0.selector.isEmpty && pod.labels.includes($0.selector) }
            return TrafficProxy(
                kind: isGateway ? .gateway : .sidecar, isInbound: true, name: pod.name, namespace: pod.namespace, labels: pod.labels,
                serviceAccount: pod.serviceAccount, ip: pod.ip)
        }
    }

    private func workloads(_ namespace: String?, _ fits: (TrafficProxy) -> Bool) -> [TrafficProxy] {
        all.filter { $0.kind == .sidecar && (namespace == nil || $0.namespace == namespace) && fits($0) }
    }

    private func reach(_ proxy: TrafficProxy, _ reason: String) -> Impact.Reach {
        .init(kind: proxy.kind.rawValue, proxy: "\(proxy.namespace)/\(proxy.name)", reason: reason)
    }

    private func gatewayPods(_ selector: [String: String], _ reason: String) -> [Impact.Reach] {
        let pods = all.filter { $0.kind == .gateway && $0.labels.includes(selector) }
        let labels = selector.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        return pods.isEmpty ? [.init(kind: "gateway", proxy: "pods with \(labels)", reason: reason)] : pods.map { reach($0, reason) }
    }

    private func clients(_ owner: String, _ exportTo: [String], _ reason: String) -> [Impact.Reach] {
        all.filter { Visibility.reaches(exportTo, owner: owner, client: $0.namespace) }.map { reach($0, reason) }
    }

    private func virtualService(_ resource: Resource) -> [Impact.Reach] {
        let namespace = resource.namespace ?? "default"
        let name = ResourceName(kind: "VirtualService", namespace: namespace, name: resource.name)
        if let delegate = mesh.virtualServices.delegates["\(namespace)/\(resource.name)"] {
            let roots = mesh.virtualServices.all.filter { record in
                record.ownRules.contains { rule in
                    guard let target = rule.parts[.delegate]?.node else { return false }
                    return target["name"]?.text == delegate.name.name
                        && (target["namespace"]?.text ?? record.name.namespace) == namespace
                }
            }
            return roots.flatMap { virtualService($0.resource) }
        }
        guard let record = mesh.virtualServices.all.first(where: { $0.name == name }) else { return [] }
        var result: [Impact.Reach] = []
        for gateway in record.gateways where gateway != "mesh" {
            guard let found = mesh.gateways.first(where: { $0.key == gateway }) else { continue }
            result += gatewayPods(found.selector, "routes of \(record.hosts.joined(separator: ", ")) through Gateway \(gateway)")
        }
        guard record.gateways.contains("mesh") else { return result }
        for proxy in all where proxy.kind == .sidecar && Visibility.reaches(record.exportTo, owner: namespace, client: proxy.namespace) {
            var outbound = proxy
            outbound.isInbound = false
            let view = mesh.sidecarView(outbound)
            guard view.listeners.contains(where: { $0.virtualServices.contains { $0 === record } }) else { continue }
            result.append(reach(proxy, "routes of what it sends to \(record.hosts.joined(separator: ", "))"))
        }
        return result
    }
}
