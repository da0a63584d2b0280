/// An AuthorizationPolicy names a host that nobody serves.
enum UnknownPolicyHost: Rule {
    static let about = RuleDescription(
        code: "MSH2021", name: "unknown-policy-host", aliases: ["KIA0104"], severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "an AuthorizationPolicy names a host that nobody serves",
        explanation: """
            `hosts` is compared with the `Host` header of the request. A name of a Service that does not exist will hardly be asked for, \
            so that the rule does nothing. Names of the outside world may come from any client and are judged only when they are spelt \
            almost like a host of a ServiceEntry, VirtualService or Gateway.

            Mend the host. To limit what a policy applies to, use `selector`.
            """,
        examples: [
            .init(
                "no such Service",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {hosts: [«shopp.web.svc.cluster.local»]}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                """),
            .init(
                "almost a host of a VirtualService",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {hosts: [«shopp.example.com»]}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  http: [{route: [{destination: {host: shop}}]}]
                """),
            .init(
                "a host of a VirtualService, with a port, a pattern, and one of the outside world",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {hosts: ["shop.example.com:8080", "*.example.com", shop, www.partner.org, api.info]}}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  http: [{route: [{destination: {host: shop}}]}]
                """),
        ],
        source: "Istio, AuthorizationPolicy reference; Kiali, KIA0104")
    static let needs: [Mesh.Kind] = [.service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var served: Set<String>?
        var names: Names?
        PolicyRules.forEach(mesh, in: "to", "operation", ["hosts", "notHosts"]) { policy, name, place in
            if name.text.contains("*") { return }
            let host = String(name.text.prefix { $0 != ":" }).lowercased()
            if host.isEmpty || isAddress(host) { return }
            let known = served ?? self.served(mesh)
            served = known
            let service = host.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
            if known.contains(host) || known.contains(mesh.qualified(host, from: policy.namespace)) { return }
            if HostName.suffixes(host).contains(where: { known.contains("*" + $0) }) { return }
            // Clients also use the short forms of a Service's name.
            if service.count > 1, service.count == 2 || service[2] == "svc",
                known.contains("\(service[0]).\(service[1]).svc.\(mesh.options.domain)")
            {
                return
            }
            let index = names ?? Names(known, mesh)
            names = index
            let near = report.hint { index.nearest(to: host) }
            guard index.isService(service) || (near != nil && host.utf8.count > 6) else { return }
            report.add(
                policy, at: name.node, path: place.path,
                "host '\(name.text)' is served by no Service, ServiceEntry, VirtualService or Gateway",
                help: near.map { "did you mean '\($0)'?" } ?? "mend the host, or use 'selector' to limit the policy")
        }
    }

    /// What is needed to judge a host that nobody serves.
    private struct Names {
        private let namespaces: Set<String>
        private let domain: String
        /// Served hosts by their first label and by all after it: a slip is in one of the two.
        private var byPart: [String: [String]] = [:]

        init(_ served: Set<String>, _ mesh: Mesh) {
            namespaces = mesh.impliedNamespaces
            domain = mesh.options.domain
            for host in served.sorted() {
                guard let dot = host.firstIndex(of: ".") else { continue }
                for part in [String(host[..<dot]), String(host[dot...])] where byPart[part]?.count ?? 0 < 100 {
                    byPart[part, default: []].append(host)
                }
            }
        }

        /// Whether a name can only be meant as that of a Service: a short one, one with a known namespace, or a full one.
        func isService(_ parts: [Substring]) -> Bool {
            if parts.count == 1 { return true }
            if parts.count == 2 { return namespaces.contains(String(parts[1])) }
            return parts[2] == "svc" || parts[2] == "svc.\(domain)"
        }

        func nearest(to host: String) -> String? {
            guard let dot = host.firstIndex(of: ".") else { return nil }
            return Spelling.closest(to: host, among: (byPart[String(host[dot...])] ?? []) + (byPart[String(host[..<dot])] ?? []))
        }
    }

    private static func isAddress(_ host: String) -> Bool { host.utf8.allSatisfy { $0 == 0x2E || ($0 >= 0x30 && $0 <= 0x39) } }

    private static func served(_ mesh: Mesh) -> Set<String> {
        var result = Set(mesh.hosts.entries.map { $0.host.lowercased() })
        for service in mesh.virtualServices { for host in service.hosts { result.insert(host.fqdn.lowercased()) } }
        for gateway in mesh.gateways {
            for server in gateway.servers { for host in server.hosts where host.host != "*" { result.insert(host.host.lowercased()) } }
        }
        for gateway in mesh.all(.kubernetesGateway) {
            for listener in gateway.spec.items("listeners") { if let host = listener.text("hostname") { result.insert(host.lowercased()) } }
        }
        for kind in [Mesh.Kind.httpRoute, .grpcRoute, .tlsRoute] {
            for route in mesh.all(kind) { for host in route.spec.names("hostnames") { result.insert(host.text.lowercased()) } }
        }
        return result
    }
}
