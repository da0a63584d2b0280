/// Routes for HTTP lead to a port that Istio handles as TCP.
enum HTTPRouteOnTCPPort: Rule {
    static let about = RuleDescription(
        code: "MSH2051", name: "http-route-on-tcp-port", severity: .warning,
        kinds: ["VirtualService"],
        summary: "HTTP routes of a host whose ports are all TCP",
        explanation: """
            Whether routes for HTTP apply to the requests of the mesh depends on the protocol of the Service's port. If every port of the \
            host is TCP by its name or `appProtocol`, sidecars do not look into the requests, and matches, retries and rewrites never \
            happen.

            Name the port `http` or set `appProtocol: http`, or write `tcp` routes.
            """,
        examples: [
            .init(
                "a port named tcp",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [«shop»]
                  http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: shop}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: tcp-web, port: 80}]
                """),
            .init(
                "a port named http",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: shop}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http-web, port: 80}]
                """),
            .init(
                "a port without protocol is sniffed",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: web, port: 80}]
                """),
        ],
        source: "Istio, protocol selection")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices where service.isOnMesh && service.spec.items("http").contains(where: { _ in true }) {
            for (index, host) in service.hosts.enumerated() {
                let entries = mesh.hosts.entries(named: host.fqdn)
                let ports = entries.flatMap { entry in entry.ports.map { (port: $0, isService: entry.isService) } }
                guard !ports.isEmpty, ports.allSatisfy({ isTCP($0.port, isService: $0.isService) }), let entry = entries.first else {
                    continue
                }
                report.add(
                    service.object, at: host.node, path: "spec.hosts[\(index)]",
                    "HTTP routes for '\(host.text)', whose ports are all TCP (\(ports.prefix(3).map { "'\($0.port.name)'" }.joined(separator: ", ")))",
                    help: "name the port 'http', or write 'tcp' routes",
                    related: [entry.object.related("the ports are declared here", at: entry.object.spec["ports"])])
            }
        }
    }

    private static func isTCP(_ port: Mesh.HostRegistry.Port, isService: Bool) -> Bool {
        let proto =
            isService
            ? ServicePort.proto(
                number: port.number ?? 0, name: port.name, transport: port.proto.isEmpty ? "TCP" : port.proto, appProtocol: port.appProtocol
            )
            : PortProtocol(port.proto)
        return proto.map { $0.isTCP } ?? false
    }
}
