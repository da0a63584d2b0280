/// The value of an annotation of Istio cannot be read.
enum InvalidAnnotation: Rule {
    static let about = RuleDescription(
        code: "IST0125", name: "invalid-annotation", severity: .warning,
        kinds: ["Namespace", "Service", "Pod", "Deployment"],
        summary: "the value of an annotation cannot be read",
        explanation: """
            The sidecar injector refuses pods with such a value, or Istio ignores the annotation.

            Mend the value.
            """,
        examples: [
            .init(
                "no number",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    readiness.status.sidecar.istio.io/periodSeconds: «soon»
                spec: {containers: [{name: app, image: shop}]}
                """),
            .init(
                "numbers, ports, ranges and quantities",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    readiness.status.sidecar.istio.io/periodSeconds: "5"
                    traffic.sidecar.istio.io/excludeOutboundPorts: "80,443"
                    traffic.sidecar.istio.io/includeOutboundIPRanges: 10.0.0.0/8,fd00::/8
                    sidecar.istio.io/proxyCPU: 100m
                spec: {containers: [{name: app, image: shop}]}
                """),
        ],
        source: "Istio, analyzer annotations.K8sAnalyzer")
    static let analyzers = ["annotations.K8sAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in AnnotationUses.all(mesh) {
            guard let annotation = use.annotation, annotation.kinds.contains(use.object.resource.kind) else { continue }
            guard let problem = AnnotationValue.problem(use.name, use.value.isScalar ? use.value.text : "") else { continue }
            report.add(
                use.object, at: use.value, path: "metadata.annotations.\(use.name)",
                "value '\(use.value.text)' of annotation '\(use.name)' cannot be read: \(problem)",
                istio: "Invalid annotation \(use.name): \(problem)", help: "mend the value")
        }
    }
}
