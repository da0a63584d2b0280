/// The graph behind `ApplyPlan`: one or two steps a change, edges from what must come first to what comes after.
struct ApplyGraph {
    /// A step of the graph; steps with a negative change are barriers that stand for "all of these".
    struct Step: Hashable {
        var change: Int
        var action: ApplyPlan.Action
    }

    private let changes: [ApplyPlan.Change]
    private let old: [References]
    private let new: [References]
    /// Changes that change nothing; nobody waits for them, and they wait for nobody.
    private let isIdle: [Bool]

    private var isSplit: [Bool]
    private var nodes: [Step] = []
    private var after: [[Int]] = []
    private var waiting: [Int] = []
    private var firstNode: [Int] = []
    private var lastNode: [Int] = []
    /// Changes that could not be brought into order.
    private(set) var leftOver: [Int] = []
    private var reasons: [Step: String] = [:]

    init(_ changes: [ApplyPlan.Change], domain: String) {
        self.changes = changes
        old = changes.map { change in change.old.map { References(change.key, $0, domain: domain) } ?? .none }
        new = changes.map { change in change.new.map { References(change.key, $0, domain: domain) } ?? .none }
        isIdle = changes.map { ApplyPlan.isSatisfied($0) || ($0.old == nil && $0.new == nil) }
        isSplit = [Bool](repeating: false, count: changes.count)
        findSplits()
        for (index, change) in changes.enumerated() {
            if isSplit[index] {
                firstNode.append(add(Step(change: index, action: .expand)))
                lastNode.append(add(Step(change: index, action: .contract)))
                connect(firstNode[index], lastNode[index])
            } else {
                let node = add(Step(change: index, action: change.new == nil ? .delete : .apply))
                firstNode.append(node)
                lastNode.append(node)
            }
        }
    }

    private mutating func add(_ step: Step) -> Int {
        nodes.append(step)
        after.append([])
        waiting.append(0)
        return nodes.count - 1
    }

    private mutating func barrier() -> Int { add(Step(change: -1, action: .apply)) }

    private mutating func connect(_ first: Int, _ second: Int) {
        guard first != second else { return }
        after[first].append(second)
        waiting[second] += 1
    }

    // MARK: References

    private var gains: [(thing: String, change: Int)] {
        changes.indices.flatMap { index in isIdle[index] ? [] : new[index].offers.subtracting(old[index].offers).map { ($0, index) } }
    }

    private var losses: [(thing: String, change: Int)] {
        changes.indices.flatMap { index in isIdle[index] ? [] : old[index].offers.subtracting(new[index].offers).map { ($0, index) } }
    }

    private static func index(_ pairs: [(thing: String, change: Int)]) -> [String: [Int]] {
        var result: [String: [Int]] = [:]
        for pair in pairs { result[pair.thing, default: []].append(pair.change) }
        return result
    }

    /// One reason why a change must come before another.
    private struct Constraint {
        enum Kind {
            /// The first offers what the second will need.
            case gain
            /// The first stops needing what the second takes away.
            case loss
            /// The first offers what the second takes away, and somebody needs it all the time.
            case handOver
        }

        var kind: Kind
        var first: Int
        var second: Int
        var thing: String
    }

    private func constraints() -> [Constraint] {
        let gained = Self.index(gains)
        let lost = Self.index(losses)
        var result: [Constraint] = []
        for index in changes.indices {
            for need in new[index].needs.union(old[index].needs) {
                let things = References.alternatives(need)
                let gainers = things.flatMap { thing in (gained[thing] ?? []).map { (thing, $0) } }
                let losers = things.flatMap { thing in (lost[thing] ?? []).map { (thing, $0) } }
                let (was, will) = (old[index].needs.contains(need), new[index].needs.contains(need))
                if will, !isIdle[index] {
                    for (thing, other) in gainers where other != index {
                        result.append(Constraint(kind: .gain, first: other, second: index, thing: thing))
                    }
                }
                if was, !will, !isIdle[index] {
                    for (thing, other) in losers where other != index {
                        result.append(Constraint(kind: .loss, first: index, second: other, thing: thing))
                    }
                }
                guard was, will else { continue }
                for (_, gainer) in gainers {
                    for (thing, loser) in losers where gainer != loser {
                        result.append(Constraint(kind: .handOver, first: gainer, second: loser, thing: thing))
                    }
                }
            }
        }
        return result
    }

    private mutating func findSplits() {
        var mustGain = isSplit
        var mustKeep = isSplit
        for constraint in constraints() {
            if constraint.kind != .loss { mustGain[constraint.first] = true }
            if constraint.kind != .gain { mustKeep[constraint.second] = true }
        }
        let allowChanges = Set(policies().filter { !$0.isDenying }.map { changes[$0.change].key.namespace })
        for index in changes.indices where !isIdle[index] {
            let isPolicy = changes[index].key.kind == "AuthorizationPolicy"
            // A policy of the root namespace meets policies of every namespace.
            let meetsAllow = isPolicy && !allowChanges.isEmpty
            guard (mustGain[index] && mustKeep[index]) || meetsAllow else { continue }
            isSplit[index] = ApplyMerge.canExpand(changes[index])
        }
    }

