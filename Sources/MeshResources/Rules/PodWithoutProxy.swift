/// A pod of an injected namespace has no sidecar.
enum PodWithoutProxy: Rule {
    static let about = RuleDescription(
        code: "IST0103", name: "pod-without-proxy", severity: .warning,
        kinds: ["Pod"],
        summary: "a pod of an injected namespace has no sidecar",
        explanation: """
            Injection happens when a pod is created. This one was created before the namespace got its label, or the webhook did not \
            answer; it is outside the mesh.

            Restart the workload.
            """,
        examples: [
            .init(
                "no sidecar",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: «shop-1», namespace: web}
                spec: {containers: [{name: app, image: shop}]}
                """),
            .init(
                "a sidecar as init container, and one that is not wanted",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web}
                spec: {containers: [{name: app, image: shop}], initContainers: [{name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: job-1, namespace: web, labels: {sidecar.istio.io/inject: "false"}}
                spec: {containers: [{name: app, image: shop}]}
                """),
        ],
        source: "Istio, analyzer injection.Analyzer")
    static let analyzers = ["injection.Analyzer"]
    static let needs: [Mesh.Kind] = [.namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var injected: Set<String> = []
        for namespace in mesh.all(.namespace) where namespace.resource.metadata["labels"]["istio-injection"]?.text == "enabled" {
            let isAmbient = namespace.resource.metadata["labels"]["istio.io/dataplane-mode"]?.text == "ambient"
            if namespace.name != "istio-system", !isAmbient { injected.insert(namespace.name) }
        }
        for workload in mesh.workloads.all where workload.isPod && injected.contains(workload.object.namespace) {
            let wish = workload.labels["sidecar.istio.io/inject"] ?? workload.annotations["sidecar.istio.io/inject"] ?? ""
            if wish.lowercased() == "false" || workload.podSpec["hostNetwork"]?.bool == true { continue }
            if InjectorSettings.proxyImage(of: workload) != nil { continue }
            report.add(
                workload.object, "pod '\(workload.object.name)' has no sidecar, though its namespace is injected",
                istio:
                    "The pod \(workload.object.fullName) is missing the Istio proxy. This can often be resolved by restarting or redeploying the workload.",
                help: "restart the workload")
        }
    }
}
