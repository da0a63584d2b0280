/// Versions of an object that hold the old and the new at once, for the first of two steps.
enum ApplyMerge {
    /// Whether a change can be made in two steps.
    static func canExpand(_ change: ApplyPlan.Change) -> Bool {
        guard let old = change.old?["spec"], let new = change.new?["spec"] else { return false }
        switch (change.key.group, change.key.kind) {
        // Subsets belong to a host: two hosts do not fit into one rule.
        case ("networking.istio.io", "DestinationRule"): return old["host"]?.text == new["host"]?.text
        case ("networking.istio.io", "ServiceEntry"): return true
        case ("security.istio.io", "AuthorizationPolicy"):
            return ApplyGraph.isDenying(old) && action(old) == action(new) && value(old["selector"]) == value(new["selector"])
                && value(old["targetRefs"]) == value(new["targetRefs"])
        default: return false
        }
    }

    /// The new version with what only the old one has added: subsets, hosts, or rules.
    static func expanded(_ change: ApplyPlan.Change) -> Value? {
        guard let old = change.old?["spec"], let new = change.new else { return nil }
        var result = Value(new)
        guard var spec = result["spec"] else { return nil }
        let list: String
        switch change.key.kind {
        case "DestinationRule": list = "subsets"
        case "ServiceEntry": list = "hosts"
        default: list = "rules"
        }
        var items = spec[list]?.array ?? []
        let present = Set(items.map { identity($0) })
        for item in old[list]?.items.map({ Value($0) }) ?? [] where !present.contains(identity(item)) { items.append(item) }
        spec[list] = .array(items)
        result["spec"] = spec
        return result
    }

    /// What makes two items the same: a subset's name, else the whole item.
    private static func identity(_ item: Value) -> Value { item["name"] ?? item }

    static func action(_ spec: Node?) -> String { spec?["action"]?.text ?? "ALLOW" }

    private static func value(_ node: Node?) -> Value { node.map { Value($0) } ?? .null }
}
