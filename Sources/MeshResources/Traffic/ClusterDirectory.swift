/// The DestinationRules of a mesh, found as proxies of a namespace find them.
final class DestinationRuleIndex {
    struct Subset {
        var name: String
        var labels: [String: String]
        var node: Node
    }

    final class Rule {
        let resources: [Resource]
        let exportTo: [String]
        let subsets: [Subset]
        let selector: [String: String]?

        init(resources: [Resource], exportTo: [String], subsets: [Subset], selector: [String: String]?) {
            self.resources = resources
            self.exportTo = exportTo
            self.subsets = subsets
            self.selector = selector
        }
    }

    /// The rules of one namespace by host; several for one host where their `exportTo` differ.
    private struct Group {
        var exact: [String: [Rule]] = [:]
        var wildcards: [String: [Rule]] = [:]

        mutating func add(_ host: String, _ resource: Resource, _ exportTo: [String]) {
            let fresh = Rule(
                resources: [resource], exportTo: exportTo, subsets: DestinationRuleIndex.subsets(resource),
                selector: DestinationRuleIndex.selector(resource))
            var rules = (HostName.isWildcard(host) ? wildcards : exact)[host] ?? []
            var isSeparate = true
            // The last rule looked at decides whether the new one stands by itself, as in istiod's mergeDestinationRule.
            for (place, rule) in rules.enumerated() {
                isSeparate = Set(rule.exportTo) != Set(exportTo)
                guard !isSeparate || (!rule.exportTo.isEmpty && Set(exportTo).isSuperset(of: rule.exportTo)) else { continue }
                if let known = rule.selector, let own = fresh.selector, known != own {
                    isSeparate = true
                    continue
                }
                if rule.selector == fresh.selector { isSeparate = false }
                let known = Set(rule.subsets.map(\.name))
                rules[place] = Rule(
                    resources: rule.resources + [resource], exportTo: rule.exportTo,
                    subsets: rule.subsets + fresh.subsets.filter { !known.contains($0.name) }, selector: rule.selector)
            }
            if isSeparate { rules.append(fresh) }
            if HostName.isWildcard(host) { wildcards[host] = rules } else { exact[host] = rules }
        }

        func find(_ host: String) -> [Rule]? {
            if let rules = HostName.isWildcard(host) ? wildcards[host] : exact[host] { return rules }
            guard !wildcards.isEmpty else { return nil }
            // The longest suffix first: cut at each dot.
            var rest = Substring(host)
            while let dot = rest.firstIndex(of: ".") {
                rest = rest[rest.index(after: dot)...]
                if let rules = wildcards["*.\(rest)"] { return rules }
            }
            return wildcards["*"]
        }
    }

    private var local: [String: Group] = [:]
    private var exported: [String: Group] = [:]
    private var rootPrivate = Group()
    private let rootNamespace: String
    /// All resources, those with a selector first, then oldest first.
    let all: [Resource]

    init(_ resources: [Resource], domain: String, rootNamespace: String) {
        self.rootNamespace = rootNamespace
        // Those for some workloads come first, then age counts.
        all = resources.map { rule in
            (key: (Self.selector(rule) == nil ? 1 : 0, rule.creationTimestamp, rule.name, rule.namespace ?? "default"), rule)
        }.sorted { $0.key < $1.key }.map(\.1)
        for resource in all {
            let namespace = resource.namespace ?? "default"
            let host = HostName.qualified(resource.spec?["host"]?.text ?? "", namespace: namespace, domain: domain)
            let exportTo = Self.selector(resource) != nil ? ["."] : resource.spec?["exportTo"]?.array.map(\.text) ?? []
            if exportTo.isEmpty || exportTo.contains("*") || exportTo.contains(".") || exportTo.contains(namespace) {
                local[namespace, default: Group()].add(host, resource, exportTo)
            }
            let isPrivate = Set(exportTo).count == 1 && (exportTo.contains(".") || exportTo.contains(namespace))
            if !isPrivate {
                exported[namespace, default: Group()].add(host, resource, exportTo)
            } else if namespace == rootNamespace {
                rootPrivate.add(host, resource, exportTo)
            }
        }
    }

    /// The labels of the workloads that a rule is for; `nil` for a rule that is for all.
    fileprivate static func selector(_ resource: Resource) -> [String: String]? {
        guard let selector = resource.spec?["workloadSelector"], !selector.isNull else { return nil }
        return selector["matchLabels"]?.stringMap ?? [:]
    }

