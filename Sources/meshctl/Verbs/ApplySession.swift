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
    private let deadline: SteadyTime

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
            deadline = SteadyTime.now + .milliseconds(Int64(min(seconds, 86_400) * 1000))
        } else {
            deadline = SteadyTime.now + .seconds(86_400)
        }
        client?.deadline = deadline
    }

    func run() throws -> any Report {
        do {
            var items = try ManifestResolver(call, client).items(resources)
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
        if options.isDryRun {
            rollout.run()
            return ApplyReport(rollout: rollout, manager: manager, isDryRun: true, isAtomic: options.isAtomic)
        }
        var wait = call.flag(ApplyVerb.wait) ? try ProxyWait(call) : nil
        wait?.begin()
        var problem: String?
        try RecordedRollout(call, client, action: "apply", manager: manager).run(rollout) {
            guard wait != nil, rollout.isComplete else { return }
            problem = try wait?.run(until: deadline, after: rollout.items, client)
            if problem != nil, options.isAtomic { rollout.putBack() }
        }
        var report = ApplyReport(rollout: rollout, manager: manager, isDryRun: false, isAtomic: options.isAtomic)
        report.problem = problem
        return report
    }
}
