/// A compiled condition on a text.
final class TextMatcher {
    let source: StringMatch
    /// Compiled when first needed; `nil` when the pattern is no regular expression.
    private lazy var expression: RE2Matcher? = (try? RE2(source.text)).map { RE2Matcher($0) }

    /// Why proxies do not take the pattern; `nil` where they do.
    var trouble: String? { source.kind == .regex ? RE2.trouble(source.text) : nil }

    init(_ source: StringMatch) {
        self.source = source
    }

    func matches(_ text: String, ignoringCase: Bool = false) -> Bool {
        switch source.kind {
        case .present: return true
        case .exact:
            return ignoringCase
                ? text.asciiLowercased().hasSameBytes(as: source.text.asciiLowercased()) : text.hasSameBytes(as: source.text)
        case .prefix:
            return ignoringCase ? text.asciiLowercased().hasBytePrefix(source.text.asciiLowercased()) : text.hasBytePrefix(source.text)
        case .regex: return expression?.fullMatch(text) ?? false
        }
    }
}

/// What a route asks of a request, as the proxy gets it.
struct RouteMatch {
    struct Field {
        /// In lower case; `:method`, `:authority` and `:scheme` for the pseudo headers.
        var name: String
        var matcher: TextMatcher
        /// The match is written under `withoutHeaders`.
        var isInverted = false
    }

    var path: TextMatcher?
    var ignoresCase = false
    var fields: [Field] = []
    var parameters: [Field] = []
    var claims: [Claim] = []

    /// A condition on a claim of the token that the proxy accepted.
    struct Claim {
        var path: [String]
        var matcher: TextMatcher
        var isInverted: Bool

        /// A claim fits when it is a text that does or a list with such a text.
        func holds(_ claims: Value?) -> Bool {
            var value = claims
            for key in path { value = value?[key] }
            let fits: Bool
            if let text = value?.string {
                fits = matcher.matches(text)
            } else {
                fits = value?.array?.contains { $0.string.map { matcher.matches($0) } ?? false } ?? false
            }
            return fits != isInverted
        }

        /// The path of a claim from the name of a header: `@request.auth.claims.a.b` or `@request.auth.claims[a][b]`; `nil` for others.
        static func path(_ header: String) -> [String]? {
            let start = "@request.auth.claims"
            guard header.asciiLowercased().hasBytePrefix(start) else { return nil }
            let rest = header.dropFirst(start.count)
            if rest.first == ".", rest.count > 1 {
                return rest.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            }
            guard rest.first == "[", rest.last == "]", rest.count > 2 else { return nil }
            return rest.dropFirst().dropLast().split(separator: "]", omittingEmptySubsequences: false).map { part in
                String(part.first == "[" ? part.dropFirst() : part)
            }
        }
    }

    init() {}

    init(_ match: HTTPMatch) {
        if let uri = match.uri, uri.kind != .present { path = TextMatcher(uri) }
        ignoresCase = match.ignoresCase
        for (list, isInverted) in [(match.headers, false), (match.withoutHeaders, true)] {
            for (name, condition) in list {
                let matcher = TextMatcher(condition)
                if let path = Claim.path(name) {
                    claims.append(Claim(path: path, matcher: matcher, isInverted: isInverted))
                } else {
                    fields.append(Field(name: Self.fieldName(name), matcher: matcher, isInverted: isInverted))
                }
            }
        }
        for (name, condition) in [(":method", match.method), (":authority", match.authority), (":scheme", match.scheme)] {
            if let condition { fields.append(Field(name: name, matcher: TextMatcher(condition))) }
        }
        for (name, condition) in match.queryParameters { parameters.append(Field(name: name, matcher: TextMatcher(condition))) }
    }

    private static func fieldName(_ name: String) -> String {
        let lowered = name.asciiLowercased()
        return lowered == "host" ? ":authority" : lowered
    }

    /// Every condition on a text.
    var matchers: [TextMatcher] { [path].compactMap { $0 } + (fields + parameters).map(\.matcher) + claims.map(\.matcher) }

    /// Whether every request is matched, as far as proxies notice: a prefix `/` or a pattern `.*` and nothing besides.
    var isCatchAll: Bool {
        guard fields.isEmpty, parameters.isEmpty, claims.isEmpty else { return false }
        guard let path else { return true }
        return path.source.kind == .prefix && path.source.text == "/" || path.source.kind == .regex && path.source.text == ".*"
    }

    func matches(_ request: PreparedRequest) -> Bool {
        if let path, !path.matches(request.pathWithoutQuery, ignoringCase: ignoresCase) { return false }
        for field in fields where !Self.holds(field, request.header(field.name)) { return false }
        for parameter in parameters {
            guard let value = request.parameter(parameter.name), parameter.matcher.matches(value) else { return false }
        }
        for claim in claims where !claim.holds(request.claims) { return false }
        return true
    }

