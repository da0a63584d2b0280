/// A DestinationRule starts TLS without saying which certificates to trust.
enum UnverifiedServerCertificate: Rule {
    static let about = RuleDescription(
        code: "IST0128", name: "unverified-server-certificate", severity: .warning,
        kinds: ["DestinationRule"],
        summary: "a DestinationRule starts TLS without verifying the server",
        explanation: """
            With `tls.mode` SIMPLE or MUTUAL and no `caCertificates`, whether the server's certificate is verified depends on the proxy's \
            defaults; older proxies accept any certificate, so that the traffic is encrypted but not protected from a server in between. A \
            `credentialName` brings the CA only together with a `workloadSelector`.

            Set `caCertificates` to a file in the proxy, or to `system` for the CAs of the operating system.
            """,
        examples: [
            .init(
                "SIMPLE without CA",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: db, namespace: web}
                spec:
                  host: db.example.com
                  trafficPolicy: {tls: {mode: «SIMPLE»}}
                """),
            .init(
                "a CA is named",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: db, namespace: web}
                spec:
                  host: db.example.com
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: system}}
                """),
            .init(
                "certificates of the mesh",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: db, namespace: web}
                spec:
                  host: db
                  trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}
                """),
        ],
        source: "Istio, analyzer destinationrule.CaCertificateAnalyzer")
    static let analyzers = ["destinationrule.CaCertificateAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for rule in mesh.destinationRules {
            guard let tls = rule.spec["trafficPolicy"]["tls"], let mode = unverified(tls, rule) else { continue }
            report.add(
                rule.object, at: tls["mode"], path: "spec.trafficPolicy.tls",
                "TLS mode \(mode) without 'caCertificates' does not verify the server of '\(rule.host)'",
                istio: "DestinationRule \(rule.object.fullName) in namespace \(rule.object.namespace) has TLS mode set to \(mode) but no "
                    + "caCertificates are set to validate server identity for host: \(rule.host)",
                help: "add 'caCertificates: system' or the path of a CA bundle")
        }
    }

    /// The mode, when it verifies nothing.
    static func unverified(_ tls: Node, _ rule: Mesh.DestinationRule) -> String? {
        guard let mode = tls.text("mode"), mode == "SIMPLE" || mode == "MUTUAL", tls.text("caCertificates") == nil else { return nil }
        return tls.text("credentialName") != nil && rule.hasWorkloadSelector ? nil : mode
    }
}
