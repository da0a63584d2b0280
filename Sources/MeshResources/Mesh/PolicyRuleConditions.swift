/// One rule of an AuthorizationPolicy, for the question whether it matches all that another one matches.
struct PolicyRuleConditions {
    /// The entry of `rules`.
    let node: Node

    /// Takes an entry of `rules`.
    init(_ node: Node) { self.node = node }

    /// Whether it has no condition and so matches every request.
    var isEmpty: Bool { ["from", "to", "when"].allSatisfy { key in !node.items(key).contains { _ in true } } }

    /// Whether the policy applies to what it names by `targetRefs`.
    static func isTargeted(_ policy: Mesh.Object) -> Bool {
        policy.spec.has("targetRef") || policy.spec.items("targetRefs").contains { _ in true }
    }

    /// Whether the policy is only tried out.
    static func isDryRun(_ policy: Mesh.Object) -> Bool { policy.resource.metadata["annotations"]["istio.io/dry-run"]?.text == "true" }

    /// Whether every request that `other` matches is matched here. Where it cannot be told, no.
    func covers(_ other: PolicyRuleConditions) -> Bool {
        Self.lists(node.items("from"), "source", cover: other.node.items("from"))
            && Self.lists(node.items("to"), "operation", cover: other.node.items("to"))
            && Self.conditions(node.items("when"), other.node.items("when"))
    }

    /// Alternatives: each of the other's must be covered by one of mine. No alternative means no condition.
    private static func lists(_ mine: ItemsIfAny, _ holder: String, cover theirs: ItemsIfAny) -> Bool {
        let mine = Array(mine)
        if mine.isEmpty { return true }
        let theirs = Array(theirs)
        if theirs.isEmpty { return mine.contains { fields($0[holder], cover: nil) } }
        return theirs.allSatisfy { other in mine.contains { fields($0[holder], cover: other[holder]) } }
    }

    /// All fields of mine must hold whenever those of the other hold.
    private static func fields(_ mine: Node?, cover theirs: Node?) -> Bool {
        guard let mine, mine.isMapping else { return true }
        for (key, value) in mine.entries {
            let name = key.text
            let patterns = value.items.compactMap(\.string)
            if patterns.isEmpty { continue }
            let others = theirs?[name]?.items.compactMap(\.string) ?? []
            if others.isEmpty { return false }
            if name.hasPrefix("not") {
                // What I exclude must be excluded there too.
                guard patterns.allSatisfy({ pattern in others.contains { covers($0, pattern) } }) else { return false }
            } else {
                guard others.allSatisfy({ other in patterns.contains { covers($0, other) } }) else { return false }
            }
        }
        return true
    }

    private static func conditions(_ mine: ItemsIfAny, _ theirs: ItemsIfAny) -> Bool {
        let theirs = Array(theirs)
        for condition in mine {
            guard let key = condition.text("key") else { return false }
            let holds = theirs.contains { other in
                guard other.text("key") == key else { return false }
                let values = condition.names("values").map(\.text)
                let others = other.names("values").map(\.text)
                let excluded = condition.names("notValues").map(\.text)
                let otherExcluded = other.names("notValues").map(\.text)
                let fits = values.isEmpty || (!others.isEmpty && others.allSatisfy { value in values.contains { covers($0, value) } })
                return fits && excluded.allSatisfy { value in otherExcluded.contains { covers($0, value) } }
            }
            if !holds { return false }
        }
        return true
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
