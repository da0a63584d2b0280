import MeshAPI
import MeshResources

/// What a rollout did, object by object, and a summary that holds after any failure.
struct ApplyReport: Report {
    let rollout: Rollout
    let manager: String
    let isDryRun: Bool
    let isAtomic: Bool
    /// Objects that should have been there and were not.
    var missing: [String] = []
    /// What went wrong after everything was applied: proxies that do not follow.
    var problem: String?

    var exitCode: ExitCode {
        if problem != nil { return .failure }
        if rollout.isComplete { return missing.isEmpty ? .success : .failure }
        let codes = rollout.failures.map(\.error.exitCode)
        return codes.reduce(.failure) { $0.merged(with: $1) }
    }

    private var report: Value {
        [
            "objects": .array(
                rollout.items.map { item in
                    var object: Value.Object = [
                        "apiVersion": .string(item.resource.apiVersion), "kind": .string(item.key.kind),
                        "namespace": .string(item.key.namespace), "name": .string(item.key.name), "result": .string(item.state.word),
                    ]
                    if let error = item.state.error { object["error"] = .string(error.message) }
                    return .object(object)
                }),
            "complete": .bool(rollout.isComplete), "dryRun": .bool(isDryRun),
        ]
    }

    func write(to console: Console, as format: OutputFormat) {
        switch format {
        case .json: console.output.write(JSONWriter.text(report, .pretty) + "\n")
        case .yaml: console.output.write(YAMLEmitter.text(report, .ordered))
        default: writeLines(to: console, onlyNames: format == .name)
        }
        console.output.flush()
        for (index, error) in rollout.failures {
            for finding in ServerFindings.diagnostics(error, rollout.items[index], manager: manager) { console.report(finding) }
        }
        if !rollout.plan.cycle.isEmpty {
            console.warn(
                "these need each other to come first, so they changed together: "
                    + rollout.plan.cycle.map(\.description).joined(separator: ", "))
        }
        if let problem { console.report(error: problem) }
        for name in missing { console.report(error: "\(name) does not exist") }
        let summary = summary
        if rollout.isComplete { console.note(summary) } else { console.report(error: summary, help: help) }
    }

    private func writeLines(to console: Console, onlyNames: Bool) {
        let ending = isDryRun ? " (server dry run)" : ""
        for item in rollout.items {
            switch item.state {
            case .pending, .failed: continue
            default: console.output.write(onlyNames ? "\(item.shortName)\n" : "\(item.shortName) \(item.state.word)\(ending)\n")
            }
        }
    }

    /// Such as `2 created, 1 configured, 5 unchanged`.
    var summary: String {
        var counts: [String: Int] = [:]
        for item in rollout.items { counts[item.state.word, default: 0] += 1 }
        let order = [
            "created", "configured", "deleted", "unchanged", "expanded", "restored", "failed", "uncertain", "not restored", "not attempted",
        ]
        let parts = order.compactMap { word in counts[word].map { "\($0) \(word)" } }
        let text = parts.isEmpty ? "nothing to apply" : parts.joined(separator: ", ")
        let stopped = Interrupts.signal != nil ? "interrupted: " : rollout.isOutOfTime && !rollout.isComplete ? "timed out: " : ""
        return stopped + text + (isDryRun ? " (server dry run: nothing was kept)" : "")
    }

    private var help: String? {
        if rollout.items.contains(where: { if case .notRestored = $0.state { true } else { false } }) {
            return "look at the objects that were not restored: they hold the new version"
        }
        if isAtomic { return "nothing has changed" }
        return rollout.items.contains { if case .pending = $0.state { true } else { false } }
            ? "run the same command again when the reason is gone: what is done stays as it is" : nil
    }
}

extension RolloutItem.State {
    /// One word, or two, for people and scripts.
    var word: String {
        switch self {
        case .pending: "not attempted"
        case .unchanged: "unchanged"
        case .created: "created"
        case .configured: "configured"
        case .deleted: "deleted"
        case .expanded: "expanded"
        case .failed: "failed"
        case .unknown: "uncertain"
        case .restored: "restored"
        case .notRestored: "not restored"
        }
    }

    /// The error behind it, if there is one.
    var error: KubernetesError? {
        switch self {
        case .failed(let error), .unknown(let error), .notRestored(let error): error
        default: nil
        }
    }
}

/// The plan that `--dry-run=client` shows.
struct PlanReport: Report {
    let plan: ApplyPlan
    let items: [RolloutItem]

    func value() -> Value? {
        [
            "stages": .array(
                plan.stages.map { stage in
                    .array(
                        stage.map { step in
                            let item = items[step.change]
                            return [
                                "action": .string(word(step)), "apiVersion": .string(item.resource.apiVersion),
                                "kind": .string(item.key.kind), "namespace": .string(item.key.namespace), "name": .string(item.key.name),
                                "reason": .string(step.reason),
                            ]
                        })
                }),
            "cycle": .array(plan.cycle.map { .string($0.description) }),
        ]
    }

    func write(to console: Console, as format: OutputFormat) {
        if format == .yaml { return console.output.write(YAMLEmitter.text(value() ?? .null, .ordered)) }
        if format == .name {
            for item in items { console.output.write(item.shortName + "\n") }
            return
        }
        for (number, stage) in plan.stages.enumerated() {
            console.output.write(console.paint("stage \(number + 1) of \(plan.stages.count)", .bold) + "\n")
            for step in stage {
                let action = word(step)
                let padding = String(repeating: " ", count: max(1, 10 - action.count))
                let reason = step.reason.isEmpty ? "" : console.paint("  (\(step.reason))", .dim)
                console.output.write("  \(action)\(padding)\(items[step.change].key)\(reason)\n")
            }
        }
        if !plan.cycle.isEmpty {
            console.output.write("in a circle, so changed together: \(plan.cycle.map(\.description).joined(separator: ", "))\n")
        }
        console.note(
            "\(Count.text(plan.stepCount, "step")) in \(Count.text(plan.stages.count, "stage")); nothing was changed (client dry run)")
    }

    private func word(_ step: ApplyPlan.Step) -> String {
        let item = items[step.change]
        guard step.action == .apply else { return step.action.rawValue }
        guard item.live != nil else { return "create" }
        return ApplyPlan.isSatisfied(ApplyPlan.Change(key: item.key, old: item.live, new: item.wanted)) ? "keep" : "change"
    }
}
