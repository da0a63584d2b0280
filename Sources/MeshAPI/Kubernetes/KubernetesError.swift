import MeshResources

/// Why the API server did not do what was asked, or could not be asked.
public struct KubernetesError: Error, Sendable, CustomStringConvertible {
    /// One of the reasons that a server gives for a refusal.
    public struct Cause: Sendable, Equatable {
        /// Such as `FieldValueInvalid` or `FieldManagerConflict`.
        public var reason: String
        /// The server's words.
        public var message: String
        /// The field's path as the server writes it; may be `<nil>` or empty.
        public var field: String

        /// Makes a cause.
        public init(reason: String, message: String, field: String) {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// What to do about it, and how a script sees it.
    public enum Category: Sendable, Equatable {
        /// No connection, or none that can be trusted.
        case unreachable
        /// The server does not know this user.
        case unauthorized
        /// The server knows this user and says no.
        case forbidden
        /// There is no such object.
        case notFound
        /// There is no such kind: a CRD is missing, or an API is not served.
        case missingKind
        /// Somebody else owns a field, or the object has changed in the meantime.
        case conflict
        /// The object is not valid.
        case invalid
        /// The user interrupted.
        case interrupted
        /// Anything else.
        case other
    }

    /// The HTTP status; 0 when no answer came.
    public var status: Int
    /// The machine-readable reason; may be empty.
    public var reason: String
    /// The server's words, or those of the transport.
    public var message: String
    /// The single reasons, in the server's order.
    public var causes: [Cause]
    /// Which kind of failure it is.
    public var category: Category
    /// Whether the request may have been carried out all the same.
    public var mayHaveHappened: Bool

    /// Makes an error by hand.
    public init(
        _ category: Category, _ message: String, status: Int = 0, reason: String = "", causes: [Cause] = [], mayHaveHappened: Bool = false
    ) {
        self.category = category
        self.message = message
        self.status = status
        self.reason = reason
        self.causes = causes
        self.mayHaveHappened = mayHaveHappened
    }

    /// Reads the reason why no answer came.
    public init(_ error: TransportError, server: String) {
        let category: Category =
            switch error.kind {
            case .interrupted: .interrupted
            case .local, .unexpected: .other
            case .unreachable, .tls, .timedOut, .connectionLost: .unreachable
            }
        let place = category == .unreachable && !server.isEmpty ? "cannot talk to \(server): " : ""
        self.init(category, place + Self.lowercased(error.message), mayHaveHappened: error.wasSent)
    }

    /// Reads an answer that is no success: a `Status`, or plain text.
    public init(_ answer: HTTPResponse) {
        let node = answer.body.json()
        let isStatus = node?["kind"]?.text == "Status"
        reason = isStatus ? node?["reason"]?.string ?? "" : ""
        let text = isStatus ? node?["message"]?.string ?? "" : String(answer.body.text.prefix(400))
        causes =
            node?["details"]?["causes"]?.items.map { cause in
                Cause(
                    reason: cause["reason"]?.string ?? "", message: cause["message"]?.string ?? "",
                    field: cause["field"]?.string ?? "")
            } ?? []
        status = answer.status
        message = Self.trimmed(text.isEmpty ? "the server answered \(answer.status) without a word" : text)
        mayHaveHappened = answer.status >= 500
        switch answer.status {
        case 401: category = .unauthorized
        case 403: category = .forbidden
        case 404: category = isStatus && node?["details"]?["name"]?.string != nil ? .notFound : .missingKind
        case 409: category = .conflict
        case 400, 422: category = .invalid
        default: category = .other
        }
    }

    /// The message.
    public var description: String { message }

    /// The owners that the server names in a conflict, with the fields that each of them holds.
    public var owners: [(manager: String, fields: [String])] {
        var order: [String] = []
        var fields: [String: [String]] = [:]
        for cause in causes where cause.reason == "FieldManagerConflict" {
            let words = cause.message.split(separator: "\"", omittingEmptySubsequences: false)
            let manager = words.count > 2 ? String(words[1]) : cause.message
            if fields[manager] == nil { order.append(manager) }
            fields[manager, default: []].append(cause.field.hasPrefix(".") ? String(cause.field.dropFirst()) : cause.field)
        }
        return order.map { ($0, fields[$0] ?? []) }
    }

    /// The next step, where there is one to name.
    public var help: String? {
        switch category {
        case .unauthorized: "log in again, or check the user of the kubeconfig's context: the server does not accept its credentials"
        case .forbidden: "ask for the right to do this, or see what is allowed with 'kubectl auth can-i --list'"
        case .missingKind: "install the CRDs that define it (for Istio: 'istioctl install' or the 'base' chart)"
        case .unreachable where message.contains("certificate"):
            "check certificate-authority and tls-server-name of the kubeconfig's cluster, and the clock of this machine"
        case .unreachable where message.contains("wrong version number"):
            "what listens there does not speak TLS: check the port, and whether the address should begin with http://"
        case .unreachable where message.contains("response 407"): "the proxy of the kubeconfig's cluster asks for a user and a password"
        case .unreachable: "check the address and whether the server runs; --context chooses another cluster"
        default: nil
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func lowercased(_ text: String) -> String {
        // Only an ordinary word loses its capital: `SSL`, `OpenSSL/3.0`, `HTTP/2` keep theirs.
        let rest = text.dropFirst().prefix { $0 != " " && $0 != "," && $0 != ":" }
        guard let first = text.first, first.isUppercase, !rest.isEmpty, rest.allSatisfy(\.isLowercase) else { return text }
        return first.lowercased() + text.dropFirst()
    }
}
