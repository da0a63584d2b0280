/// A Gateway names a Secret that does not exist where its pods run.
enum MissingCredential: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "missing-credential", severity: .error,
        kinds: ["Gateway"],
        summary: "a Gateway names a Secret that does not exist",
        explanation: """
            The Secret of `credentialName` must lie in the namespace of the gateway's pods, which is often not that of the Gateway. \
            Without it the listener has no certificate and refuses connections.

            Create the Secret there, or mend the name.
            """,
        examples: [
            .init(
                "no such Secret",
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
                metadata: {name: shop, namespace: web}
                """),
            .init(
                "in the namespace of the pods",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers:
                  - port: {number: 443, name: https, protocol: HTTPS}
                    hosts: ["*"]
                    tls: {mode: SIMPLE, credentialName: shop}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: shop, namespace: edge}
                """),
        ],
        source: "Istio, analyzer gateway.SecretAnalyzer")
    static let analyzers = ["gateway.SecretAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod, .secret]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for use in uses(mesh) where use.secret == nil {
            report.add(
                use.gateway.object, at: use.node, path: "spec.servers[\(use.server.index)].tls.credentialName",
                "secret '\(use.name)' does not exist in the namespace '\(use.namespace)' of the gateway's pods",
                istio: "Referenced credentialName not found: \(GoFormat.quoted(use.name))",
                help: mesh.all(.secret).contains { $0.name == use.name }
                    ? "copy the secret to the namespace '\(use.namespace)'" : "create the secret")
        }
    }

    /// One use of a Secret by a server of a Gateway.
    struct Use {
        let gateway: Mesh.Gateway
        let server: Mesh.Gateway.Server
        let name: String
        let node: Node?
        let namespace: String
        let secret: Mesh.Object?
    }

    /// Every `credentialName` of Gateways whose pods are known.
    static func uses(_ mesh: Mesh) -> [Use] {
        var result: [Use] = []
        for gateway in mesh.gateways {
            guard let namespace = mesh.workloads.first(gateway.selector, in: nil)?.object.namespace else { continue }
            for server in gateway.servers {
                guard let name = server.tls.text("credentialName"), !name.contains("://") else { continue }
                let (space, plain) = mesh.reference(name, from: namespace)
                result.append(
                    Use(
                        gateway: gateway, server: server, name: name, node: server.tls["credentialName"], namespace: space,
                        secret: mesh.find(.secret, namespace: space, name: plain)))
            }
        }
        return result
    }
}
