/// A delegate has hosts or gateways of its own.
enum DelegateWithHosts: Rule {
    static let about = RuleDescription(
        code: "MSH2034", name: "delegate-with-hosts", severity: .error,
        kinds: ["VirtualService"],
        summary: "a delegate has hosts of its own",
        explanation: """
            A VirtualService can be used as a delegate only when it has neither `hosts` nor `gateways`; it takes them from the root. With \
            hosts it is a root itself, and the route that hands over to it is left out.

            Remove `hosts` and `gateways` from the delegate.
            """,
        examples: [
            .init(
                "hosts in the delegate",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: root, namespace: edge}
                spec:
                  hosts: [shop.example.com]
                  gateways: [edge/public]
                  http:
                  - match: [{uri: {prefix: /cart}}]
                    delegate: {name: cart, namespace: cart}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: cart, namespace: cart}
                spec:
                  «hosts»: [cart]
                  http: [{route: [{destination: {host: cart}}]}]
                """),
            .init(
                "none",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: root, namespace: edge}
                spec:
                  hosts: [shop.example.com]
                  gateways: [edge/public]
                  http:
                  - match: [{uri: {prefix: /cart}}]
                    delegate: {name: cart, namespace: cart}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: cart, namespace: cart}
                spec:
                  http: [{route: [{destination: {host: cart}}]}]
                """),
        ],
        source: "Istio, Delegate reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var reported: Set<ObjectIdentifier> = []
        for use in Delegates.uses(mesh) {
            guard let target = use.target, let service = Delegates.view(of: target, mesh),
                !service.hosts.isEmpty || !service.gateways.isEmpty,
                reported.insert(ObjectIdentifier(target)).inserted
            else { continue }
            let field = service.hosts.isEmpty ? "gateways" : "hosts"
            report.add(
                target, at: service.spec?.entry(field)?.key, path: "spec.\(field)",
                "'\(field)' is set, so that this cannot be the delegate of '\(use.service.object.fullName)'",
                help: "remove 'hosts' and 'gateways'",
                related: [use.service.object.related("it is used as a delegate here", at: use.node)])
        }
    }
}
