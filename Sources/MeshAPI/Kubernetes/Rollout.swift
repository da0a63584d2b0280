import MeshResources

/// Brings a set of objects to a cluster in the order of a plan, and knows at every moment what is done.
public final class Rollout {
    /// How to go about it.
    public struct Options: Sendable {
        /// Who owns the fields.
        public var fieldManager = "meshctl"
        /// Whether fields are taken from other owners.
        public var isForced = false
        /// Whether the server only pretends.
        public var isDryRun = false
        /// What the server does about unknown fields, where it looks at that: `Strict`, `Warn`, `Ignore`.
        public var fieldValidation: String?
        /// Whether a failure puts back what was there.
        public var isAtomic = false
        /// The cluster's domain.
        public var domain = "cluster.local"
        /// The namespace whose policies hold everywhere.
        public var rootNamespace = "istio-system"

        /// The usual way.
        public init() {}
    }

    /// The objects.
    public private(set) var items: [RolloutItem]
    /// The order.
    public private(set) var plan: ApplyPlan
    /// Called after every object that is done, with the item and how many steps are done.
    public var onProgress: ((RolloutItem, Int) -> Void)?

    /// Whether the client's deadline ended it.
    public private(set) var isOutOfTime = false

    private let client: KubernetesClient
    private let options: Options
    private var done = 0

    /// Plans a rollout. `live` in the items must be filled in.
    public init(_ items: [RolloutItem], client: KubernetesClient, options: Options) {
        self.items = items
        self.client = client
        self.options = options
        plan = ApplyPlan(
            items.map { ApplyPlan.Change(key: $0.key, old: $0.live, new: $0.wanted) }, domain: options.domain,
            rootNamespace: options.rootNamespace)
    }

    /// Whether everything came out as wanted.
    public var isComplete: Bool {
        items.allSatisfy { item in
            switch item.state {
            case .unchanged, .created, .configured, .deleted: true
            default: false
            }
        }
    }

    /// The errors that occurred, each with its object's index.
    public var failures: [(index: Int, error: KubernetesError)] {
        items.enumerated().compactMap { index, item in
            switch item.state {
            case .failed(let error), .unknown(let error), .notRestored(let error): (index, error)
            default: nil
            }
        }
    }

    /// Carries out the plan. A stage with a failure is finished; the stages after it are not begun.
    public func run() {
        for stage in plan.stages {
            awaitKinds(of: stage)
            perform(stage)
            if client.isOutOfTime { isOutOfTime = true }
            if hasFailed || isOutOfTime || Interrupts.signal != nil { break }
        }
        if !isOutOfTime, Interrupts.signal == nil { awaitKinds() }
        // What follows only finds out and puts back; the user waits for it to have an answer.
        if isOutOfTime { client.deadline = nil }
        Interrupts.finishing {
            verifyUnknown()
            if options.isAtomic, !options.isDryRun, hasFailed || !isComplete { putBack() }
        }
    }

    private var hasFailed: Bool { !failures.isEmpty }

    private func perform(_ stage: [ApplyPlan.Step]) {
        var orders: [ServerSideApply] = []
        var applying: [ApplyPlan.Step] = []
        var deleting: [ApplyPlan.Step] = []
        for step in stage {
            let item = items[step.change]
            if step.action == .delete {
                deleting.append(step)
            } else if step.action == .apply, item.isApplied(by: options.fieldManager) {
                finish(step.change, .unchanged, object: item.live)
            } else {
                applying.append(step)
                orders.append(
                    ServerSideApply(
                        resource: item.resource, namespace: item.pathNamespace, name: item.key.name, body: item.body(step.body)))
            }
        }
        let apply = ServerSideApply.Options(
            fieldManager: options.fieldManager, isForced: options.isForced, isDryRun: options.isDryRun,
            fieldValidation: options.fieldValidation)
        client.apply(orders, apply) { index, result in
            let step = applying[index]
            switch result {
            case .success(let applied): finish(step.change, state(after: applied, step), object: applied.object)
            case .failure(let error): fail(step.change, error)
            }
        }
        let orderedDeletions = deleting.map { step in
            Deletion(
                resource: items[step.change].resource, namespace: items[step.change].pathNamespace, name: items[step.change].key.name,
                uid: items[step.change].live?["metadata"]?["uid"]?.string)
        }
        client.delete(orderedDeletions, isDryRun: options.isDryRun) { index, result in
            let change = deleting[index].change
            switch result {
            case .success: finish(change, .deleted, object: nil)
            case .failure(let error) where error.category == .notFound: finish(change, .deleted, object: nil)
            case .failure(let error): fail(change, error)
            }
        }
    }

