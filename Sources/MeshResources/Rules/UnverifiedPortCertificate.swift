/// A port-level setting of a DestinationRule starts TLS without saying which CA to trust.
enum UnverifiedPortCertificate: Rule {
    static let about = RuleDescription(
        code: "IST0129", name: "unverified-port-certificate", severity: .warning,
        kinds: ["DestinationRule"],
        summary: "a port of a DestinationRule starts TLS with whichever server any CA vouches for",
        explanation: """
            Settings of a port replace those of the whole rule; what is missing in them is not taken from the rule. So each port with TLS \
            mode SIMPLE or MUTUAL needs `caCertificates` of its own, or it trusts every CA of the proxy's operating system.

            Set `caCertificates` at the port.
            """,
        examples: [
            .init(
                "MUTUAL at a port without CA",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: db, namespace: web}
                spec:
                  host: db.example.com
                  trafficPolicy:
                    portLevelSettings:
                    - port: {number: 443}
                      tls: {mode: «MUTUAL», clientCertificate: /c, privateKey: /k}
                """),
            .init(
                "a CA is named at the port",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: db, namespace: web}
                spec:
                  host: db.example.com
                  trafficPolicy:
                    portLevelSettings:
                    - port: {number: 443}
                      tls: {mode: SIMPLE, caCertificates: system}
                """),
        ],
        source: "Istio, analyzer destinationrule.CaCertificateAnalyzer")
    static let analyzers = ["destinationrule.CaCertificateAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for rule in mesh.destinationRules {
            var index = -1
            for setting in rule.spec["trafficPolicy"].items("portLevelSettings") {
                index += 1
                guard let tls = setting["tls"], let mode = UnverifiedServerCertificate.unverified(tls, rule) else { continue }
                let port = setting["port"]["number"]?.int
                report.add(
                    rule.object, at: tls["mode"], path: "spec.trafficPolicy.portLevelSettings[\(index)].tls",
                    "TLS mode \(mode) without 'caCertificates' trusts every CA of the proxy's operating system for '\(rule.host)' at port \(port ?? 0)",
                    istio:
                        "DestinationRule \(rule.object.fullName) in namespace \(rule.object.namespace) has TLS mode set to \(mode) but no "
                        + "caCertificates are set to validate server identity for host: \(rule.host) at port \(port.map { "number:\($0)" } ?? "<nil>")",
                    help: "add 'caCertificates: system' or the path of a CA bundle at the port",
                    severity: report.wantsIstioText ? nil : .info, once: true)
            }
        }
    }
}
