/// MSH3014: proxies of one workload are configured differently.
enum DivergingReplicas: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3014", name: "diverging-replicas", severity: .warning, kinds: ["Proxy"],
        summary: "two proxies of one workload have different configurations",
        explanation: """
            Replicas with the same labels get the same configuration. Where they differ, one of them is stale, has refused an update, or is \
            connected to a control plane of another revision, so that requests are treated by luck. 'meshctl proxy-status POD' shows which of \
            them has not got what istiod would send.
            """,
        examples: [
            .init(
                "a cluster that only one of them has",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a-1.shop~x", metadata: {NAMESPACE: shop, WORKLOAD_NAME: a}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters: [{cluster: {name: x}}, {cluster: {name: "y"}}]
                ---
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: «"sidecar~10.0.0.2~a-2.shop~x"», metadata: {NAMESPACE: shop, WORKLOAD_NAME: a}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters: [{cluster: {name: x}}]
                """),
            .init(
                "the same in another order, and another workload",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a-1.shop~x", metadata: {NAMESPACE: shop, WORKLOAD_NAME: a}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters: [{cluster: {name: x}}, {cluster: {name: "y"}}]
                ---
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.2~a-2.shop~x", metadata: {NAMESPACE: shop, WORKLOAD_NAME: a}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters: [{cluster: {name: "y"}}, {cluster: {name: x}}]
                ---
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.3~b-1.shop~x", metadata: {NAMESPACE: shop, WORKLOAD_NAME: b}}}
                """),
        ], source: "Istio, proxy-status: debugging stale configuration")

    static let looksAcross = true

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        var first: [String: ProxyView] = [:]
        for proxy in context.proxies {
            let workload = proxy.bootstrap?.metadata("WORKLOAD_NAME") ?? ""
            guard !workload.isEmpty else { continue }
            let key = "\(proxy.namespace)/\(workload)"
            guard let other = first[key] else {
                first[key] = proxy
                continue
            }
            let digests = proxy.digests ?? ResourceDigests(proxy.dump)
            let parts = digests.differences(from: other.digests ?? ResourceDigests(other.dump))
            guard let example = parts.first?.names.first else { continue }
            let counts = parts.map { "\($0.names.count) \($0.title)" }.joined(separator: ", ")
            report.add(
                proxy, at: proxy.node,
                "its configuration differs from that of '\(other.name)', of the same workload: \(counts), such as '\(example)'",
                help: "run 'meshctl proxy-status' for both")
        }
    }
}
