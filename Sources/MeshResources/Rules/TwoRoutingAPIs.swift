/// A VirtualService and a route of the Gateway API both route one Service.
enum TwoRoutingAPIs: Rule {
    static let about = RuleDescription(
        code: "MSH2052", name: "two-routing-apis", severity: .warning,
        kinds: ["VirtualService"],
        summary: "a VirtualService and an HTTPRoute both route one Service",
        explanation: """
            For the mesh, an HTTPRoute or GRPCRoute whose parent is a Service takes the place of a VirtualService for its host, or the \
            other way round, depending on age. One of them is ignored.

            Keep one of the two.
            """,
        examples: [
            .init(
                "both for one Service",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [«shop»]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: web}
                spec:
                  parentRefs: [{group: "", kind: Service, name: shop}]
                  rules: [{backendRefs: [{name: shop, port: 80}]}]
                """),
            .init(
                "a route of a Gateway",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: web}
                spec:
                  parentRefs: [{name: edge, namespace: other}]
                  rules: [{backendRefs: [{name: shop, port: 80}]}]
                """),
        ],
        source: "Istio, Gateway API for mesh traffic")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var reported: Set<UInt64> = []
        for kind in [Mesh.Kind.httpRoute, .grpcRoute] {
            for route in mesh.all(kind) {
                for parent in route.spec.items("parentRefs") where parent.text("kind") == "Service" {
                    guard let name = parent.text("name"), parent["group"]?.text.isEmpty ?? true else { continue }
                    let fqdn = mesh.qualified(name, from: parent.text("namespace") ?? route.namespace)
                    for service in mesh.virtualServices(host: fqdn) where service.isOnMesh {
                        guard service.exportTo.includes(route.namespace) || service.exportTo.isEverywhere,
                            let host = service.hosts.first(where: { $0.fqdn == fqdn }), service.object.sharesRevision(with: route),
                            reported.insert(UInt64(UInt(bitPattern: ObjectIdentifier(service).hashValue))).inserted
                        else { continue }
                        report.add(
                            service.object, at: host.node, path: "spec.hosts",
                            "service '\(fqdn)' is also routed by \(route.resource.kind) '\(route.fullName)'",
                            help: "keep one of the two", related: [route.related("the other route")])
                    }
                }
            }
        }
    }
}
