/// An annotation of Istio belongs to a feature in alpha.
enum AlphaAnnotation: Rule {
    static let about = RuleDescription(
        code: "IST0136", name: "alpha-annotation", severity: .info,
        kinds: ["Namespace", "Service", "Pod", "Deployment"],
        summary: "an annotation of Istio is in alpha",
        explanation: """
            What is in alpha may change or go without notice.

            Know what you rely on. This rule runs only when it is asked for, since many annotations in daily use are still in alpha.
            """,
        examples: [
            .init(
                "an alpha annotation",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    «sidecar.istio.io/logLevel»: debug
                spec: {containers: [{name: app, image: shop}]}
                """),
            .init(
                "a beta annotation",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shop
                  namespace: web
                  annotations:
                    proxy.istio.io/config: "{}"
                spec: {containers: [{name: app, image: shop}]}
                """),
        ],
        source: "Istio, analyzer annotations.AlphaAnalyzer")
    static let analyzers = ["annotations.AlphaAnalyzer"]
    static let isOptIn = true

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in AnnotationUses.all(mesh) where use.annotation?.isAlpha == true && !IstioAnnotation.isAutomatic(use.name) {
            if use.object.kind == .pod, isSetByPlugin(use.name), !hasInitContainer(use.object) { continue }
            report.add(
                use.object, at: use.key, path: "metadata.annotations.\(use.name)", "annotation '\(use.name)' belongs to a feature in alpha",
                istio: "Annotation \(GoFormat.quoted(use.name)) is part of an alpha-phase feature and may be incompletely supported.")
        }
    }

    /// Annotations that are set on every pod where the CNI plugin captures traffic.
    private static func isSetByPlugin(_ name: String) -> Bool {
        switch name {
        case "sidecar.istio.io/interceptionMode", "traffic.sidecar.istio.io/includeInboundPorts",
            "traffic.sidecar.istio.io/excludeInboundPorts",
            "traffic.sidecar.istio.io/includeOutboundIPRanges":
            true
        default: false
        }
    }

    private static func hasInitContainer(_ pod: Mesh.Object) -> Bool {
        pod.spec.items("initContainers").contains { $0["name"]?.text == "istio-init" }
    }
}
