/// An injection webhook calls a Service that does not exist.
enum WebhookServiceMissing: Rule {
    static let about = RuleDescription(
        code: "IST0139", name: "webhook-service-missing", severity: .error,
        kinds: ["MutatingWebhookConfiguration"],
        summary: "an injection webhook calls a Service that does not exist",
        explanation: """
            The API server asks the Service of the webhook for every new pod. When it is gone, pods fail to start or start without \
            sidecar, depending on `failurePolicy`.

            Remove the webhook of an installation that is gone, or mend the reference.
            """,
        examples: [
            .init(
                "no such Service",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: istio-sidecar-injector}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: «istiod-old», namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istiod, namespace: istio-system}
                """),
            .init(
                "the Service is there",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: istio-sidecar-injector}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istiod, namespace: istio-system}
                """),
        ],
        source: "Istio, analyzer webhook.Analyzer")
    static let analyzers = ["webhook.Analyzer"]
    static let needs: [Mesh.Kind] = [.service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for hook in InjectionWebhooks.all(mesh) {
            guard let service = hook.node["clientConfig"].value("service") else { continue }
            let namespace = service["namespace"]?.text ?? ""
            let name = service["name"]?.text ?? ""
            if mesh.find(.service, namespace: namespace, name: name) != nil { continue }
            report.add(
                hook.configuration, at: service["name"], path: "webhooks[\(hook.index)].clientConfig.service",
                "service '\(namespace)/\(name)' of webhook '\(hook.name)' does not exist",
                istio: "Injector refers to a control plane service that does not exist: \(namespace)/\(name).",
                help: "remove the webhook, or mend the reference")
        }
    }
}
