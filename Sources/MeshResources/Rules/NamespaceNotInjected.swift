/// A namespace says nothing about injection.
enum NamespaceNotInjected: Rule {
    static let about = RuleDescription(
        code: "IST0102", name: "namespace-not-injected", severity: .info,
        kinds: ["Namespace"],
        summary: "a namespace says nothing about injection",
        explanation: """
            Pods of a namespace get a sidecar when it has the label `istio-injection: enabled` or `istio.io/rev`, and belong to ambient \
            mode with `istio.io/dataplane-mode: ambient`. Without any of them they stay outside the mesh.

            Add the label, or `istio-injection: disabled` to say that this is meant.
            """,
        examples: [
            .init(
                "no label",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: «web»}
                """),
            .init(
                "on, off, by revision, ambient",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: a, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: b, labels: {istio-injection: disabled}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: c, labels: {istio.io/rev: canary}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: d, labels: {istio.io/dataplane-mode: ambient}}
                """),
        ],
        source: "Istio, analyzer injection.Analyzer")
    static let analyzers = ["injection.Analyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for namespace in undecided(mesh) where !InjectorSettings.injectsByDefault(mesh) {
            let name = namespace.name
            report.add(
                namespace, "namespace '\(name)' is not enabled for injection",
                istio:
                    "The namespace is not enabled for Istio injection. Run 'kubectl label namespace \(name) istio-injection=enabled' to enable it, or "
                    + "'kubectl label namespace \(name) istio-injection=disabled' to explicitly mark it as not needing injection.",
                help: "add the label 'istio-injection: enabled', or 'disabled' if that is meant")
        }
    }

    /// Namespaces, other than Istio's own, that no label puts into or out of the mesh.
    static func undecided(_ mesh: Mesh) -> [Mesh.Object] {
        mesh.all(.namespace).filter { namespace in
            if namespace.name == "istio-system" { return false }
            let labels = namespace.resource.metadata["labels"]
            if labels["istio.io/dataplane-mode"]?.text == "ambient" { return false }
            return labels["istio-injection"]?.text.isEmpty ?? true && labels["istio.io/rev"] == nil
        }
    }
}
