/// Two DestinationRules of one namespace set the same things for one host.
enum DuplicateDestinationRule: Rule {
    static let about = RuleDescription(
        code: "MSH2005", name: "duplicate-destination-rule", aliases: ["KIA0201"], severity: .warning,
        kinds: ["DestinationRule"],
        summary: "two DestinationRules of one namespace set the same for a host",
        explanation: """
            Istio joins the DestinationRules that a namespace has for one host: of two traffic policies, and of two subsets with the same \
            name, the older object's counts and the other is ignored.

            Merge the DestinationRules.
            """,
        examples: [
            .init(
                "two traffic policies",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: a, namespace: web}
                spec:
                  host: shop
                  trafficPolicy: {loadBalancer: {simple: RANDOM}}
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: b, namespace: web}
                spec:
                  host: «shop.web.svc.cluster.local»
                  trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}
                """),
            .init(
                "different subsets",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: a, namespace: web}
                spec:
                  host: shop
                  subsets: [{name: v1, labels: {version: v1}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: b, namespace: web}
                spec:
                  host: shop
                  subsets: [{name: v2, labels: {version: v2}}]
                """),
            .init(
                "one is for other clients",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: a, namespace: web}
                spec:
                  host: shop
                  trafficPolicy: {loadBalancer: {simple: RANDOM}}
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: b, namespace: web}
                spec:
                  host: shop
                  workloadSelector: {matchLabels: {app: pay}}
                  trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}
                """),
        ],
        source: "Istio, traffic management best practices; Kiali, KIA0201")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (_, rules) in mesh.destinationRuleHosts.filter({ $0.value.count > 1 && !$0.key.isEmpty }).sorted(by: { $0.key < $1.key }) {
            for (_, group) in Dictionary(grouping: rules, by: \.object.namespace).sorted(by: { $0.key < $1.key }) where group.count > 1 {
                var policies: [String: Mesh.DestinationRule] = [:]
                var subsets: [String: Mesh.DestinationRule] = [:]
                for rule in group {
                    let scope =
                        rule.hasWorkloadSelector ? LabelSelector(rule.spec["workloadSelector"].stringMap("matchLabels")).text + "!" : ""
                    var repeated: [String] = []
                    var other: Mesh.DestinationRule?
                    if rule.spec.has("trafficPolicy") {
                        if let earlier = policies[scope], clash(earlier, rule) {
                            repeated.append("'trafficPolicy'")
                            other = earlier
                        } else {
                            policies[scope] = rule
                        }
                    }
                    for subset in rule.subsets where !subset.name.isEmpty {
                        if let earlier = subsets["\(scope) \(subset.name)"], earlier !== rule, clash(earlier, rule) {
                            repeated.append("subset '\(subset.name)'")
                            other = other ?? earlier
                        } else {
                            subsets["\(scope) \(subset.name)"] = rule
                        }
                    }
                    guard let other else { continue }
                    report.add(
                        rule.object, at: rule.hostNode, path: "spec.host",
                        "\(repeated.joined(separator: ", ")) of host '\(rule.host)' is also set by DestinationRule '\(other.object.fullName)'; the older counts",
                        help: "merge the DestinationRules", related: [other.object.related("the other DestinationRule")])
                }
            }
        }
    }

    private static func clash(_ a: Mesh.DestinationRule, _ b: Mesh.DestinationRule) -> Bool {
        a.object.sharesRevision(with: b.object) && a.exportTo.overlaps(b.exportTo)
    }
}
