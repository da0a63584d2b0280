/// A route names a port that its host does not have.
enum UnknownDestinationPort: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "unknown-destination-port", severity: .error,
        kinds: ["VirtualService"],
        summary: "a route sends to a port that the host does not have",
        explanation: """
            `destination.port.number` is the port of the Service or ServiceEntry (`port`, not `targetPort`). Without that port there is no \
            cluster to send to, and requests get 503.

            Name one of the ports that the host has.
            """,
        examples: [
            .init(
                "targetPort instead of port",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop, port: {number: «8080»}}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                """),
            .init(
                "the port of the Service",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop, port: {number: 80}}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                """),
        ],
        source: "Istio, analyzer virtualservice.DestinationHostAnalyzer")
    static let analyzers = ["virtualservice.DestinationHostAnalyzer"]
    static let needs: [Mesh.Kind] = [.service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for destination in service.destinations where destination.hasPort {
                guard let entry = mesh.resolve(destination, of: service) else { continue }
                let port = destination.port ?? 0
                if entry.ports.contains(where: { $0.number == port }) { continue }
                let known = entry.ports.compactMap(\.number)
                let target = entry.ports.first { $0.node["targetPort"]?.int == port }?.number
                let node = destination.node["port"]
                report.add(
                    service.object, at: node?["number"] ?? node, path: "\(destination.path).port.number",
                    "host '\(destination.host)' has no port \(port), expected \(known.isEmpty ? "a host with ports" : words(known))",
                    istio: "Referenced host:port not found: \(GoFormat.quoted("\(destination.host):\(port)"))",
                    help: target.map { "\(port) is a targetPort; name the port \($0) instead" },
                    related: [entry.object.related("the ports are declared here", at: entry.object.spec["ports"])])
            }
        }
    }

    static func words(_ ports: [Int]) -> String {
        ports.count == 1 ? "\(ports[0])" : "one of " + ports.map(String.init).joined(separator: ", ")
    }
}
