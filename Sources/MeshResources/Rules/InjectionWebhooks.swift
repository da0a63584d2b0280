/// The webhooks that inject sidecars.
enum InjectionWebhooks {
    /// One webhook of a configuration.
    struct Webhook {
        let configuration: Mesh.Object
        let node: Node
        let index: Int
        let name: String
        let namespaces: LabelSelector
        let objects: LabelSelector
        /// The revisions that the configuration is about.
        let revisions: Set<String>
        /// The configuration's name and the webhook's.
        var id: String { "\(configuration.name)/\(name)" }
    }

    /// The webhooks of configurations that are Istio's by their names or speak of revisions, in order.
    static func all(_ mesh: Mesh) -> [Webhook] {
        var result: [Webhook] = []
        for configuration in mesh.all(.mutatingWebhook) {
            let hooks = configuration.resource.node.items("webhooks")
            let revisions = revisions(of: configuration)
            guard !revisions.isEmpty || hooks.contains(where: { $0["name"]?.text.hasSuffix("istio.io") == true }) else { continue }
            for (index, hook) in hooks.enumerated() {
                result.append(
                    Webhook(
                        configuration: configuration, node: hook, index: index, name: hook["name"]?.text ?? "",
                        namespaces: LabelSelector(kubernetes: hook["namespaceSelector"]),
                        objects: LabelSelector(kubernetes: hook["objectSelector"]),
                        revisions: revisions))
            }
        }
        return result
    }

    private static func revisions(of configuration: Mesh.Object) -> Set<String> {
        let key = "istio.io/rev"
        var result: Set<String> = []
        if let own = configuration.resource.metadata["labels"]?[key] { result.insert(own.text) }
        for hook in configuration.resource.node.items("webhooks") {
            for selector in ["namespaceSelector", "objectSelector"] {
                if let value = hook[selector]["matchLabels"]?[key] { result.insert(value.text) }
                for expression in hook[selector].items("matchExpressions") where expression["key"]?.text == key {
                    result.formUnion(expression.names("values").map(\.text))
                }
            }
        }
        return result
    }
}
