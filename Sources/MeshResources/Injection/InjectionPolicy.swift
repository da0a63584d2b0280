/// Whether a pod is injected: the steps that the webhook takes once a pod has reached it.
public struct InjectionPolicy: Sendable {
    /// Namespaces whose pods are never injected.
    public static let ignoredNamespaces: Set<String> = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]

    /// `enabled`: undecided pods are injected; `disabled`: they are not; anything else: none are.
    public var policy = "enabled"
    public var neverInject: [LabelSelector] = []
    public var alwaysInject: [LabelSelector] = []

    /// Makes the policy of the command: inject, no selectors.
    public init() {}

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
        guard policy == "enabled" || policy == "disabled" else { return .skip("the injection policy '\(policy)' is neither enabled nor disabled") }
        switch wish {
        case "true"?: return .inject("\(kind) 'sidecar.istio.io/inject' is 'true'")
        case "false"?: return .skip("\(kind) 'sidecar.istio.io/inject' is 'false'")
        default: break
        }
        if let selector = neverInject.first(where: { !$0.isEmpty && $0.matches(labels) }) {
            return .skip("the labels match neverInjectSelector '\(selector)'")
        }
        if let selector = alwaysInject.first(where: { !$0.isEmpty && $0.matches(labels) }) {
            return .inject("the labels match alwaysInjectSelector '\(selector)'")
        }
        let reason = "nothing decides, and the injection policy is '\(policy)'"
        return policy == "enabled" ? .inject(reason) : .skip(reason)
    }
}

/// A Kubernetes label selector.
public struct LabelSelector: Sendable, CustomStringConvertible {
    /// One expression of `matchExpressions`.
    public struct Requirement: Sendable {
        let key: String
        let `operator`: String
        let values: [String]
    }

    private let labels: [(key: String, value: String)]
    private let requirements: [Requirement]

    /// Reads a selector; anything that is none reads as the empty one.
    public init(_ node: Node?) {
        labels = node?["matchLabels"]?.entries.map { ($0.key.keyText, $0.value.text) } ?? []
        var requirements: [Requirement] = []
        if let expressions = node?["matchExpressions"] {
            for item in expressions.items {
                let values = item["values"].map { $0.items.map(\.text) } ?? []
                requirements.append(Requirement(key: item["key"]?.text ?? "", operator: item["operator"]?.text ?? "", values: values))
            }
        }
        self.requirements = requirements
    }

    /// Makes a selector of plain labels.
    public init(labels: [(String, String)], requirements: [Requirement] = []) {
        self.labels = labels.map { (key: $0.0, value: $0.1) }
        self.requirements = requirements
    }

    /// Whether it asks for nothing.
    public var isEmpty: Bool { labels.isEmpty && requirements.isEmpty }

    /// Whether labels meet every requirement. An unknown operator is met by none.
    public func matches(_ present: [String: String]) -> Bool {
        for (key, value) in labels where present[key] != value { return false }
        for requirement in requirements {
            let value = present[requirement.key]
            let holds: Bool =
                switch requirement.operator {
                case "In": value.map { requirement.values.contains($0) } ?? false
                case "NotIn": value.map { !requirement.values.contains($0) } ?? true
                case "Exists": value != nil
                case "DoesNotExist": value == nil
                default: false
                }
            if !holds { return false }
        }
        return true
    }

    /// The selector as kubectl writes it: `app=web,tier in (a,b),!beta`.
    public var description: String {
        let plain = labels.map { "\($0.key)=\($0.value)" }
        let rest = requirements.map { requirement in
            switch requirement.operator {
            case "In": "\(requirement.key) in (\(requirement.values.joined(separator: ",")))"
            case "NotIn": "\(requirement.key) notin (\(requirement.values.joined(separator: ",")))"
            case "DoesNotExist": "!\(requirement.key)"
            default: requirement.key
            }
        }
        return (plain + rest).joined(separator: ",")
    }
}
