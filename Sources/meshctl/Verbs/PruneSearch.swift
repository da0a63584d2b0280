import MeshAPI
import MeshResources

/// Finds what `--prune` deletes: objects that the selector matches, this field manager applied, and the inputs lack.
struct PruneSearch {
    private let client: KubernetesClient
    private let selector: String
    private let manager: String
    private let console: Console

    init(_ call: Invocation, _ client: KubernetesClient, manager: String) throws {
        guard let selector = call.value(ApplyVerb.selector), !selector.isEmpty else {
            throw Failure(
                .usage, "'--prune' needs '--selector'",
                help: "give the objects a label, and name it: everything without it stays")
        }
        self.client = client
        self.selector = selector
        self.manager = manager
        console = call.console
    }

    /// The mesh's kinds, which are looked for even when the inputs have none of them any more.
    private static let groups = ["networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io"]

    /// The items to delete. Only the namespaces of `wanted` are looked at.
    func items(beside wanted: [RolloutItem]) throws -> [RolloutItem] {
        let namespaces = Set(wanted.filter(\.resource.isNamespaced).map(\.key.namespace))
        let present = Set(wanted.map(\.key))
        var resources = Set(wanted.map(\.resource)).filter { !["Namespace", "CustomResourceDefinition"].contains($0.kind) }
        for resource in try client.discovery.all() where Self.groups.contains(resource.group) && resource.isNamespaced {
            if !resources.contains(where: { $0.group == resource.group && $0.kind == resource.kind }) { resources.insert(resource) }
        }
        var found: [RolloutItem] = []
        for resource in resources.sorted(by: { $0.fullName < $1.fullName }) where resource.verbs.contains("list") {
            for namespace in resource.isNamespaced ? namespaces.sorted().map({ $0 as String? }) : [nil] {
                do throws(KubernetesError) {
                    try client.list(resource, .init(namespace: namespace, labels: selector)) { object in
                        guard ManagedFields(object).isApplied(by: manager) else { return }
                        let key = ObjectKey(
                            group: resource.group, kind: resource.kind, namespace: object["metadata"]?["namespace"]?.text ?? "",
                            name: object["metadata"]?["name"]?.text ?? "")
                        guard !present.contains(key) else { return }
                        var item = RolloutItem(key: key, resource: resource, manifest: nil)
                        item.live = object
                        found.append(item)
                    }
                } catch {
                    guard error.category == .forbidden else { throw error }
                    console.warn("\(resource.fullName) are not pruned: \(error.message)")
                    break
                }
            }
        }
        return found
    }
}
