import MeshResources

/// One cluster, ready to be talked to: where it is, what is presented there, and which namespace is meant.
public struct ClusterAccess: Sendable {
    /// The server and the credentials known so far.
    public var endpoint: Endpoint
    /// The namespace of the context; `default` when it names none.
    public var namespace: String
    /// The context's name; `nil` inside a pod.
    public var context: String?
    /// Things the user should know, such as an unverified certificate.
    public var warnings: [String]
    /// What the user presents.
    public var user: Kubeconfig.User

    /// What the command line says about the cluster.
    public struct Choice: Sendable {
        /// `--kubeconfig`.
        public var kubeconfig: String?
        /// `--context`.
        public var context: String?
        /// `--as` and `--as-group`.
        public var impersonation = Impersonation()

        /// Leaves everything to the environment.
        public init() {}
    }

    /// Finds the cluster: the file chosen, else the files of `$KUBECONFIG`, else `~/.kube/config`, else the pod's own account.
    public static func find(_ choice: Choice = Choice()) throws(AccessError) -> ClusterAccess {
        var access: ClusterAccess
        if let config = try configuration(choice) {
            access = try ClusterAccess(config, context: choice.context)
        } else if let context = choice.context {
            throw AccessError(
                "context '\(context)' does not exist: there is no kubeconfig", help: "set KUBECONFIG, or name a file with --kubeconfig")
        } else if let pod = try inPod() {
            access = pod
        } else {
            throw AccessError(
                "no cluster is configured: there is no kubeconfig, and this is no pod",
                help: "set KUBECONFIG, or name a file with --kubeconfig")
        }
        let impersonation = choice.impersonation.isNone ? access.user.impersonation : choice.impersonation
        if impersonation.user == nil, !impersonation.isNone {
            throw AccessError("--as-group needs --as", help: "name the user to act as", isInput: true)
        }
        access.endpoint.headers += impersonation.headers
        return access
    }

    /// The contexts that the user's configuration knows, for completions and `--remote-contexts`.
    public static func contexts(_ choice: Choice = Choice()) throws(AccessError) -> [String] {
        try configuration(choice)?.contextNames ?? []
    }

    private static func configuration(_ choice: Choice) throws(AccessError) -> Kubeconfig? {
        if let file = choice.kubeconfig { return try Kubeconfig(files: [file], mustExist: true) }
        if let list = FileAccess.environment("KUBECONFIG") {
            let files = list.split(separator: ":").map(String.init)
            let config = try Kubeconfig(files: files, mustExist: false)
            // A pod may have the variable set to nothing useful; its own account counts then.
            return config.contexts.isEmpty && config.clusters.isEmpty && choice.context == nil ? nil : config
        }
        guard let home = FileAccess.environment("HOME"), FileAccess.exists(home + "/.kube/config") else { return nil }
        return try Kubeconfig(files: [home + "/.kube/config"], mustExist: true)
    }

    /// Takes one context of a configuration.
    public init(_ config: Kubeconfig, context name: String? = nil) throws(AccessError) {
        guard let name = name ?? config.currentContext ?? (config.contextNames.count == 1 ? config.contextNames.first : nil) else {
            throw AccessError(
                "the kubeconfig has no current context",
                help: config.contextNames.isEmpty ? nil : "choose one with --context: \(config.contextNames.joined(separator: ", "))")
        }
        guard let context = config.contexts[name] else {
            throw AccessError(
                "context '\(name)' does not exist",
                help: config.contextNames.isEmpty ? nil : "choose one of \(config.contextNames.joined(separator: ", "))", isInput: true)
        }
        guard let cluster = config.clusters[context.cluster], !cluster.server.isEmpty else {
            throw AccessError("context '\(name)' names the cluster '\(context.cluster)', which has no server", isInput: true)
        }
        guard var endpoint = Endpoint(url: cluster.server) else {
            throw AccessError("the server of cluster '\(context.cluster)' is no http or https URL: '\(cluster.server)'", isInput: true)
        }
        if !context.user.isEmpty, config.users[context.user] == nil {
            throw AccessError("context '\(name)' names the user '\(context.user)', who does not exist", isInput: true)
        }
        endpoint.authority = cluster.authority
        endpoint.isInsecure = cluster.isInsecure
        endpoint.serverName = cluster.serverName
        endpoint.proxy = cluster.proxy
        self.endpoint = endpoint
        self.namespace = context.namespace ?? "default"
        self.context = name
        user = config.users[context.user] ?? Kubeconfig.User()
        if let provider = user.oldProvider, !user.hasCredentials {
            throw AccessError(
                "the user '\(context.user)' logs in by the auth-provider '\(provider)', which Kubernetes gave up in 1.26",
                help: "have the provider's tool write the kubeconfig anew, with an exec plugin", isInput: true)
        }
        warnings = []
        if cluster.isInsecure {
            warnings.append("the certificate of \(endpoint.base.text) is not verified (insecure-skip-tls-verify)")
        }
    }

    /// The cluster that a pod runs in, by its own account; `nil` outside of a pod.
    ///
    /// - Parameter account: where the pod finds its account.
    static func inPod(account: String = "/var/run/secrets/kubernetes.io/serviceaccount") throws(AccessError) -> ClusterAccess? {
        guard let host = FileAccess.environment("KUBERNETES_SERVICE_HOST"), FileAccess.exists(account + "/token") else { return nil }
        let port = FileAccess.environment("KUBERNETES_SERVICE_PORT_HTTPS") ?? FileAccess.environment("KUBERNETES_SERVICE_PORT") ?? "443"
        let name = host.contains(":") ? "[\(host)]" : host
        guard var endpoint = Endpoint(url: "https://\(name):\(port)") else {
            throw AccessError("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT give no address: '\(host)', '\(port)'")
        }
        endpoint.authority = .file(account + "/ca.crt")
        var user = Kubeconfig.User()
        user.tokenFile = account + "/token"
        return ClusterAccess(
            endpoint: endpoint, namespace: FileAccess.readTrimmed(account + "/namespace") ?? "default", context: nil, warnings: [],
            user: user)
    }

    private init(endpoint: Endpoint, namespace: String, context: String?, warnings: [String], user: Kubeconfig.User) {
        self.endpoint = endpoint
        self.namespace = namespace
        self.context = context
        self.warnings = warnings
        self.user = user
    }
}
