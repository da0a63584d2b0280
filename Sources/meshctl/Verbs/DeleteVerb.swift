import MeshAPI
import MeshResources

/// `meshctl delete`.
enum DeleteVerb {
    static let dryRun = Option.choice(
        "dry-run", nil, "MODE", ["none", "client", "server"], "client prints the plan, server lets the API server check", standard: "none")
    static let ignoreMissing = Option.flag("ignore-not-found", nil, "objects that do not exist are no failure")
    static let selector = Option.value("selector", "l", "SELECTOR", "delete the objects with these labels")

    static let command = Command(
        "delete", group: .cluster, summary: "delete objects, users of something before what they use",
        operands: .init("[KIND NAME...]", 0...Int.max, completes: .live("resources")),
        options: [
            dryRun, ignoreMissing, selector, ApplyVerb.fieldManager, ApplyVerb.release, ApplyVerb.noHistory,
            .output([.text, .name, .json, .yaml]), SharedOptions.filename, SharedOptions.recursive,
        ],
        examples: [
            .init("What the files hold", "meshctl delete -f samples/shop"),
            .init("Two objects by name", "meshctl delete vs reviews ratings -n shop"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let client = try call.cluster()
        do {
            var items = call.values(SharedOptions.filename).isEmpty ? try named(call, client) : try listed(call, client)
            let live = try client.live(items.map { ($0.key, $0.resource) })
            var missing: [String] = []
            for index in items.indices {
                items[index].live = live[items[index].key]
                items[index].manifest = nil
                items[index].wanted = nil
                if live[items[index].key] == nil { missing.append(items[index].key.description) }
            }
            items.removeAll { $0.live == nil }
            let manager = call.value(ApplyVerb.fieldManager) ?? "meshctl"
            var options = Rollout.Options()
            options.fieldManager = manager
            options.isDryRun = call.value(dryRun) == "server"
            let rollout = Rollout(items, client: client, options: options)
            if call.value(dryRun) == "client" { return PlanReport(plan: rollout.plan, items: rollout.items) }
            if options.isDryRun {
                rollout.run()
            } else {
                try RecordedRollout(call, client, action: "delete", manager: manager).run(rollout)
            }
            var report = ApplyReport(rollout: rollout, manager: manager, isDryRun: options.isDryRun, isAtomic: false)
            if !call.flag(ignoreMissing) { report.missing = missing }
            return report
        } catch let error as KubernetesError {
            throw Failure(error, doing: "nothing was deleted")
        }
    }

    private static func listed(_ call: Invocation, _ client: KubernetesClient) throws -> [RolloutItem] {
        guard call.operands.isEmpty else { throw Failure(.usage, "expected either files or names") }
        let inputs = try call.inputs()
        let (resources, problems) = inputs.resources()
        let unreadable = inputs.diagnostics + problems
        guard !unreadable.contains(where: { $0.severity == .error }) else {
            throw Failure(.unreadable, "nothing was deleted: the inputs cannot be read", diagnostics: unreadable)
        }
        return try ManifestResolver(call, client).items(resources, verb: "deleted")
    }

    /// The objects of operands such as `vs/reviews`.
    private static func slashed(_ call: Invocation, _ client: KubernetesClient) throws -> [RolloutItem] {
        guard call.value(selector) == nil else { throw Failure(.usage, "expected either names or a selector") }
        return try call.operands.map { operand in
            let parts = operand.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw Failure(.usage, "'\(operand)' found: expected KIND/NAME, as in the other operands")
            }
            let resource = try client.kind(parts[0])
            let namespace = resource.isNamespaced ? client.namespace : ""
            let key = ObjectKey(group: resource.group, kind: resource.kind, namespace: namespace, name: parts[1])
            return RolloutItem(key: key, resource: resource, manifest: nil)
        }
    }

    private static func named(_ call: Invocation, _ client: KubernetesClient) throws -> [RolloutItem] {
        guard let first = call.operands.first else { throw Failure(.usage, "nothing to delete: expected -f, or a kind and names") }
        if first.contains("/") { return try slashed(call, client) }
        let word = first
        let names = call.operands.dropFirst()
        let resource = try client.kind(word)
        let namespace = resource.isNamespaced ? client.namespace : ""
        func key(_ name: String) -> ObjectKey { ObjectKey(group: resource.group, kind: resource.kind, namespace: namespace, name: name) }
        if let labels = call.value(selector) {
            guard names.isEmpty else { throw Failure(.usage, "expected either names or a selector") }
            var items: [RolloutItem] = []
            try client.list(resource, .init(namespace: resource.isNamespaced ? namespace : nil, labels: labels)) { object in
                items.append(RolloutItem(key: key(object["metadata"]?["name"]?.text ?? ""), resource: resource, manifest: nil))
            }
            return items
        }
        guard !names.isEmpty else { throw Failure(.usage, "nothing to delete: expected names or --selector after '\(word)'") }
        return names.map { RolloutItem(key: key($0), resource: resource, manifest: nil) }
    }
}
