import MeshResources

/// Why a component of the mesh did not give what it was asked for.
public struct ServiceFailure: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    public enum Kind: Sendable, Equatable {
        /// Nothing answers there, or not in time.
        case unreachable
        /// It wants other credentials.
        case forbidden
        /// It does not know what was asked for: a proxy that has gone, an unknown logger.
        case notFound
        /// It answered something that makes no sense: another program listens there, or it is broken.
        case unexpected
    }

    /// What kind of failure it was.
    public var kind: Kind
    /// What happened: lower case, no full stop.
    public var message: String
    /// The next step, as an imperative.
    public var help: String?

    /// Makes a failure.
    public init(_ kind: Kind, _ message: String, help: String? = nil) {
        self.kind = kind
        self.message = message
        self.help = help
    }

    /// The message.
    public var description: String { message }

    /// Reads the reason why a request brought no answer. `service` is what to call the server: `Envoy at 127.0.0.1:15000`.
    public init(_ error: TransportError, asking service: String) {
        self.init(.unreachable, "cannot reach \(service): \(error.message)")
    }

    /// Reads an answer that is no success; `nil` when it is one.
    init?(_ response: HTTPResponse, asking service: String, for target: String) {
        guard !response.isSuccess else { return nil }
        let path = target.prefix { $0 != "?" }
        let said = Self.firstLine(response)
        let detail = said.isEmpty ? "" : ": \(said)"
        switch response.status {
        case 401, 403:
            self.init(
                .forbidden, "\(service) refuses '\(path)' with status \(response.status)\(detail)",
                help: response.status == 401 ? "ask from loopback, or give a token for the audience 'istio-ca'" : nil)
        case 400, 404: self.init(.notFound, "\(service) answers '\(path)' with status \(response.status)\(detail)")
        default: self.init(.unexpected, "\(service) answers '\(path)' with status \(response.status)\(detail)")
        }
    }

    /// What the body says, cut to a line; nothing when it is a web page.
    private static func firstLine(_ response: HTTPResponse) -> String {
        let bytes = response.body.withBytes { Array($0.prefix(300)) }
        let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        return line.hasPrefix("<") ? "" : line
    }
}
