/// A Deployment leaves the proxy image to the injector, which does not select its pods.
enum AutoImageNotInjected: Rule {
    static let about = RuleDescription(
        code: "IST0146", name: "auto-image-not-injected", severity: .warning,
        kinds: ["Deployment"],
        summary: "a Deployment with image auto is not injected",
        explanation: """
            `image: auto` is a placeholder that the injector replaces. Pods that no injection webhook selects try to pull an image called \
            `auto`.

            Label the namespace or the pods for injection.
            """,
        examples: [
            .init(
                "a namespace without injection",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: «gw», namespace: edge}
                spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: edge}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: istio-sidecar-injector}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                """),
            .init(
                "an injected namespace",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: gw, namespace: edge}
                spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: edge, labels: {istio-injection: enabled}}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: istio-sidecar-injector}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                """),
        ],
        source: "Istio, analyzer injection.ImageAutoAnalyzer")
    static let analyzers = ["injection.ImageAutoAnalyzer"]
    static let needs: [Mesh.Kind] = [.namespace, .mutatingWebhook]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var webhooks: [(namespaces: LabelSelector, objects: LabelSelector)] = []
        for configuration in mesh.all(.mutatingWebhook) {
            for webhook in configuration.resource.node.items("webhooks") where webhook["name"]?.text.hasSuffix("istio.io") == true {
                webhooks.append(
                    (LabelSelector(kubernetes: webhook["namespaceSelector"]), LabelSelector(kubernetes: webhook["objectSelector"])))
            }
        }
        for workload in mesh.workloads.all where workload.object.kind == .deployment && hasAutoImage(workload) {
            let labels = mesh.find(.namespace, namespace: "", name: workload.object.namespace)?.labels ?? [:]
            if webhooks.contains(where: { $0.namespaces.matches(labels) && $0.objects.matches(workload.labels) }) { continue }
            report.add(
                workload.object, "deployment '\(workload.object.name)' has the image 'auto', but no injection webhook selects its pods",
                istio:
                    "Deployment \(workload.object.name) contains `image: auto` but does not match any Istio injection webhook selectors.",
                help: "label the namespace or the pods for injection", onlyIstios: webhooks.isEmpty)
        }
    }

    /// Whether the proxy's image is left to the injector.
    static func hasAutoImage(_ workload: Mesh.Workload) -> Bool {
        workload.podSpec.items("containers").contains { $0["name"]?.text == "istio-proxy" && $0["image"]?.text == "auto" }
    }
}
