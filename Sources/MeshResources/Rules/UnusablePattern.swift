/// A value of an AuthorizationPolicy has a star or a scheme where it stands for itself.
enum UnusablePattern: Rule {
    static let about = RuleDescription(
        code: "MSH2062", name: "unusable-pattern", severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "a value is compared letter for letter where more was meant",
        explanation: """
            In the values of an AuthorizationPolicy `*` is a wildcard only as the whole value or at one end. `a*b` and `**` are compared \
            letter for letter and match nothing. Principals are written without `spiffe://`, which Istio puts in front itself.

            Put the star at one end, or list the values. Leave `spiffe://` out.
            """,
        examples: [
            .init(
                "a star inside",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [«cluster.local/*/sa/shop»]}}]}]
                """),
            .init(
                "two stars",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [«"**"»]}}]}]
                """),
            .init(
                "a scheme",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [«"spiffe://cluster.local/ns/web/sa/shop"»]}}]}]
                """),
            .init(
                "stars at the ends, and templates of paths",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: ["*/sa/shop", "*"]}}], to: [{operation: {paths: ["/a/{*}/b", "/c/{**}"], hosts: ["*.example.com"]}}]}]
                """),
        ],
        source: "Istio, AuthorizationPolicy reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        func judge(_ policy: Mesh.Object, _ name: Mesh.Name, _ place: PolicyRules.Place) {
            let text = name.text
            let inner = text.utf8.dropFirst().dropLast()
            let both = text.utf8.count > 1 && text.utf8.first == 0x2A && text.utf8.last == 0x2A
            guard inner.contains(0x2A) || both, !text.contains("{*") else { return }
            report.add(
                policy, at: name.node, path: place.path,
                "'\(text)' is compared letter for letter: '*' is a wildcard only as the whole value or at one end",
                help: "put the star at one end")
        }
        PolicyRules.forEach(
            mesh, in: "from", "source",
            [
                "principals", "notPrincipals", "requestPrincipals", "notRequestPrincipals", "namespaces", "notNamespaces",
                "serviceAccounts", "notServiceAccounts",
            ], where: { $0.contains(0x2A) }, judge)
        PolicyRules.forEach(
            mesh, in: "from", "source", ["principals", "notPrincipals"], where: { $0.starts(with: Self.scheme.utf8) }
        ) { policy, name, place in
            guard name.text.hasPrefix(Self.scheme) else { return }
            let plain = String(name.text.dropFirst(Self.scheme.count))
            report.add(
                policy, at: name.node, path: place.path, "'\(name.text)' matches nobody: Istio puts 'spiffe://' in front of it once more",
                help: "write '\(plain)'", fixes: [.replacing(name.node, by: plain)])
        }
        PolicyRules.forEach(
            mesh, in: "to", "operation", ["hosts", "notHosts", "methods", "notMethods", "paths", "notPaths"], where: { $0.contains(0x2A) },
            judge)
    }

    private static let scheme = "spiffe://"
}
