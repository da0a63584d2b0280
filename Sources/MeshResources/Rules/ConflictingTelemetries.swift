/// Several Telemetry objects select the same pod.
enum ConflictingTelemetries: Rule {
    static let about = RuleDescription(
        code: "IST0159", name: "conflicting-telemetries", severity: .error,
        kinds: ["Telemetry"],
        summary: "several Telemetry objects select the same pod",
        explanation: """
            A pod takes its settings from one Telemetry with a selector. When several of a namespace select it, the oldest wins and the \
            others do nothing.

            Make the selectors disjoint, or merge them.
            """,
        examples: [
            .init(
                "two for one pod",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: «a», namespace: web}
                spec:
                  selector: {matchLabels: {app: shop}}
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: «b», namespace: web}
                spec:
                  selector: {matchLabels: {tier: front}}
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop, tier: front}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "each has pods of its own",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: a, namespace: web}
                spec:
                  selector: {matchLabels: {app: shop}}
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: b, namespace: web}
                spec:
                  selector: {matchLabels: {app: pay}}
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: pay-1, namespace: web, labels: {app: pay}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer telemetry.SelectorAnalyzer")
    static let analyzers = ["telemetry.SelectorAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        SelectorConflicts.find(mesh.all(.telemetry), selector: { $0.spec["selector"].stringMap("matchLabels") }, mesh) {
            workload, telemetry, names in
            report.add(
                telemetry,
                "pod '\(workload.object.name)' is also selected by Telemetry "
                    + names.filter { $0 != telemetry.name }.map { "'\($0)'" }.joined(separator: ", "),
                istio:
                    "The Telemetries \(GoFormat.list(names)) in namespace \(GoFormat.quoted(workload.object.namespace)) select the same workload pod "
                    + "\(GoFormat.quoted(workload.object.name)), which can lead to undefined behavior.", help: "make the selectors disjoint"
            )
        }
    }
}
