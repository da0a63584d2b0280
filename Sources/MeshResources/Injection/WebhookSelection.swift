/// Which of Istio's injection webhooks a pod reaches: what the selectors of the MutatingWebhookConfiguration say, before any policy.
public struct WebhookSelection: Sendable {
    /// A webhook: its name, the revision behind it, and whom it selects.
    public struct Webhook: Sendable {
        /// Such as `rev.namespace.sidecar-injector.istio.io`.
        public let name: String
        /// The revision that answers.
        public let revision: String
        let namespace: LabelSelector
        let object: LabelSelector
    }

    /// The webhooks in order.
    public let webhooks: [Webhook]

    /// The webhooks that a control plane's chart installs.
    ///
    /// - Parameters:
    ///   - revision: The control plane's revision; `default` also answers for namespaces and pods that only ask for injection.
    ///   - enablesAll: Whether namespaces that say nothing are injected.
    public init(revision: String, enablesAll: Bool = false) {
        typealias E = LabelSelector.Expression
        func not(_ key: String) -> E { E(key: key, operation: .doesNotExist, values: []) }
        func isIn(_ key: String, _ value: String) -> E { E(key: key, operation: .isIn, values: [value]) }
        let (inject, rev, enabled) = ("sidecar.istio.io/inject", "istio.io/rev", "istio-injection")
        let notRefused = E(key: inject, operation: .notIn, values: ["false"])
        func webhook(_ name: String, _ namespace: [E], _ object: [E]) -> Webhook {
            Webhook(
                name: name + ".sidecar-injector.istio.io", revision: revision, namespace: LabelSelector(expressions: namespace),
                object: LabelSelector(expressions: object))
        }
        var webhooks = [
            webhook("rev.namespace", [isIn(rev, revision), not(enabled)], [notRefused]),
            webhook("rev.object", [not(rev), not(enabled)], [notRefused, isIn(rev, revision)]),
        ]
        if revision == "default" {
            webhooks.append(webhook("namespace", [isIn(enabled, "enabled")], [notRefused]))
            webhooks.append(webhook("object", [not(enabled), not(rev)], [isIn(inject, "true"), not(rev)]))
            if enablesAll {
                let system = Array(InjectionPolicy.ignoredNamespaces).sorted()
                let outside = E(key: "kubernetes.io/metadata.name", operation: .notIn, values: system)
                webhooks.append(webhook("auto", [not(enabled), not(rev), outside], [not(inject), not(rev)]))
            }
        }
        self.webhooks = webhooks
    }

    /// Reads the webhooks of MutatingWebhookConfigurations; those that inject no sidecars are left out.
    public init(_ configurations: [Node]) {
        var webhooks: [Webhook] = []
        for configuration in configurations {
            let revision = configuration["metadata"]?["labels"]?["istio.io/rev"]?.text ?? "default"
            for item in configuration["webhooks"].map({ Array($0.items) }) ?? [] {
                guard let name = item["name"]?.text, name.hasSuffix("sidecar-injector.istio.io") else { continue }
                webhooks.append(
                    Webhook(
                        name: name, revision: revision, namespace: LabelSelector(kubernetes: item["namespaceSelector"]),
                        object: LabelSelector(kubernetes: item["objectSelector"])))
            }
        }
        self.webhooks = webhooks
    }

    /// The first webhook that selects a pod, and for each of the others the selector that does not match.
    public func find(namespace: [String: String], pod: [String: String]) -> (webhook: Webhook?, refusals: [(name: String, reason: String)])
    {
        var refusals: [(name: String, reason: String)] = []
        for webhook in webhooks {
            if !webhook.namespace.matches(namespace) {
                refusals.append((webhook.name, "the namespace's labels do not match '\(webhook.namespace.fullText)'"))
            } else if !webhook.object.matches(pod) {
                refusals.append((webhook.name, "the pod's labels do not match '\(webhook.object.fullText)'"))
            } else {
                return (webhook, refusals)
            }
        }
        return (nil, refusals)
    }
}

extension LabelSelector {
    init(expressions: [Expression]) {
        self.init([:], expressions)
    }
}
