import Glibc
import MeshResources

/// Requests to one API server: reading, watching, changing, asking for rights.
///
/// Answers come as nodes of the parsed JSON. Not for use from two threads at once.
public final class KubernetesClient {
    /// Carries out the requests, with what may be repeated repeated.
    public let transport: RetryingTransport
    /// What the server serves.
    public let discovery: Discovery
    /// The server's address, for messages.
    public let server: String
    /// The namespace that is meant where none is named.
    public var namespace: String
    /// Called with warnings that the server sends along, once for each text.
    public var onWarning: ((String) -> Void)?

    private let curl: CurlTransport?
    private let credentials: Credentials?
    private var warned: Set<String> = []

    /// Makes a client over any transport, such as recorded exchanges.
    public init(_ transport: any Transport, server: String = "", namespace: String = "default", policy: RetryPolicy = RetryPolicy()) {
        self.transport = RetryingTransport(transport, policy: policy)
        self.server = server
        self.namespace = namespace
        discovery = Discovery(self.transport, server: server)
        curl = nil
        credentials = nil
    }

    /// Makes a client for a cluster. Credentials are fetched at once, the server is not yet asked.
    ///
    /// - Parameter timeout: how long one request may take; zero is without limit.
    public init(
        _ access: ClusterAccess, timeout: Duration = .seconds(30), policy: RetryPolicy = RetryPolicy(),
        log: ((RequestLogEntry) -> Void)? = nil
    ) throws(AccessError) {
        var endpoint = access.endpoint
        let credentials = Credentials(access.user)
        try credentials.apply(to: &endpoint)
        let curl = CurlTransport(endpoint, timeout: timeout)
        curl.log = log
        let retrying = RetryingTransport(curl, policy: policy)
        retrying.renewCredentials = {
            guard credentials.canRenew else { return false }
            return (try? credentials.apply(to: &curl.endpoint, renewing: true)) != nil
        }
        transport = retrying
        server = endpoint.base.text
        namespace = access.namespace
        discovery = Discovery(retrying, server: server)
        self.curl = curl
        self.credentials = credentials
    }

    /// Server and credentials as they stand now, for connections that are not requests, such as port-forward.
    public var endpoint: Endpoint? {
        renewIfExpired()
        return curl?.endpoint
    }

    /// When nothing more is begun or repeated; `nil` sets no limit.
    public var deadline: SteadyTime? {
        didSet {
            transport.policy.deadline = deadline
            curl?.deadline = deadline
        }
    }

    /// Whether the time is up.
    public var isOutOfTime: Bool { deadline.map { SteadyTime.now > $0 } ?? false }

    private func renewIfExpired() {
        guard let curl, let credentials, credentials.hasExpired else { return }
        // A plugin that fails here fails again at the 401, where there is somebody to tell.
        try? credentials.apply(to: &curl.endpoint)
    }

    // MARK: Requests

    /// Carries out requests and reads the answers; `each` gets them as they come.
    public func send(_ requests: [HTTPRequest], each: (Int, Result<HTTPResponse, KubernetesError>) -> Void) {
        renewIfExpired()
        transport.send(requests) { index, result in each(index, check(result)) }
    }

    /// Carries out requests and returns the answers in the same order.
    public func send(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, KubernetesError>] {
        renewIfExpired()
        return transport.send(requests).map(check)
    }

    /// Carries out one request and returns the answer's JSON.
    public func json(_ request: HTTPRequest) throws(KubernetesError) -> Node {
        let answer = try (send([request]).first ?? .failure(KubernetesError(.other, "no answer"))).get()
        return try Self.node(answer)
    }

    private func check(_ result: HTTPResult) -> Result<HTTPResponse, KubernetesError> {
        switch result {
        case .failure(let error): return .failure(KubernetesError(error, server: server))
        case .success(let answer):
            for text in answer.headers("Warning") {
                let warning = Self.warning(text)
                if onWarning != nil, warned.insert(warning).inserted { onWarning?(warning) }
            }
            return answer.isSuccess ? .success(answer) : .failure(KubernetesError(answer))
        }
    }

    /// The text of a `Warning` header: `299 - "text"`.
    static func warning(_ header: String) -> String {
        guard let open = header.firstIndex(of: "\""), let close = header.lastIndex(of: "\""), open < close else { return header }
        return header[header.index(after: open)..<close].replacing("\\\"", with: "\"")
    }