    /// Orders definitions around those who use them.
    mutating func connectReferences() {
        for constraint in constraints() {
            let (first, second) = (changes[constraint.first].key, changes[constraint.second].key)
            let thing = Self.words(constraint.thing)
            switch constraint.kind {
            case .gain:
                connect(firstNode[constraint.first], firstNode[constraint.second])
                note(firstNode[constraint.first], "before \(second), which needs \(thing)")
            case .loss:
                connect(lastNode[constraint.first], lastNode[constraint.second])
                note(lastNode[constraint.second], "after \(first), which still needs \(thing)")
            case .handOver:
                connect(firstNode[constraint.first], lastNode[constraint.second])
                note(lastNode[constraint.second], "after \(first), which takes \(thing) over")
            }
        }
    }

    private static func words(_ thing: String) -> String {
        let words = thing.split(separator: " ").map(String.init)
        return words.count == 3 ? "subset '\(words[2])' of \(words[1])" : thing
    }

    // MARK: Policies

    static func isDenying(_ spec: Node?) -> Bool { ["DENY", "CUSTOM"].contains(ApplyMerge.action(spec)) }

    private func policies() -> [(change: Int, isDenying: Bool)] {
        changes.indices.compactMap { index in
            let change = changes[index]
            guard change.key.kind == "AuthorizationPolicy", change.key.group == "security.istio.io", !isIdle[index] else { return nil }
            return (index, Self.isDenying((change.new ?? change.old)?["spec"]))
        }
    }

    /// Puts what denies before what allows, and takes it away after; tokens are understood before rules ask for them.
    mutating func connectPolicies(rootNamespace: String) {
        let policies = policies()
        let denying = policies.filter(\.isDenying)
        let allowing = policies.filter { !$0.isDenying }
        let authentications = changes.indices.filter { changes[$0].key.kind == "RequestAuthentication" && !isIdle[$0] }
        let scopes = Set(policies.map { changes[$0.change].key.namespace } + [rootNamespace])
        for scope in scopes {
            func isInScope(_ change: Int) -> Bool {
                let namespace = changes[change].key.namespace
                return namespace == scope || namespace == rootNamespace || scope == rootNamespace
            }
            let tokens = authentications.filter { isInScope($0) }
            let denies = denying.map(\.change).filter { isInScope($0) }
            let allows = allowing.map(\.change).filter { changes[$0].key.namespace == scope }
            if !allows.isEmpty, !denies.isEmpty {
                let (stands, falls) = (barrier(), barrier())
                for deny in denies where changes[deny].new != nil {
                    connect(firstNode[deny], stands)
                    note(firstNode[deny], "before the ALLOW policies that change, so that nothing is open in between")
                }
                for allow in allows {
                    connect(stands, firstNode[allow])
                    connect(lastNode[allow], falls)
                }
                for deny in denies where changes[deny].new == nil || isSplit[deny] {
                    connect(falls, lastNode[deny])
                    note(lastNode[deny], "after the ALLOW policies that change, so that nothing is open in between")
                }
            }
            let inScope = policies.map(\.change).filter { changes[$0].key.namespace == scope }
            if !tokens.isEmpty, !inScope.isEmpty {
                let (known, forgotten) = (barrier(), barrier())
                for token in tokens where changes[token].new != nil { connect(firstNode[token], known) }
                for policy in inScope {
                    connect(known, firstNode[policy])
                    connect(lastNode[policy], forgotten)
                }
                for token in tokens where changes[token].new == nil { connect(forgotten, lastNode[token]) }
            }
        }
    }

    private mutating func note(_ node: Int, _ text: String) {
        if reasons[nodes[node]] == nil { reasons[nodes[node]] = text }
    }

    // MARK: Foundations

    /// Namespaces and CRDs come before everything and go after everything.
    mutating func connectFoundations() {
        let foundations = changes.indices.filter { ["Namespace", "CustomResourceDefinition"].contains(changes[$0].key.kind) }
        guard !foundations.isEmpty else { return }
        let (stand, fall) = (barrier(), barrier())
        for index in changes.indices {
            if foundations.contains(index) {
                if changes[index].new != nil { connect(firstNode[index], stand) } else { connect(fall, lastNode[index]) }
            } else {
                connect(stand, firstNode[index])
                connect(lastNode[index], fall)
            }
        }
    }

    // MARK: Order

    /// The steps, each in the first stage in which everything before it is done.
    mutating func levels() -> [[Step]] {
        var waiting = waiting
        var level = [Int](repeating: 0, count: nodes.count)
        var ready = nodes.indices.filter { waiting[$0] == 0 }
        var done = 0
        var result: [[Step]] = []
        while let node = ready.popLast() {
            done += 1
            if nodes[node].change >= 0 {
                while result.count <= level[node] { result.append([]) }
                result[level[node]].append(nodes[node])
            }
            let next = level[node] + (nodes[node].change >= 0 ? 1 : 0)
            for other in after[node] {
                level[other] = max(level[other], next)
                waiting[other] -= 1
                if waiting[other] == 0 { ready.append(other) }
            }
        }
        if done < nodes.count {
            let rest = nodes.indices.filter { waiting[$0] > 0 && nodes[$0].change >= 0 }
            leftOver = Array(Set(rest.map { nodes[$0].change })).sorted()
            result += settle(rest)
        }
        return result.filter { !$0.isEmpty }
    }

    /// What is left of a cycle: what adds first, then the rest together, then what takes away.
    private func settle(_ rest: [Int]) -> [[Step]] {
        let steps = rest.map { nodes[$0] }
        let expanding = steps.filter { $0.action == .expand }
        let removing = steps.filter { $0.action == .contract || $0.action == .delete }
        let others = steps.filter { $0.action == .apply }
        return [expanding, others, removing].filter { !$0.isEmpty }
    }

    func reason(_ step: Step) -> String { reasons[step] ?? "" }
}
