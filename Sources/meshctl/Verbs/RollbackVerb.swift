import MeshAPI
import MeshResources

/// `meshctl rollback`.
enum RollbackVerb {
    static let to = Option.value("to", nil, "REVISION", "the revision whose state is wanted; without it, the one before the last")
    static let dryRun = Option.flag("dry-run", nil, "show the plan and change nothing")
    static let force = Option.flag("force", nil, "also overwrite what somebody else has changed since")

    static let command = Command(
        "rollback", group: .cluster, summary: "put back what was there before one or more runs of apply",
        details: """
            Restores every object that the later runs changed: what they created is deleted, what they deleted is created again. Refuses when \
            somebody else has changed one of the objects since. Secrets are not recorded, and not put back.
            """,
        options: [
            to, dryRun, force, ApplyVerb.fieldManager, ApplyVerb.release, ApplyVerb.noHistory, .output([.text, .name, .json, .yaml]),
        ],
        examples: [
            .init("Undo the last run", "meshctl rollback"),
            .init("Show what going back to revision 3 would do", "meshctl rollback --to 3 --dry-run"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let client = try call.cluster()
        let history = RecordedRollout.history(call, client)
        let manager = call.value(ApplyVerb.fieldManager) ?? "meshctl"
        do {
            let records = try history.list()
            guard let last = records.last else { throw Failure(.failure, "release '\(history.release)' has no history in this namespace") }
            let target = try call.arguments.integer(to, in: 0...Int.max) ?? last.revision - 1
            let undone = records.filter { $0.revision > target }
            guard target < last.revision, let first = undone.first, first.revision == target + 1 else {
                throw Failure(
                    .failure, "there is no way back to revision \(target)",
                    help:
                        "the history knows revisions \(records.first?.revision ?? 0) to \(last.revision); the state before a run is its number less one"
                )
            }
            var changes: [ObjectKey: ReleaseRecord.Change] = [:]
            var latest: [ObjectKey: ReleaseRecord.Change] = [:]
            for record in undone {
                for change in try history.load(record.revision).changes {
                    if changes[change.key] == nil { changes[change.key] = change }
                    latest[change.key] = change
                }
            }
            let items = try items(changes, latest, client, call)
            var options = Rollout.Options()
            options.fieldManager = manager
            options.isForced = true
            let rollout = Rollout(items, client: client, options: options)
            if call.flag(dryRun) { return PlanReport(plan: rollout.plan, items: rollout.items) }
            try RecordedRollout(call, client, action: "rollback to \(target)", manager: manager).run(rollout)
            return ApplyReport(rollout: rollout, manager: manager, isDryRun: false, isAtomic: false)
        } catch let error as KubernetesError {
            throw Failure(error, doing: "nothing was rolled back")
        }
    }

    /// The objects to restore, each with what is there now; throws when somebody else has been at one of them.
    private static func items(
        _ changes: [ObjectKey: ReleaseRecord.Change], _ latest: [ObjectKey: ReleaseRecord.Change], _ client: KubernetesClient,
        _ call: Invocation
    ) throws -> [RolloutItem] {
        var items: [RolloutItem] = []
        for (key, change) in changes.sorted(by: { ObjectKey.precedes($0.key, $1.key) }) {
            if change.isSecret {
                call.console.warn("\(key) is not put back: the contents of Secrets are never recorded")
                continue
            }
            let resource = try client.discovery.resource(apiVersion: change.apiVersion, kind: key.kind)
            let wanted = change.before.flatMap { value in
                JSONReader.parse(SourceText(name: "history", text: JSONWriter.text(value))).tree.documents.first?.root
            }
            items.append(RolloutItem(key: key, resource: resource, manifest: nil, wanted: wanted))
        }
        let live = try client.live(items.map { ($0.key, $0.resource) })
        var touched: [String] = []
        for index in items.indices {
            let key = items[index].key
            items[index].live = live[key]
            if let change = latest[key], let problem = difference(change, live[key]) { touched.append("\(key) \(problem)") }
        }
        if !touched.isEmpty, !call.flag(force) {
            throw Failure(
                .failure, "nothing was rolled back: " + touched.joined(separator: ", "),
                help: "look at it with 'meshctl get', and overwrite it with --force")
        }
        return items.filter { $0.live != nil || $0.wanted != nil }
    }

    /// What somebody else did to an object since a run left it; `nil` when it is as it was left.
    private static func difference(_ change: ReleaseRecord.Change, _ live: Node?) -> String? {
        guard change.result != "pending" else { return nil }
        guard let live else { return change.result == "deleted" ? nil : "has been deleted since" }
        if change.result == "deleted" { return "has been created again since" }
        if let generation = change.generation, let now = live["metadata"]?["generation"]?.int {
            return generation == now ? nil : "has been changed since"
        }
        return change.version.isEmpty || live["metadata"]?["resourceVersion"]?.text == change.version ? nil : "has been changed since"
    }
}
