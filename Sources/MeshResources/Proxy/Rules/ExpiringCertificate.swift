/// MSH3006: a certificate has run out or is about to.
enum ExpiringCertificate: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3006", name: "expiring-certificate", severity: .error, kinds: ["Proxy"],
        summary: "a certificate of a proxy has run out or runs out soon",
        explanation: """
            The agent beside a proxy asks for a new certificate after about half of the old one's life. One that is past nine tenths of its life \
            was not renewed: the agent cannot reach istiod, or istiod's own certificate is at its end. Peers refuse a certificate that has run out. \
            Of certificates that a Gateway names, the owner of the Secret has to bring a new one.
            """,
        examples: [
            .init(
                "a certificate of 2023",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.SecretsConfigDump
                  dynamic_active_secrets:
                  - name: «default»
                    secret:
                      tls_certificate: {certificate_chain: {inline_bytes: "\(ExampleCertificate.expired)"}}
                """),
            .init(
                "a certificate that lasts, and one whose bytes are not known",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.SecretsConfigDump
                  dynamic_active_secrets:
                  - name: default
                    secret:
                      tls_certificate: {certificate_chain: {inline_bytes: "\(ExampleCertificate.lasting)"}}
                  - name: file
                    secret:
                      tls_certificate: {certificate_chain: {filename: /etc/certs/cert.pem}}
                """),
        ], source: "Istio, identity and certificate management")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            guard let secrets = try? SecretReport(proxy.dump) else { continue }
            for item in secrets.items where item.state == "ACTIVE" {
                for certificate in item.chain {
                    let life = certificate.notAfter - certificate.notBefore
                    let left = certificate.notAfter - context.now
                    let what = "certificate \(certificate.serialNumber) of secret '\(item.name)'"
                    let end = Moment(seconds: certificate.notAfter).text
                    if context.now < certificate.notBefore {
                        report.add(
                            proxy, at: item.node, "\(what) does not count before \(Moment(seconds: certificate.notBefore).text)",
                            help: "compare the clocks of the machines")
                    } else if left <= 0 {
                        report.add(proxy, at: item.node, "\(what) has run out at \(end)", help: "find out why it was not renewed")
                    } else if left < life / 10 {
                        report.add(
                            proxy, at: item.node, "\(what) runs out in \(AgeText.text(seconds: left)), at \(end)",
                            help: "find out why it was not renewed", severity: .warning)
                    }
                }
            }
        }
    }
}
