/// An AuthorizationPolicy names a source namespace that does not exist.
enum UnknownSourceNamespace: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "unknown-source-namespace", aliases: ["KIA0101"], severity: .error,
        kinds: ["AuthorizationPolicy"],
        summary: "an AuthorizationPolicy names a namespace that does not exist",
        explanation: """
            `namespaces` and `notNamespaces` of a source are names of namespaces, or patterns with `*` at one end. A name that matches \
            none allows, or forbids, nobody.

            Mend the name.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {namespaces: [«webb»]}}]}]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
            .init(
                "a prefix",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {namespaces: ["we*"], notNamespaces: ["*eb"]}}]}]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
        ],
        source: "Istio, analyzer auth.AuthorizationPoliciesAnalyzer; Kiali, KIA0101")
    static let analyzers = ["auth.AuthorizationPoliciesAnalyzer"]
    static let needs: [Mesh.Kind] = [.namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let known = mesh.all(.namespace).map(\.name)
        let lowered = Set(known.map { $0.lowercased() })
        var implied: Set<String>?
        for policy in mesh.all(.authorizationPolicy) {
            for (i, rule) in policy.spec.items("rules").enumerated() {
                for (j, from) in rule.items("from").enumerated() {
                    for key in ["namespaces", "notNamespaces"] {
                        for (k, name) in from["source"].names(key).enumerated() where !exists(name.text, known, lowered) {
                            let others = implied ?? mesh.impliedNamespaces
                            implied = others
                            report.add(
                                policy, at: name.node, path: "spec.rules[\(i)].from[\(j)].source.\(key)[\(k)]",
                                "namespace '\(name.text)' does not exist",
                                istio: "Referenced namespace not found: \(GoFormat.quoted(name.text))",
                                help: Spelling.closest(to: name.text, among: known).map { "did you mean '\($0)'?" },
                                onlyIstios: exists(name.text, Array(others), others))
                        }
                    }
                }
            }
        }
    }

    private static func exists(_ pattern: String, _ known: [String], _ lowered: Set<String>) -> Bool {
        if known.isEmpty { return false }
        if pattern.hasPrefix("*") { return pattern == "*" || known.contains { $0.hasSuffix(pattern.dropFirst()) } }
        if pattern.hasSuffix("*") { return known.contains { $0.hasPrefix(pattern.dropLast()) } }
        return lowered.contains(pattern.lowercased())
    }
}
