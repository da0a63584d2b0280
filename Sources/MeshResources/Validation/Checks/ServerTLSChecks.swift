/// TLS settings of servers, at gateways and sidecars.
extension Validation {
    mutating func checkServerTLS(_ tls: Field) {
        checkCiphers(tls)
        checkCertificateSources(tls)
        let mode = tls["mode"]
        if mode.has("ISTIO_MUTUAL") {
            for key in ["serverCertificate", "privateKey", "caCertificates", "tlsCertificates", "credentialName", "credentialNames"]
                as [StaticString]
            {
                if let extra = tls[key], !extra.isEmpty {
                    report(
                        .istioMutualFiles, at: extra, "'\(key)' in mode ISTIO_MUTUAL found, expected none: Istio provides the certificates",
                        help: "remove '\(key)'")
                }
            }
            return
        }
        let isSimple = mode.has("SIMPLE")
        let isMutual = mode.has("MUTUAL") || mode.has("OPTIONAL_MUTUAL")
        if !isSimple, !isMutual { checkPassthrough(tls, mode.text) }
        let hasCredential = !tls["credentialName"].isEmpty || !tls["credentialNames"].isEmpty
        if isSimple || isMutual, hasCredential { return }
        if isSimple || isMutual { checkFiles(tls, isMutual: isMutual, mode: mode.text) }
        if let list = tls["caCrl"], !list.isEmpty {
            if !tls["credentialName"].isEmpty {
                report(.listWithCredential, at: list, "'caCrl' beside 'credentialName' found, expected the revocation list in the secret")
            }
            if isSimple { report(.listInSimple, at: list, "'caCrl' in mode SIMPLE found, expected a mode that checks clients") }
        }
    }

    private mutating func checkCiphers(_ tls: Field) {
        let suites = tls["cipherSuites"]
        if let version = tls["minProtocolVersion"], version.has("TLSV1_0") || version.has("TLSV1_1"), suites.isEmpty {
            report(
                .oldTLS, at: version, "TLS before 1.2 without 'cipherSuites' found, expected ciphers that it has",
                help: "raise 'minProtocolVersion' to TLSV1_2")
        }
        var seen: Set<String> = []
        for suite in suites.items where suite.isScalar {
            let text = suite.text
            guard Self.isCipher(text) else {
                let near = Spelling.nearest(to: text, among: Self.ciphers)
                report(
                    .unknownCipher, at: suite, "unknown cipher suite '\(text)', which Istio leaves out",
                    help: near.map { "did you mean '\($0)'?" })
                continue
            }
            if !seen.insert(text).inserted { report(.repeatedCipher, at: suite, "cipher suite '\(text)' listed twice, expected once") }
        }
    }

    private static let ciphers = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA",
        "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA", "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA",
        "DES-CBC3-SHA",
    ]

    /// A suite by its OpenSSL name, `ALL`, or an expression that begins with an operator.
    private static func isCipher(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text != "ALL" else { return true }
        return !(first.properties.isAlphabetic || first.properties.numericType != nil) || ciphers.contains(text)
    }

    private mutating func checkCertificateSources(_ tls: Field) {
        guard !tls["mode"].has("ISTIO_MUTUAL") else { return }
        let files = !tls["serverCertificate"].isEmpty && !tls["privateKey"].isEmpty ? tls["serverCertificate"] : nil
        let others = [tls["credentialName"], tls["credentialNames"], tls["tlsCertificates"]].map { $0.isEmpty ? nil : $0 }
        let sources = ([files] + others).compactMap { $0 }
        let listed = tls["credentialNames"]
        let clash = listed != nil && (tls["credentialName"] != nil || tls["tlsCertificates"] != nil)
        guard sources.count > 1 || clash, let extra = sources.last ?? listed else { return }
        report(
            .certificateSources, at: extra,
            "more than one of 'credentialName', 'credentialNames', 'tlsCertificates' and certificate files set, expected only one of them",
            help: "keep one of them")
    }

    private static let certificateKeys: [StaticString] = [
        "caCrl", "serverCertificate", "privateKey", "caCertificates", "tlsCertificates", "credentialName", "credentialNames",
    ]

    private mutating func checkPassthrough(_ tls: Field, _ mode: String) {
        guard let extra = Self.certificateKeys.lazy.compactMap({ tls[$0] }).first(where: { !$0.isEmpty }) else { return }
        report(
            .passthroughCertificates, at: extra, "certificates in mode \(mode.isEmpty ? "PASSTHROUGH" : mode) found, which are ignored",
            help: "set 'mode: SIMPLE' to terminate TLS here")
    }

    private mutating func checkFiles(_ tls: Field, isMutual: Bool, mode: String) {
        if isMutual, tls["caCertificates"].isEmpty {
            report(
                .clientAuthorityMissing, missing: "caCertificates", in: tls,
                "mode \(mode) without 'caCertificates' found, expected a CA bundle for clients",
                help: "add 'caCertificates' or 'credentialName'")
        }
        let list = tls["tlsCertificates"]
        if list.count > 2, let list { report(.manyCertificates, at: list, "\(list.count) certificates found, expected at most 2") }
        for certificate in list.isEmpty ? [tls] : Array(list.items) where certificate.isMapping {
            if certificate["serverCertificate"].isEmpty {
                report(
                    .serverCertificateMissing, missing: "serverCertificate", in: certificate,
                    "mode \(mode) without 'serverCertificate' found, expected a certificate",
                    help: "add 'serverCertificate' or 'credentialName'")
            }
            if certificate["privateKey"].isEmpty {
                report(
                    .serverKeyMissing, missing: "privateKey", in: certificate, "mode \(mode) without 'privateKey' found, expected a key",
                    help: "add 'privateKey' or 'credentialName'")
            }
        }
    }
}
