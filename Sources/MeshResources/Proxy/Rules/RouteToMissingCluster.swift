/// MSH3002: a route or a TCP filter leads to a cluster that the proxy does not have.
enum RouteToMissingCluster: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3002", name: "route-to-missing-cluster", severity: .error, kinds: ["Proxy"],
        summary: "a route leads to a cluster that does not exist",
        explanation: """
            Envoy answers such requests with 503 and the flag NC. The cluster's name tells what is missing: of 'outbound|9080|v2|reviews...' the \
            service, its port, or the subset 'v2' that no DestinationRule defines. A Sidecar that leaves the host out has the same effect. Where only the port is missing it is a note: istiod puts the routes \
            of a VirtualService on every HTTP port of the mesh.
            """,
        examples: [
            .init(
                "a subset that nobody defines",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters:
                  - cluster: {name: "outbound|80||a.b.svc.cluster.local"}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config:
                      name: "80"
                      virtual_hosts:
                      - name: a
                        domains: [a]
                        routes:
                        - match: {prefix: /}
                          route: {cluster: «"outbound|80|v2|a.b.svc.cluster.local"»}
                """),
            .init(
                "clusters that exist, and one chosen by a header",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  static_clusters:
                  - cluster: {name: agent}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  static_route_configs:
                  - route_config:
                      virtual_hosts:
                      - name: a
                        domains: ["*"]
                        routes:
                        - match: {prefix: /x}
                          route: {cluster: agent}
                        - match: {prefix: /}
                          route: {cluster_header: x-cluster}
                """),
        ], source: "Envoy, HTTP routing: 'no cluster found' (NC)")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            guard let clusters = proxy.clusters else { continue }
            var known = Set(clusters.map { $0.fieldText("name") })
            for item in proxy.dump.find(.clusters)?.fieldItems("dynamic_warming_clusters") ?? [] {
                if let cluster = item.field("cluster") { known.insert(cluster.fieldText("name")) }
            }
            let services = Set(known.map { ClusterName($0).host })
            for reference in proxy.clusterReferences() where !known.contains(reference.name.text) && !reference.name.text.isEmpty {
                let source = reference.route.flatMap(IstioMetadata.configPath).flatMap(IstioMetadata.resource)
                let origin = source.map { ", by \($0)" } ?? ""
                report.add(
                    proxy, at: reference.name, "a route leads to cluster '\(reference.name.text)', which does not exist\(origin)",
                    help: help(ClusterName(reference.name.text)),
                    severity: isOnlyPort(ClusterName(reference.name.text), known, services) ? .info : nil,
                    related: related(source, context))
            }
        }
    }

    /// Whether the service is there and only lacks the port: istiod puts a VirtualService's routes on every port that some
    /// service has, those that its own host does not have included.
    private static func isOnlyPort(_ name: ClusterName, _ known: Set<String>, _ services: Set<String>) -> Bool {
        guard name.isStructured, services.contains(name.host) else { return false }
        return !known.contains { ClusterName($0).host == name.host && ClusterName($0).port == name.port }
    }

    private static func help(_ name: ClusterName) -> String? {
        guard name.isStructured else { return nil }
        return name.subset.isEmpty
            ? "check that the service '\(name.host)' exists, has port \(name.port), and is visible to this proxy"
            : "check that a DestinationRule for '\(name.host)' defines the subset '\(name.subset)'"
    }

    private static func related(_ source: ResourceName?, _ context: ProxyContext) -> [Diagnostic.Related] {
        guard let source, let mesh = context.mesh else { return [] }
        let object = mesh.objects.first { $0.resource.kind == source.kind && $0.name == source.name && $0.namespace == source.namespace }
        return object.map { [$0.related("the route comes from here")] } ?? []
    }
}
