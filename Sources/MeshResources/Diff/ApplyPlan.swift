/// An order of changes that never leaves traffic pointing at what does not exist: expand, switch, contract.
///
/// The order follows from what the old and the new version of each object offer and need. What somebody will need comes first;
/// what somebody still needs goes last; an object that must do both is changed in two steps, of which the first offers the old
/// and the new together. A DENY stands before an ALLOW changes, and falls after it.
public struct ApplyPlan: Sendable {
    /// One object's change.
    public struct Change: Sendable {
        /// The object.
        public var key: ObjectKey
        /// The version that is there; `nil` when none is, or none is known.
        public var old: Node?
        /// The version wanted; `nil` to delete.
        public var new: Node?

        /// Makes a change.
        public init(key: ObjectKey, old: Node?, new: Node?) {
            self.key = key
            self.old = old
            self.new = new
        }
    }

    /// What a step does to its object.
    public enum Action: String, Sendable {
        /// Brings the new version; for a new object, creates it.
        case apply
        /// Brings the new version together with the parts of the old one that are still needed.
        case expand
        /// Takes away the parts that `expand` kept.
        case contract
        /// Deletes the object.
        case delete
    }

    /// One step.
    public struct Step: Sendable {
        /// The index of the change in `changes`.
        public var change: Int
        /// What is done.
        public var action: Action
        /// The object to apply; `nil` means the new version as it is.
        public var body: Value?
        /// Why it stands where it stands, for the reader of a plan; empty when any place would do.
        public var reason: String
    }

    /// The changes that the plan is for.
    public let changes: [Change]
    /// Steps that may be done at the same time, stage by stage.
    public private(set) var stages: [[Step]] = []
    /// Objects that need each other to come first; their steps share a stage.
    public private(set) var cycle: [ObjectKey] = []

    /// Orders changes.
    ///
    /// - Parameters:
    ///   - domain: the cluster's domain, for short host names.
    ///   - rootNamespace: the namespace whose policies hold everywhere.
    public init(_ changes: [Change], domain: String = "cluster.local", rootNamespace: String = "istio-system") {
        self.changes = changes
        var graph = ApplyGraph(changes, domain: domain)
        graph.connectReferences()
        graph.connectPolicies(rootNamespace: rootNamespace)
        graph.connectFoundations()
        let levels = graph.levels()
        cycle = graph.leftOver.map { changes[$0].key }.sorted(by: ObjectKey.precedes)
        stages = levels.map { level in
            level.map { step in
                let change = changes[step.change]
                return Step(
                    change: step.change, action: step.action,
                    body: step.action == .expand ? ApplyMerge.expanded(change) : nil, reason: graph.reason(step))
            }.sorted { ObjectKey.precedes(changes[$0.change].key, changes[$1.change].key) }
        }
    }

    /// How many steps there are.
    public var stepCount: Int { stages.reduce(0) { $0 + $1.count } }

    /// Whether everything that `new` says is already so in `old`: applying it would change nothing but ownership.
    public static func isSatisfied(_ change: Change) -> Bool {
        guard let old = change.old, let new = change.new else { return false }
        return contains(old, new, depth: 0)
    }

    private static func contains(_ old: Node, _ new: Node, depth: Int) -> Bool {
        guard depth < 200 else { return false }
        switch new.kind {
        case .mapping:
            guard old.isMapping else { return false }
            for (key, value) in new.entries {
                if depth == 0, key.text == "apiVersion" || key.text == "status" { continue }
                guard let other = old[key.keyText] else {
                    if value.isNull { continue }
                    return false
                }
                guard contains(other, value, depth: depth + 1) else { return false }
            }
            return true
        case .sequence:
            guard old.isSequence else { return false }
            var others = old.items
            for item in new.items {
                guard let other = others.next(), contains(other, item, depth: depth + 1) else { return false }
            }
            return others.next() == nil
        case .scalar:
            guard old.isScalar else { return false }
            return old.scalar == new.scalar || (old.double != nil && old.double == new.double)
        }
    }
}
