/// The options that every verb takes.
enum GlobalOptions {
    static let help = Option.flag("help", "h", "show help and do nothing else")
    static let color = Option.choice("color", nil, "WHEN", ["auto", "always", "never"], "whether to use colours", standard: "auto")
    static let quiet = Option.flag("quiet", "q", "print results only, no summary and no progress")
    static let verbose = Option.flag("verbose", "v", "print each request with its status and time, never a secret")

    static let kubeconfig = Option.value(
        "kubeconfig", "c", "FILE", "the kubeconfig to use in place of $KUBECONFIG and ~/.kube/config", completes: .file)
    static let context = Option.value("context", nil, "NAME", "the kubeconfig context to use", completes: .live("contexts"))
    static let namespace = Option.value("namespace", "n", "NS", "the namespace to work in", completes: .live("namespaces"))
    static let istioNamespace = Option.value(
        "istioNamespace", "i", "NS", "the namespace of the Istio control plane", standard: "istio-system", completes: .live("namespaces"))
    static let impersonate = Option.value("as", nil, "USER", "the user to act as")
    static let impersonateGroup = Option.repeated("as-group", nil, "GROUP", "a group to act as; may be repeated")
    static let requestTimeout = Option.value(
        "request-timeout", nil, "DURATION", "how long one request may take, such as 30s; 0 means no limit", standard: "30s")
    static let revision = Option.value("revision", "r", "REV", "the control plane revision to talk to")
    static let istiodURL = Option.value("istiod-url", nil, "URL", "talk to istiod at this address, without Kubernetes in between")
    static let envoyURL = Option.value(
        "envoy-url", nil, "URL", "talk to an Envoy admin port at this address, without Kubernetes in between")
    static let snapshot = Option.value("from", nil, "SNAPSHOT", "read a snapshot in place of a cluster", completes: .file)

    /// Shown with every verb.
    static let common: [Option] = [color, quiet, verbose, help]
    /// Shown with the verbs that talk to a cluster, accepted by all.
    static let connection: [Option] = [
        kubeconfig, context, namespace, istioNamespace, revision, impersonate, impersonateGroup, requestTimeout, istiodURL, envoyURL,
        snapshot,
    ]
    /// All of them.
    static let all: [Option] = common + connection
}

/// The options that several verbs share.
enum SharedOptions {
    static let filename = Option.repeated(
        "filename", "f", "PATH", "a file, a directory, or - for standard input; may be repeated", completes: .file, aliases: ["file"])
    static let recursive = Option.flag("recursive", "R", "go through directories with everything below them")
    static let allNamespaces = Option.flag("all-namespaces", "A", "all namespaces")
}
