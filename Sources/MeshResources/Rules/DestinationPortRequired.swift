/// A route leaves out the port of a host with several.
enum DestinationPortRequired: Rule {
    static let about = RuleDescription(
        code: "IST0112", name: "destination-port-required", severity: .error,
        kinds: ["VirtualService"],
        summary: "a route names no port of a host that has several",
        explanation: """
            When the host of a destination has more than one port, Istio cannot know which one is meant, and the route goes nowhere.

            Add `port.number` to the destination.
            """,
        examples: [
            .init(
                "two ports and none is named",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - route:
                    - destination:
                        host: «shop»
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}, {name: https, port: 443}]
                """),
            .init(
                "one of two ports is named",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - route:
                    - destination: {host: shop, port: {number: 443}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}, {name: https, port: 443}]
                """),
        ],
        source: "Istio, analyzer virtualservice.DestinationHostAnalyzer")
    static let analyzers = ["virtualservice.DestinationHostAnalyzer"]
    static let needs: [Mesh.Kind] = [.service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for destination in service.destinations where !destination.hasPort {
                guard let entry = mesh.resolve(destination, of: service), entry.ports.count > 1 else { continue }
                let ports = entry.ports.map { $0.number ?? 0 }
                report.add(
                    service.object, at: destination.hostNode, path: "\(destination.path).host",
                    "host '\(destination.host)' has the ports \(ports.map(String.init).joined(separator: ", ")), expected 'port.number' to name one",
                    istio: "This VirtualService routes to a service \(GoFormat.quoted(destination.host)) that exposes multiple ports "
                        + "\(GoFormat.list(ports.map(String.init))). Specifying a port in the destination is required to disambiguate.",
                    help: "add 'port: {number: \(ports[0])}' to the destination",
                    related: [entry.object.related("the ports are declared here", at: entry.object.spec["ports"])],
                    fixes: fixes(destination, entry))
            }
        }
    }

    /// For HTTP routes the only port that speaks HTTP is the one that is meant.
    private static func fixes(_ destination: Mesh.VirtualService.Destination, _ entry: Mesh.HostRegistry.Entry) -> [FixIt] {
        guard destination.list == .http, let host = destination.node.entry("host") else { return [] }
        let ports = entry.ports.filter { port in
            let proto =
                entry.isService
                ? ServicePort.proto(
                    number: port.number ?? 0, name: port.name, transport: port.proto == "UDP" ? "UDP" : "TCP", appProtocol: port.appProtocol
                )
                : PortProtocol(port.proto)
            return proto?.isHTTP ?? false
        }
        guard ports.count == 1, let number = ports[0].number else { return [] }
        return [.adding("port: {number: \(number)}", after: host, of: destination.node)]
    }
}
