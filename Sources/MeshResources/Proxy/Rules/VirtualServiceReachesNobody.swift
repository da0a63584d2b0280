/// MSH3013: a VirtualService stands in no proxy that it should be in.
enum VirtualServiceReachesNobody: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3013", name: "virtual-service-reaches-nobody", severity: .warning, kinds: ["VirtualService", "Proxy"],
        summary: "no proxy has routes of a VirtualService",
        explanation: """
            istiod notes on each route the VirtualService that it comes from. One that no proxy carries has no effect. The usual reasons: exportTo \
            keeps it in another namespace, its gateways select no proxy, another VirtualService has the same host, or its host is no service that \
            the proxies can see (or a Sidecar leaves it out). Judged are the proxies given; needs the mesh's manifests.
            """,
        examples: [
            .init(
                "one that is exported to its own namespace only",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local", metadata: {NAMESPACE: shop}}}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config: {name: "80", virtual_hosts: []}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: «pay», namespace: billing}
                spec:
                  hosts: [pay.billing.svc.cluster.local]
                  exportTo: [.]
                  http:
                  - route:
                    - destination: {host: pay.billing.svc.cluster.local}
                """),
            .init(
                "one that a proxy has, and one for a gateway that is not among the proxies",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local", metadata: {NAMESPACE: shop}}}
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config:
                      virtual_hosts:
                      - routes:
                        - match: {prefix: /}
                          metadata: {filter_metadata: {istio: {config: "/apis/networking.istio.io/v1/namespaces/shop/virtual-service/web"}}}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: web, namespace: shop}
                spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: edge, namespace: shop}
                spec: {hosts: [web.example.com], gateways: [edge], http: [{route: [{destination: {host: web}}]}]}
                """),
        ], source: "Istio, VirtualService: exportTo, gateways and hosts")

    static let looksAcross = true

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        guard let mesh = context.mesh else { return }
        let carried = Set(context.proxies.flatMap(carriedResources))
        for service in mesh.virtualServices where !service.hosts.isEmpty {
            let path = "\(service.object.namespace)/virtual-service/\(service.object.name)"
            guard !carried.contains(path) else { continue }
            let sidecars = service.isOnMesh ? context.proxies.filter { !$0.isGateway && !$0.routes.isEmpty } : []
            let gateways = context.proxies.filter { proxy in proxy.isGateway && isAsked(proxy, by: service, mesh) }
            guard !sidecars.isEmpty || !gateways.isEmpty else { continue }
            report.add(
                service.object,
                "no proxy has routes of it, among \(sidecars.count + gateways.count) that should: \(reason(service, sidecars, gateways, carried, mesh))",
                help: "see the routes of a proxy with 'meshctl proxy-config route'")
        }
    }

    /// `NAMESPACE/KIND/NAME` of every resource that istiod noted somewhere in a proxy's listeners and routes.
    private static func carriedResources(_ proxy: ProxyView) -> [String] {
        var nodes = proxy.routes.flatMap { $0.fieldItems("virtual_hosts") }.flatMap { [$0] + $0.fieldItems("routes") }
        nodes += proxy.listeners.flatMap { ListenerTraits($0).chains }
        return nodes.compactMap { IstioMetadata.configPath($0) }.compactMap { path in
            let parts = path.split(separator: "/")
            return parts.count == 7 ? "\(parts[4])/\(parts[5])/\(parts[6])" : nil
        }
    }

    private static func isAsked(_ proxy: ProxyView, by service: Mesh.VirtualService, _ mesh: Mesh) -> Bool {
        service.gateways.contains { name in
            let parts = name.text.split(separator: "/").map(String.init)
            let namespace = parts.count == 2 ? parts[0] : service.object.namespace
            guard let wanted = parts.last else { return false }
            return mesh.gateways.contains { gateway in
                gateway.object.name == wanted && gateway.object.namespace == namespace && gateway.selector.matches(proxy.labels)
            }
        }
    }

    private static func reason(
        _ service: Mesh.VirtualService, _ sidecars: [ProxyView], _ gateways: [ProxyView], _ carried: Set<String>, _ mesh: Mesh
    ) -> String {
        let own = service.object.namespace
        let visible = (sidecars + gateways).filter { proxy in
            service.exportTo.includes(proxy.namespace) || proxy.namespace == own && service.exportTo.includes(".")
        }
        if visible.isEmpty { return "exportTo names none of their namespaces" }
        let hosts = Set(service.hosts.map(\.fqdn))
        for other in mesh.virtualServices where other !== service && other.hosts.contains(where: { hosts.contains($0.fqdn) }) {
            let path = "\(other.object.namespace)/virtual-service/\(other.object.name)"
            if carried.contains(path) { return "VirtualService '\(other.object.fullName)' has the same host and comes first" }
        }
        let known = Set(visible.flatMap { $0.clusters ?? [] }.map { ClusterName($0.fieldText("name")).host })
        if gateways.isEmpty, !hosts.contains(where: { known.contains($0) }) {
            return "they see no service of its hosts; it is missing, not exported, or left out by a Sidecar"
        }
        return "their configuration is older than it, or its gateway has no server for its hosts"
    }
}
