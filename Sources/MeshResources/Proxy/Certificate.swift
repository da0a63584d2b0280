/// What a mesh needs to know of an X.509 certificate. Signatures are not verified.
public struct Certificate: Sendable, Hashable {
    /// The bytes as they are signed: two certificates are the same when these are.
    public let der: [UInt8]
    /// Hexadecimal digits, at least 32 of them.
    public let serialNumber: String
    /// The subject, such as `CN=istiod,O=cluster.local`; empty for workloads, whose name stands in `uris`.
    public let subject: String
    /// Who signed it.
    public let issuer: String
    /// Seconds since 1970 from which it counts.
    public let notBefore: Int
    /// Seconds since 1970 after which it does not count any more.
    public let notAfter: Int
    /// Whether it may sign others.
    public let isAuthority: Bool
    /// The names of the kind URI, among them `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT`.
    public let uris: [String]
    /// The names of the kind DNS.
    public let hosts: [String]
    /// Identifies the subject's key; empty when the certificate does not say.
    public let subjectKey: [UInt8]
    /// Identifies the signer's key; empty when the certificate does not say.
    public let authorityKey: [UInt8]

    /// Reads the DER bytes of one certificate; `nil` when they are none.
    public init?(der: [UInt8]) {
        var outer = DERReader(der[...])
        guard var body = outer.next(DERReader.Tag.sequence)?.children, var fields = body.next(DERReader.Tag.sequence)?.children else {
            return nil
        }
        _ = fields.next(0xA0)
        guard let serial = fields.next(DERReader.Tag.integer), fields.next(DERReader.Tag.sequence) != nil,
            let issuer = fields.next(DERReader.Tag.sequence), var validity = fields.next(DERReader.Tag.sequence)?.children,
            let from = validity.next().flatMap(CertificateText.time), let to = validity.next().flatMap(CertificateText.time),
            let subject = fields.next(DERReader.Tag.sequence), fields.next(DERReader.Tag.sequence) != nil
        else { return nil }
        self.der = der
        serialNumber = CertificateText.serial(serial.content)
        self.issuer = CertificateText.name(issuer)
        self.subject = CertificateText.name(subject)
        notBefore = from
        notAfter = to
        var extensions = Extensions()
        while let field = fields.next() {
            guard field.tag == 0xA3 else { continue }
            var list = field.children
            guard var each = list.next(DERReader.Tag.sequence)?.children else { continue }
            for item in each.all() { extensions.read(item) }
        }
        isAuthority = extensions.isAuthority
        uris = extensions.uris
        hosts = extensions.hosts
        subjectKey = extensions.subjectKey
        authorityKey = extensions.authorityKey
    }

    /// Every certificate of a PEM text, in order. Blocks of other kinds and blocks that are no certificate are left out.
    public static func all(inPEM text: [UInt8]) -> [Certificate] { PEM.blocks(text).compactMap { Certificate(der: $0) } }

    /// The trust domain of the last SPIFFE name; empty without one.
    public var trustDomain: String {
        guard let uri = uris.last(where: { $0.lowercased().hasPrefix("spiffe://") }) else { return "" }
        return String(uri.dropFirst("spiffe://".count).prefix { $0 != "/" })
    }

    /// Whether the certificate counts at a moment, in seconds since 1970.
    public func isValid(at now: Int) -> Bool { now > notBefore && now < notAfter }

    private struct Extensions {
        var isAuthority = false
        var uris: [String] = []
        var hosts: [String] = []
        var subjectKey: [UInt8] = []
        var authorityKey: [UInt8] = []

        mutating func read(_ item: DERReader.Element) {
            var fields = item.children
            guard let type = fields.next(DERReader.Tag.objectIdentifier) else { return }
            _ = fields.next(DERReader.Tag.boolean)
            guard var value = fields.next(DERReader.Tag.octetString)?.children else { return }
            switch Array(type.content) {
            case [0x55, 0x1D, 0x11]:
                guard var names = value.next(DERReader.Tag.sequence)?.children else { return }
                for name in names.all() {
                    if name.tag == 0x86 { uris.append(String(decoding: name.content, as: UTF8.self)) }
                    if name.tag == 0x82 { hosts.append(String(decoding: name.content, as: UTF8.self)) }
                }
            case [0x55, 0x1D, 0x13]:
                guard var constraints = value.next(DERReader.Tag.sequence)?.children else { return }
                isAuthority = constraints.next(DERReader.Tag.boolean)?.content.first ?? 0 != 0
            case [0x55, 0x1D, 0x0E]:
                subjectKey = value.next(DERReader.Tag.octetString).map { Array($0.content) } ?? []
            case [0x55, 0x1D, 0x23]:
                guard var identifiers = value.next(DERReader.Tag.sequence)?.children else { return }
                authorityKey = identifiers.next(0x80).map { Array($0.content) } ?? []
            default: break
            }
        }
    }
}

/// PEM: base64 between lines of dashes.
enum PEM {
    /// The decoded bytes of each block, whatever its kind.
    static func blocks(_ text: [UInt8]) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var body: [UInt8]?
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if line.starts(with: "-----BEGIN ".utf8) {
                body = []
            } else if line.starts(with: "-----END ".utf8) {
                if let text = body, let bytes = Base64.decode(String(decoding: text, as: UTF8.self)) { blocks.append(bytes) }
                body = nil
            } else if body != nil, !line.contains(UInt8(ascii: ":")) {
                body?.append(contentsOf: line.filter { $0 > 0x20 })
            }
        }
        return blocks
    }
}
