/// No Service in front of a gateway offers a port that its Gateway listens on.
enum GatewayPortNotOnService: Rule {
    static let about = RuleDescription(
        code: "IST0162", name: "gateway-port-not-on-service", severity: .warning,
        kinds: ["Gateway"],
        summary: "a Gateway listens on a port that its Service does not offer",
        explanation: """
            The pods of the gateway listen on the port of the server, but clients reach them through a Service. If none of the Services \
            that select these pods has the port as `port` or `targetPort` (TCP), requests from outside never arrive.

            Add the port to the Service, or listen on one that it has.
            """,
        examples: [
            .init(
                "8443 is missing in the Service",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: «8443», name: https, protocol: HTTPS}
                    hosts: ["*"]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: ingress, namespace: edge}
                spec:
                  selector: {istio: ingress}
                  ports: [{name: https, port: 443, protocol: TCP}]
                """),
            .init(
                "a targetPort",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 8443, name: https, protocol: HTTPS}
                    hosts: ["*"]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: ingress, namespace: edge}
                spec:
                  selector: {istio: ingress}
                  ports: [{name: https, port: 443, targetPort: 8443, protocol: TCP}]
                """),
        ],
        source: "Istio, analyzer gateway.IngressGatewayPortAnalyzer")
    static let analyzers = ["gateway.IngressGatewayPortAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod, .service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var services: [String: [(selector: LabelSelector, ports: Set<Int>)]] = [:]
        for service in mesh.all(.service) {
            let selector = LabelSelector(service.spec.stringMap("selector"))
            services[service.namespace, default: []].append((selector, ports(of: service)))
        }
        var known: [String: Set<Int>?] = [:]
        for gateway in mesh.gateways {
            let text = gateway.selector.text
            let offered: Set<Int>?
            if let hit = known[text] {
                offered = hit
            } else {
                let pods = mesh.workloads.matching(gateway.selector, in: nil)
                var ports: Set<Int> = []
                for pod in pods.prefix(200) {
                    for service in services[pod.object.namespace] ?? [] where service.selector.matches(pod.labels) {
                        ports.formUnion(service.ports)
                    }
                }
                offered = pods.isEmpty ? nil : ports
                known[text] = offered
            }
            guard let offered else { continue }
            for server in gateway.servers where server.node.has("port") {
                let port = server.port ?? 0
                if offered.contains(port) { continue }
                report.add(
                    gateway.object, at: server.node["port"]?["number"] ?? server.node["port"],
                    path: "spec.servers[\(server.index)].port.number",
                    "port \(port) is offered by no Service in front of the pods '\(text)'",
                    istio:
                        "The gateway is listening on a target port (port \(port)) that is not defined in the Service associated with its workload "
                        + "instances (Pod selector \(text)). If you need to access the gateway port through the gateway Service, it will not be available.",
                    help: "add the port to the gateway's Service", once: true)
            }
        }
    }

    /// The numbers by which a Service reaches its pods over TCP: each `port`, and `targetPort` where it is a number.
    private static func ports(of service: Mesh.Object) -> Set<Int> {
        var result: Set<Int> = []
        for port in service.spec.items("ports") where port.text("protocol") ?? "TCP" == "TCP" {
            let number = port["port"]?.int
            if let target = port["targetPort"].flatMap({ $0.int ?? Int($0.text) }), target != 0 { result.insert(target) }
            if let number { result.insert(number) }
        }
        return result
    }
}
