/// A feature is used that Istio has deprecated or removed.
enum DeprecatedFeature: Rule {
    static let about = RuleDescription(
        code: "IST0002", name: "deprecated-feature", severity: .warning,
        kinds: ["VirtualService", "Sidecar", "CustomResourceDefinition"],
        summary: "a deprecated or removed feature is used",
        explanation: """
            `fault.delay.percent` of a VirtualService is replaced by `percentage`; `outboundTrafficPolicy.egressProxy` of a Sidecar is \
            ignored; the kinds of `rbac.istio.io` are gone, and their policies protect nothing.

            Use the replacement.
            """,
        examples: [
            .init(
                "percent",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - fault: {delay: {percent: «10», fixedDelay: 1s}}
                    route: [{destination: {host: shop}}]
                """),
            .init(
                "percentage",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - fault: {delay: {percentage: {value: 10}, fixedDelay: 1s}}
                    route: [{destination: {host: shop}}]
                """),
        ],
        source: "Istio, analyzer deprecation.DeprecationAnalyzer")
    static let analyzers = ["deprecation.DeprecationAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for (index, route) in service.spec.items("http").enumerated() {
                guard let delay = route["fault"]["delay"], let percent = delay["percent"], let value = percent.int, value > 0 else {
                    continue
                }
                report.add(
                    service.object, at: percent, path: "spec.http[\(index)].fault.delay.percent",
                    "'percent' is deprecated, expected 'percentage'",
                    istio: "Deprecated: HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage",
                    help: "write 'percentage: {value: \(value)}'", fixes: fixes(delay, value), once: true)
            }
        }
        for sidecar in mesh.all(.sidecar) {
            guard let proxy = sidecar.spec["outboundTrafficPolicy"].value("egressProxy") else { continue }
            report.add(
                sidecar, at: proxy, path: "spec.outboundTrafficPolicy.egressProxy", "'egressProxy' has no effect",
                istio: "Deprecated: OutboundTrafficPolicy.EgressProxy ignored", help: "remove it")
        }
        for definition in mesh.all(.customResourceDefinition) {
            guard definition.spec.text("group") == "rbac.istio.io", let kind = definition.spec["names"].text("kind") else { continue }
            guard ["ClusterRbacConfig", "RbacConfig", "ServiceRole", "ServiceRoleBinding"].contains(kind) else { continue }
            report.add(
                definition, "kind '\(kind)' of rbac.istio.io is no longer read by Istio",
                istio: "Deprecated: Custom resource type rbac.istio.io \(kind) is removed", help: "use AuthorizationPolicy")
        }
    }

    /// The same percentage in the field of today.
    private static func fixes(_ delay: Node, _ value: Int) -> [FixIt] {
        guard let entry = delay.entry("percent"), !delay.has("percentage") else { return [] }
        return [
            FixIt(
                title: "replace 'percent' by 'percentage'", isSafe: true, source: delay.tree.source,
                edits: [
                    TextEdit(range: entry.key.contentRange, replacement: "percentage"),
                    TextEdit(range: entry.value.range, replacement: "{value: \(value)}"),
                ])
        ]
    }
}
