/// An annotation looks like one of Istio but is not.
enum UnknownAnnotation: Rule {
    static let about = RuleDescription(
        code: "IST0108", name: "unknown-annotation", severity: .warning,
        kinds: ["Namespace", "Service", "Pod", "Deployment"],
        summary: "an annotation of Istio does not exist",
        explanation: """
            Annotations under `istio.io` that Istio does not know have no effect; mostly the name is misspelt, or belongs to another \
            version.

            Mend the name, or remove the annotation.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    «sidecar.istio.io/injekt»: "true"
                spec: {containers: [{name: app, image: shop}]}
                """),
            .init(
                "not of Istio",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    example.com/inject: "true"
                spec: {containers: [{name: app, image: shop}]}
                """),
        ],
        source: "Istio, analyzer annotations.K8sAnalyzer")
    static let analyzers = ["annotations.K8sAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in AnnotationUses.all(mesh) where use.annotation == nil && !IstioAnnotation.isAutomatic(use.name) {
            report.add(
                use.object, at: use.key, path: "metadata.annotations.\(use.name)", "annotation '\(use.name)' is not known to Istio",
                istio: "Unknown annotation: \(use.name)",
                help: Spelling.closest(to: use.name, among: IstioAnnotation.all.keys.sorted()).map { "did you mean '\($0)'?" })
        }
    }
}
