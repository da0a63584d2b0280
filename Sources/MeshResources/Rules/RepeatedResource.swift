/// The inputs hold the same object twice.
enum RepeatedResource: Rule {
    static let about = RuleDescription(
        code: "MSH2070", name: "repeated-resource", severity: .warning,
        kinds: ["VirtualService", "DestinationRule", "Gateway", "ServiceEntry", "AuthorizationPolicy", "Service"],
        summary: "the same object stands in the inputs twice",
        explanation: """
            Two manifests have the same kind, namespace and name. Applied in turn, the second replaces the first; which one is meant \
            cannot be told, and only the last is looked at here.

            Remove one, or give it another name or namespace. Between different files, which may be overlays of each other, it is only a remark.
            """,
        examples: [
            .init(
                "twice",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: «shop», namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: pay}}]}]
                """),
            .init(
                "other namespaces",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [a.example.com]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: pay}
                spec:
                  hosts: [b.example.com]
                  http: [{route: [{destination: {host: pay}}]}]
                """),
        ],
        source: "Kubernetes, object names")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (earlier, later) in mesh.replaced
        where earlier.resource.node.tree !== later.resource.node.tree || earlier.resource.node.identity != later.resource.node.identity {
            if earlier.isSame(as: later) { continue }
            report.add(
                later, "object '\(later.fullName)' stands in the inputs twice, and this one replaces the other",
                help: "remove one, or give it another name", related: [earlier.related("the other one")],
                severity: earlier.resource.source === later.resource.source ? nil : .info)
        }
    }
}
