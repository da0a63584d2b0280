/// MSH3009: the client's and the server's idea of mutual TLS exclude each other.
enum ContradictingTLS: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3009", name: "contradicting-tls", severity: .error, kinds: ["Proxy"],
        summary: "one proxy sends plain text where the other one takes only mutual TLS, or the other way round",
        explanation: """
            The server's PeerAuthentication decides what its proxy takes, the client's DestinationRule what is sent. With STRICT at the server \
            and DISABLE at the client (or an endpoint without the label of a proxy) every connection is reset. Remove the tls settings of the \
            DestinationRule, so that Istio chooses by itself, or set the server to PERMISSIVE. Needs the dumps of both sides, with endpoints; clusters that no route leads to are not reported.
            """,
        examples: [
            .init(
                "plain text to a strict server",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local"}}
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters:
                  - cluster: {name: «"outbound|80||b.shop.svc.cluster.local"», type: EDS}
                - "@type": type.googleapis.com/envoy.admin.v3.EndpointsConfigDump
                  dynamic_endpoint_configs:
                  - endpoint_config:
                      cluster_name: outbound|80||b.shop.svc.cluster.local
                      endpoints:
                      - lb_endpoints:
                        - endpoint: {address: {socket_address: {address: 10.0.0.2, port_value: 8080}}}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config: {virtual_hosts: [{routes: [{match: {prefix: /}, route: {cluster: "outbound|80||b.shop.svc.cluster.local"}}]}]}
                ---
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.2~b.shop~shop.svc.cluster.local"}}
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state:
                      listener:
                        name: virtualInbound
                        filter_chains:
                        - filter_chain_match: {destination_port: 8080, transport_protocol: tls}
                """),
            .init(
                "plain text to a permissive server",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local"}}
                - "@type": type.googleapis.com/envoy.admin.v3.ClustersConfigDump
                  dynamic_active_clusters:
                  - cluster: {name: "outbound|80||b.shop.svc.cluster.local", type: EDS}
                - "@type": type.googleapis.com/envoy.admin.v3.EndpointsConfigDump
                  dynamic_endpoint_configs:
                  - endpoint_config:
                      cluster_name: outbound|80||b.shop.svc.cluster.local
                      endpoints:
                      - lb_endpoints:
                        - endpoint: {address: {socket_address: {address: 10.0.0.2, port_value: 8080}}}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config: {virtual_hosts: [{routes: [{match: {prefix: /}, route: {cluster: "outbound|80||b.shop.svc.cluster.local"}}]}]}
                ---
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.2~b.shop~shop.svc.cluster.local"}}
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state:
                      listener:
                        name: virtualInbound
                        filter_chains:
                        - filter_chain_match: {destination_port: 8080, transport_protocol: tls}
                        - filter_chain_match: {destination_port: 8080, transport_protocol: raw_buffer}
                """),
        ], source: "Istio, mutual TLS: PeerAuthentication and DestinationRule")

    static let looksAcross = true

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        let servers = Dictionary(context.proxies.filter { !$0.address.isEmpty }.map { ($0.address, $0) }) { first, _ in first }
        guard servers.count > 1 else { return }
        for client in context.proxies {
            guard let endpoints = client.endpoints else { continue }
            let used = Set(client.clusterReferences().map(\.name.text))
            for cluster in client.clusters ?? [] where cluster.fieldText("name").hasPrefix("outbound|") {
                guard let name = cluster.field("name"), used.contains(name.text), let assignment = endpoints[name.text] else { continue }
                for endpoint in assignment.fieldItems("endpoints").flatMap({ $0.fieldItems("lb_endpoints") }) {
                    guard let socket = endpoint.field("endpoint", "address", "socket_address"),
                        let server = servers[socket.fieldText("address")],
                        server.name != client.name
                    else { continue }
                    let port = socket.fieldNumber("port_value")
                    let sendsTLS = sendsTLS(cluster, endpoint)
                    guard let takes = taken(by: server, on: port), !(sendsTLS ? takes.tls : takes.plain) else { continue }
                    let sent = sendsTLS ? "mutual TLS" : "plain text"
                    let wanted = sendsTLS ? "plain text" : "mutual TLS"
                    report.add(
                        client, at: name,
                        "cluster '\(name.text)' sends \(sent) to '\(server.name)' port \(port), which takes only \(wanted)",
                        help: "bring the DestinationRule's tls settings and the PeerAuthentication together")
                }
            }
        }
    }

    private static func sendsTLS(_ cluster: Node, _ endpoint: Node) -> Bool {
        let matches = cluster.fieldItems("transport_socket_matches")
        if matches.isEmpty { return cluster.field("transport_socket")?.fieldText("name") == "envoy.transport_sockets.tls" }
        let metadata = endpoint.field("metadata")?.field("filter_metadata")?["envoy.transport_socket_match"]
        let mode = metadata?["tlsMode"]?.text
        return mode == "istio" && matches.contains { $0.field("match")?["tlsMode"]?.text == "istio" }
    }

    /// What a server takes on a port; `nil` when its listener does not tell.
    private static func taken(by server: ProxyView, on port: Int) -> (tls: Bool, plain: Bool)? {
        guard let inbound = server.listeners.first(where: { $0.fieldText("name") == "virtualInbound" }) else { return nil }
        let chains = inbound.fieldItems("filter_chains").compactMap { $0.field("filter_chain_match") }
        let own = chains.filter { $0.fieldNumber("destination_port") == port }
        guard !own.isEmpty else { return nil }
        let transports = own.map { $0.fieldText("transport_protocol") }
        return (transports.contains { $0 == "tls" || $0.isEmpty }, transports.contains { $0 != "tls" })
    }
}