    private func state(after applied: ServerSideApply.Applied, _ step: ApplyPlan.Step) -> RolloutItem.State {
        if step.action == .expand { return .expanded }
        if case .expanded = items[step.change].state { return .configured }
        guard let live = items[step.change].live else { return .created }
        if options.isDryRun {
            return items[step.change].isApplied(by: options.fieldManager)
                || ApplyPlan.isSatisfied(ApplyPlan.Change(key: items[step.change].key, old: live, new: items[step.change].wanted))
                ? .unchanged : .configured
        }
        if live["metadata"]?["resourceVersion"]?.string == applied.resourceVersion { return .unchanged }
        return isSame(items[step.change], live, applied.object) ? .unchanged : .configured
    }

    /// Whether a new resource version hides that nothing has changed: some servers renew the bookkeeping of managers that own
    /// nothing.
    private func isSame(_ item: RolloutItem, _ live: Node, _ now: Node) -> Bool {
        func part(_ object: Node, _ key: String) -> Value { object["metadata"]?[key].map { Value($0) } ?? .null }
        guard ApplyPlan.isSatisfied(ApplyPlan.Change(key: item.key, old: live, new: item.wanted)),
            ["labels", "annotations", "finalizers", "ownerReferences", "generation"].allSatisfy({ part(live, $0) == part(now, $0) })
        else { return false }
        return part(now, "generation") != .null || !ManagedFields(live).isApplied(by: options.fieldManager)
    }

    private func finish(_ index: Int, _ state: RolloutItem.State, object: Node?) {
        items[index].state = state
        items[index].versionAfter = object?["metadata"]?["resourceVersion"]?.string ?? ""
        items[index].generationAfter = object?["metadata"]?["generation"]?.int
        done += 1
        onProgress?(items[index], done)
    }

    private func fail(_ index: Int, _ error: KubernetesError) {
        if error.category == .interrupted, !error.mayHaveHappened { return }
        let isUncertain = error.mayHaveHappened && (error.category == .unreachable || error.category == .interrupted || error.status >= 500)
        items[index].state = isUncertain && !options.isDryRun ? .unknown(error) : .failed(error)
        done += 1
        onProgress?(items[index], done)
    }

    /// A kind whose CRD was applied a moment ago is served a moment later: waits for those that the next stage needs, and at
    /// the end for all of them.
    private func awaitKinds(of stage: [ApplyPlan.Step]? = nil) {
        guard !options.isDryRun else { return }
        var wanted: Set<String> = []
        for item in items where item.key.kind == "CustomResourceDefinition" {
            guard let spec = item.wanted?["spec"], let group = spec["group"]?.text, let kind = spec["names"]?["kind"]?.text else {
                continue
            }
            switch item.state {
            case .created, .configured: break
            default: continue
            }
            for version in spec["versions"]?.items.map({ $0 }) ?? [] where version["served"]?.bool ?? true {
                wanted.insert("\(group)/\(version["name"]?.text ?? "") \(kind)")
            }
        }
        if let stage { wanted.formIntersection(stage.map { "\(items[$0.change].resource.apiVersion) \(items[$0.change].resource.kind)" }) }
        guard !wanted.isEmpty else { return }
        let end = SteadyTime.now + .seconds(10)
        while SteadyTime.now < end {
            let kinds = Discovery(client.transport, server: client.server)
            let pairs = wanted.map { $0.split(separator: " ").map(String.init) }
            guard (try? kinds.prepare(pairs.map { $0[0] })) != nil else { return }
            if pairs.allSatisfy({ kinds.knows(apiVersion: $0[0], kind: $0[1]) }) || !Pause.sleep(.milliseconds(200)) { return }
        }
    }

