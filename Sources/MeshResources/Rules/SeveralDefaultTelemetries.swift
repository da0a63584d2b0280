/// Several Telemetry objects of a namespace have no selector.
enum SeveralDefaultTelemetries: Rule {
    static let about = RuleDescription(
        code: "IST0160", name: "several-default-telemetries", severity: .error,
        kinds: ["Telemetry"],
        summary: "a namespace has several Telemetry objects without selector",
        explanation: """
            A Telemetry without selector is the default of its namespace. There may be one; of several, the oldest wins and the others do \
            nothing.

            Keep one, or give the others a selector.
            """,
        examples: [
            .init(
                "two defaults",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: «a», namespace: web}
                spec:
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: «b», namespace: web}
                spec:
                  tracing: [{providers: [{name: zipkin}]}]
                """),
            .init(
                "a default, and one for a gateway",
                """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: a, namespace: web}
                spec:
                  tracing: [{providers: [{name: zipkin}]}]
                ---
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: b, namespace: web}
                spec:
                  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: way}]
                """),
        ],
        source: "Istio, analyzer telemetry.DefaultSelectorAnalyzer")
    static let analyzers = ["telemetry.DefaultSelectorAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let defaults = mesh.all(.telemetry).filter { !$0.spec.has("selector") }
        for (namespace, all) in Dictionary(grouping: defaults, by: \.namespace).sorted(by: { $0.key < $1.key }) where all.count > 1 {
            let names = all.map(\.name).sorted()
            for telemetry in all {
                let rivals = all.filter { $0 !== telemetry && $0.sharesRevision(with: telemetry) && !isTargeted($0) }
                report.add(
                    telemetry, "namespace '\(namespace)' has several Telemetry objects without selector, expected one",
                    istio:
                        "The Telemetries \(GoFormat.list(names)) in namespace \(GoFormat.quoted(namespace)) have no workload selector, which can lead to "
                        + "undefined behavior.", help: "keep one of them, or add a 'selector'",
                    related: rivals.prefix(3).map { $0.related("another default is here") },
                    onlyIstios: rivals.isEmpty || isTargeted(telemetry))
            }
        }
    }

    /// Whether it applies to what it names and so is no default.
    private static func isTargeted(_ telemetry: Mesh.Object) -> Bool {
        telemetry.spec.has("targetRef") || telemetry.spec.items("targetRefs").contains { _ in true }
    }
}
