import MeshAPI
import MeshResources

/// Turns resources of the inputs into objects of a cluster: kind, namespace and name, each exactly once.
struct ManifestResolver {
    private let call: Invocation
    private let client: KubernetesClient?

    /// Makes a resolver; without a client kinds are guessed.
    init(_ call: Invocation, _ client: KubernetesClient?) {
        self.call = call
        self.client = client
    }

    /// The items of resources in order. Whatever cannot be applied is reported at once, before anything is done.
    ///
    /// - Parameter verb: what was not done, for the message: `applied`.
    func items(_ resources: [Resource], verb: String = "applied") throws -> [RolloutItem] {
        var diagnostics: [Diagnostic] = []
        var items: [RolloutItem] = []
        var seen: [ObjectKey: Resource] = [:]
        if let client { try client.discovery.prepare(resources.map(\.apiVersion)) }
        let given = call.value(GlobalOptions.namespace)
        let definitions = CustomDefinitions(resources)
        for resource in resources {
            let kind: APIResource
            do throws(KubernetesError) {
                kind = try definitions.resource(for: resource, discovery: client?.discovery)
            } catch {
                guard error.category == .missingKind else { throw Failure(error, doing: "nothing was \(verb)") }
                diagnostics.append(
                    Diagnostic(
                        code: "MSH5003", severity: .error, message: error.message, location: resource.node["kind"]?.location, path: "kind",
                        help: error.help, resource: resource.resourceName))
                continue
            }
            if resource.name.isEmpty {
                diagnostics.append(
                    Diagnostic(
                        code: "MSH5007", severity: .error, message: "no name found: expected 'metadata.name'",
                        location: resource.nameLocation, path: "metadata", resource: resource.resourceName))
                continue
            }
            if kind.isNamespaced, let given, let own = resource.namespace, own != given {
                diagnostics.append(
                    Diagnostic(
                        code: "MSH5008", severity: .error, message: "namespace '\(own)' found: expected '\(given)' as --namespace says",
                        location: resource.metadata?["namespace"]?.location, path: "metadata.namespace",
                        help: "leave out --namespace, or the field", resource: resource.resourceName))
                continue
            }
            var key = ObjectKey(resource, namespace: given ?? client?.namespace ?? "default")
            if !kind.isNamespaced { key.namespace = "" }
            if let first = seen.updateValue(resource, forKey: key) {
                diagnostics.append(
                    Diagnostic(
                        code: "MSH5009", severity: .error, message: "\(key) found twice", location: resource.nameLocation,
                        path: "metadata.name", help: "keep one of them", resource: resource.resourceName,
                        related: [.init(message: "first here", location: first.nameLocation)]))
                continue
            }
            items.append(RolloutItem(key: key, resource: kind, manifest: resource))
        }
        guard diagnostics.isEmpty else {
            throw Failure(
                .failure, "nothing was \(verb): \(Count.text(diagnostics.count, "object")) cannot be \(verb)", diagnostics: diagnostics)
        }
        return items
    }
}

/// Kinds that the inputs themselves define by CustomResourceDefinitions, and a guess for planning without a server.
struct CustomDefinitions {
    private var kinds: [String: APIResource] = [:]

    /// Finds the definitions among resources.
    init(_ resources: [Resource]) {
        for resource in resources where resource.kind == "CustomResourceDefinition" {
            guard let spec = resource.spec, let group = spec["group"]?.text, let names = spec["names"], let kind = names["kind"]?.text,
                let plural = names["plural"]?.text
            else { continue }
            for version in spec["versions"]?.items.map({ $0 }) ?? [] where version["served"]?.bool ?? true {
                let name = version["name"]?.text ?? ""
                kinds["\(group)/\(name) \(kind)"] = APIResource(
                    group: group, version: name, kind: kind, plural: plural, singular: names["singular"]?.text ?? "",
                    isNamespaced: spec["scope"]?.text == "Namespaced")
            }
        }
    }

    private static let clusterScoped: Set<String> = [
        "Namespace", "Node", "PersistentVolume", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "GatewayClass",
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "PriorityClass", "StorageClass", "APIService",
    ]

    /// The kind of a resource: what the inputs define, else what the server says; without a server, a guess.
    func resource(for resource: Resource, discovery: Discovery?) throws(KubernetesError) -> APIResource {
        if let own = kinds["\(resource.apiVersion) \(resource.kind)"] { return own }
        if let discovery { return try discovery.resource(apiVersion: resource.apiVersion, kind: resource.kind) }
        return APIResource(
            group: resource.group, version: resource.version, kind: resource.kind, plural: "",
            isNamespaced: !Self.clusterScoped.contains(resource.kind))
    }
}
