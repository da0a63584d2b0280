/// A Telemetry uses a tracing provider of the deprecated kind Lightstep.
enum DeprecatedLightstep: Rule {
    static let about = RuleDescription(
        code: "IST0002", name: "deprecated-lightstep", severity: .warning,
        kinds: ["Telemetry"],
        summary: "a Telemetry uses a Lightstep provider",
        explanation: """
            The Lightstep tracer of Envoy is gone; an extension provider of that kind sends no traces.

            Define an OpenTelemetry provider in the mesh configuration and name it.
            """,
        examples: [
            .init(
                "a provider defined as Lightstep",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {mesh: "extensionProviders: [{name: ls, lightstep: {service: a}}]"}
                ---
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: all, namespace: istio-system}
                spec:
                  tracing: [{providers: [{name: «ls»}]}]
                """),
            .init(
                "OpenTelemetry",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {mesh: "extensionProviders: [{name: ls, opentelemetry: {service: a}}]"}
                ---
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: all, namespace: istio-system}
                spec:
                  tracing: [{providers: [{name: ls}]}]
                """),
        ],
        source: "Istio, analyzer telemetry.LightstepAnalyzer")
    static let analyzers = ["telemetry.LightstepAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let names = mesh.config.providers(definedBy: "lightstep")
        if names.isEmpty { return }
        for telemetry in mesh.all(.telemetry) {
            for (i, tracing) in telemetry.spec.items("tracing").enumerated() {
                for (j, provider) in tracing.items("providers").enumerated() {
                    guard let name = provider.text("name"), names.contains(name) else { continue }
                    report.add(
                        telemetry, at: provider["name"], path: "spec.tracing[\(i)].providers[\(j)].name",
                        "provider '\(name)' is of the deprecated kind Lightstep",
                        istio: "Deprecated: The Lightstep provider \(name) is deprecated, please migrate to OpenTelemetry provider.",
                        help: "define an OpenTelemetry provider", once: true)
                }
            }
        }
    }
}