    static func node(_ answer: HTTPResponse) throws(KubernetesError) -> Node {
        guard let node = answer.body.json() else { throw KubernetesError(.other, "the server's answer is no JSON", status: answer.status) }
        return node
    }

    // MARK: Reading

    /// One object.
    public func get(_ resource: APIResource, namespace: String?, name: String) throws(KubernetesError) -> Node {
        try json(HTTPRequest("GET", resource.path(namespace: namespace, name: name)))
    }

    /// What to list.
    public struct ListQuery: Sendable {
        /// `nil` lists all namespaces.
        public var namespace: String?
        /// A label selector.
        public var labels: String?
        /// A field selector.
        public var fields: String?
        /// How many objects a page holds at most.
        public var pageSize: Int

        /// Makes a query.
        public init(namespace: String? = nil, labels: String? = nil, fields: String? = nil, pageSize: Int = 500) {
            self.namespace = namespace
            self.labels = labels
            self.fields = fields
            self.pageSize = pageSize
        }
    }

    /// Lists page by page: each page's objects are handed over before the next page is asked for. Returns the list's
    /// resource version, from which a watch may go on.
    ///
    /// When a continuation has expired meanwhile, the list goes on from the server's fresh one, so objects may come twice.
    @discardableResult
    public func list(_ resource: APIResource, _ query: ListQuery, each: (Node) -> Void) throws(KubernetesError) -> String {
        var next: String?
        var renewals = 0
        while true {
            let target =
                resource.path(namespace: query.namespace)
                + URLText.query([
                    ("labelSelector", query.labels), ("fieldSelector", query.fields), ("limit", String(query.pageSize)), ("continue", next),
                ])
            let request = HTTPRequest("GET", target, headers: [("Accept", "application/json")], acceptsCompression: true)
            renewIfExpired()
            let result = transport.send(request)
            if case .success(let answer) = result, answer.status == 410, renewals < 3,
                let fresh = answer.body.json()?["metadata"]?["continue"]?.string, !fresh.isEmpty
            {
                renewals += 1
                next = fresh
                continue
            }
            let page = try Self.node(check(result).get())
            for item in page["items"]?.items.map({ $0 }) ?? [] { each(item) }
            next = page["metadata"]?["continue"]?.string
            if next?.isEmpty ?? true { return page["metadata"]?["resourceVersion"]?.string ?? "" }
        }
    }

    // MARK: Rights

    /// Whether this user may do something.
    public func may(_ verb: String, _ resource: APIResource, namespace: String?) throws(KubernetesError) -> Bool {
        var attributes: Value.Object = ["verb": .string(verb), "group": .string(resource.group), "resource": .string(resource.plural)]
        if let namespace { attributes["namespace"] = .string(namespace) }
        let review: Value = [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": ["resourceAttributes": .object(attributes)],
        ]
        let answer = try json(Self.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, isIdempotent: true))
        return answer["status"]?["allowed"]?.bool ?? false
    }

    /// A token of a service account for an audience, such as istiod's `istio-ca`.
    public func token(namespace: String, account: String, audience: String, seconds: Int = 3600) throws(KubernetesError) -> Endpoint.Secret
    {
        let request: Value = [
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
            "spec": ["audiences": [.string(audience)], "expirationSeconds": .int(Int64(seconds))],
        ]
        let path = URLText.path(["api", "v1", "namespaces", namespace, "serviceaccounts", account, "token"])
        let answer = try json(Self.post(path, request, isIdempotent: true))
        guard let token = answer["status"]?["token"]?.string else { throw KubernetesError(.other, "the server's answer holds no token") }
        return Endpoint.Secret(token)
    }

    static func post(_ path: String, _ body: Value, isIdempotent: Bool = false) -> HTTPRequest {
        HTTPRequest(
            "POST", path, headers: [("Content-Type", "application/json")], body: Array(JSONWriter.text(body).utf8),
            isIdempotent: isIdempotent)
    }
}

extension StringProtocol {
    /// The text with every `needle` replaced.
    func replacing(_ needle: String, with text: String) -> String {
        var result = ""
        var rest = self[startIndex..<endIndex]
        while let range = rest.firstRange(of: needle) {
            result += rest[..<range.lowerBound] + text
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
