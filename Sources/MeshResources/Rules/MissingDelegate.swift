/// A route hands over to a VirtualService that does not exist.
enum MissingDelegate: Rule {
    static let about = RuleDescription(
        code: "MSH2032", name: "missing-delegate", severity: .error,
        kinds: ["VirtualService"],
        summary: "a route hands over to a VirtualService that does not exist",
        explanation: """
            `delegate` names a VirtualService whose routes stand in for this one; without namespace it is that of the root. If it does not \
            exist, or is not exported to the root's namespace, the route is left out and its requests get 404.

            Mend name or namespace, or export the delegate.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: root, namespace: edge}
                spec:
                  hosts: [shop.example.com]
                  gateways: [edge/public]
                  http:
                  - match: [{uri: {prefix: /cart}}]
                    delegate: {name: «card», namespace: cart}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: cart, namespace: cart}
                spec:
                  http: [{route: [{destination: {host: cart}}]}]
                """),
            .init(
                "it exists",
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
        for use in Delegates.uses(mesh) {
            if let target = use.target {
                let visible = Delegates.view(of: target, mesh)?.exportTo.includes(use.service.object.namespace) ?? true
                if visible { continue }
                report.add(
                    use.service.object, at: use.node["name"], path: "\(use.path).name",
                    "delegate '\(target.fullName)' is not exported to the namespace '\(use.service.object.namespace)'",
                    help: "add the namespace to its 'exportTo'", related: [target.related("the delegate")])
                continue
            }
            let names = mesh.virtualServices.lazy.filter { $0.object.namespace == use.namespace }.map(\.object.name)
            report.add(
                use.service.object, at: use.node["name"] ?? use.node, path: "\(use.path).name",
                "delegate '\(use.namespace)/\(use.name)' does not exist",
                help: Spelling.closest(to: use.name, among: names).map { "did you mean '\($0)'?" })
        }
    }
}
