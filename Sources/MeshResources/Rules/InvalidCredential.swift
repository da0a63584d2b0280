/// The Secret of a Gateway holds no usable certificate.
enum InvalidCredential: Rule {
    static let about = RuleDescription(
        code: "IST0161", name: "invalid-credential", severity: .error,
        kinds: ["Gateway"],
        summary: "the Secret of a Gateway holds no usable certificate",
        explanation: """
            The Secret must have `tls.crt` and `tls.key` (or `cert` and `key`), and the certificate must be readable and not run out. \
            Otherwise the listener gets no certificate.

            Renew the certificate, or mend the keys of the Secret.
            """,
        examples: [
            .init(
                "the key is missing",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 443, name: https, protocol: HTTPS}
                    hosts: ["*"]
                    tls: {mode: SIMPLE, credentialName: «shop»}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: shop, namespace: edge}
                data: {tls.crt: aGVsbG8=}
                """),
            .init(
                "no TLS at the port",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 80, name: http, protocol: HTTP}
                    hosts: ["*"]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: shop, namespace: edge}
                data: {tls.crt: aGVsbG8=}
                """),
        ],
        source: "Istio, analyzer gateway.SecretAnalyzer")
    static let analyzers = ["gateway.SecretAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod, .secret]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in MissingCredential.uses(mesh) {
            guard let secret = use.secret, let problem = problem(with: secret, now: mesh.options.now) else { continue }
            report.add(
                use.gateway.object, at: use.node, path: "spec.servers[\(use.server.index)].tls.credentialName",
                "secret '\(use.name)' cannot be used: \(problem)",
                istio:
                    "The credential referenced by the Gateway \(use.gateway.object.name) in namespace \(use.namespace) is invalid, which can cause the "
                    + "traffic not to work as expected.", help: "mend or renew the secret", related: [secret.related("the secret")])
        }
    }

    private static func problem(with secret: Mesh.Object, now: Int?) -> String? {
        func value(_ key: String) -> [UInt8]? {
            if let text = secret.resource.node["stringData"].text(key) { return Array(text.utf8) }
            guard let text = secret.resource.node["data"].text(key) else { return nil }
            return Base64.decode(text) ?? []
        }
        for (certificate, key) in [("cert", "key"), ("tls.crt", "tls.key")] {
            guard let bytes = value(certificate), value(key) != nil else { continue }
            guard let first = Certificate.all(inPEM: bytes).first else { return "'\(certificate)' holds no certificate" }
            guard let now else { return nil }
            if now > first.notAfter { return "its certificate has run out" }
            return now < first.notBefore ? "its certificate is not valid yet" : nil
        }
        return "it has neither 'tls.crt' and 'tls.key' nor 'cert' and 'key'"
    }
}
