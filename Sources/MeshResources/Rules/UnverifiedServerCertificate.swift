/// A DestinationRule starts TLS without saying which CA to trust.
enum UnverifiedServerCertificate: Rule {
    static let about = RuleDescription(
        code: "IST0128", name: "unverified-server-certificate", severity: .warning,
        kinds: ["DestinationRule"],
        summary: "a DestinationRule starts TLS with whichever server any CA vouches for",
        explanation: """
            With `tls.mode` SIMPLE or MUTUAL and no `caCertificates`, the proxy trusts every CA of its operating system. That is right for \
            servers of the internet and wrong for those with certificates of your own. Older proxies accept any certificate. A \
            `credentialName` brings the CA only together with a `workloadSelector`.

            Set `caCertificates` to a file in the proxy, or to `system` if the CAs of the operating system are meant. `analyze` gives this \
            as a warning, as Istio does, `lint` as a hint.
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
                "TLS mode \(mode) without 'caCertificates' trusts every CA of the proxy's operating system for '\(rule.host)'",
                istio: "DestinationRule \(rule.object.fullName) in namespace \(rule.object.namespace) has TLS mode set to \(mode) but no "
                    + "caCertificates are set to validate server identity for host: \(rule.host)",
                help: "add 'caCertificates: system' or the path of a CA bundle", severity: report.wantsIstioText ? nil : .info)
        }
    }

    /// The mode, when no CA is named.
    static func unverified(_ tls: Node, _ rule: Mesh.DestinationRule) -> String? {
        guard let mode = tls.text("mode"), mode == "SIMPLE" || mode == "MUTUAL", tls.text("caCertificates") == nil else { return nil }
        return tls.text("credentialName") != nil && rule.hasWorkloadSelector ? nil : mode
    }
}
