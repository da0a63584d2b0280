/// An annotation of Istio is deprecated.
enum DeprecatedAnnotation: Rule {
    static let about = RuleDescription(
        code: "IST0135", name: "deprecated-annotation", severity: .info,
        kinds: ["Namespace", "Service", "Pod", "Deployment"],
        summary: "an annotation of Istio is deprecated",
        explanation: """
            The annotation still works but will go in a later version. `sidecar.istio.io/inject` is now a label of the pod.

            Use what replaces it.
            """,
        examples: [
            .init(
                "inject as annotation",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    «sidecar.istio.io/inject»: "true"
                spec: {containers: [{name: app, image: shop}]}
                """),
            .init(
                "inject as label",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  labels: {sidecar.istio.io/inject: "true"}
                  annotations: {sidecar.istio.io/inject: "true"}
                spec: {containers: []}
                """),
        ],
        source: "Istio, analyzer annotations.K8sAnalyzer")
    static let analyzers = ["annotations.K8sAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in AnnotationUses.all(mesh) where use.annotation?.isDeprecated == true && !IstioAnnotation.isAutomatic(use.name) {
            let isInject = use.name == "sidecar.istio.io/inject"
            if isInject, use.object.resource.metadata["labels"]?[use.name] != nil { continue }
            let extra = isInject ? " in favor of the \"sidecar.istio.io/inject\" label" : ""
            report.add(
                use.object, at: use.key, path: "metadata.annotations.\(use.name)", "annotation '\(use.name)' is deprecated",
                istio: "Annotation \(GoFormat.quoted(use.name)) has been deprecated\(extra) and may not work in future Istio versions.",
                help: isInject ? "use the label 'sidecar.istio.io/inject'" : nil)
        }
    }
}
