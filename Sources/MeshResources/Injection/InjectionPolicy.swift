/// Whether a pod is injected: the steps that the webhook takes once a pod has reached it.
public struct InjectionPolicy: Sendable {
    /// Namespaces whose pods are never injected.
    public static let ignoredNamespaces: Set<String> = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]

    /// `enabled`: undecided pods are injected; `disabled`: they are not; anything else: none are.
    public var policy = "enabled"
    /// Pods whose labels match are not injected, unless they say so themselves.
    public var neverInject: [LabelSelector] = []
    /// Pods whose labels match are injected, unless something before decided.
    public var alwaysInject: [LabelSelector] = []

    /// Makes the policy of the command: inject, no selectors.
    public init() {}

    /// Reads the policy and the selectors of an injection configuration, the `config` of a control plane's ConfigMap.
    public init(configuration: Node) {
        if let text = configuration.text("policy") { policy = text }
        neverInject = configuration.items("neverInjectSelector").map { LabelSelector(kubernetes: $0) }
        alwaysInject = configuration.items("alwaysInjectSelector").map { LabelSelector(kubernetes: $0) }
    }

    /// What was decided, and what decided it.
    public enum Decision: Sendable, Equatable {
        case inject(String)
        case skip(String)

        /// Whether the pod is injected.
        public var injects: Bool { if case .inject = self { true } else { false } }
        /// What decided, for a reader.
        public var reason: String {
            switch self {
            case .inject(let reason), .skip(let reason): reason
            }
        }
    }

    /// Decides about a pod.
    ///
    /// - Parameters:
    ///   - labels: The pod's labels.
    ///   - annotations: The pod's annotations.
    ///   - namespace: The pod's namespace; may be empty.
    ///   - hostNetwork: Whether it shares the node's network.
    public func decide(
        labels: [String: String], annotations: [String: String], namespace: String, hostNetwork: Bool
    ) -> Decision {
        if hostNetwork { return .skip("the pod uses the node's network ('hostNetwork: true')") }
        if Self.ignoredNamespaces.contains(namespace) { return .skip("namespace '\(namespace)' is never injected") }
        let label = labels["sidecar.istio.io/inject"]
        let kind = label == nil ? "annotation" : "label"
        let wish = label ?? annotations["sidecar.istio.io/inject"]
        guard policy == "enabled" || policy == "disabled" else {
            return .skip("the injection policy '\(policy)' is neither enabled nor disabled")
        }
        switch wish {
        case "true"?: return .inject("\(kind) 'sidecar.istio.io/inject' is 'true'")
        case "false"?: return .skip("\(kind) 'sidecar.istio.io/inject' is 'false'")
        default: break
        }
        if let selector = neverInject.first(where: { !$0.isEmpty && $0.matches(labels) }) {
            return .skip("the labels match neverInjectSelector '\(selector.fullText)'")
        }
        if let selector = alwaysInject.first(where: { !$0.isEmpty && $0.matches(labels) }) {
            return .inject("the labels match alwaysInjectSelector '\(selector.fullText)'")
        }
        let reason = "nothing decides, and the injection policy is '\(policy)'"
        return policy == "enabled" ? .inject(reason) : .skip(reason)
    }
}

extension LabelSelector {
    /// The selector as kubectl writes it: `app=web,tier in (a,b),!beta`.
    var fullText: String {
        let rest = expressions.map { expression in
            switch expression.operation {
            case .isIn: "\(expression.key) in (\(expression.values.joined(separator: ",")))"
            case .notIn: "\(expression.key) notin (\(expression.values.joined(separator: ",")))"
            case .doesNotExist: "!\(expression.key)"
            case .exists: expression.key
            }
        }
        return (labels.map { "\($0.key)=\($0.value)" } + rest).joined(separator: ",")
    }
}
