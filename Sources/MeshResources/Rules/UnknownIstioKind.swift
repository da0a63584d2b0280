/// A kind of Istio does not exist.
enum UnknownIstioKind: Rule {
    static let about = RuleDescription(
        code: "MSH2072", name: "unknown-istio-kind", severity: .error,
        kinds: ["VirtualService"],
        summary: "an object of a kind that Istio does not have",
        explanation: """
            The API group is Istio's, but it has no such kind: the name is misspelt, or the kind was removed (as those of \
            `config.istio.io` and `rbac.istio.io`).

            Mend the kind.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: networking.istio.io/v1
                kind: «VirtualServise»
                metadata: {name: shop, namespace: web}
                spec: {}
                """),
            .init(
                "a kind of another group",
                """
                apiVersion: example.com/v1
                kind: VirtualServise
                metadata: {name: shop, namespace: web}
                spec: {}
                """),
        ],
        source: "Istio, custom resource definitions")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for object in mesh.all(.other) {
            let group = object.resource.group
            guard
                group == "networking.istio.io" || group == "security.istio.io" || group == "telemetry.istio.io"
                    || group == "extensions.istio.io" || group == "rbac.istio.io"
                    || group == "config.istio.io" || group == "authentication.istio.io"
            else { continue }
            let kind = object.resource.kind
            let words = Mesh.Kind.allCases.filter { $0.group.hasSuffix("istio.io") }.map(\.word)
            let elsewhere = Mesh.Kind.allCases.first { $0.word == kind && $0.group.hasSuffix("istio.io") }
            report.add(
                object, at: object.resource.node["kind"], path: "kind", "kind '\(kind)' does not exist in '\(group)'",
                help: elsewhere.map { "write the group '\($0.group)'" }
                    ?? Spelling.closest(to: kind, among: words).map { "did you mean '\($0)'?" })
        }
    }
}
