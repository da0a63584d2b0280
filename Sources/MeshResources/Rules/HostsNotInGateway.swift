/// None of the hosts of a VirtualService is served by a Gateway that it names.
enum HostsNotInGateway: Rule {
    static let about = RuleDescription(
        code: "IST0132", name: "hosts-not-in-gateway", severity: .warning,
        kinds: ["VirtualService"],
        summary: "a Gateway serves none of the hosts of a VirtualService",
        explanation: """
            A VirtualService applies at a Gateway only for hosts that one of the Gateway's servers accepts, where `namespace/host` in a \
            server limits the namespaces. If none matches, the VirtualService has no effect there.

            Add the host to a server of the Gateway, or name the right Gateway. When several Gateways are named and another one serves \
            every host, this is not reported by `lint`.
            """,
        examples: [
            .init(
                "the Gateway serves another domain",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [«edge/public»]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: edge}
                spec:
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.org"]}]
                """),
            .init(
                "a wildcard that covers the host, for this namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [edge/public]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: edge}
                spec:
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["web/*.example.com"]}]
                """),
        ],
        source: "Istio, analyzer virtualservice.GatewayAnalyzer")
    static let analyzers = ["virtualservice.GatewayAnalyzer"]
    static let needs: [Mesh.Kind] = [.gateway]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices where !service.gateways.isEmpty {
            let namespace = service.object.namespace
            let hosts = service.hosts.map(\.text)
            for (index, name) in service.gateways.enumerated() where name.text != "mesh" {
                if InternalGatewayReference.isInternal(name.text) { continue }
                let exists = accepts(name.text, hosts, mesh, from: namespace)
                if exists == true { continue }
                let (gatewaySpace, plain) = mesh.reference(name.text, from: namespace)
                let others = service.gateways.filter { $0.text != name.text && $0.text != "mesh" }
                let isServedElsewhere = hosts.allSatisfy { host in
                    others.contains { accepts($0.text, [host], mesh, from: namespace) == true }
                }
                report.add(
                    service.object, at: name.node, path: "spec.gateways[\(index)]",
                    "gateway '\(name.text)' serves none of the hosts \(hosts.map { "'\($0)'" }.joined(separator: ", "))",
                    istio:
                        "one or more host \(GoFormat.list(hosts)) defined in VirtualService \(service.object.fullName) not found in Gateway "
                        + "\(gatewaySpace)/\(plain).", help: "add a host to a server of the gateway, or name another gateway",
                    onlyIstios: exists == nil || isServedElsewhere || hosts.isEmpty)
            }
        }
    }

    /// Whether the gateway accepts one of the hosts; `nil` when it does not exist.
    private static func accepts(_ reference: String, _ hosts: [String], _ mesh: Mesh, from namespace: String) -> Bool? {
        if let gateway = mesh.gateway(reference, from: namespace) { return gateway.accepts(hosts, from: namespace) }
        let (space, name) = mesh.reference(reference, from: namespace)
        guard let gateway = mesh.find(.kubernetesGateway, namespace: space, name: name) else { return nil }
        for listener in gateway.spec.items("listeners") {
            guard let own = listener.text("hostname") else { return true }
            if hosts.contains(where: { HostName.overlap(own, $0) }) { return true }
        }
        return false
    }
}
