/// `x authz check`: which authorization policies a proxy enforces.
public struct AuthorizationReport: Sendable {
    /// A rule of a policy as an RBAC filter has it.
    public struct Entry: Sendable, Hashable {
        /// `ALLOW`, `DENY`, `LOG` or `CUSTOM`.
        public var action: String
        /// The policy's namespace; empty for what comes of no policy.
        public var namespace: String
        /// The policy's name.
        public var name: String
        /// The rule's index in the policy.
        public var rule: String
    }

    /// Every rule of every filter, without repetitions.
    public let entries: Set<Entry>
    /// Whether istiod sent no listener at all: istioctl prints nothing then, not even a heading.
    private let hasNoListeners: Bool

    /// Reads the filters of the listeners that istiod sent.
    public init(_ dump: ConfigDump) throws(ConfigDump.Failure) {
        var entries: Set<Entry> = []
        let listeners = try dump.require(.listeners).fieldItems("dynamic_listeners")
        hasNoListeners = listeners.isEmpty
        for item in listeners {
            guard let listener = item.field("active_state")?.field("listener") else { continue }
            for chain in listener.fieldItems("filter_chains") {
                for filter in chain.fieldItems("filters") { Self.read(filter, &entries) }
            }
        }
        self.entries = entries
    }

    private static func read(_ filter: Node, _ entries: inout Set<Entry>) {
        let config = filter.field("typed_config")
        switch filter.fieldText("name") {
        case FilterChainText.httpFilter, "envoy.http_connection_manager":
            for inner in config?.fieldItems("http_filters") ?? [] where inner.fieldText("name") == "envoy.filters.http.rbac" {
                if let rules = inner.field("typed_config") { add(rules, &entries) }
            }
        case "envoy.filters.network.rbac":
            if let config { add(config, &entries) }
        default: break
        }
    }

    private static func add(_ config: Node, _ entries: inout Set<Entry>) {
        let rules = config.field("rules")
        let action = rules?.field("action")?.text ?? "ALLOW"
        let policies = rules?.field("policies")?.entries ?? []
        for (key, _) in policies { entries.insert(entry(key.text, action: action)) }
        for (key, _) in config.field("shadow_rules")?.field("policies")?.entries ?? [] where key.text.hasPrefix(external) {
            entries.insert(entry(key.text, action: "CUSTOM"))
        }
        if policies.isEmpty { entries.insert(Entry(action: action, namespace: "", name: "_anonymous_match_nothing_", rule: "0")) }
    }

    private static let external = "istio-ext-authz-"

    /// Reads `ns[default]-policy[httpbin]-rule[0]`.
    private static func entry(_ key: String, action: String) -> Entry {
        var rest = key.hasPrefix(external) ? key.dropFirst(external.count) : key[...]
        var parts: [String] = []
        for mark in ["ns[", "]-policy[", "]-rule["] {
            guard let range = rest.range(ofBytes: mark) else { return Entry(action: action, namespace: "", name: "", rule: "") }
            if mark != "ns[" { parts.append(String(rest[..<range.lowerBound])) }
            rest = rest[range.upperBound...]
        }
        parts.append(String(rest.dropLast(rest.hasSuffix("]") ? 1 : 0)))
        return Entry(action: action, namespace: parts[0], name: parts[1], rule: parts[2])
    }

    /// istioctl's table.
    public var table: ColumnText {
        var rules: [String: Set<String>] = [:]
        var names: [String: Set<String>] = [:]
        for entry in entries {
            let name = entry.namespace.isEmpty ? entry.name : "\(entry.name).\(entry.namespace)"
            rules[name, default: []].insert(entry.rule)
            names[entry.action, default: []].insert(name)
        }
        var table = ColumnText(gap: 3)
        if hasNoListeners { return table }
        table.add("ACTION", "AuthorizationPolicy", "RULES")
        for action in ["DENY", "ALLOW", "LOG", "CUSTOM"] {
            for name in (names[action] ?? []).sorted(by: precedes) { table.add(action, name, String(rules[name]?.count ?? 0)) }
        }
        return table
    }
}

extension Substring {
    /// Where the bytes of `needle` stand first.
    func range(ofBytes needle: String) -> Range<Index>? {
        let wanted = Array(needle.utf8)
        var start = utf8.startIndex
        while start != utf8.endIndex {
            if utf8[start...].starts(with: wanted) { return start..<utf8.index(start, offsetBy: wanted.count) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
