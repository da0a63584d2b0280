/// One request as a client sends it: what is on the wire and what is known about the connection.
public struct TrafficRequest: Sendable {
    /// `http`, `https` (TLS to a gateway) or `mtls` (mutual TLS to a workload).
    public var scheme = "http"
    /// The `Host` header, letter for letter.
    public var host = ""
    /// The port connected to: of the gateway's service, of the service, or inbound of the pod.
    public var port = 80
    /// The method as on the request line.
    public var method = "GET"
    /// Path and query as on the request line.
    public var path = "/"
    /// Header fields in order; names may repeat.
    public var headers: [(name: String, value: String)] = []
    /// The server name of the TLS handshake.
    public var sni: String?
    /// The address that the application connected to; `nil`: the one that the host resolves to.
    public var destinationIP: String?
    /// The peer's address as the proxy sees it.
    public var sourceIP: String?
    /// The identity in the peer's certificate, without `spiffe://`; `nil` for plaintext.
    public var principal: String?
    /// The claims of the token in the `authorization` header and whether its signature holds.
    public var token: Token?

    /// A JSON web token.
    public struct Token: Sendable {
        /// The claims, an object.
        public var claims: Value
        /// Whether the signature is the issuer's.
        public var signatureIsValid: Bool

        /// Makes a token.
        public init(claims: Value, signatureIsValid: Bool = true) {
            self.claims = claims
            self.signatureIsValid = signatureIsValid
        }
    }

    /// Makes a request with the defaults above.
    public init() {}

    /// Reads the object form: the fields of the conformance data, all optional but `host`. A header is a pair or an entry of an object.
    public init(_ value: Value) {
        scheme = value["scheme"]?.string ?? scheme
        host = value["host"]?.string ?? ""
        port = value["port"]?.int ?? (scheme == "https" ? 443 : 80)
        method = value["method"]?.string ?? method
        path = value["path"]?.string ?? path
        for entry in value["headers"]?.array ?? [] {
            if let pair = entry.array, pair.count == 2, let name = pair[0].string { headers.append((name, pair[1].string ?? "")) }
        }
        for (name, field) in value["headers"]?.object ?? Value.Object() {
            for text in field.array ?? [field] { headers.append((name, text.text)) }
        }
        sni = value["sni"]?.string
        destinationIP = value["destination_ip"]?.string
        sourceIP = value["source"]?["ip"]?.string
        principal = value["source"]?["principal"]?.string
        if let token = value["jwt"], token.object != nil {
            self.token = Token(claims: token["claims"] ?? .object([:]), signatureIsValid: token["signature"]?.string != "bad")
        }
    }
}

/// Whose view of the mesh is asked for.
public struct TrafficProxy: Sendable, Hashable {
    /// What the proxy is.
    public enum Kind: String, Sendable {
        /// A gateway: clients outside come in here.
        case gateway
        /// A sidecar.
        case sidecar
    }

    /// What the proxy is.
    public var kind = Kind.gateway
    /// Whether requests to the workload itself are meant rather than those that leave it.
    public var isInbound = false
    /// The pod's name.
    public var name = ""
    /// The pod's namespace.
    public var namespace = ""
    /// The pod's labels.
    public var labels: [String: String] = [:]
    /// The pod's service account.
    public var serviceAccount = "default"
    /// The pod's address.
    public var ip = ""

    /// Makes a proxy.
    public init(
        kind: Kind, isInbound: Bool = false, name: String = "", namespace: String, labels: [String: String] = [:],
        serviceAccount: String = "default", ip: String = ""
    ) {
        self.kind = kind
        self.isInbound = isInbound
        self.name = name
        self.namespace = namespace
        self.labels = labels
        self.serviceAccount = serviceAccount
        self.ip = ip
    }

    /// Reads the object form of the conformance data.
    public init(_ value: Value) {
        kind = value["kind"]?.string == "sidecar" ? .sidecar : .gateway
        isInbound = value["direction"]?.string == "inbound"
        name = value["name"]?.string ?? ""
        namespace = value["namespace"]?.string ?? "default"
        for (key, label) in value["labels"]?.object ?? Value.Object() { labels[key] = label.text }
        serviceAccount = value["service_account"]?.string ?? serviceAccount
        ip = value["ip"]?.string ?? ""
    }
}

extension Value {
    /// Puts a value into objects within objects, which are made where they are missing.
    mutating func set(_ value: Value, at path: ArraySlice<String>) {
        guard let key = path.first else {
            self = value
            return
        }
        var inner = self[key] ?? .object([:])
        inner.set(value, at: path.dropFirst())
        self[key] = inner
    }

    /// A scalar as text; empty for null, arrays and objects.
    var text: String {
        switch self {
        case .string(let value): value
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .double(let value): value.description
        default: ""
        }
    }
}
