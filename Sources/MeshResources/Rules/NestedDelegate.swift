/// A delegate hands over to a further delegate.
enum NestedDelegate: Rule {
    static let about = RuleDescription(
        code: "MSH2033", name: "nested-delegate", severity: .warning,
        kinds: ["VirtualService"],
        summary: "a delegate hands over to another delegate",
        explanation: """
            Istio follows one step of delegation. A route with `delegate` inside a delegate is left out, and delegates that name each \
            other lead nowhere.

            Name the last VirtualService in the root itself.
            """,
        examples: [
            .init(
                "a second step",
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
                  http: [{«delegate»: {name: more}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: more, namespace: cart}
                spec:
                  http: [{route: [{destination: {host: cart}}]}]
                """),
            .init(
                "one step",
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
        let uses = Delegates.uses(mesh)
        let delegates = Set(uses.compactMap { $0.target.map(ObjectIdentifier.init) })
        var targets: [ObjectIdentifier: Set<ObjectIdentifier>] = [:]
        for use in uses {
            if let target = use.target { targets[ObjectIdentifier(use.service.object), default: []].insert(ObjectIdentifier(target)) }
        }
        for use in uses where delegates.contains(ObjectIdentifier(use.service.object)) {
            let own = ObjectIdentifier(use.service.object)
            let leadsBack = use.target.map { $0 === use.service.object || targets[ObjectIdentifier($0)]?.contains(own) == true } ?? false
            report.add(
                use.service.object, at: use.keyNode, path: use.path,
                "delegate '\(use.service.object.fullName)' hands over to '\(use.namespace)/\(use.name)'"
                    + (leadsBack ? ", which leads back to it" : ", and Istio follows only one step"),
                help: "name that VirtualService in the root")
        }
    }
}
