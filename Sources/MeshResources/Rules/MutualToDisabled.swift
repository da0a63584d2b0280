/// A DestinationRule uses mutual TLS to servers that have it turned off.
enum MutualToDisabled: Rule {
    static let about = RuleDescription(
        code: "MSH2008", name: "mutual-to-disabled", aliases: ["KIA0204", "KIA0505", "KIA0506"], severity: .error,
        kinds: ["DestinationRule"],
        summary: "a DestinationRule uses mutual TLS where servers have it turned off",
        explanation: """
            With mode DISABLE of a PeerAuthentication the sidecars of the servers do not understand mutual TLS, and ISTIO_MUTUAL in a \
            DestinationRule makes every connection fail.

            Remove the TLS mode, so that it is chosen automatically, or allow mutual TLS at the servers.
            """,
        examples: [
            .init(
                "the namespace has it off",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  trafficPolicy: {tls: {mode: «ISTIO_MUTUAL»}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: web}
                spec:
                  mtls: {mode: DISABLE}
                """),
            .init(
                "permissive",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: web}
                spec:
                  mtls: {mode: PERMISSIVE}
                """),
        ],
        source: "Istio, mutual TLS migration; Kiali, KIA0204")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let policies = MutualTLS(mesh)
        if policies.isEmpty { return }
        for rule in mesh.destinationRules {
            guard let mode = rule.spec["trafficPolicy"]["tls"]?["mode"], mode.string == "ISTIO_MUTUAL" else { continue }
            let namespace: String?
            switch MutualTLS.target(of: rule, mesh) {
            case .unknown: continue
            case .mesh: namespace = nil
            case .namespace(let name): namespace = name
            }
            let (demanded, policy) = policies.mode(of: namespace)
            guard demanded == .disable, policies.isUniform(namespace), let policy else { continue }
            report.add(
                rule.object, at: mode, path: "spec.trafficPolicy.tls.mode",
                "mutual TLS to '\(rule.host)', whose servers have it turned off by PeerAuthentication '\(policy.fullName)'",
                help: "remove the TLS mode", related: [policy.related("mutual TLS is turned off here", at: policy.spec["mtls"]?["mode"])])
        }
    }
}
