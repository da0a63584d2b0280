/// Servers of one gateway use a port with protocols that exclude each other.
enum MixedGatewayPort: Rule {
    static let about = RuleDescription(
        code: "MSH2054", name: "mixed-gateway-port", severity: .error,
        kinds: ["Gateway"],
        summary: "a gateway uses one port with protocols that exclude each other",
        explanation: """
            A listener is either plain HTTP, or told apart by TLS, or TCP. When servers of the same pods give one port a plain and an \
            encrypted protocol, Istio keeps what the oldest Gateway says and drops the rest.

            Use different ports.
            """,
        examples: [
            .init(
                "HTTP and HTTPS at 443",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 443, name: a, protocol: HTTP}
                    hosts: [a.example.com]
                  - port: {number: 443, name: b, protocol: «HTTPS»}
                    hosts: [b.example.com]
                    tls: {mode: SIMPLE, credentialName: b}
                """),
            .init(
                "two hosts with HTTPS",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 443, name: a, protocol: HTTPS}
                    hosts: [a.example.com]
                    tls: {mode: SIMPLE, credentialName: a}
                  - port: {number: 443, name: b, protocol: TLS}
                    hosts: [b.example.com]
                    tls: {mode: PASSTHROUGH}
                """),
        ],
        source: "Istio, Gateway reference; Kiali, KIA0301")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var users: [String: (family: String, gateway: Mesh.Gateway, node: Node)] = [:]
        for gateway in mesh.gateways {
            let selector = gateway.selector.text
            for server in gateway.servers {
                guard let port = server.port, let family = family(server.proto) else { continue }
                let node = server.node["port"]?["protocol"] ?? server.node
                let key = "\(selector) \(server.bind) \(port)"
                guard let earlier = users[key], earlier.gateway.object.sharesRevision(with: gateway.object) else {
                    users[key] = (family, gateway, node)
                    continue
                }
                if earlier.family == family { continue }
                report.add(
                    gateway.object, at: node, path: "spec.servers[\(server.index)].port.protocol",
                    "protocol \(server.proto) at port \(port), which is \(earlier.family) in Gateway '\(earlier.gateway.object.fullName)'",
                    help: "use different ports", related: [earlier.gateway.object.related("the other protocol", at: earlier.node)])
            }
        }
    }

    /// What can share a listener.
    private static func family(_ proto: String) -> String? {
        switch proto {
        case "HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTP_PROXY": "plain HTTP"
        case "HTTPS", "TLS": "TLS"
        case "TCP", "MONGO", "MYSQL", "REDIS": "TCP"
        default: nil
        }
    }
}
