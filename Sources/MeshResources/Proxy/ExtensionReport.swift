/// `proxy-config ecds`: filters that are configured by name, apart from the listeners that use them.
public struct ExtensionReport: Sendable {
    /// The entries, as and in the order in which they stand in the dump.
    public let nodes: [Node]

    /// Gathers the filters of every section of the dump.
    public init(_ dump: ConfigDump) throws(ConfigDump.Failure) {
        _ = try dump.require(.extensions)
        nodes = dump.all(.extensions).flatMap { $0.fieldItems("ecds_filters") }
    }

    /// istioctl's table, by type and name.
    public func table() -> ColumnText {
        var table = ColumnText(gap: 5)
        table.add("ECDS NAME", "TYPE")
        let filters = nodes.map { entry -> (name: String, type: String) in
            let filter = entry.field("ecds_filter")
            return (filter?.fieldText("name") ?? "", filter?.field("typed_config")?["@type"]?.text ?? "")
        }
        let sorted = PatternSort.sorted(filters) { a, b in a.type == b.type ? precedes(a.name, b.name) : precedes(a.type, b.type) }
        let prefix = "type.googleapis.com/"
        for filter in sorted {
            table.add(filter.name, filter.type.hasPrefix(prefix) ? String(filter.type.dropFirst(prefix.count)) : filter.type)
        }
        return table
    }

    /// All filters as protobuf's JSON.
    public var value: Value { ["ecdsFilters": .array(nodes.map { ProtoJSON.value($0) })] }
}
