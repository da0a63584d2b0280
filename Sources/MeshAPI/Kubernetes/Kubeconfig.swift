import MeshResources

/// Clusters, users and contexts as kubectl's configuration files give them, several files merged.
///
/// Of equal names the one in the earlier file counts, and so does the first current context. Paths in a file are seen from
/// that file's folder.
public struct Kubeconfig: Sendable {
    /// A server.
    public struct Cluster: Sendable {
        /// The base URL.
        public var server = ""
        /// Whom to trust; `nil` is the system's own list.
        public var authority: Endpoint.PEM?
        /// Whether the certificate is taken unseen.
        public var isInsecure = false
        /// The name that the certificate must bear, when it is not the URL's.
        public var serverName: String?
        /// The proxy to use.
        public var proxy: String?
    }

    /// What a user presents.
    public struct User: Sendable {
        /// The client certificate.
        public var certificate: Endpoint.PEM?
        /// Its key.
        public var key: Endpoint.PEM?
        /// A bearer token.
        public var token: Endpoint.Secret?
        /// A file with a bearer token, read again when the server does not take the token any more.
        public var tokenFile: String?
        /// A user name for basic authentication.
        public var username: String?
        /// Its password.
        public var password: Endpoint.Secret?
        /// A program that brings credentials.
        public var plugin: ExecPlugin?
        /// A login helper of a kind that kubectl 1.26 gave up; nothing runs it here either.
        public var oldProvider: String?
        /// Whom to act as.
        public var impersonation = Impersonation()

        /// Whether there is anything to present.
        var hasCredentials: Bool {
            certificate != nil || token != nil || tokenFile != nil || username != nil || plugin != nil
        }
    }

    /// A cluster and a user under one name.
    public struct Context: Sendable {
        /// The cluster's name.
        public var cluster = ""
        /// The user's name.
        public var user = ""
        /// The namespace to work in; `nil` means `default`.
        public var namespace: String?
    }

    /// Clusters by name.
    public private(set) var clusters: [String: Cluster] = [:]
    /// Users by name.
    public private(set) var users: [String: User] = [:]
    /// Contexts by name.
    public private(set) var contexts: [String: Context] = [:]
    /// The names of the contexts in order.
    public private(set) var contextNames: [String] = []
    /// The context used when none is named.
    public private(set) var currentContext: String?

    /// Makes an empty configuration.
    public init() {}

    /// Reads and merges files. With `mustExist`, a missing file is an error; otherwise it counts as empty.
    public init(files: [String], mustExist: Bool) throws(AccessError) {
        for path in files {
            guard let bytes = FileAccess.read(path) else {
                guard mustExist || FileAccess.exists(path) else { continue }
                throw AccessError(
                    "cannot read the kubeconfig '\(path)': \(FileAccess.reason(path))",
                    help: "name another file with --kubeconfig, or set KUBECONFIG", isInput: true)
            }
            try merge(SourceText(name: path, bytes: bytes))
        }
    }

    /// Adds what a text holds and earlier ones did not.
    public mutating func merge(_ source: SourceText) throws(AccessError) {
        let result = YAML.parse(source)
        if let problem = result.diagnostics.first(where: { $0.severity == .error }) {
            let place = problem.location.map { ":\($0.start.line):\($0.start.column)" } ?? ""
            throw AccessError("the kubeconfig cannot be read: \(source.name)\(place): \(problem.message)", isInput: true)
        }
        guard let root = result.tree.documents.first?.root, root.isMapping else { return }
        let folder = FileAccess.folder(of: source.name)
        for (name, body) in Self.named(root["clusters"], "cluster") where clusters[name] == nil {
            clusters[name] = try Self.cluster(body, name, folder)
        }
        for (name, body) in Self.named(root["users"], "user") where users[name] == nil {
            users[name] = try Self.user(body, name, folder)
        }
        for (name, body) in Self.named(root["contexts"], "context") where contexts[name] == nil {
            contexts[name] = Context(
                cluster: body["cluster"]?.text ?? "", user: body["user"]?.text ?? "", namespace: Self.text(body["namespace"]))
            contextNames.append(name)
        }
        if currentContext == nil { currentContext = Self.text(root["current-context"]) }
    }

