/// MSH3007: a proxy's certificate does not fit the proxy, or what the proxy itself trusts.
enum ContradictingCertificate: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3007", name: "contradicting-certificate", severity: .error, kinds: ["Proxy"],
        summary: "a proxy's certificate bears another identity, or was signed by nobody it trusts",
        explanation: """
            The certificate named 'default' must bear the name spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT of the proxy's own workload, and its \
            chain must end at a certificate in ROOTCA. Peers refuse anything else. Other names come of a wrong service account or of certificates \
            mounted by hand; another signer comes of a new root that was not given to all before it was used; another trust domain than the \
            other proxies' needs trustDomainAliases and a shared root.
            """,
        examples: [
            .init(
                "the certificate of another namespace",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local", metadata: {NAMESPACE: shop, SERVICE_ACCOUNT: web}}}
                - "@type": type.googleapis.com/envoy.admin.v3.SecretsConfigDump
                  dynamic_active_secrets:
                  - name: «default»
                    secret:
                      tls_certificate: {certificate_chain: {inline_bytes: "\(ExampleCertificate.lasting)"}}
                """),
            .init(
                "the certificate of this workload",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.web~web.svc.cluster.local", metadata: {NAMESPACE: web, SERVICE_ACCOUNT: web}}}
                - "@type": type.googleapis.com/envoy.admin.v3.SecretsConfigDump
                  dynamic_active_secrets:
                  - name: default
                    secret:
                      tls_certificate: {certificate_chain: {inline_bytes: "\(ExampleCertificate.lasting)"}}
                """),
        ], source: "Istio, identity and certificate management; SPIFFE X.509-SVID")

    static let looksAcross = true

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        var domains: [String: Int] = [:]
        var own: [(proxy: ProxyView, item: SecretReport.Item, roots: [Certificate])] = []
        for proxy in context.proxies {
            guard let secrets = try? SecretReport(proxy.dump) else { continue }
            let active = secrets.items.filter { $0.state == "ACTIVE" }
            guard let item = active.first(where: { $0.name == "default" && !$0.chain.isEmpty }) else { continue }
            own.append((proxy, item, active.filter { $0.name == "ROOTCA" }.flatMap(\.chain)))
            domains[item.trustDomain, default: 0] += 1
        }
        let usual = domains.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        for (proxy, item, roots) in own {
            identity(proxy, item, &report)
            signer(proxy, item, roots, &report)
            if item.trustDomain != usual, !item.trustDomain.isEmpty {
                report.add(
                    proxy, at: item.node, "the certificate's trust domain is '\(item.trustDomain)', that of the other proxies '\(usual)'",
                    help: "name it in trustDomainAliases, or start the proxy in the right mesh", severity: .warning)
            }
        }
    }

    private static func identity(_ proxy: ProxyView, _ item: SecretReport.Item, _ report: inout ProxyReport) {
        let account = proxy.bootstrap?.metadata("SERVICE_ACCOUNT") ?? ""
        guard !account.isEmpty, let name = item.chain.first?.uris.first(where: { $0.hasPrefix("spiffe://") }) else { return }
        let wanted = "/ns/\(proxy.namespace)/sa/\(account)"
        // Other issuers, such as SPIRE, name workloads as they like.
        guard name.hasPart("/ns/"), name.hasPart("/sa/"), !name.hasSuffix(wanted) else { return }
        report.add(
            proxy, at: item.node, "the certificate is for '\(name)', the workload is '\(wanted)'",
            help: "check the pod's service account and its mounted certificates")
    }

    private static func signer(_ proxy: ProxyView, _ item: SecretReport.Item, _ roots: [Certificate], _ report: inout ProxyReport) {
        guard let last = item.chain.last, !last.authorityKey.isEmpty, !roots.isEmpty else { return }
        let known = roots.contains { root in root == last || root.subjectKey == last.authorityKey || root.subjectKey.isEmpty }
        guard !known else { return }
        report.add(
            proxy, at: item.node, "the certificate was signed by '\(last.issuer)', which is not among the roots that the proxy trusts",
            help: "give every proxy the new root before certificates are signed with it")
    }
}
