/// A DENY policy forbids all that a rule of an ALLOW policy allows.
enum DenyCoversAllow: Rule {
    static let about = RuleDescription(
        code: "MSH2042", name: "deny-covers-allow", severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "a DENY policy forbids all that an ALLOW rule allows",
        explanation: """
            DENY goes before ALLOW. This DENY policy applies to every workload of the ALLOW policy and matches every request that the rule \
            allows, so that the rule lets nobody in.

            Narrow the DENY policy, or remove the ALLOW rule.
            """,
        examples: [
            .init(
                "a namespace that is denied",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: deny, namespace: web}
                spec:
                  action: DENY
                  rules: [{from: [{source: {namespaces: [pay]}}]}]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: allow, namespace: web}
                spec:
                  selector: {matchLabels: {app: shop}}
                  rules:
                  - «from»: [{source: {namespaces: [pay]}}]
                    to: [{operation: {paths: [/a]}}]
                """),
            .init(
                "another path",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: deny, namespace: web}
                spec:
                  action: DENY
                  rules: [{to: [{operation: {paths: [/admin]}}]}]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: allow, namespace: web}
                spec:
                  rules: [{to: [{operation: {paths: [/a]}}]}]
                """),
        ],
        source: "Istio, authorization: implicit enablement and order")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var denies: [String: [(policy: Mesh.Object, selector: LabelSelector, rules: [PolicyRuleConditions])]] = [:]
        for policy in mesh.all(.authorizationPolicy)
        where policy.spec.text("action") == "DENY" && !PolicyRuleConditions.isTargeted(policy) && !PolicyRuleConditions.isDryRun(policy) {
            let selector = LabelSelector(policy.spec["selector"].stringMap("matchLabels"))
            // By one of its labels, so that only policies with that label are compared with it.
            let label = selector.labels.first.map { "\($0.key)=\($0.value)" } ?? ""
            denies["\(policy.namespace) \(label)", default: []].append(
                (policy, selector, policy.spec.items("rules").map { PolicyRuleConditions($0) }))
        }
        if denies.isEmpty { return }
        for policy in mesh.all(.authorizationPolicy)
        where policy.spec.text("action") ?? "ALLOW" == "ALLOW"
            && !PolicyRuleConditions.isTargeted(policy) && !PolicyRuleConditions.isDryRun(policy)
        {
            let labels = policy.spec["selector"].stringMap("matchLabels")
            var candidates: [(policy: Mesh.Object, selector: LabelSelector, rules: [PolicyRuleConditions])] = []
            for namespace in Set([policy.namespace, mesh.config.rootNamespace]) {
                candidates += denies["\(namespace) "] ?? []
                for (key, value) in labels { candidates += denies["\(namespace) \(key)=\(value)"] ?? [] }
            }
            candidates = candidates.filter { $0.selector.labels.allSatisfy { labels[$0.key] == $0.value } }
            if candidates.isEmpty { continue }
            for (index, node) in policy.spec.items("rules").enumerated() {
                let rule = PolicyRuleConditions(node)
                guard let hit = candidates.first(where: { $0.rules.contains { $0.covers(rule) } }) else { continue }
                report.add(
                    policy, at: node, path: "spec.rules[\(index)]",
                    "rule \(index) lets nobody in: DENY policy '\(hit.policy.fullName)' forbids all that it allows",
                    help: "narrow the DENY policy, or remove the rule", related: [hit.policy.related("the DENY policy")])
            }
        }
    }
}