    // MARK: After a failure

    /// Asks the server about objects whose request may have been carried out: what is reported must be what is there.
    private func verifyUnknown() {
        let unsure = items.indices.filter { if case .unknown = items[$0].state { true } else { false } }
        guard !unsure.isEmpty, let found = try? client.live(unsure.map { (items[$0].key, items[$0].resource) }) else { return }
        for index in unsure {
            guard case .unknown(let error) = items[index].state else { continue }
            let now = found[items[index].key]
            let before = items[index].live?["metadata"]?["resourceVersion"]?.string
            if let now, now["metadata"]?["resourceVersion"]?.string != before,
                ApplyPlan.isSatisfied(ApplyPlan.Change(key: items[index].key, old: now, new: items[index].wanted))
            {
                items[index].state = items[index].live == nil ? .created : .configured
                items[index].versionAfter = now["metadata"]?["resourceVersion"]?.string ?? ""
                items[index].generationAfter = now["metadata"]?["generation"]?.int
            } else if now == nil, items[index].wanted == nil {
                items[index].state = .deleted
            } else if error.category != .interrupted {
                // Of a request that was broken off here the server may still make something.
                items[index].state = .failed(error)
            }
        }
    }

    /// Puts everything back that was changed, in the opposite order.
    public func putBack() {
        var undo: [Int] = []
        for step in plan.stages.flatMap({ $0 }).reversed() where !undo.contains(step.change) {
            switch items[step.change].state {
            case .created, .configured, .deleted, .expanded, .unknown: undo.append(step.change)
            default: break
            }
        }
        let force = ServerSideApply.Options(fieldManager: options.fieldManager, isForced: true)
        for stage in stagesOfUndoing(undo) {
            let removing = stage.filter { items[$0].live == nil }
            client.delete(
                removing.map { Deletion(resource: items[$0].resource, namespace: items[$0].pathNamespace, name: items[$0].key.name) }
            ) { index, result in
                if case .failure(let error) = result, error.category != .notFound {
                    items[removing[index]].state = .notRestored(error)
                } else {
                    items[removing[index]].state = .restored
                }
            }
            let applying = stage.filter { items[$0].live != nil }
            let orders = applying.map { index in
                ServerSideApply(
                    resource: items[index].resource, namespace: items[index].pathNamespace, name: items[index].key.name,
                    body: items[index].body(items[index].live.flatMap { Self.restorable($0, manager: options.fieldManager) }))
            }
            client.apply(orders, force) { index, result in
                if case .failure(let error) = result {
                    items[applying[index]].state = .notRestored(error)
                } else {
                    items[applying[index]].state = .restored
                }
            }
        }
    }

    /// The stages of the plan that leads back.
    private func stagesOfUndoing(_ undo: [Int]) -> [[Int]] {
        let back = ApplyPlan(
            undo.map { ApplyPlan.Change(key: items[$0].key, old: items[$0].wanted, new: items[$0].live) }, domain: options.domain,
            rootNamespace: options.rootNamespace)
        return back.stages.map { stage in stage.filter { $0.action != .expand }.map { undo[$0.change] } }.filter { !$0.isEmpty }
    }

    /// What to apply to have an object as it was: what the manager had applied; where it had applied nothing, all of it.
    public static func restorable(_ live: Node, manager: String) -> Value {
        ManagedFields(live).applied(by: manager, of: live) ?? Value(live).withoutServerFields
    }
}
