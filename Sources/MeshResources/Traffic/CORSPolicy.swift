/// What a route says about requests that a browser makes for pages of other origins.
///
/// Source: TranslateCORSPolicy in pilot/pkg/networking/core/route/route.go of istiod, and Envoy's CORS filter, which stands before the router
/// and behind fault injection.
struct CORSPolicy {
    private let origins: [TextMatcher]
    private let methods: String
    private let headers: String
    private let exposed: String
    private let maxAge: String
    private let allowsCredentials: Bool
    private let answersUnmatched: Bool
    let node: Node

    init(_ node: Node) {
        self.node = node
        func list(_ key: String) -> String { (node[key]?.array ?? []).map(\.text).joined(separator: ",") }
        if let matches = node["allowOrigins"], !matches.isNull {
            origins = matches.array.map { TextMatcher(StringMatch($0)) }
        } else {
            origins = (node["allowOrigin"]?.array ?? []).map { TextMatcher(StringMatch(.exact, $0)) }
        }
        methods = list("allowMethods")
        headers = list("allowHeaders")
        exposed = list("exposeHeaders")
        maxAge = node["maxAge"].flatMap { DurationText.nanoseconds($0.text) }.map { String($0 / 1_000_000_000) } ?? ""
        allowsCredentials = node["allowCredentials"]?.bool ?? false
        answersUnmatched = node["unmatchedPreflights"]?.text == "IGNORE"
    }

    /// Whether a request comes from an origin that is allowed; one that names none does not.
    func isAllowed(_ request: PreparedRequest) -> Bool {
        guard let origin = request.header("origin"), !origin.isEmpty else { return false }
        return origins.contains { $0.matches("*") && $0.source.kind == .exact || $0.matches(origin) }
    }

    /// The fields of the answer to a preflight request; `nil` for requests that go on.
    func answer(_ request: PreparedRequest) -> [(name: String, value: String)]? {
        guard request.request.method == "OPTIONS", let origin = request.header("origin"), !origin.isEmpty,
            let wanted = request.header("access-control-request-method"), !wanted.isEmpty
        else { return nil }
        guard isAllowed(request) else { return answersUnmatched ? [] : nil }
        var fields = [("access-control-allow-origin", origin)]
        if allowsCredentials { fields.append(("access-control-allow-credentials", "true")) }
        for (name, value) in [("methods", methods), ("headers", headers)] where !value.isEmpty {
            fields.append(("access-control-allow-\(name)", value))
        }
        if !maxAge.isEmpty { fields.append(("access-control-max-age", maxAge)) }
        return fields
    }

    /// The fields that responses to other requests get.
    func fields(_ request: PreparedRequest) -> [(name: String, value: String)] {
        guard isAllowed(request), let origin = request.header("origin") else { return [] }
        var fields = [("access-control-allow-origin", origin)]
        if allowsCredentials { fields.append(("access-control-allow-credentials", "true")) }
        if !exposed.isEmpty { fields.append(("access-control-expose-headers", exposed)) }
        return fields
    }

    /// The policy as text that is the same for policies that say the same.
    var signature: String { JSONWriter.text(Value(node)) }
}
