/// Two TLS routes on one gateway and port match the same server name.
enum RepeatedSNI: Rule {
    static let about = RuleDescription(
        code: "MSH2053", name: "repeated-sni", severity: .error,
        kinds: ["VirtualService"],
        summary: "two TLS routes of one gateway match the same server name",
        explanation: """
            Each TLS match becomes a filter chain of the gateway's listener, told apart by server name and port. Of two equal ones Envoy \
            refuses the whole listener, and the gateway keeps its old configuration until the conflict is gone.

            Merge the routes, or use different server names.
            """,
        examples: [
            .init(
                "one name in two VirtualServices",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [db.example.com]
                  gateways: [public]
                  tls: [{match: [{port: 443, sniHosts: [db.example.com]}], route: [{destination: {host: a}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: b, namespace: web}
                spec:
                  hosts: [db.example.com]
                  gateways: [public]
                  tls: [{match: [{port: 443, sniHosts: [«db.example.com»]}], route: [{destination: {host: b}}]}]
                """),
            .init(
                "different ports",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [db.example.com]
                  gateways: [public]
                  tls: [{match: [{port: 443, sniHosts: [db.example.com]}], route: [{destination: {host: a}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: b, namespace: web}
                spec:
                  hosts: [db.example.com]
                  gateways: [public]
                  tls: [{match: [{port: 8443, sniHosts: [db.example.com]}], route: [{destination: {host: b}}]}]
                """),
        ],
        source: "Envoy, filter chain matching")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var users: [String: (service: Mesh.VirtualService, node: Node)] = [:]
        for service in mesh.virtualServices where service.spec.has("tls") {
            let gateways = service.gateways.filter { $0.text != "mesh" }.map { mesh.reference($0.text, from: service.object.namespace) }
            if gateways.isEmpty { continue }
            for (i, route) in service.spec.items("tls").enumerated() {
                for (j, match) in route.items("match").enumerated() {
                    // Further conditions make further chains.
                    if match.has("destinationSubnets") || match.has("sourceLabels") || match.has("gateways") || match.has("sourceNamespace")
                    {
                        continue
                    }
                    let port = match["port"]?.int ?? 0
                    for (k, name) in match.names("sniHosts").enumerated() {
                        var earlier: (service: Mesh.VirtualService, node: Node)?
                        for gateway in gateways {
                            let key = "\(gateway.namespace)/\(gateway.name) \(port) \(name.text)"
                            if let hit = users[key], hit.service.object.sharesRevision(with: service.object) {
                                earlier = earlier ?? hit
                            } else {
                                users[key] = (service, name.node)
                            }
                        }
                        guard let earlier, earlier.service !== service else { continue }
                        report.add(
                            service.object, at: name.node, path: "spec.tls[\(i)].match[\(j)].sniHosts[\(k)]",
                            "server name '\(name.text)' at this gateway and port is also matched by VirtualService '\(earlier.service.object.fullName)'",
                            help: "merge the routes", related: [earlier.service.object.related("the same server name", at: earlier.node)])
                    }
                }
            }
        }
    }
}