    private static func named(_ list: Node?, _ key: String) -> [(name: String, body: Node)] {
        guard let list else { return [] }
        return list.items.compactMap { item in
            guard let name = text(item["name"]), let body = item[key], body.isMapping else { return nil }
            return (name, body)
        }
    }

    /// A scalar's text; `nil` when absent, null or empty.
    static func text(_ node: Node?) -> String? {
        guard let node, node.isScalar, !node.isNull, !node.text.isEmpty else { return nil }
        return node.text
    }

    /// A certificate or key, by data before by file, as kubectl takes them.
    private static func pem(_ body: Node, _ key: String, _ owner: String, _ folder: String) throws(AccessError) -> Endpoint.PEM? {
        if let data = text(body[key + "-data"]) {
            guard let bytes = Base64.decode(data) else { throw AccessError("'\(key)-data' of \(owner) is no base64", isInput: true) }
            return .data(bytes)
        }
        guard let path = text(body[key]) else { return nil }
        let file = FileAccess.resolve(path, from: folder)
        guard FileAccess.exists(file) else {
            throw AccessError("'\(key)' of \(owner) names '\(file)', which does not exist", isInput: true)
        }
        return .file(file)
    }

    private static func cluster(_ body: Node, _ name: String, _ folder: String) throws(AccessError) -> Cluster {
        var cluster = Cluster()
        cluster.server = text(body["server"]) ?? ""
        cluster.authority = try pem(body, "certificate-authority", "cluster '\(name)'", folder)
        cluster.isInsecure = body["insecure-skip-tls-verify"]?.bool ?? false
        cluster.serverName = text(body["tls-server-name"])
        cluster.proxy = text(body["proxy-url"])
        return cluster
    }

    private static func user(_ body: Node, _ name: String, _ folder: String) throws(AccessError) -> User {
        var user = User()
        user.certificate = try pem(body, "client-certificate", "user '\(name)'", folder)
        user.key = try pem(body, "client-key", "user '\(name)'", folder)
        user.token = text(body["token"]).map(Endpoint.Secret.init)
        user.tokenFile = text(body["tokenFile"]).map { FileAccess.resolve($0, from: folder) }
        user.username = text(body["username"])
        user.password = text(body["password"]).map(Endpoint.Secret.init)
        user.impersonation.user = text(body["as"])
        user.impersonation.uid = text(body["as-uid"])
        user.impersonation.groups = body["as-groups"]?.items.map(\.text) ?? []
        for (key, values) in body["as-user-extra"]?.entries ?? [] {
            user.impersonation.extra += values.items.map { (key.keyText.lowercased(), $0.text) }
        }
        user.oldProvider = text(body["auth-provider"]?["name"])
        if let exec = body["exec"], exec.isMapping { user.plugin = ExecPlugin(exec, folder: folder) }
        return user
    }
}

/// Whom a request acts as.
public struct Impersonation: Sendable {
    /// The user.
    public var user: String?
    /// The user's UID.
    public var uid: String?
    /// The groups.
    public var groups: [String] = []
    /// Further facts about the user, such as scopes; a key may come several times.
    public var extra: [(key: String, value: String)] = []

    /// Whether it is nobody else.
    public var isNone: Bool { user == nil && uid == nil && groups.isEmpty && extra.isEmpty }

    /// Acts as nobody else.
    public init(user: String? = nil, uid: String? = nil, groups: [String] = []) {
        self.user = user
        self.uid = uid
        self.groups = groups
    }

    /// The headers that ask for it.
    var headers: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let user { headers.append(("Impersonate-User", user)) }
        if let uid { headers.append(("Impersonate-Uid", uid)) }
        for group in groups { headers.append(("Impersonate-Group", group)) }
        // A key may hold what no header's name may.
        for (key, value) in extra {
            headers.append(("Impersonate-Extra-" + URLText.escape(key), value))
        }
        return headers
    }
}

/// Why a cluster cannot be approached: nothing was sent yet.
public struct AccessError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, in words.
    public var message: String
    /// The next step.
    public var help: String?
    /// Whether a file that the user named is at fault, rather than the way to the cluster.
    public var isInput: Bool

    /// Makes an error.
    public init(_ message: String, help: String? = nil, isInput: Bool = false) {
        self.message = message
        self.help = help
        self.isInput = isInput
    }

    /// The message.
    public var description: String { message }
}
