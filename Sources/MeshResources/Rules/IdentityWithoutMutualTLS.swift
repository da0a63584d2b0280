/// A policy asks who the client is where mutual TLS is turned off.
enum IdentityWithoutMutualTLS: Rule {
    static let about = RuleDescription(
        code: "MSH2022", name: "identity-without-mutual-tls", aliases: ["KIA0105"], severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "a policy asks for identities where mutual TLS is turned off",
        explanation: """
            `principals`, `namespaces`, `serviceAccounts` and `source.principal` come from the client's certificate. Where a \
            PeerAuthentication turns mutual TLS off there is none: an ALLOW rule never matches, and a DENY rule on it stops nobody.

            Turn mutual TLS on for these workloads.
            """,
        examples: [
            .init(
                "turned off in the namespace",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {«principals»: [cluster.local/ns/a/sa/b]}}]}]
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: web}
                spec:
                  mtls: {mode: DISABLE}
                """),
            .init(
                "permissive",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}]}]
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: web}
                spec:
                  mtls: {mode: PERMISSIVE}
                """),
        ],
        source: "Istio, AuthorizationPolicy reference; Kiali, KIA0105")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let modes = MutualTLS(mesh)
        if modes.isEmpty { return }
        for policy in mesh.all(.authorizationPolicy) {
            let namespace = policy.namespace == mesh.config.rootNamespace ? nil : policy.namespace
            let (mode, object) = modes.mode(of: namespace)
            guard mode == .disable, modes.isUniform(namespace), let object else { continue }
            for (i, rule) in policy.spec.items("rules").enumerated() {
                for (j, from) in rule.items("from").enumerated() {
                    for field in ["principals", "notPrincipals", "namespaces", "notNamespaces", "serviceAccounts", "notServiceAccounts"] {
                        guard let entry = from["source"]?.entry(field), entry.value.items.contains(where: { _ in true }) else { continue }
                        report.add(
                            policy, at: entry.key, path: "spec.rules[\(i)].from[\(j)].source.\(field)",
                            "'\(field)' needs mutual TLS, which PeerAuthentication '\(object.fullName)' turns off",
                            help: "turn mutual TLS on",
                            related: [object.related("mutual TLS is turned off here", at: object.spec["mtls"]?["mode"])])
                    }
                }
            }
        }
    }
}
