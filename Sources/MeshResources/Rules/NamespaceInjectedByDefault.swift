/// A namespace without labels is injected, because the installation says so.
enum NamespaceInjectedByDefault: Rule {
    static let about = RuleDescription(
        code: "IST0148", name: "namespace-injected-by-default", severity: .info,
        kinds: ["Namespace"],
        summary: "a namespace is injected by the default of the installation",
        explanation: """
            With `enableNamespacesByDefault` every namespace is injected that does not say otherwise.

            Nothing needs to be done; add `istio-injection: disabled` to a namespace that should stay outside.
            """,
        examples: [
            .init(
                "the default is on",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: «web»}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data: {values: '{"sidecarInjectorWebhook": {"enableNamespacesByDefault": true}}'}
                """),
            .init(
                "the default is off",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data: {values: '{"sidecarInjectorWebhook": {"enableNamespacesByDefault": false}}'}
                """),
        ],
        source: "Istio, analyzer injection.Analyzer")
    static let analyzers = ["injection.Analyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        guard InjectorSettings.injectsByDefault(mesh) else { return }
        for namespace in NamespaceNotInjected.undecided(mesh) {
            report.add(
                namespace, "namespace '\(namespace.name)' is injected by the default of the installation",
                istio: "is enabled for Istio injection, as Istio is installed with enableNamespacesByDefault as true.")
        }
    }
}
