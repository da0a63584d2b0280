/// Several VirtualServices that sidecars see have the same host.
enum ConflictingMeshHosts: Rule {
    static let about = RuleDescription(
        code: "IST0109", name: "conflicting-mesh-hosts", aliases: ["KIA1106"], severity: .error,
        kinds: ["VirtualService"],
        summary: "several VirtualServices of the mesh have the same host",
        explanation: """
            For sidecars Istio uses one VirtualService for a host and drops the others; which one depends on age, so that a new object can \
            go unnoticed or take over. At gateways VirtualServices of one host are merged, in the mesh they are not.

            Put the routes into one VirtualService, limit `exportTo` so that no namespace sees both, or use delegates.
            """,
        examples: [
            .init(
                "two for one host",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: «shop», namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: «shop-canary», namespace: web}
                spec:
                  hosts: [shop.web.svc.cluster.local]
                  http: [{route: [{destination: {host: shop}}]}]
                """),
            .init(
                "each is visible in its own namespace only",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: a}
                spec:
                  hosts: [shop.example.com]
                  exportTo: [a]
                  http: [{route: [{destination: {host: shop.example.com}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: b}
                spec:
                  hosts: [shop.example.com]
                  exportTo: ["."]
                  http: [{route: [{destination: {host: shop.example.com}}]}]
                """),
            .init(
                "one VirtualService that names its host twice",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop, shop.web.svc.cluster.local]
                  http: [{route: [{destination: {host: shop}}]}]
                """),
        ],
        source: "Istio, analyzer virtualservice.ConflictingMeshGatewayHostsAnalyzer; Kiali, KIA1106")
    static let analyzers = ["virtualservice.ConflictingMeshGatewayHostsAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var everywhere: [String: [Mesh.VirtualService]] = [:]
        var scoped: [String: [String: [Mesh.VirtualService]]] = [:]
        for service in mesh.virtualServices where service.isOnMesh {
            for host in service.hosts {
                if service.exportTo.isEverywhere {
                    everywhere[host.fqdn, default: []].append(service)
                } else {
                    for scope in service.exportTo.namespaces { scoped[host.fqdn, default: [:]][scope, default: []].append(service) }
                }
            }
        }
        var reported: Set<ObjectIdentifier> = []
        func judge(_ services: [Mesh.VirtualService], _ host: String) {
            guard services.count > 1 else { return }
            var seen: Set<ObjectIdentifier> = []
            let services = services.filter { seen.insert(ObjectIdentifier($0)).inserted }
            guard services.count > 1 else { return }
            let names = report.wantsIstioText ? Self.list(services.map(\.object.fullName).sorted()) : ""
            let plain = String(host.drop { $0 != "/" }.dropFirst())
            for service in services where !reported.contains(ObjectIdentifier(service)) {
                var rivals: [Mesh.VirtualService] = []
                for rival in services where rival !== service && rival.object.sharesRevision(with: service.object) {
                    rivals.append(rival)
                    if rivals.count > 5 { break }
                }
                if rivals.isEmpty { continue }
                reported.insert(ObjectIdentifier(service))
                let shown = rivals.prefix(5)
                report.add(
                    service.object,
                    "host '\(plain)' is also defined by VirtualService \(shown.map { "'\($0.object.fullName)'" }.joined(separator: ", "))"
                        + (rivals.count > 5 ? " and others" : ""),
                    istio:
                        "The VirtualServices \(names) associated with mesh gateway define the same host \(host) which can lead to undefined "
                        + "behavior. This can be fixed by merging the conflicting VirtualServices into a single resource.",
                    help: "merge them, or limit 'exportTo'", related: shown.map { $0.object.related("the same host is here") })
            }
        }
        for (host, services) in everywhere.sorted(by: { $0.key < $1.key }) { judge(services, "*/\(host)") }
        if scoped.isEmpty { return }
        let visible = HostTable(everywhere)
        for (host, scopes) in scoped.sorted(by: { $0.key < $1.key }) {
            let others = visible.overlapping(host)
            for (scope, services) in scopes.sorted(by: { $0.key < $1.key }) { judge(services + others, "\(scope)/\(host)") }
        }
    }

    /// Istio names all of them in each of their messages; a host that thousands claim would make gigabytes of that.
    private static func list(_ names: [String]) -> String {
        let limit = 100
        return names.prefix(limit).joined(separator: ",") + (names.count > limit ? " and \(names.count - limit) more" : "")
    }
}
