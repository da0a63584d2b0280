/// The selector of a Telemetry matches no pod of its namespace.
enum TelemetrySelectsNothing: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "telemetry-selects-nothing", severity: .error,
        kinds: ["Telemetry"],
        summary: "the selector of a Telemetry matches no pod",
        explanation: """
            A Telemetry with a selector applies to pods of its own namespace that have all the labels. When there is none, it does \
            nothing.

            Mend the labels, or move the Telemetry.
            """,
        examples: [
            .init(
                "no such pod",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {matchLabels: {app: «shopp»}}
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "a pod that matches",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {matchLabels: {app: shop}}
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer telemetry.SelectorAnalyzer")
    static let analyzers = ["telemetry.SelectorAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for telemetry in mesh.all(.telemetry) {
            let selector = LabelSelector(telemetry.spec["selector"].stringMap("matchLabels"))
            guard let first = selector.labels.first, !mesh.workloads.hasMatch(selector, in: telemetry.namespace) else { continue }
            report.add(
                telemetry, at: telemetry.spec["selector"]["matchLabels"]?[first.key], path: "spec.selector.matchLabels",
                "selector '\(selector.text)' matches no pod in the namespace '\(telemetry.namespace)'",
                istio: "Referenced selector not found: \(GoFormat.quoted(selector.text))", help: "use the labels of pods in this namespace")
        }
    }
}
