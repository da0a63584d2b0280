import CCurl
import Glibc

/// A server and how to reach it: base URL, TLS, proxy, and what this user presents there.
public struct Endpoint: Sendable {
    /// The server's base URL.
    public var base: URLText.Base
    /// Whom to trust; `nil` trusts what the system trusts.
    public var authority: PEM?
    /// The client's certificate.
    public var certificate: PEM?
    /// The client's private key.
    public var key: PEM?
    /// The name that the server's certificate must bear, when it is not the URL's host.
    public var serverName: String?
    /// Whether the server's certificate is taken unseen.
    public var isInsecure = false
    /// The proxy's URL; `nil` asks the environment, as curl and kubectl do.
    public var proxy: String?
    /// The value of the `Authorization` header.
    public var authorization: Secret?
    /// Headers that go with every request, such as those of impersonation.
    public var headers: [(name: String, value: String)] = []

    /// Makes an endpoint that trusts what the system trusts and presents nothing.
    public init(base: URLText.Base) { self.base = base }

    /// Makes an endpoint from a URL; `nil` when it is not http or https.
    public init?(url: String) {
        guard let base = URLText.Base(url) else { return nil }
        self.base = base
    }

    /// A certificate or key in PEM.
    public enum PEM: Sendable, Equatable {
        /// A file's path.
        case file(String)
        /// The text itself.
        case data([UInt8])
    }

    /// A text that shows itself nowhere: not in errors, logs or string interpolation.
    public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        /// The text itself, for the one place that sends it.
        let value: String
        /// Wraps a secret.
        public init(_ value: String) { self.value = value }
        /// `REDACTED`.
        public var description: String { "REDACTED" }
        /// `REDACTED`.
        public var debugDescription: String { "REDACTED" }
        /// Nothing.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// The URL for a target. With `serverName` the URL bears that name, and the connection goes to the real host: libcurl
    /// takes the name to verify from the URL.
    func url(_ target: String) -> String {
        guard let serverName, base.scheme == "https" else { return base.text + target }
        let named = serverName.contains(":") ? "[\(serverName)]" : serverName
        return "https://\(named):\(base.port)\(base.path)\(target)"
    }
}

/// An endpoint in the form that the shim reads; owns the memory behind the pointers.
final class NativeEndpoint {
    private(set) var value = ccurl_endpoint()
    private var texts: [UnsafeMutablePointer<CChar>] = []
    private var blobs: [UnsafeMutableRawBufferPointer] = []

    init(_ endpoint: Endpoint, http1: Bool = false) {
        switch endpoint.authority {
        case .file(let path)?: value.ca_file = text(path)
        case .data(let bytes)?: (value.ca_data, value.ca_size) = blob(bytes)
        case nil: break
        }
        switch endpoint.certificate {
        case .file(let path)?: value.certificate_file = text(path)
        case .data(let bytes)?: (value.certificate_data, value.certificate_size) = blob(bytes)
        case nil: break
        }
        switch endpoint.key {
        case .file(let path)?: value.key_file = text(path)
        case .data(let bytes)?: (value.key_data, value.key_size) = blob(bytes)
        case nil: break
        }
        // A proxy from the environment is never meant for this machine itself; one that the kubeconfig names is meant for its
        // server whatever the environment exempts.
        if let proxy = endpoint.proxy ?? (endpoint.base.isLoopback ? "" : nil) { value.proxy = text(Self.resolvingThere(proxy)) }
        if let name = endpoint.serverName, endpoint.base.scheme == "https" {
            let port = endpoint.base.port
            let named = name.contains(":") ? "[\(name)]" : name
            value.connect_to = text("\(named):\(port):\(endpoint.base.bracketedHost):\(port)")
        }
        value.insecure = endpoint.isInsecure ? 1 : 0
        value.http1 = http1 ? 1 : 0
    }

    deinit {
        for text in texts { free(text) }
        for blob in blobs {
            // Keys do not stay in freed memory.
            if let start = blob.baseAddress { memset(start, 0, blob.count) }
            blob.deallocate()
        }
    }

    /// A SOCKS proxy is handed the server's name, as kubectl does, rather than an address found here.
    static func resolvingThere(_ proxy: String) -> String {
        proxy.lowercased().hasPrefix("socks5://") ? "socks5h" + proxy.dropFirst(6) : proxy
    }

    private func text(_ string: String) -> UnsafePointer<CChar>? {
        guard let copy = strdup(string) else { return nil }
        texts.append(copy)
        return UnsafePointer(copy)
    }

    private func blob(_ bytes: [UInt8]) -> (UnsafeRawPointer?, Int) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        memory.copyBytes(from: bytes)
        blobs.append(memory)
        return (UnsafeRawPointer(memory.baseAddress), bytes.count)
    }
}
