/// MSH3011: a proxy has taken an endpoint out because of its errors.
enum EjectedEndpoint: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3011", name: "ejected-endpoint", severity: .warning, kinds: ["Proxy"],
        summary: "outlier detection keeps an endpoint from getting requests",
        explanation: """
            The endpoint answered with too many errors for the outlierDetection of its DestinationRule. It gets no requests from this proxy until \
            the ejection time is over. Look at the workload behind the address first; an endpoint that is ejected again and again is broken.
            """,
        examples: [
            .init(
                "an ejected endpoint",
                """
                configs: []
                clusters:
                  cluster_statuses:
                  - name: outbound|80||a.b.svc.cluster.local
                    host_statuses:
                    - address: «{socket_address: {address: 10.0.0.1, port_value: 80}}»
                      health_status: {failed_outlier_check: true, eds_health_status: HEALTHY}
                """),
            .init(
                "an endpoint in use",
                """
                configs: []
                clusters:
                  cluster_statuses:
                  - name: outbound|80||a.b.svc.cluster.local
                    host_statuses:
                    - address: {socket_address: {address: 10.0.0.1, port_value: 80}}
                      health_status: {eds_health_status: HEALTHY}
                """),
        ], source: "Envoy, outlier detection")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            for cluster in proxy.hostStatus?.fieldItems("cluster_statuses") ?? [] {
                for host in cluster.fieldItems("host_statuses")
                where host.field("health_status")?.fieldFlag("failed_outlier_check") ?? false {
                    let socket = host.field("address")?.field("socket_address")
                    let address = "\(socket?.fieldText("address") ?? "unknown"):\(socket?.fieldText("port_value") ?? "")"
                    report.add(
                        proxy, at: host.field("address"),
                        "endpoint \(address) of cluster '\(cluster.fieldText("name"))' was ejected for its errors",
                        help: "look at the workload behind the address")
                }
            }
        }
    }
}
