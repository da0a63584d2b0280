/// MSH3003: traffic is led to a cluster that has no endpoint to take it.
enum ClusterWithoutEndpoints: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3003", name: "cluster-without-endpoints", severity: .warning, kinds: ["Proxy"],
        summary: "a cluster that routes lead to has no healthy endpoint",
        explanation: """
            Envoy answers with 503 and the flag UH. Either no pod is ready behind the service or subset (compare the selector and the subset's \
            labels with the pods), or every endpoint was taken out by health checks. Clusters that nothing leads to are not reported; those that \
            only istiod's own routes lead to are worth a note.
            """,
        examples: [
            .init(
                "a cluster whose endpoints are empty",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters:
                  - cluster: {name: «"outbound|80||a.b.svc.cluster.local"», type: EDS}
                - "@type": type.googleapis.com/envoy.admin.v3.EndpointsConfigDump
                  dynamic_endpoint_configs:
                  - endpoint_config: {cluster_name: "outbound|80||a.b.svc.cluster.local"}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config:
                      virtual_hosts:
                      - routes:
                        - match: {prefix: /}
                          route: {cluster: "outbound|80||a.b.svc.cluster.local"}
                """),
            .init(
                "a healthy endpoint, and a dump without endpoints",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters:
                  - cluster: {name: "outbound|80||a.b.svc.cluster.local", type: EDS}
                - "@type": type.googleapis.com/envoy.admin.v3.EndpointsConfigDump
                  dynamic_endpoint_configs:
                  - endpoint_config:
                      cluster_name: "outbound|80||a.b.svc.cluster.local"
                      endpoints:
                      - lb_endpoints:
                        - endpoint: {address: {socket_address: {address: 10.0.0.1, port_value: 80}}}
                          health_status: HEALTHY
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config:
                      virtual_hosts:
                      - routes:
                        - match: {prefix: /}
                          route: {cluster: "outbound|80||a.b.svc.cluster.local"}
                """),
        ], source: "Envoy, upstream health checking: 'no healthy upstream' (UH)")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            guard let endpoints = proxy.endpoints, let clusters = proxy.clusters else { continue }
            // Whether somebody wrote a route to the cluster, rather than istiod for every service there is.
            var used: [String: Bool] = [:]
            for (name, route) in proxy.clusterReferences() {
                used[name.text, default: false] = used[name.text] ?? false || route.flatMap(IstioMetadata.configPath) != nil
            }
            for cluster in clusters where cluster.fieldText("type") == "EDS" {
                guard let name = cluster.field("name"), let isWritten = used[name.text] else { continue }
                let all = endpoints[name.text]?.fieldItems("endpoints").flatMap { $0.fieldItems("lb_endpoints") } ?? []
                let healthy = all.filter { ["HEALTHY", "UNKNOWN", "DEGRADED"].contains(EndpointText.status($0)) }
                guard healthy.isEmpty else { continue }
                let found = all.isEmpty ? "no endpoint" : "no healthy one among its \(all.count) endpoints"
                report.add(
                    proxy, at: name, "routes lead to cluster '\(name.text)', which has \(found)", help: help(ClusterName(name.text)),
                    severity: isWritten ? .warning : .info)
            }
        }
    }

    private static func help(_ name: ClusterName) -> String? {
        guard name.isStructured else { return nil }
        return name.subset.isEmpty
            ? "check that ready pods stand behind '\(name.host)'"
            : "check that pods behind '\(name.host)' bear the labels of subset '\(name.subset)'"
    }
}
