/// An access logging entry of a Telemetry names no provider and the mesh has no default.
enum TelemetryWithoutProvider: Rule {
    static let about = RuleDescription(
        code: "IST0157", name: "telemetry-without-provider", severity: .warning,
        kinds: ["Telemetry"],
        summary: "an access logging entry has no provider",
        explanation: """
            Access logs go to the providers of the entry, or to `defaultProviders.accessLogging` of the mesh configuration. With neither, \
            the entry is ignored.

            Name a provider, such as `envoy`, or set the default.
            """,
        examples: [
            .init(
                "neither",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: «all», namespace: istio-system}
                spec:
                  accessLogging: [{disabled: false}]
                """),
            .init(
                "switched off on purpose",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: all, namespace: istio-system}
                spec:
                  accessLogging: [{disabled: true}]
                """),
        ],
        source: "Istio, analyzer telemetry.ProviderAnalyzer")
    static let analyzers = ["telemetry.ProviderAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        if mesh.config.hasDefaultAccessLogging { return }
        for telemetry in mesh.all(.telemetry) {
            for (index, logging) in telemetry.spec.items("accessLogging").enumerated() where logging["disabled"]?.bool != true {
                if logging.items("providers").contains(where: { _ in true }) { continue }
                report.add(
                    telemetry, path: "spec.accessLogging[\(index)].providers",
                    "access logging names no provider, and the mesh has no default",
                    istio:
                        "The Telemetry \(telemetry.name) in namespace \(GoFormat.quoted(telemetry.namespace)) with empty providers will be ignored.",
                    help: "add 'providers: [{name: envoy}]'", once: true)
            }
        }
    }
}
