/// One HTTP match of a VirtualService, for the question whether it takes everything that another one could get.
struct RouteConditions {
    /// The entry of `match`.
    let node: Node
    private let uri: StringMatch

    /// Reads an entry of `match`.
    init(_ node: Node) {
        self.node = node
        uri = StringMatch(node["uri"])
    }

    /// How one text is matched.
    enum StringMatch: Equatable {
        case any
        /// A field that asks only for presence.
        case present
        case exact(String)
        case prefix(String)
        case regex(String)

        init(_ node: Node?) {
            guard let node, !node.isNull else {
                self = .any
                return
            }
            if let text = node["exact"]?.string {
                self = .exact(text)
            } else if let text = node["prefix"]?.string {
                self = text.isEmpty ? .any : .prefix(text)
            } else if let text = node["regex"]?.string {
                self = .regex(text)
            } else {
                self = .present
            }
        }

        /// Whether every text that `other` accepts is accepted here.
        func covers(_ other: StringMatch) -> Bool {
            switch (self, other) {
            case (.any, _): true
            case (.present, _): other != .any
            case (.exact(let a), .exact(let b)): a == b
            case (.prefix(let a), .exact(let b)), (.prefix(let a), .prefix(let b)): b.utf8.starts(with: a.utf8)
            case (.regex(let a), .regex(let b)): a == b || a == ".*"
            case (.regex(let a), .exact), (.regex(let a), .prefix): a == ".*"
            default: false
            }
        }
    }

    /// Whether a match accepts every request: no condition, or only the path prefix `/`.
    static func takesEverything(_ node: Node) -> Bool {
        for (key, value) in node.rawEntries {
            switch key.text {
            case "name", "statPrefix", "ignoreUriCase": continue
            case "uri": if value["prefix"]?.string != "/" { return false }
            default: return false
            }
        }
        return true
    }

    /// Whether every request that `other` accepts is accepted here. Where it cannot be told, no.
    func covers(_ other: RouteConditions) -> Bool {
        guard coversPath(other) else { return false }
        for key in ["method", "authority", "scheme"] {
            if !StringMatch(node[key]).covers(StringMatch(other.node[key])) { return false }
        }
        if let port = node.value("port"), port.int != other.node["port"]?.int { return false }
        if let namespace = node.text("sourceNamespace"), namespace != other.node.text("sourceNamespace") { return false }
        if let gateways = node["gateways"], gateways.isSequence {
            guard let others = other.node["gateways"], others.isSequence else { return false }
            let mine = Set(node.names("gateways").map(\.text))
            if !other.node.names("gateways").allSatisfy({ mine.contains($0.text) }) { return false }
        }
        let theirLabels = other.node.stringMap("sourceLabels")
        if !node.stringMap("sourceLabels").allSatisfy({ theirLabels[$0.key] == $0.value }) { return false }
        return coversMap("headers", other, ignoringCase: true) && coversMap("queryParams", other, ignoringCase: false)
            && coversAbsences(other)
    }

    private var ignoresCase: Bool { node["ignoreUriCase"]?.bool ?? false }

    private func coversPath(_ other: RouteConditions) -> Bool {
        if uri == .any || uri == .prefix("/") { return true }
        if uri.covers(other.uri) { return !other.ignoresCase || ignoresCase }
        // A path in any case asks for more than one in this case.
        return ignoresCase && uri.lowercased.covers(other.uri.lowercased)
    }

    private func coversMap(_ key: String, _ other: RouteConditions, ignoringCase: Bool) -> Bool {
        guard let conditions = node[key], conditions.isMapping else { return true }
        for (name, value) in conditions.entries {
            guard let theirs = Self.find(name.keyText, in: other.node[key], ignoringCase: ignoringCase) else { return false }
            let mine = StringMatch(value)
            let match = StringMatch(theirs)
            if !(mine == .any ? StringMatch.present : mine).covers(match == .any ? .present : match) { return false }
        }
        return true
    }

    /// Absent headers: the other must forbid at least what is forbidden here.
    private func coversAbsences(_ other: RouteConditions) -> Bool {
        guard let conditions = node["withoutHeaders"], conditions.isMapping else { return true }
        for (name, value) in conditions.entries {
            guard let theirs = Self.find(name.keyText, in: other.node["withoutHeaders"], ignoringCase: true) else { return false }
            let mine = StringMatch(value)
            let match = StringMatch(theirs)
            if !(match == .any ? StringMatch.present : match).covers(mine == .any ? .present : mine) { return false }
        }
        return true
    }

    private static func find(_ name: String, in map: Node?, ignoringCase: Bool) -> Node? {
        if let exact = map?[name] { return exact }
        guard ignoringCase, let map, map.isMapping else { return nil }
        let lowered = name.lowercased()
        return map.entries.first { $0.key.keyText.lowercased() == lowered }?.value
    }
}

extension RouteConditions.StringMatch {
    /// The same with texts in lower case.
    fileprivate var lowercased: RouteConditions.StringMatch {
        switch self {
        case .exact(let text): .exact(text.lowercased())
        case .prefix(let text): .prefix(text.lowercased())
        case .any, .present, .regex: self
        }
    }
}
