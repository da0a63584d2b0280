/// A webhook calls an external control plane by an IP address.
enum ExternalControlPlaneByAddress: Rule {
    static let about = RuleDescription(
        code: "IST0164", name: "external-control-plane-by-address", severity: .info,
        kinds: ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"],
        summary: "a webhook calls an external control plane by an IP address",
        explanation: """
            An address cannot be moved or verified as well as a host name can.

            Use a host name in production.
            """,
        examples: [
            .init(
                "an IP address",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: istio-validator-ext}
                webhooks:
                - name: rev.validation.istio.io
                  clientConfig:
                    url: «https://192.0.2.7:15017/validate»
                """),
            .init(
                "a host name",
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
        for hook in ExternalWebhooks.all(mesh) where hook.address == .address {
            let url = hook.url?.text ?? ""
            report.add(
                hook.configuration, at: hook.url, path: "webhooks[\(hook.index)].clientConfig.url",
                "URL '\(url)' has an IP address, expected a host name",
                istio:
                    "The address (\(url)) that was provided for the webhook (\(hook.name)) to reach the ingress gateway on the external control plane "
                    + "cluster is an IP address. This is not recommended for a production environment.", help: "use a host name", once: true
            )
        }
    }
}
