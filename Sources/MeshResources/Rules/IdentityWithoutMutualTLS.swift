/// A policy asks who the client is where mutual TLS is turned off.
enum IdentityWithoutMutualTLS: Rule {
    static let about = RuleDescription(
        code: "MSH2022", name: "identity-without-mutual-tls", aliases: ["KIA0105"], severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "a policy asks for identities where mutual TLS is turned off",
        explanation: """
            `principals`, `namespaces`, `serviceAccounts`, `trustDomains` and the conditions on them come from the client's certificate, \
            `connection.sni` from the handshake. Where a \
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
                "in a condition",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{when: [{key: «source.principal», values: [cluster.local/ns/a/sa/b]}, {key: "request.headers[a]", values: [b]}]}]
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
                    for field in Self.fields {
                        guard let entry = from["source"]?.entry(field), entry.value.items.contains(where: { _ in true }) else { continue }
                        add(policy, entry.key, "spec.rules[\(i)].from[\(j)].source.\(field)", field, object, &report)
                    }
                }
                for (j, condition) in rule.items("when").enumerated() {
                    guard let key = condition["key"], let text = key.string, Self.conditions.contains(text) else { continue }
                    add(policy, key, "spec.rules[\(i)].when[\(j)].key", text, object, &report)
                }
            }
        }
    }

    private static let fields = [
        "principals", "notPrincipals", "namespaces", "notNamespaces", "serviceAccounts", "notServiceAccounts", "trustDomains",
        "notTrustDomains",
    ]

    private static let conditions = [
        "source.principal", "source.namespace", "source.serviceAccount", "source.trustDomain", "connection.sni",
    ]

    private static func add(
        _ policy: Mesh.Object, _ node: Node, _ path: String, _ what: String, _ switchedOff: Mesh.Object, _ report: inout Report
    ) {
        report.add(
            policy, at: node, path: path, "'\(what)' needs mutual TLS, which PeerAuthentication '\(switchedOff.fullName)' turns off",
            help: "turn mutual TLS on",
            related: [switchedOff.related("mutual TLS is turned off here", at: switchedOff.spec["mtls"]?["mode"])])
    }
}
