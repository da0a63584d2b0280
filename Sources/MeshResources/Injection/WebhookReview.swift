/// What each injection webhook of a cluster would do with a pod, and the label that decides: `istioctl x check-inject`'s rows.
///
/// The rules and wordings are those of Istio 1.30's `istioctl/pkg/checkinject`, as the corpus' `check-inject` cases show them.
public struct WebhookReview: Sendable {
    /// One MutatingWebhookConfiguration.
    public struct Row: Sendable, Hashable {
        /// The configuration's name.
        public var webhook: String
        /// Its label `istio.io/rev`; empty without one.
        public var revision: String
        /// Whether one of its webhooks selects the pod.
        public var injects: Bool
        /// The labels that decide.
        public var reason: String
    }

    /// The configurations with a webhook of Istio's, by name.
    public let rows: [Row]

    /// Reviews a pod with these labels in a namespace with those.
    public init(_ configurations: [Node], namespace: [String: String], pod: [String: String]) {
        var rows: [Row] = []
        for configuration in configurations {
            let hooks = configuration.items("webhooks")
            guard hooks.contains(where: { $0.text("name")?.hasSuffix("istio.io") ?? false }) else { continue }
            let metadata = configuration["metadata"]
            let (injects, reason) = Self.judge(hooks.map(Hook.init), namespace, pod)
            rows.append(
                Row(
                    webhook: metadata?["name"]?.text ?? "", revision: metadata?["labels"]?["istio.io/rev"]?.text ?? "",
                    injects: injects, reason: reason))
        }
        self.rows = rows.sorted { precedes($0.webhook, $1.webhook) }
    }

    /// What istioctl prints below its table, or in its place; empty when there is nothing to say.
    public var warning: String {
        if rows.isEmpty { return "ERROR: no Istio injection hooks present." }
        return rows.count(where: \.injects) > 1 ? "ERROR: multiple webhooks will inject, which can lead to errors" : ""
    }

    /// A webhook's two selectors; `nil` where it has none, which selects everything.
    private struct Hook {
        let namespace: LabelSelector?
        let object: LabelSelector?

        init(_ node: Node) {
            namespace = node["namespaceSelector"].flatMap { $0.isNull ? nil : LabelSelector(kubernetes: $0) }
            object = node["objectSelector"].flatMap { $0.isNull ? nil : LabelSelector(kubernetes: $0) }
        }

        var isDeactivated: Bool { [namespace, object].allSatisfy { $0.map(Self.isNeverMatch) ?? false } }

        private static func isNeverMatch(_ selector: LabelSelector) -> Bool {
            selector.expressions.isEmpty && !selector.isInvalid
                && selector.labels.map { "\($0.key)=\($0.value)" } == ["istio.io/deactivated=never-match"]
        }
    }

    private static func judge(_ hooks: [Hook], _ namespace: [String: String], _ pod: [String: String]) -> (Bool, String) {
        for hook in hooks {
            let (matchesNamespace, namespaceLabel) = match(hook.namespace, namespace)
            let (matchesPod, podLabel) = match(hook.object, pod)
            switch (matchesNamespace, matchesPod) {
            case (true, true):
                if let reason = cause(namespaceLabel, podLabel) { return (true, reason) }
            case (true, false):
                if let reason = hook.object.flatMap({ obstacle($0, pod) }) { return (false, reason) }
            case (false, true):
                if let value = namespace["istio-injection"], value != "enabled" {
                    return (false, "Namespace has istio-injection=\(value) label, preventing injection")
                }
            case (false, false): break
            }
        }
        if hooks.contains(where: \.isDeactivated) { return (false, "The injection webhook is deactivated, and will never match labels.") }
        let (namespaces, pods) = (hooks.flatMap { wanted($0.namespace) }, hooks.flatMap { wanted($0.object) })
        return (
            false,
            "No matching namespace labels (\(namespaces.joined(separator: ", "))) or pod labels (\(pods.joined(separator: ", ")))"
        )
    }

    /// Whether a selector matches, and the first of the labels it asks about by value that is there.
    private static func match(_ selector: LabelSelector?, _ labels: [String: String]) -> (Bool, String) {
        guard let selector else { return (true, "") }
        guard selector.matches(labels) else { return (false, "") }
        for expression in selector.expressions where expression.operation == .isIn || expression.operation == .notIn {
            if let value = labels[expression.key] { return (true, "\(expression.key)=\(value)") }
        }
        return (true, "")
    }

    /// Why a webhook that selects both injects; `nil` when no label says so, and the next webhook is looked at.
    private static func cause(_ namespace: String, _ pod: String) -> String? {
        if !namespace.isEmpty, !pod.isEmpty { return "Namespace label \(namespace) matches, and pod label \(pod) matches" }
        if !namespace.isEmpty {
            let isAutomatic = namespace.hasPart("kubernetes.io/metadata.name")
            return "Namespace label \(namespace) matches" + (isAutomatic ? " (Automatic injection is enabled in all namespaces)." : "")
        }
        return pod.isEmpty ? nil : "Pod label \(pod) matches"
    }

    /// The pod's label that a selector excludes.
    private static func obstacle(_ selector: LabelSelector, _ pod: [String: String]) -> String? {
        for expression in selector.expressions {
            guard let value = pod[expression.key] else { continue }
            let excludes = expression.operation == .doesNotExist || expression.operation == .notIn && expression.values.contains(value)
            if excludes { return "Pod has \(expression.key)=\(value) label, preventing injection" }
        }
        return nil
    }

    /// The labels that a selector wants, as `key=value`.
    private static func wanted(_ selector: LabelSelector?) -> [String] {
        selector?.expressions.filter { $0.operation == .isIn }.flatMap { expression in expression.values.map { "\(expression.key)=\($0)" } }
            ?? []
    }
}
