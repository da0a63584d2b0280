/// A DestinationRule sends without mutual TLS to servers that demand it.
enum PlaintextToStrict: Rule {
    static let about = RuleDescription(
        code: "MSH2007", name: "plaintext-to-strict", aliases: ["KIA0207", "KIA0208", "KIA0501"], severity: .error,
        kinds: ["DestinationRule"],
        summary: "a DestinationRule turns off mutual TLS where servers demand it",
        explanation: """
            A PeerAuthentication with mode STRICT lets the sidecars of the servers refuse every connection without mutual TLS. TLS mode \
            DISABLE or SIMPLE in a DestinationRule makes clients connect just so; all requests fail with 503.

            Use ISTIO_MUTUAL or leave the mode out, or make the servers PERMISSIVE.
            """,
        examples: [
            .init(
                "DISABLE to a strict namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  trafficPolicy: {tls: {mode: «DISABLE»}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: web}
                spec:
                  mtls: {mode: STRICT}
                """),
            .init(
                "SIMPLE for the whole mesh",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: all, namespace: istio-system}
                spec:
                  host: "*.local"
                  trafficPolicy: {tls: {mode: «DISABLE»}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: istio-system}
                spec:
                  mtls: {mode: STRICT}
                """),
            .init(
                "the servers are permissive",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  trafficPolicy: {tls: {mode: DISABLE}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: web}
                spec:
                  mtls: {mode: PERMISSIVE}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: istio-system}
                spec:
                  mtls: {mode: STRICT}
                """),
        ],
        source: "Istio, mutual TLS migration; Kiali, KIA0207 and KIA0208")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let policies = MutualTLS(mesh)
        if policies.isEmpty { return }
        for rule in mesh.destinationRules {
            guard let mode = rule.spec["trafficPolicy"]["tls"]?["mode"], let word = mode.string, word == "DISABLE" || word == "SIMPLE"
            else { continue }
            let namespace: String?
            switch MutualTLS.target(of: rule, mesh) {
            case .unknown: continue
            case .mesh: namespace = nil
            case .namespace(let name): namespace = name
            }
            let (demanded, policy) = policies.mode(of: namespace)
            guard demanded == .strict, policies.isUniform(namespace), let policy else { continue }
            report.add(
                rule.object, at: mode, path: "spec.trafficPolicy.tls.mode",
                "TLS mode \(word) to '\(rule.host)', whose servers demand mutual TLS by PeerAuthentication '\(policy.fullName)'",
                help: "use ISTIO_MUTUAL", related: [policy.related("mutual TLS is demanded here", at: policy.spec["mtls"]?["mode"])])
        }
    }
}
