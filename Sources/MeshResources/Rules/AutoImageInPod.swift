/// A pod has the placeholder as its proxy image.
enum AutoImageInPod: Rule {
    static let about = RuleDescription(
        code: "IST0147", name: "auto-image-in-pod", severity: .error,
        kinds: ["Pod"],
        summary: "a pod has image auto",
        explanation: """
            The injector replaces `image: auto` when a pod is created. A pod that still has it was not injected and cannot start.

            Label the namespace or the pod for injection, and create the pod again.
            """,
        examples: [
            .init(
                "auto in a pod",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: «gw-1», namespace: edge}
                spec: {containers: [{name: istio-proxy, image: auto}]}
                """),
            .init(
                "a real image",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: gw-1, namespace: edge}
                spec: {containers: [{name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer injection.ImageAutoAnalyzer")
    static let analyzers = ["injection.ImageAutoAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for workload in mesh.workloads.all where workload.isPod && AutoImageNotInjected.hasAutoImage(workload) {
            report.add(
                workload.object, "pod '\(workload.object.name)' still has the image 'auto'",
                istio: "Pod \(workload.object.name) contains `image: auto` but does not match any Istio injection webhook selectors.",
                help: "label the namespace or the pod for injection, and create the pod again")
        }
    }
}
