import MeshAPI
import MeshResources

/// One run of `apply`: from resources to a report.
final class ApplySession {
    private let call: Invocation
    private let client: KubernetesClient?
    private let resources: [Resource]
    private let manager: String
    private let mode: String
    private var options = Rollout.Options()

    /// Prepares a run; without a client only a plan can be made.
    init(_ call: Invocation, _ resources: [Resource], client: KubernetesClient?) throws {
        self.call = call
        self.resources = resources
        self.client = client
        manager = call.value(ApplyVerb.fieldManager) ?? "meshctl"
        mode = call.value(ApplyVerb.dryRun) ?? "none"
        options.fieldManager = manager
        options.isForced = call.flag(ApplyVerb.force)
        options.isDryRun = mode == "server"
        options.isAtomic = call.flag(ApplyVerb.atomic)
        options.rootNamespace = call.value(GlobalOptions.istioNamespace) ?? "istio-system"
        switch call.value(ApplyVerb.validate) {
        case "error": options.fieldValidation = "Strict"
        case "warn": options.fieldValidation = "Warn"
        default: options.fieldValidation = "Ignore"
        }
        if let seconds = try call.arguments.duration(ApplyVerb.timeout), seconds > 0 {
            client?.transport.policy.deadline = ContinuousClock.now + .milliseconds(Int64(min(seconds, 86_400) * 1000))
        }
    }

    func run() throws -> any Report {
        do {
            var items = try itemsWanted()
            guard let client else {
                return PlanReport(plan: ApplyPlan(items.map { ApplyPlan.Change(key: $0.key, old: nil, new: $0.wanted) }), items: items)
            }
            let live = try client.live(items.filter { !$0.resource.plural.isEmpty }.map { ($0.key, $0.resource) })
            for index in items.indices { items[index].live = live[items[index].key] }
            if call.flag(ApplyVerb.prune) { items += try PruneSearch(call, client, manager: manager).items(beside: items) }
            let rollout = Rollout(items, client: client, options: options)
            if mode == "client" { return PlanReport(plan: rollout.plan, items: rollout.items) }
            return try carryOut(rollout, client)
        } catch let error as KubernetesError {
            throw Failure(error, doing: "nothing was applied")
        }
    }

    private func carryOut(_ rollout: Rollout, _ client: KubernetesClient) throws -> any Report {
        Interrupts.catchThem()
        let progress = Progress(call.console, total: rollout.plan.stepCount)
        rollout.onProgress = { _, done in progress.show("applied", done) }
        rollout.run()
        progress.clear()
        return ApplyReport(rollout: rollout, manager: manager, isDryRun: options.isDryRun, isAtomic: options.isAtomic)
    }

    // MARK: What is wanted

    private func itemsWanted() throws -> [RolloutItem] {
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
                guard error.category == .missingKind else { throw Failure(error, doing: "nothing was applied") }
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
                .failure, "nothing was applied: \(Count.text(diagnostics.count, "object")) cannot be applied", diagnostics: diagnostics)
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
