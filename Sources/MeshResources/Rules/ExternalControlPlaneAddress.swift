/// A webhook of an external control plane has no usable address.
enum ExternalControlPlaneAddress: Rule {
    static let about = RuleDescription(
        code: "IST0163", name: "external-control-plane-address", severity: .warning,
        kinds: ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"],
        summary: "a webhook of an external control plane has no usable address",
        explanation: """
            Webhooks of a cluster without control plane call the external one by a URL. Without URL and without Service, or with a URL \
            that cannot be read, nothing is validated or injected.

            Set `clientConfig.url` to `https://HOST:PORT/PATH`.
            """,
        examples: [
            .init(
                "no URL and no Service",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: istio-validator-ext}
                webhooks:
                - name: «rev.validation.istio.io»
                  clientConfig: {caBundle: ""}
                """),
            .init(
                "a URL",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: istio-validator-ext}
                webhooks:
                - name: rev.validation.istio.io
                  clientConfig:
                    url: https://istiod.example.com:15017/validate
                """),
        ],
        source: "Istio, analyzer externalcontrolplane.ExternalControlPlaneAnalyzer")
    static let analyzers = ["externalcontrolplane.ExternalControlPlaneAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for hook in ExternalWebhooks.all(mesh) {
            let problem: String
            switch hook.address {
            case .missing: problem = "is blank"
            case .unreadable: problem = "was provided in an invalid format"
            case .host, .address, .service: continue
            }
            let url = hook.url?.text ?? ""
            report.add(
                hook.configuration, at: hook.url ?? hook.node["name"], path: "webhooks[\(hook.index)].clientConfig.url",
                url.isEmpty
                    ? "webhook '\(hook.name)' has neither a URL nor a service" : "URL '\(url)' of webhook '\(hook.name)' cannot be read",
                istio:
                    "The hostname (\(url)) that was provided for the webhook (\(hook.name)) to reach the ingress gateway on the external control plane "
                    + "cluster \(problem). Traffic may not flow properly.", help: "set 'clientConfig.url' to 'https://HOST:PORT/PATH'",
                once: true)
        }
    }
}
