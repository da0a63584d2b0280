/// What istiod would send a proxy, held against what the proxy has.
public struct DumpComparison: Sendable {
    /// One field that differs; `nil` where a side does not have it.
    public struct Field: Sendable {
        /// Such as `circuitBreakers.thresholds[0].maxConnections`.
        public var path: String
        /// What istiod would send.
        public var istiod: Value?
        /// What Envoy has.
        public var envoy: Value?
    }

    /// One resource that differs.
    public struct Resource: Sendable {
        /// How it differs.
        public enum Change: String, Sendable {
            /// Envoy does not have it.
            case missing
            /// istiod would not send it.
            case surplus
            /// Both have it, with different fields.
            case changed
        }

        /// The resource's name.
        public var name: String
        /// How it differs.
        public var change: Change
        /// The fields of a changed resource.
        public var fields: [Field]
    }

    /// The resources of one kind.
    public struct Part: Sendable {
        /// `Clusters`, `Listeners` or `Routes`.
        public var title: String
        /// Those that differ, by name.
        public var resources: [Resource]
        /// When Envoy got them last, where that is known.
        public var updated: String?
    }

    /// Clusters, listeners and routes.
    public let parts: [Part]
    /// Whether nothing differs.
    public var isEqual: Bool { parts.allSatisfy { $0.resources.isEmpty } }

    /// Compares two dumps: the resources that istiod sends, not those of the bootstrap.
    public init(istiod: ConfigDump, envoy: ConfigDump) {
        let kinds: [(title: String, section: ConfigDump.Section, list: StaticString, path: [StaticString])] = [
            ("Clusters", .clusters, "dynamic_active_clusters", ["cluster"]),
            ("Listeners", .listeners, "dynamic_listeners", ["active_state", "listener"]),
            ("Routes", .routes, "dynamic_route_configs", ["route_config"]),
        ]
        parts = kinds.map { kind in
            let sides = [istiod, envoy].map { dump in Self.resources(dump.find(kind.section), kind.list, kind.path) }
            let updated = kind.section == .routes ? Self.lastUpdate(envoy.find(kind.section), kind.list) : nil
            return Part(title: kind.title, resources: Self.differences(sides[0], sides[1]), updated: updated)
        }
    }

    private static func resources(_ section: Node?, _ list: StaticString, _ path: [StaticString]) -> [String: Node] {
        var result: [String: Node] = [:]
        for item in section?.fieldItems(list) ?? [] {
            let resource = path.reduce(Optional(item)) { $0?.field($1) }
            if let resource { result[resource.fieldText("name")] = resource }
        }
        return result
    }

    private static func lastUpdate(_ section: Node?, _ list: StaticString) -> String? {
        section?.fieldItems(list).compactMap { $0.field("last_updated")?.text }.max(by: precedes)
    }

    private static func differences(_ istiod: [String: Node], _ envoy: [String: Node]) -> [Resource] {
        Set(istiod.keys).union(envoy.keys).sorted(by: precedes).compactMap { name in
            guard let wanted = istiod[name] else { return Resource(name: name, change: .surplus, fields: []) }
            guard let found = envoy[name] else { return Resource(name: name, change: .missing, fields: []) }
            var fields: [Field] = []
            compare(ProtoJSON.value(wanted), ProtoJSON.value(found), "", &fields)
            return fields.isEmpty ? nil : Resource(name: name, change: .changed, fields: fields)
        }
    }

    /// Notes every leaf that differs. Items of lists are paired by name where all have one, else by place.
    private static func compare(_ a: Value?, _ b: Value?, _ path: String, _ fields: inout [Field]) {
        switch (a, b) {
        case (.object(let left)?, .object(let right)?):
            for key in left.keys + right.keys.filter({ left[$0] == nil }) {
                compare(left[key], right[key], path.isEmpty ? key : "\(path).\(key)", &fields)
            }
        case (.array(let left)?, .array(let right)?):
            if let named = names(left), let others = names(right) {
                for name in named.order + others.order.filter({ named.items[$0] == nil }) {
                    compare(named.items[name], others.items[name], "\(path)[\(name)]", &fields)
                }
            } else {
                for index in 0..<max(left.count, right.count) {
                    compare(index < left.count ? left[index] : nil, index < right.count ? right[index] : nil, "\(path)[\(index)]", &fields)
                }
            }
        default:
            if a != b { fields.append(Field(path: path, istiod: a, envoy: b)) }
        }
    }

    /// The items by their names; `nil` unless each has one of its own.
    private static func names(_ items: [Value]) -> (order: [String], items: [String: Value])? {
        var order: [String] = []
        var result: [String: Value] = [:]
        for item in items {
            guard let name = item["name"]?.string, result.updateValue(item, forKey: name) == nil else { return nil }
            order.append(name)
        }
        return items.isEmpty ? nil : (order, result)
    }

    /// The differences in words, a heading a kind.
    public var text: String {
        var text = ""
        for part in parts {
            let updated = part.updated.map { " (last loaded at \($0))" } ?? ""
            text += "\(part.title) \(part.resources.isEmpty ? "Match" : "Don't Match")\(updated)\n"
            for resource in part.resources {
                switch resource.change {
                case .missing: text += "  - \(resource.name): Envoy does not have it\n"
                case .surplus: text += "  + \(resource.name): istiod would not send it\n"
                case .changed:
                    text += "  ~ \(resource.name)\n"
                    for field in resource.fields {
                        text += "      \(field.path): istiod \(Self.short(field.istiod)), Envoy \(Self.short(field.envoy))\n"
                    }
                }
            }
        }
        return text
    }

    private static func short(_ value: Value?) -> String {
        guard let value else { return "(absent)" }
        let text = JSONWriter.text(value)
        return text.utf8.count <= 120 ? text : String(text.prefix(117)) + "..."
    }

    /// The differences as JSON.
    public var value: Value {
        .array(
            parts.map { part in
                [
                    "kind": .string(part.title), "equal": .bool(part.resources.isEmpty),
                    "resources": .array(
                        part.resources.map { resource in
                            [
                                "name": .string(resource.name), "change": .string(resource.change.rawValue),
                                "fields": .array(
                                    resource.fields.map { field in
                                        ["path": .string(field.path), "istiod": field.istiod ?? .null, "envoy": field.envoy ?? .null]
                                    }),
                            ]
                        }),
                ]
            })
    }
}