    fileprivate static func subsets(_ resource: Resource) -> [Subset] {
        (resource.spec?["subsets"]?.array ?? []).map {
            Subset(name: $0["name"]?.text ?? "", labels: $0["labels"]?.stringMap ?? [:], node: $0)
        }
    }

    /// The rule for a service at a proxy: of the client's namespace, the service's, the root's, the first that has one.
    func rule(for service: MeshService, clientNamespace: String, labels: [String: String]) -> Rule? {
        let found: [Rule]?
        let own = clientNamespace == rootNamespace ? rootPrivate.find(service.hostname) : local[clientNamespace]?.find(service.hostname)
        if let own {
            found = own
        } else {
            found =
                visible(service.namespace, service.hostname, clientNamespace) ?? visible(rootNamespace, service.hostname, clientNamespace)
        }
        guard let found else { return nil }
        return found.first { $0.selector.map(labels.includes) ?? false } ?? found.last { $0.selector == nil }
    }

    private func visible(_ owner: String, _ host: String, _ client: String) -> [Rule]? {
        let rules = exported[owner]?.find(host)?.filter { $0.exportTo.isEmpty || $0.exportTo.contains("*") || $0.exportTo.contains(client) }
        return rules?.isEmpty ?? true ? nil : rules
    }
}

/// Which clusters a proxy has and what serves them.
final class ClusterDirectory {
    enum State {
        /// The proxy has no such cluster; the reason in words.
        case absent(String)
        case present(endpoints: [MeshEndpoint], port: MeshService.Port, service: MeshService, subset: DestinationRuleIndex.Subset?)
    }

    private let mesh: TrafficMesh
    private let proxy: TrafficProxy
    /// The services of the proxy's scope with the ports it has of each.
    private let services: ServiceScope
    private var states: [OutboundCluster: State] = [:]

    init(mesh: TrafficMesh, proxy: TrafficProxy, services: ServiceScope) {
        self.mesh = mesh
        self.proxy = proxy
        self.services = services
    }

    func service(_ hostname: String) -> MeshService? { services[hostname]?.service }

    func state(of name: OutboundCluster) -> State {
        if let known = states[name] { return known }
        let state = find(name)
        states[name] = state
        return state
    }

    /// The DestinationRule of a service as the proxy sees it.
    func rule(for service: MeshService) -> DestinationRuleIndex.Rule? {
        mesh.destinationRules.rule(for: service, clientNamespace: proxy.namespace, labels: proxy.labels)
    }

    /// The mode of TLS that DestinationRules give for a cluster: of the subset, else of the service, each with its port first.
    func tlsMode(_ name: OutboundCluster) -> String? {
        guard case .present(_, _, let service, let subset) = state(of: name) else { return nil }
        let own = rule(for: service)?.resources.lazy.compactMap { $0.spec?["trafficPolicy"] }.first { !$0.isNull }
        for policy in [subset?.node["trafficPolicy"], own] {
            let ofPort = policy?["portLevelSettings"]?.array.first { $0["port"]?["number"]?.int == name.port }
            if let mode = (ofPort ?? policy)?["tls"]?["mode"]?.text { return mode }
        }
        return nil
    }

    private func find(_ name: OutboundCluster) -> State {
        guard let entry = services[name.host] else {
            return .absent(
                mesh.registry.byHostname[name.host] == nil
                    ? "no service has the host '\(name.host)'" : "the service '\(name.host)' is not visible to this proxy")
        }
        guard let port = entry.ports.first(where: { $0.number == name.port }), port.speaks != .udp, entry.service.resolution != .alias
        else {
            return .absent("service '\(name.host)' has no port \(name.port)")
        }
        let service = entry.owner(of: name.port)
        let endpoints = mesh.registry.endpoints(of: service).filter(\.isReady)
        guard !name.subset.isEmpty else { return .present(endpoints: endpoints, port: port, service: service, subset: nil) }
        guard let rule = rule(for: service) else {
            return .absent("no DestinationRule for '\(name.host)' is visible to this proxy, so there is no subset '\(name.subset)'")
        }
        guard let subset = rule.subsets.first(where: { $0.name == name.subset }) else {
            let place = rule.resources.map { "\($0.namespace ?? "default")/\($0.name)" }.joined(separator: ", ")
            return .absent("DestinationRule \(place) has no subset '\(name.subset)'")
        }
        return .present(endpoints: endpoints.filter { $0.labels.includes(subset.labels) }, port: port, service: service, subset: subset)
    }
}
