import CCurl
import Glibc
import MeshResources

/// One request to a server, relative to the server's base URL.
public struct HTTPRequest: Sendable {
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`.
    public var method: String
    /// Path and query, percent-encoded, with a leading slash; see `URLText`.
    public var target: String
    /// Further headers. Credentials never stand here: they belong to the `Endpoint`.
    public var headers: [(name: String, value: String)]
    /// The body; `nil` sends none.
    public var body: [UInt8]?
    /// The longest that this request may take; `nil` leaves it to the transport.
    public var timeout: Duration?
    /// Whether doing it twice has the effect of doing it once, so that it may be repeated after a lost connection.
    public var isIdempotent: Bool
    /// Whether the server may compress its answer.
    public var acceptsCompression: Bool
    /// How often it is sent at most to a server that answers "later"; `nil` leaves it to the policy.
    public var attempts: Int?

    /// Makes a request. All methods but `POST` count as idempotent unless told otherwise.
    public init(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil, timeout: Duration? = nil,
        isIdempotent: Bool? = nil, acceptsCompression: Bool = false
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.isIdempotent = isIdempotent ?? (method != "POST")
        self.acceptsCompression = acceptsCompression
    }
}

/// What a server answered.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// Header names and values in their order and spelling.
    public var headers: [(name: String, value: String)]
    /// The body; empty for streamed answers, whose bytes were handed over on the way.
    public var body: HTTPBody
    /// How long it took.
    public var duration: Duration

    /// Makes an answer.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: HTTPBody = HTTPBody([]), duration: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.body = body
        self.duration = duration
    }

    /// The first value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? { headers(name).first }

    /// All values of a header, whatever the case of its name.
    public func headers(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// Reads the lines of a head into names and values; the status line is passed over.
    static func headers(in head: String) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        for line in head.utf8.split(separator: 0x0A).dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
            var text = Array(value)
            while let last = text.last, last == 0x0D || last == 0x20 { text.removeLast() }
            result.append((name, String(decoding: text, as: UTF8.self)))
        }
        return result
    }
}

/// The bytes of an answer, in the buffer that libcurl's shim filled: they are not copied until somebody wants them.
public final class HTTPBody: @unchecked Sendable {
    private let start: UnsafeMutablePointer<CChar>?
    /// The number of bytes.
    public let count: Int

    /// Takes over a buffer made by `malloc`.
    init(adopting start: UnsafeMutablePointer<CChar>?, count: Int) {
        self.start = start
        self.count = start == nil ? 0 : count
    }

    /// Makes a body of bytes.
    public init(_ bytes: [UInt8]) {
        count = bytes.count
        start = bytes.isEmpty ? nil : malloc(bytes.count)?.assumingMemoryBound(to: CChar.self)
        if let start { memcpy(start, bytes, bytes.count) }
    }

    deinit { free(start) }

    /// Runs `body` on the bytes.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// A copy of the bytes.
    public var bytes: [UInt8] { withBytes { Array($0) } }
    /// The bytes as text; what is not UTF-8 becomes U+FFFD.
    public var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// The bytes as a text to parse. `name` is what diagnostics call it.
    public func source(name: String) -> SourceText {
        SourceText(name: name, capacity: count) { target in
            withBytes { target.copyMemory(from: $0) }
            return count
        }
    }

    /// The body read as JSON; `nil` when it is not JSON.
    public func json(name: String = "") -> Node? {
        let result = JSONReader.parse(source(name: name))
        return result.isComplete ? result.tree.documents.first?.root : nil
    }
}

/// Either an answer, whatever its status, or the reason why there is none.
public typealias HTTPResult = Result<HTTPResponse, TransportError>

/// Why there was no whole answer.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    public enum Kind: Sendable, Equatable {
        /// The name does not resolve, or nothing listens there.
        case unreachable
        /// The two sides could not agree on TLS, or a certificate does not hold.
        case tls
        /// It took longer than allowed.
        case timedOut
        /// The connection ended before the answer did.
        case connectionLost
        /// The user wanted to stop.
        case interrupted
        /// Something on this machine is missing or wrong: libcurl, a certificate file.
        case local
        /// A recording has no such exchange.
        case unexpected
    }

    /// What kind of failure it was.
    public var kind: Kind
    /// What happened, in words; never with a secret.
    public var message: String
    /// Whether the request may have reached the server and been carried out.
    public var wasSent: Bool

    /// Makes a failure.
    public init(_ kind: Kind, _ message: String, wasSent: Bool = false) {
        self.kind = kind
        self.message = message
        self.wasSent = wasSent
    }

    /// The message.
    public var description: String { message }

    /// Whether the words of libcurl's TLS library say that the other side went away in the middle of the handshake, rather than
    /// that the two could not agree: OpenSSL, then GnuTLS.
    static func isInterruptedHandshake(_ text: String) -> Bool {
        ["reset by peer", "SSL_ERROR_SYSCALL", "unexpected eof", "lib(0)", "non-properly terminated", "Broken pipe"]
            .contains { text.firstRange(of: $0) != nil }
    }

    /// Reads libcurl's code and message.
    init(_ result: ccurl_result) {
        var result = result
        let text = withUnsafeBytes(of: &result.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let kind: Kind =
            switch result.code {
            case 5, 6, 7: .unreachable
            case 28: .timedOut
            case 35 where Self.isInterruptedHandshake(text): .connectionLost
            case 35, 51, 53, 54, 59, 60, 64, 66, 80, 83, 90, 91, 98: .tls
            // Not a failure of this machine: libcurl 7.88 says so of requests whose connection ended before their turn came.
            case 2 where text.firstRange(of: "no filter connected") != nil: .connectionLost
            case 2, 4, 27, 58, 77: .local
            default: .connectionLost
            }
        self.init(kind, text.isEmpty ? "libcurl error \(result.code)" : text, wasSent: result.was_sent != 0)
    }
}
