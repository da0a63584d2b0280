/// A rule of an ALLOW policy has no condition and lets everybody in.
enum AllowEverything: Rule {
    static let about = RuleDescription(
        code: "MSH2040", name: "allow-everything", severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "an ALLOW policy with further rules lets everybody in",
        explanation: """
            A rule without `from`, `to` and `when` matches every request. In an ALLOW policy it makes the other rules, and other ALLOW \
            policies of the workload, meaningless. A policy of nothing but the empty rule says so on purpose and is not reported.

            Remove the empty rule, or give it a condition.
            """,
        examples: [
            .init(
                "an empty rule beside another",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules:
                  - from: [{source: {namespaces: [web]}}]
                  - «{}»
                """),
            .init(
                "nothing but the empty rule",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{}]
                """),
            .init(
                "DENY",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  action: DENY
                  rules:
                  - from: [{source: {namespaces: [web]}}]
                  - {}
                """),
        ],
        source: "Istio, AuthorizationPolicy reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for policy in mesh.all(.authorizationPolicy) where policy.spec.text("action") ?? "ALLOW" == "ALLOW" {
            let rules = Array(policy.spec.items("rules"))
            guard rules.count > 1 else { continue }
            for (index, rule) in rules.enumerated() where PolicyRuleConditions(rule).isEmpty && !rule.isNull {
                report.add(
                    policy, at: rule, path: "spec.rules[\(index)]",
                    "rule without condition lets every request in, so that the other rules mean nothing",
                    help: "remove the rule, or give it a condition")
            }
        }
    }
}
