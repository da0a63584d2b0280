/// A subset has no labels.
enum SubsetWithoutLabels: Rule {
    static let about = RuleDescription(
        code: "MSH2013", name: "subset-without-labels", aliases: ["KIA0209"], severity: .info,
        kinds: ["DestinationRule"],
        summary: "a subset has no labels",
        explanation: """
            A subset without labels stands for every workload of the host. That is useful to give a traffic policy to some routes only; \
            otherwise the labels were forgotten.

            Add the labels, if the subset is meant to be a part of the host.
            """,
        examples: [
            .init(
                "no labels and no policy",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets:
                  - name: «v1»
                """),
            .init(
                "a policy for all workloads",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets:
                  - name: all
                    trafficPolicy: {loadBalancer: {simple: RANDOM}}
                """),
        ],
        source: "Kiali, KIA0209")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for rule in mesh.destinationRules where !HostName.isWildcard(rule.host) {
            for subset in rule.subsets where !subset.node.has("trafficPolicy") {
                if let labels = subset.node["labels"], labels.isMapping, labels.rawEntries.contains(where: { _ in true }) { continue }
                report.add(
                    rule.object, at: subset.node["name"] ?? subset.node, path: "spec.subsets[\(subset.index)].labels",
                    "subset '\(subset.name)' has no labels and so stands for every workload of '\(rule.host)'", help: "add 'labels'")
            }
        }
    }
}
