/// Two Gateways of the same pods have the same host at the same port.
enum ConflictingGateways: Rule {
    static let about = RuleDescription(
        code: "IST0145", name: "conflicting-gateways", aliases: ["KIA0301"], severity: .error,
        kinds: ["Gateway"],
        summary: "two Gateways of the same pods serve one host at one port",
        explanation: """
            For one port and host a gateway's proxy can follow only one server. Of several, Istio uses the oldest and drops the others, so \
            that their TLS settings and routes are ignored.

            Merge the servers, or give them different ports, hosts or pods.
            """,
        examples: [
            .init(
                "the same host twice",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: a, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 80, name: a, protocol: HTTP}
                    hosts: [«shop.example.com»]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: b, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 80, name: b, protocol: HTTP}
                    hosts: [«shop.example.com»]
                """),
            .init(
                "another port",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: a, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 80, name: a, protocol: HTTP}
                    hosts: [shop.example.com]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: b, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 8080, name: b, protocol: HTTP}
                    hosts: [shop.example.com]
                """),
        ],
        source: "Istio, analyzer gateway.ConflictingGatewayAnalyzer; Kiali, KIA0301")
    static let analyzers = ["gateway.ConflictingGatewayAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        // Of each Gateway the last server of a port counts, as Istio reads it.
        var users: [Place: [Int]] = [:]
        var selectors: [String: LabelSelector] = [:]
        for (index, gateway) in mesh.gateways.enumerated() {
            let selector = gateway.selector.text
            selectors[selector] = gateway.selector
            var last: [Int: Mesh.Gateway.Server] = [:]
            for server in gateway.servers { last[server.port ?? 0] = server }
            for (port, server) in last {
                var seen: Set<String> = []
                for host in server.hosts where seen.insert(host.text).inserted {
                    users[Place(port: port, host: host.text, bind: server.bind, selector: selector), default: []].append(index)
                }
            }
        }
        let related = overlapping(selectors, mesh)
        let limit = report.wantsIstioText ? 1000 : 6
        for gateway in mesh.gateways {
            let selector = gateway.selector.text
            for server in gateway.servers {
                var rivals: Set<Int> = []
                var node: Node?
                for host in server.hosts {
                    for other in related[selector] ?? [selector] {
                        for index in users[Place(port: server.port ?? 0, host: host.text, bind: server.bind, selector: other)] ?? []
                        where mesh.gateways[index].object !== gateway.object
                            && mesh.gateways[index].object.sharesRevision(with: gateway.object)
                        {
                            rivals.insert(index)
                            if node == nil { node = host.node }
                            if rivals.count >= limit { break }
                        }
                    }
                }
                if rivals.isEmpty { continue }
                let objects = rivals.sorted().map { mesh.gateways[$0].object }
                let names = objects.map(\.fullName).sorted().joined(separator: ",")
                report.add(
                    gateway.object, at: node, path: "spec.servers[\(server.index)].hosts",
                    "port \(server.port ?? 0) and host '\(node?.text ?? "")' are also served by Gateway \(objects.prefix(5).map { "'\($0.fullName)'" }.joined(separator: ", "))"
                        + (objects.count > 5 ? " and others" : ""),
                    istio: "Conflict with gateways \(names) (workload selector \(selector), port \(server.port ?? 0), hosts "
                        + "\(server.hosts.map(\.text).joined(separator: ","))).",
                    help: "merge the servers, or change port, host or selector",
                    related: objects.prefix(5).map { $0.related("the same host is served here") }, once: true)
            }
        }
    }

    private struct Place: Hashable {
        let port: Int
        let host: String
        let bind: String
        let selector: String
    }

    /// For each selector those that pick one of its pods too: itself, and those that contain it or lie in it and share a pod.
    private static func overlapping(_ selectors: [String: LabelSelector], _ mesh: Mesh) -> [String: [String]] {
        let texts = selectors.keys.sorted().prefix(500)
        var result: [String: [String]] = [:]
        for a in texts {
            for b in texts where a == b || ((a.contains(b) || b.contains(a)) && sharePod(selectors[a], selectors[b], mesh)) {
                result[a, default: []].append(b)
            }
        }
        return result
    }

    private static func sharePod(_ a: LabelSelector?, _ b: LabelSelector?, _ mesh: Mesh) -> Bool {
        guard let a, let b else { return false }
        return mesh.workloads.contains(a, in: nil) { b.matches($0.labels) }
    }
}
