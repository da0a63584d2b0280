/// Finds in a proxy's configuration the Istio resources that shape requests to one port of a service.
struct ServiceTrace {
    let dump: ConfigDump
    let name: String
    let namespace: String
    let port: Int

    /// The DestinationRule behind the service's outbound cluster.
    var destinationRule: ResourceName? {
        let host = "\(name).\(namespace).svc.cluster.local"
        for item in dump.find(.clusters)?.fieldItems("dynamic_active_clusters") ?? [] {
            guard let cluster = item.field("cluster") else { continue }
            let name = cluster.fieldText("name")
            guard name.hasPart(host), name.hasPart("outbound"), name.hasPart("|\(port)|"), cluster.field("metadata") != nil else {
                continue
            }
            return IstioMetadata.configPath(cluster).flatMap { Self.resource($0, "destination-rule", "DestinationRule") }
        }
        return nil
    }

    /// The API path of the VirtualService behind the first route to the service; empty when the route comes of none.
    var virtualServicePath: String? {
        let configurations = dump.find(.routes)?.fieldItems("dynamic_route_configs").compactMap { $0.field("route_config") } ?? []
        for configuration in configurations.sorted(by: { precedes($0.fieldText("name"), $1.fieldText("name")) }) {
            let name = configuration.fieldText("name")
            guard name == String(port) || name.hasPrefix("http.") || name.hasPrefix("https.") else { continue }
            let hosts = configuration.fieldItems("virtual_hosts").sorted { precedes($0.fieldText("name"), $1.fieldText("name")) }
            for host in hosts {
                for route in host.fieldItems("routes") where leadsToService(route, host) { return IstioMetadata.configPath(route) }
            }
        }
        return nil
    }

    /// That VirtualService.
    var virtualService: ResourceName? { virtualServicePath.flatMap { Self.resource($0, "virtual-service", "VirtualService") } }

    /// The names of the policies in the first RBAC filter of the inbound side.
    var policies: [String] {
        for item in dump.find(.listeners)?.fieldItems("dynamic_listeners") ?? [] {
            guard let listener = item.field("active_state")?.field("listener") else { continue }
            let traits = ListenerTraits(listener)
            guard listener.fieldText("name") == "virtualInbound" || traits.port == port && traits.addresses[0] != "0.0.0.0" else {
                continue
            }
            guard let manager = ProxyView.managers(listener).first else { continue }
            let filter = manager.fieldItems("http_filters").first { $0.fieldText("name") == "envoy.filters.http.rbac" }
            return filter?.field("typed_config")?.field("rules")?.field("policies")?.entries.map { $0.key.text }.sorted(by: precedes) ?? []
        }
        return []
    }

    /// Reads `/apis/networking.istio.io/v1/namespaces/default/virtual-service/bookinfo`.
    private static func resource(_ path: String, _ type: String, _ kind: String) -> ResourceName? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 8, parts[2] == "networking.istio.io" || parts[2] == "networking", parts[6] == type else { return nil }
        return ResourceName(kind: kind, namespace: String(parts[5]), name: String(parts[7]))
    }

    /// Whether a route is for the service: by the virtual host's domains, else by its cluster.
    private func leadsToService(_ route: Node, _ host: Node) -> Bool {
        if host.fieldTexts("domains").contains(where: isOwnHost) { return true }
        let action = route.field("route")
        let cluster =
            action?.field("cluster")?.text ?? action?.field("weighted_clusters")?.fieldItems("clusters").first?.fieldText("name") ?? ""
        let parts = ClusterName(cluster)
        return parts.direction == "outbound" && parts.port == port && isOwnHost(parts.host)
    }

    private func isOwnHost(_ host: String) -> Bool {
        let suffix = ".svc.cluster.local"
        guard host.hasSuffix(suffix) else { return false }
        let parts = host.dropLast(suffix.count).split(separator: ".")
        return parts.count >= 2 && parts[parts.count - 2] == name && parts[parts.count - 1] == namespace
    }
}
