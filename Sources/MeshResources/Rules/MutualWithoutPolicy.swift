/// A DestinationRule turns on mutual TLS for a namespace or the mesh, and no PeerAuthentication demands it.
enum MutualWithoutPolicy: Rule {
    static let about = RuleDescription(
        code: "MSH2009", name: "mutual-without-policy", aliases: ["KIA0205", "KIA0206"], severity: .info,
        kinds: ["DestinationRule"],
        summary: "mutual TLS is turned on for clients but not demanded of servers",
        explanation: """
            A DestinationRule makes clients use mutual TLS; it does not stop servers from accepting plain text. Sidecars use mutual TLS \
            among themselves anyway.

            Add a PeerAuthentication with mode STRICT where plain text must not be accepted, and remove the rule.
            """,
        examples: [
            .init(
                "the whole mesh",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: all, namespace: istio-system}
                spec:
                  host: "*.local"
                  trafficPolicy: {tls: {mode: «ISTIO_MUTUAL»}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: other, namespace: web}
                spec:
                  mtls: {mode: STRICT}
                """),
            .init(
                "demanded as well",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: all, namespace: istio-system}
                spec:
                  host: "*.local"
                  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: istio-system}
                spec:
                  mtls: {mode: STRICT}
                """),
        ],
        source: "Istio, automatic mutual TLS; Kiali, KIA0205 and KIA0206")
    static let needs: [Mesh.Kind] = [.peerAuthentication]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let policies = MutualTLS(mesh)
        for rule in mesh.destinationRules where HostName.isWildcard(rule.host) {
            guard let mode = rule.spec["trafficPolicy"]["tls"]?["mode"], mode.string == "ISTIO_MUTUAL" else { continue }
            let namespace: String?
            switch MutualTLS.target(of: rule, mesh) {
            case .unknown: continue
            case .mesh: namespace = nil
            case .namespace(let name): namespace = name == "*" ? nil : name
            }
            guard policies.mode(of: namespace).object == nil else { continue }
            report.add(
                rule.object, at: mode, path: "spec.trafficPolicy.tls.mode",
                "mutual TLS is turned on for '\(rule.host)', and no PeerAuthentication demands it of the servers",
                help: "add a PeerAuthentication with mode STRICT")
        }
    }
}