    private static func holds(_ field: Field, _ value: String?) -> Bool {
        if field.matcher.source.kind == .present { return (value != nil) != field.isInverted }
        // A header to be absent counts as empty when it is.
        if field.isInverted { return !field.matcher.matches(value ?? "") }
        return value.map { field.matcher.matches($0) } ?? false
    }

    /// The first condition that a request does not meet, and where it is written; `nil` if it meets all.
    func failure(_ request: PreparedRequest) -> (reason: String, node: Node)? {
        if let path, !path.matches(request.pathWithoutQuery, ignoringCase: ignoresCase) {
            return ("path is '\(request.pathWithoutQuery)', rule wants \(path.source.summary)", path.source.node)
        }
        for field in fields where !Self.holds(field, request.header(field.name)) {
            return (Self.reason(field, request.header(field.name)), field.matcher.source.node)
        }
        for parameter in parameters {
            let value = request.parameter(parameter.name)
            if let value, parameter.matcher.matches(value) { continue }
            let found = value.map { "'\($0)'" } ?? "absent"
            return (
                "query parameter '\(parameter.name)' is \(found), rule wants \(parameter.matcher.source.summary)",
                parameter.matcher.source.node
            )
        }
        if let claim = claims.first(where: { !$0.holds(request.claims) }) {
            return (Self.reason(claim, request.claims), claim.matcher.source.node)
        }
        return nil
    }

    private static func reason(_ claim: Claim, _ claims: Value?) -> String {
        var value = claims
        for key in claim.path { value = value?[key] }
        let found = value.map { "'\($0.array?.map(\.text).joined(separator: ", ") ?? $0.text)'" }
        let name = "token claim '\(claim.path.joined(separator: "."))'"
        let wanted = "rule wants \(claim.isInverted ? "it not to be " : "")\(claim.matcher.source.summary)"
        guard claims != nil else { return "no token was accepted at this proxy, so \(name) is absent, \(wanted)" }
        return "\(name) is \(found ?? "absent"), \(wanted)"
    }

    private static func reason(_ field: Field, _ value: String?) -> String {
        let what =
            switch field.name {
            case ":method": "method"
            case ":authority": "authority"
            case ":scheme": "scheme"
            default: "header '\(field.name)'"
            }
        let found = value.map { "'\($0)'" } ?? "absent"
        return "\(what) is \(found), rule wants \(field.isInverted ? "it not to be " : "")\(field.matcher.source.summary)"
    }
}

/// A request as the router sees it, with what matching asks for at hand.
final class PreparedRequest {
    let request: TrafficRequest
    /// Normalized, with its query.
    let path: String
    /// Normalized, without its query.
    let pathWithoutQuery: String
    /// `http` or `https`: that of the listener.
    let scheme: String
    private let query: Substring
    /// Names in lower case, values without blanks at their ends.
    let headers: [(name: String, value: String)]
    /// The claims of a token that the proxy accepted; `nil` where it saw none.
    let claims: Value?

    init(_ request: TrafficRequest, path: String, scheme: String, claims: Value? = nil) {
        self.request = request
        self.path = path
        self.scheme = scheme
        self.claims = claims
        let (before, after) = path.cut(at: "?")
        pathWithoutQuery = after == nil ? path : String(before)
        query = after ?? ""
        headers = request.headers.isEmpty ? [] : request.headers.map { ($0.name.asciiLowercased(), $0.value[...].trimmedText) }
    }

    /// A header's value, repeated ones joined by commas; `nil` when absent.
    func header(_ name: String) -> String? {
        switch name {
        case ":authority": return request.host
        case ":method": return request.method
        case ":path": return path
        case ":scheme": return scheme
        default: break
        }
        var result: String?
        for (candidate, value) in headers where candidate == name { result = result.map { "\($0),\(value)" } ?? value }
        if result == nil {
            if name == "x-forwarded-proto" { return scheme }
            if name == "content-length", ["POST", "PUT", "PATCH"].contains(request.method) { return "0" }
        }
        return result
    }

    /// The first value of a query parameter, not decoded; `nil` when absent.
    func parameter(_ name: String) -> String? {
        guard !query.isEmpty else { return nil }
        for part in query.split(separator: "&", omittingEmptySubsequences: true) {
            let equals = part.utf8.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            guard part[..<equals].utf8.elementsEqual(name.utf8) else { continue }
            return equals == part.endIndex ? "" : String(part[part.index(after: equals)...])
        }
        return nil
    }
}
