/// What makes two items of a list the same item, and whether their order means anything.
struct ListIdentity {
    /// How the items of a list are told apart.
    enum Keying {
        /// By the fields at these paths; the text names the item in paths.
        case fields([String])
        /// By what they say: lists of plain values whose order means nothing.
        case value
        /// By their place.
        case place
    }

    var keying: Keying
    /// Whether the order of the items is part of what the list says.
    var isOrdered: Bool

    /// Lists in which the first match wins, or which run in order.
    private static let ordered: Set<String> = [
        "http", "tls", "tcp", "match", "configPatches", "initContainers", "command", "args", "rules", "filters",
    ]

    /// Plain lists that are sets.
    private static let sets: Set<String> = [
        "hosts", "gateways", "exportTo", "addresses", "subjectAltNames", "principals", "notPrincipals", "requestPrincipals",
        "notRequestPrincipals", "namespaces", "notNamespaces", "ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks",
        "notHosts", "ports", "notPorts", "methods", "notMethods", "paths", "notPaths", "values", "notValues", "serviceAccounts",
        "notServiceAccounts", "cipherSuites", "allowMethods", "allowHeaders", "exposeHeaders", "finalizers", "audiences",
    ]

    /// What may tell items apart, by the list's name; tried in order. Everything else is tried by `name`.
    private static let candidates: [String: [[String]]] = [
        "servers": [["name"], ["port.name"], ["port.number"]],
        "ports": [["name"], ["number"], ["port"], ["containerPort"]],
        "portLevelSettings": [["port.number"]],
        "route": [["destination.host", "destination.subset", "destination.port.number"]],
        "egress": [["port.number"]],
        "ingress": [["port.number"]],
        "jwtRules": [["issuer"]],
        "endpoints": [["address"]],
        "containers": [["name"]],
        "parentRefs": [["namespace", "name", "sectionName"]],
    ]

    /// Decides for two versions of a list under the key `name`.
    init(_ name: String, _ old: Node, _ new: Node) {
        isOrdered = Self.ordered.contains(name)
        keying = .place
        var hasMappings = false
        var hasScalars = false
        for item in old.items { if item.isMapping { hasMappings = true } else { hasScalars = true } }
        for item in new.items { if item.isMapping { hasMappings = true } else { hasScalars = true } }
        if hasMappings, !hasScalars {
            for fields in Self.candidates[name] ?? [["name"]] where Self.tellsApart(fields, old) && Self.tellsApart(fields, new) {
                keying = .fields(fields)
                return
            }
        } else if hasScalars, !hasMappings, Self.sets.contains(name) {
            keying = .value
            isOrdered = false
        }
    }

    private static func tellsApart(_ fields: [String], _ list: Node) -> Bool {
        var seen: Set<String> = []
        for item in list.items {
            guard let key = key(of: item, fields), seen.insert(key).inserted else { return false }
        }
        return true
    }

    /// The text that stands for an item; `nil` when none of the fields is there.
    static func key(of item: Node, _ fields: [String]) -> String? {
        var parts: [String] = []
        var hasAny = false
        for field in fields {
            var node: Node? = item
            for name in field.split(separator: ".") { node = node?[String(name)] }
            let text = node.flatMap { $0.isScalar && !$0.isNull ? $0.text : nil }
            if let text, !text.isEmpty { hasAny = true }
            parts.append(text ?? "")
        }
        guard hasAny else { return nil }
        while parts.last?.isEmpty ?? false { parts.removeLast() }
        return parts.joined(separator: "/")
    }

    /// How an item is named in a path: `name=v1`, `port.number=80`, `reviews/v1`.
    static func selector(_ key: String, _ fields: [String]) -> String {
        fields.count == 1 ? "\(fields[0])=\(key)" : key
    }
}
