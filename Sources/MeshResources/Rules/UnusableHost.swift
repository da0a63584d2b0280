/// A host is accepted by Istio and can match nothing.
enum UnusableHost: Rule {
    static let about = RuleDescription(
        code: "MSH2061", name: "unusable-host", severity: .warning,
        kinds: ["VirtualService", "DestinationRule", "ServiceEntry", "Gateway"],
        summary: "a host that can match nothing",
        explanation: """
            Istio accepts `foo.` and `*.`, but no request has such a host: a trailing dot is not part of a `Host` header as proxies \
            compare it. A DestinationRule for `*.com` looks as if it applied to every external host, but takes effect only for hosts of \
            ServiceEntries.

            Write the full name without a dot at the end.
            """,
        examples: [
            .init(
                "a dot at the end",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [«shop.example.com.»]
                  http: [{route: [{destination: {host: shop}}]}]
                """),
            .init(
                "a whole top-level domain",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: all, namespace: web}
                spec:
                  host: «"*.com"»
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: system}}
                """),
            .init(
                "a wildcard for a domain",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: all, namespace: web}
                spec:
                  host: "*.example.com"
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: system}}
                """),
        ],
        source: "Istio, host names")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        func judge(_ object: Mesh.Object, _ host: String, _ node: Node, _ path: String) {
            guard host.utf8.last == 0x2E else { return }
            let fixed = String(host.dropLast())
            report.add(
                object, at: node, path: path, "host '\(host)' ends in a dot and matches nothing",
                help: fixed == "*" || fixed.isEmpty ? "write '*' for every host" : "write '\(fixed)'")
        }
        for service in mesh.virtualServices {
            for (index, host) in service.hosts.enumerated() { judge(service.object, host.text, host.node, "spec.hosts[\(index)]") }
        }
        for entry in mesh.all(.serviceEntry) {
            for (index, host) in entry.spec.names("hosts").enumerated() { judge(entry, host.text, host.node, "spec.hosts[\(index)]") }
        }
        for gateway in mesh.gateways {
            for server in gateway.servers {
                for (index, host) in server.hosts.enumerated() {
                    judge(gateway.object, host.host, host.node, "spec.servers[\(server.index)].hosts[\(index)]")
                }
            }
        }
        for rule in mesh.destinationRules {
            judge(rule.object, rule.host, rule.hostNode, "spec.host")
            guard rule.host.hasPrefix("*."), !rule.host.dropFirst(2).contains("."), rule.host.count > 2, rule.host != "*.local" else {
                continue
            }
            if mesh.hosts.entries.contains(where: { HostName.covers(rule.host, $0.host) }) { continue }
            report.add(
                rule.object, at: rule.hostNode, path: "spec.host",
                "host '\(rule.host)' is a whole top-level domain, and no ServiceEntry has a host in it",
                help: "name the hosts that are meant")
        }
    }
}
