/// A route or mirror sends to a host that no Service or ServiceEntry has.
enum MissingDestinationHost: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "missing-destination-host", aliases: ["KIA1101"], severity: .error,
        kinds: ["VirtualService"],
        summary: "a route sends to a host that does not exist",
        explanation: """
            `destination.host` must be the name of a Service of the same namespace, the full name `service.namespace.svc.cluster.local`, \
            or a host of a ServiceEntry, and it must be visible to the VirtualService (`exportTo`). Istio makes a route to an unknown host \
            that answers 503.

            A name with a dot is taken as it is: `reviews.shop` does not mean the Service `reviews` of the namespace `shop`; write its \
            full name.
            """,
        examples: [
            .init(
                "the Service is in another namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - route:
                    - destination:
                        host: «pay»
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: pay, namespace: billing}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                """),
            .init(
                "the full name, and a host that a ServiceEntry covers by a wildcard",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - match: [{uri: {prefix: /pay}}]
                    route: [{destination: {host: pay.billing.svc.cluster.local}}]
                  - route: [{destination: {host: eu.api.example.com}}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: pay, namespace: billing}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: api, namespace: web}
                spec:
                  hosts: ["*.api.example.com"]
                  ports: [{number: 443, name: https, protocol: TLS}]
                """),
        ],
        source: "Istio, analyzer virtualservice.DestinationHostAnalyzer; Kiali, KIA1101")
    static let analyzers = ["virtualservice.DestinationHostAnalyzer"]
    static let needs: [Mesh.Kind] = [.service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for destination in service.destinations where mesh.resolve(destination, of: service) == nil {
                let isMirror = destination.role != .route
                let kind = isMirror ? "mirror host" : "host"
                report.add(
                    service.object, at: destination.hostNode, path: "\(destination.path).host",
                    destination.host.isEmpty ? "destination has no host" : "\(kind) '\(destination.host)' does not exist",
                    istio: "Referenced \(kind) not found: \(GoFormat.quoted(destination.host))",
                    help: report.hint { help(destination, service, mesh) }, fixes: report.hint { fixes(destination, service, mesh) } ?? [],
                    onlyIstios: destination.host.isEmpty)
            }
        }
    }

    /// A short name that is spelt almost like one Service of the namespace is a slip.
    private static func fixes(_ destination: Mesh.VirtualService.Destination, _ service: Mesh.VirtualService, _ mesh: Mesh) -> [FixIt] {
        guard let node = destination.node["host"], destination.host.count > 3, !destination.host.contains(".") else { return [] }
        let names = mesh.all(.service).lazy.filter { $0.namespace == service.object.namespace }.map(\.name)
        return Spelling.closest(to: destination.host, among: names).map { [.replacing(node, by: $0)] } ?? []
    }

    /// What the host could have been: a Service elsewhere, one that is not exported, or one spelt almost alike.
    private static func help(_ destination: Mesh.VirtualService.Destination, _ service: Mesh.VirtualService, _ mesh: Mesh) -> String? {
        let host = destination.host
        if let hidden = mesh.hosts.entries(named: destination.fqdn).first {
            return "export \(hidden.object.resource.kind) '\(hidden.object.fullName)' to the namespace '\(service.object.namespace)'"
        }
        let parts = host.split(separator: ".", maxSplits: 1)
        if parts.count == 2 {
            let namespace = parts[1].hasSuffix(".svc") ? String(parts[1].dropLast(4)) : String(parts[1])
            let full = "\(parts[0]).\(namespace).svc.\(mesh.options.domain)"
            if full != host, mesh.hosts.contains(full) { return "write the full name '\(full)'" }
        }
        if parts.count == 1, let other = mesh.all(.service).first(where: { $0.name == host }) {
            return "did you mean '\(other.name).\(other.namespace).svc.\(mesh.options.domain)'?"
        }
        let names = mesh.all(.service).lazy.filter { $0.namespace == service.object.namespace }.map(\.name)
        return parts.count == 1 ? Spelling.closest(to: host, among: names).map { "did you mean '\($0)'?" } : nil
    }
}
