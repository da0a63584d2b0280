/// One rule of an AuthorizationPolicy, for the question whether it matches all that another one matches.
struct PolicyRuleConditions {
    /// The entry of `rules`.
    let node: Node
    private let sources: [Fields]
    private let operations: [Fields]
    private let conditions: [Condition]

    /// The lists of a source or an operation that hold values, by their names.
    private typealias Fields = [(name: String, values: [String])]

    /// One entry of `when`.
    private struct Condition {
        let key: String?
        let values: [String]
        let excluded: [String]
    }

    /// Takes an entry of `rules`.
    init(_ node: Node) {
        self.node = node
        sources = Self.read(node.items("from"), "source")
        operations = Self.read(node.items("to"), "operation")
        conditions = node.items("when").map { item in
            Condition(key: item.text("key"), values: item.names("values").map(\.text), excluded: item.names("notValues").map(\.text))
        }
    }

    private static func read(_ items: ItemsIfAny, _ holder: String) -> [Fields] {
        items.map { item in
            guard let fields = item[holder], fields.isMapping else { return [] }
            var result: Fields = []
            for (key, value) in fields.rawEntries {
                let values = value.items.compactMap(\.string)
                if !values.isEmpty { result.append((key.text, values)) }
            }
            return result
        }
    }

    /// Whether it has no condition and so matches every request.
    var isEmpty: Bool { sources.isEmpty && operations.isEmpty && conditions.isEmpty }

    /// Whether the policy applies to what it names by `targetRefs`.
    static func isTargeted(_ policy: Mesh.Object) -> Bool {
        policy.spec.has("targetRef") || policy.spec.items("targetRefs").contains { _ in true }
    }

    /// Whether the policy is only tried out.
    static func isDryRun(_ policy: Mesh.Object) -> Bool { policy.resource.metadata["annotations"]["istio.io/dry-run"]?.text == "true" }

    /// Whether every request that `other` matches is matched here. Where it cannot be told, no.
    func covers(_ other: PolicyRuleConditions) -> Bool {
        Self.lists(sources, cover: other.sources) && Self.lists(operations, cover: other.operations)
            && conditions.allSatisfy { mine in other.conditions.contains { Self.condition(mine, covers: $0) } }
    }

    /// Alternatives: each of the other's must be covered by one of mine. No alternative means no condition.
    private static func lists(_ mine: [Fields], cover theirs: [Fields]) -> Bool {
        if mine.isEmpty { return true }
        if theirs.isEmpty { return mine.contains { $0.isEmpty } }
        return theirs.allSatisfy { other in mine.contains { fields($0, cover: other) } }
    }

    /// All fields of mine must hold whenever those of the other hold.
    private static func fields(_ mine: Fields, cover theirs: Fields) -> Bool {
        mine.allSatisfy { name, patterns in
            guard let others = theirs.first(where: { $0.name == name })?.values else { return false }
            // What I exclude must be excluded there too.
            if name.hasPrefix("not") { return patterns.allSatisfy { pattern in others.contains { covers($0, pattern) } } }
            return others.allSatisfy { other in patterns.contains { covers($0, other) } }
        }
    }

    private static func condition(_ mine: Condition, covers other: Condition) -> Bool {
        guard let key = mine.key, key == other.key else { return false }
        let fits =
            mine.values.isEmpty
            || (!other.values.isEmpty && other.values.allSatisfy { value in mine.values.contains { covers($0, value) } })
        return fits && mine.excluded.allSatisfy { value in other.excluded.contains { covers($0, value) } }
    }

    /// Whether a pattern with `*` at one end, or a text, accepts all that another accepts.
    static func covers(_ pattern: String, _ other: String) -> Bool {
        if pattern == other { return true }
        // Any value; an absent one is not meant by other patterns either.
        if pattern == "*" { return true }
        // Templates of paths have a meaning of their own.
        if pattern.contains("{") || other.contains("{") { return false }
        if pattern.hasSuffix("*") { return other.utf8.starts(with: pattern.utf8.dropLast()) && (!other.hasPrefix("*") || other == pattern) }
        if pattern.hasPrefix("*") { return other.hasSuffix(pattern.dropFirst()) && (!other.hasSuffix("*") || other == pattern) }
        return false
    }
}
