/// A rule of an AuthorizationPolicy is covered by another rule of it.
enum ShadowedPolicyRule: Rule {
    static let about = RuleDescription(
        code: "MSH2041", name: "shadowed-policy-rule", severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "a rule of a policy is covered by another",
        explanation: """
            The rules of a policy are alternatives. A rule that matches only what another one matches too adds nothing; perhaps its \
            conditions were meant for the other.

            Remove the rule, or mend its conditions.
            """,
        examples: [
            .init(
                "a path more in the second",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules:
                  - from: [{source: {namespaces: [web]}}]
                  - «from»: [{source: {namespaces: [web]}}]
                    to: [{operation: {paths: [/admin]}}]
                """),
            .init(
                "different sources",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules:
                  - from: [{source: {namespaces: [web]}}]
                  - from: [{source: {namespaces: [pay]}}]
                """),
        ],
        source: "Istio, AuthorizationPolicy reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for policy in mesh.all(.authorizationPolicy) {
            let rules = policy.spec.items("rules").map { PolicyRuleConditions($0) }
            guard rules.count > 1, rules.count <= limit else { continue }
            for (index, rule) in rules.enumerated() where !rule.isEmpty {
                let other = rules.indices.first { other in
                    other != index && !rules[other].isEmpty && rules[other].covers(rule) && (other < index || !rule.covers(rules[other]))
                }
                guard let other else { continue }
                report.add(
                    policy, at: rule.node, path: "spec.rules[\(index)]", "rule \(index) matches nothing that rule \(other) does not match",
                    help: "remove it, or mend its conditions", related: [policy.related("the other rule", at: rules[other].node)])
            }
        }
    }

    /// Longer lists are written by machines.
    private static let limit = 200
}
