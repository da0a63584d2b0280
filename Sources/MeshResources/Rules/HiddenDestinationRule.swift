/// A DestinationRule hides the one of the service for clients of its namespace.
enum HiddenDestinationRule: Rule {
    static let about = RuleDescription(
        code: "MSH2006", name: "hidden-destination-rule", severity: .warning,
        kinds: ["DestinationRule"],
        summary: "a DestinationRule hides that of the service for its clients",
        explanation: """
            For a client Istio takes the DestinationRule of the client's namespace, else that of the service's namespace, else that of the \
            root namespace; it does not join them. This one lies with clients, so that for them the subsets and settings of the service's \
            own rule do not exist.

            Repeat in this rule what is needed of the other, or remove it.
            """,
        examples: [
            .init(
                "the subsets of the service are lost",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets: [{name: v1, labels: {version: v1}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: pay}
                spec:
                  host: «shop.web.svc.cluster.local»
                  trafficPolicy: {loadBalancer: {simple: RANDOM}}
                """),
            .init(
                "it has the same subsets",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets: [{name: v1, labels: {version: v1}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: pay}
                spec:
                  host: shop.web.svc.cluster.local
                  subsets: [{name: v1, labels: {version: v1}}]
                """),
            .init(
                "the other is not visible there",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  exportTo: ["."]
                  subsets: [{name: v1, labels: {version: v1}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: pay}
                spec:
                  host: shop.web.svc.cluster.local
                  trafficPolicy: {loadBalancer: {simple: RANDOM}}
                """),
        ],
        source: "Istio, traffic management best practices, cross-namespace configuration")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (host, rules) in mesh.destinationRuleHosts.filter({ $0.value.count > 1 }).sorted(by: { $0.key < $1.key }) {
            let home =
                HostName.service(host, domain: mesh.options.domain)?.namespace ?? mesh.hosts.entries(named: host).first?.object.namespace
            guard let home else { continue }
            let own = rules.filter { $0.object.namespace == home && !$0.hasWorkloadSelector }
            if own.isEmpty { continue }
            for rule in rules
            where rule.object.namespace != home && !rule.hasWorkloadSelector && rule.object.namespace != mesh.config.rootNamespace {
                let hidden = own.filter { $0.exportTo.includes(rule.object.namespace) && $0.object.sharesRevision(with: rule.object) }
                let names = Set(rule.subsets.map(\.name))
                let lost = hidden.flatMap { $0.subsets.map(\.name) }.filter { !names.contains($0) }
                let losesTLS = hidden.contains { $0.spec["trafficPolicy"].has("tls") } && !rule.spec["trafficPolicy"].has("tls")
                guard let other = hidden.first, !lost.isEmpty || losesTLS else { continue }
                let what = (Set(lost).sorted().prefix(5).map { "subset '\($0)'" } + (losesTLS ? ["the TLS settings"] : [])).joined(
                    separator: ", ")
                report.add(
                    rule.object, at: rule.hostNode, path: "spec.host",
                    "clients of namespace '\(rule.object.namespace)' lose \(what) of DestinationRule '\(other.object.fullName)'",
                    help: "repeat here what is needed", related: [other.object.related("the hidden DestinationRule")])
            }
        }
    }
}
