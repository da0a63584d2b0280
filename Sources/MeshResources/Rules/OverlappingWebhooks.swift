/// Two injection webhooks select the same pods.
enum OverlappingWebhooks: Rule {
    static let about = RuleDescription(
        code: "IST0139", name: "overlapping-webhooks", severity: .error,
        kinds: ["MutatingWebhookConfiguration"],
        summary: "two injection webhooks select the same pods",
        explanation: """
            A pod that two injection webhooks select is injected twice, by two revisions. It happens when an old installation was not \
            removed.

            Remove one webhook, or make its selectors disjoint.
            """,
        examples: [
            .init(
                "two for one label",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: «a»}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: «b»}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istiod, namespace: istio-system}
                """),
            .init(
                "one webhook",
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: istio-sidecar-injector}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system}}
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istiod, namespace: istio-system}
                """),
        ],
        source: "Istio, analyzer webhook.Analyzer")
    static let analyzers = ["webhook.Analyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let hooks = InjectionWebhooks.all(mesh)
        let revisions = Set(hooks.flatMap(\.revisions)).sorted()
        func combinations(_ key: String, _ values: [String]) -> [[String: String]] {
            let plain: [[String: String]] = [[:]] + values.map { [key: $0] }
            return plain + revisions.flatMap { revision in plain.map { $0.merging(["istio.io/rev": revision]) { $1 } } }
        }
        var reported: Set<String> = []
        for namespace in combinations("istio-injection", ["enabled", "disabled"]) {
            for object in combinations("sidecar.istio.io/inject", ["true", "false"]) {
                let matching = hooks.filter { $0.namespaces.matches(namespace) && $0.objects.matches(object) }
                guard Set(matching.map(\.id)).count > 1 else { continue }
                for hook in matching {
                    let others = Set(matching.map(\.id)).subtracting([hook.id]).sorted()
                    guard reported.insert("\(hook.id) \(others)").inserted else { continue }
                    report.add(
                        hook.configuration,
                        "webhook '\(hook.name)' selects pods that are also selected by \(others.map { "'\($0)'" }.joined(separator: ", "))",
                        istio: "Webhook overlaps with others: \(GoFormat.list(others)). This may cause injection to occur twice.",
                        help: "remove one of the webhooks, or make the selectors disjoint")
                }
            }
        }
    }
}
