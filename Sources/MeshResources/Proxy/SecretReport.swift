/// `proxy-config secret`: the certificates that a proxy holds.
public struct SecretReport: Sendable {
    /// One certificate or trust bundle of a proxy.
    public struct Item: Sendable {
        /// The secret's name: `default` is the workload's own certificate, `ROOTCA` what it trusts.
        public var name: String
        /// `ACTIVE`, or `WARMING` while Envoy waits for it.
        public var state: String
        /// The trust domain; of bundles the one they are for, of certificates the one in their name.
        public var trustDomain = ""
        /// The certificates of the PEM text, the first one is the one shown.
        public var chain: [Certificate] = []
        /// Where the secret's name stands in the dump.
        public var node: Node?
        /// Whether the secret had a text that should have been certificates.
        public var hasText = false

        /// `CA`, `Cert Chain`, or empty when nothing could be read.
        public var type: String { chain.first.map { $0.isAuthority ? "CA" : "Cert Chain" } ?? "" }

        /// The item as JSON, with istioctl's keys.
        public func value(now: Int) -> Value {
            let first = chain.first
            return [
                "resource_name": .string(name), "state": .string(state), "cert_valid": .bool(first?.isValid(at: now) ?? false),
                "serial_number": .string(first?.serialNumber ?? ""),
                "not_after": .string(first.map { Moment(seconds: $0.notAfter).text } ?? ""),
                "not_before": .string(first.map { Moment(seconds: $0.notBefore).text } ?? ""), "type": .string(type),
                "trust_domain": .string(trustDomain), "subject": .string(first?.subject ?? ""), "issuer": .string(first?.issuer ?? ""),
                "spiffe": .array((first?.uris ?? []).map { .string($0) }), "chain": .int(Int64(chain.count)),
            ]
        }
    }

    /// The items: those that warm first, as istioctl has them.
    public let items: [Item]

    /// Reads the secrets of a dump.
    public init(_ dump: ConfigDump) throws(ConfigDump.Failure) {
        let section = try dump.require(.secrets)
        var items: [Item] = []
        for (list, state) in [("dynamic_warming_secrets" as StaticString, "WARMING"), ("dynamic_active_secrets", "ACTIVE")] {
            for entry in section.fieldItems(list) { items += Self.items(entry, state) }
        }
        self.items = items
    }

    private static func items(_ entry: Node, _ state: String) -> [Item] {
        let secret = entry.field("secret")
        var item = Item(name: entry.fieldText("name"), state: state)
        item.node = entry.field("name")
        let chain = pem(secret?.field("tls_certificate", "certificate_chain"))
        let context = secret?.field("validation_context")
        let text = chain ?? pem(context?.field("trusted_ca"))
        if text == nil, let validator = context?.field("custom_validator_config", "typed_config"),
            validator.anyType.hasSuffix("v3.SPIFFECertValidatorConfig")
        {
            return validator.fieldItems("trust_domains").map { domain in
                var bundle = Item(name: secret?.fieldText("name") ?? "", state: state)
                bundle.node = domain.field("name")
                bundle.fill(pem(domain.field("trust_bundle")), trustDomain: domain.fieldText("name"))
                return bundle
            }
        }
        item.fill(text, trustDomain: "")
        return [item]
    }

    /// The bytes of a data source that holds them itself; `nil` for files, for nothing and for what is no base64.
    private static func pem(_ source: Node?) -> [UInt8]? {
        guard let source, let text = source.field("inline_bytes")?.text ?? source.field("inline_string")?.text, !text.isEmpty else {
            return nil
        }
        if source.field("inline_string") != nil, source.field("inline_bytes") == nil { return nil }
        return Base64.decode(text)
    }

    /// istioctl's table. `now` is in seconds since 1970. The trust domain has a column when every secret has one.
    public func table(now: Int, names: Bool = false) -> ColumnText {
        var table = ColumnText(gap: 5)
        let hasDomains = items.allSatisfy { !$0.trustDomain.isEmpty }
        let header = ["RESOURCE NAME", "TYPE", "STATUS", "VALID CERT", "SERIAL NUMBER", "NOT AFTER", "NOT BEFORE"]
        table.add(header + (hasDomains ? ["TRUST DOMAIN"] : []))
        for item in items {
            let first = item.chain.first
            let line = [
                names ? "secret/\(item.name)" : item.name, item.type, item.state, String(first?.isValid(at: now) ?? false),
                first?.serialNumber ?? "", first.map { Moment(seconds: $0.notAfter).text } ?? "",
                first.map { Moment(seconds: $0.notBefore).text } ?? "",
            ]
            table.add(line + (hasDomains ? [item.trustDomain] : []))
        }
        return table
    }

    /// What istioctl prints: the table, or a sentence when there is nothing to show.
    public static func text(_ dump: ConfigDump, now: Int, names: Bool = false) throws(ConfigDump.Failure) -> String {
        let section = try dump.require(.secrets)
        guard !section.fieldItems("dynamic_active_secrets").isEmpty || !section.fieldItems("dynamic_warming_secrets").isEmpty else {
            return "No active or warming secrets found.\n"
        }
        let report = try SecretReport(dump)
        return report.items.isEmpty ? "No secret items to show.\n" : report.table(now: now, names: names).text
    }
}

extension SecretReport.Item {
    fileprivate mutating func fill(_ pem: [UInt8]?, trustDomain: String) {
        guard let pem else { return }
        hasText = true
        chain = Certificate.all(inPEM: pem)
        guard let first = chain.first else { return }
        self.trustDomain = trustDomain.isEmpty ? first.trustDomain : trustDomain
    }
}
