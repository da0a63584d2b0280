/// The patches of every EnvoyFilter, in order.
enum EnvoyPatches {
    /// One entry of `configPatches`.
    struct Patch {
        let filter: Mesh.Object
        let node: Node
        let index: Int
        let operation: String
        let applyTo: String
        /// Whether the EnvoyFilter has a priority other than 0.
        let hasPriority: Bool
        /// Whether an earlier patch of the same filter is limited to a proxy version.
        let followsVersioned: Bool

        var operationNode: Node { node["patch"]?["operation"] ?? node }
        var isRoute: Bool { applyTo == "ROUTE_CONFIGURATION" || applyTo == "HTTP_ROUTE" }
        /// Whether REPLACE works for it.
        var isReplaceable: Bool { applyTo == "HTTP_FILTER" || applyTo == "NETWORK_FILTER" || applyTo == "VIRTUAL_HOST" }
        /// Whether the operation looks for something that must be there before, and is one that Istio does not ignore.
        var isRelative: Bool {
            switch operation {
            case "INSERT_BEFORE", "INSERT_AFTER": true
            case "REMOVE": !isRoute
            case "REPLACE": isReplaceable
            default: false
            }
        }
    }

    /// Every patch up to the first entry of an EnvoyFilter that has no `patch`.
    static func all(_ mesh: Mesh) -> [Patch] {
        var result: [Patch] = []
        var versioned: Set<String> = []
        for filter in mesh.all(.envoyFilter) {
            let hasPriority = (filter.spec["priority"]?.int ?? 0) != 0
            for (index, node) in filter.spec.items("configPatches").enumerated() {
                guard let patch = node.value("patch") else { break }
                let name = name(of: node, patch["value"])
                result.append(
                    Patch(
                        filter: filter, node: node, index: index, operation: patch.text("operation") ?? "",
                        applyTo: node.text("applyTo") ?? "",
                        hasPriority: hasPriority, followsVersioned: versioned.contains(name)))
                if node["match"]["proxy"].text("proxyVersion") != nil { versioned.insert(name) }
            }
        }
        return result
    }

    /// The filter a patch is about: the name that it brings, else the one that it looks for.
    private static func name(of node: Node, _ value: Node?) -> String {
        guard let value, value.isMapping else { return "" }
        if let name = value["name"] { return "value \(name.text)" }
        return "match " + (node["match"]["listener"]["filterChain"]["filter"].text("name") ?? "")
    }
}
