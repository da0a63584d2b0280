/// An annotation of Istio stands on a kind that it has no meaning for.
enum MisplacedAnnotation: Rule {
    static let about = RuleDescription(
        code: "IST0107", name: "misplaced-annotation", severity: .warning,
        kinds: ["Namespace", "Service", "Pod", "Deployment"],
        summary: "an annotation of Istio stands on the wrong kind",
        explanation: """
            An annotation works only on the kinds it is meant for. The usual slip is to put one for pods on the Deployment; it belongs in \
            `spec.template.metadata.annotations`.

            Move the annotation.
            """,
        examples: [
            .init(
                "on the Deployment",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    «sidecar.istio.io/proxyCPU»: 100m
                spec: {template: {}}
                """),
            .init(
                "on the pod",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    sidecar.istio.io/proxyCPU: 100m
                spec: {containers: [{name: app, image: shop}]}
                """),
        ],
        source: "Istio, analyzer annotations.K8sAnalyzer")
    static let analyzers = ["annotations.K8sAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in AnnotationUses.all(mesh) where !IstioAnnotation.isAutomatic(use.name) {
            guard let annotation = use.annotation, !annotation.kinds.contains("Any"), !annotation.kinds.contains(use.object.resource.kind)
            else { continue }
            let kinds = annotation.kinds.joined(separator: ", ")
            let isForPods = annotation.kinds.contains("Pod") && use.object.kind == .deployment
            report.add(
                use.object, at: use.key, path: "metadata.annotations.\(use.name)",
                "annotation '\(use.name)' has no effect on a \(use.object.resource.kind), expected on \(kinds)",
                istio: "Misplaced annotation: \(use.name) can only be applied to \(kinds)",
                help: isForPods ? "move it to 'spec.template.metadata.annotations'" : nil)
        }
    }
}
