/// The difference between two sets of resources.
public struct StructuralDiff: Sendable {
    /// The resources that differ, in the order of the new set, then what was removed.
    public var resources: [ResourceDiff]

    /// Makes a difference of its parts.
    public init(resources: [ResourceDiff]) { self.resources = resources }

    /// Whether there is no difference.
    public var isEmpty: Bool { resources.isEmpty }

    /// Pairs the resources of two sets by group, kind, namespace and name, and compares the pairs.
    ///
    /// - Parameters:
    ///   - namespace: the namespace of resources that name none.
    ///   - compare: carries out `count` comparisons, perhaps several at a time, and returns the results in order.
    public init(
        old: [Resource], new: [Resource], namespace: String = "default",
        compare: (_ count: Int, _ one: @escaping @Sendable (Int) -> ResourceDiff?) -> [ResourceDiff?] = { count, one in (0..<count).map(one)
        }
    ) {
        var places: [ObjectKey: Int] = [:]
        places.reserveCapacity(old.count)
        // Of resources given twice the last one counts, as it does when they are applied.
        for (index, resource) in old.enumerated() { places[ObjectKey(resource, namespace: namespace)] = index }
        var pairs: [(key: ObjectKey, old: Node?, new: Node?)] = []
        var seen: [ObjectKey: Int] = [:]
        for resource in new {
            let key = ObjectKey(resource, namespace: namespace)
            if let place = seen[key] {
                pairs[place].new = resource.node
                continue
            }
            seen[key] = pairs.count
            pairs.append((key, places[key].map { old[$0].node }, resource.node))
        }
        for (index, resource) in old.enumerated() {
            let key = ObjectKey(resource, namespace: namespace)
            if seen[key] == nil, places[key] == index { pairs.append((key, resource.node, nil)) }
        }
        let work = pairs
        resources = compare(work.count) { ResourceDiff(key: work[$0].key, old: work[$0].old, new: work[$0].new) }.compactMap { $0 }
    }

    /// The report that `-o json` prints.
    public var value: Value {
        [
            "resources": .array(
                resources.map { diff in
                    [
                        "apiVersion": .string(diff.apiVersion), "kind": .string(diff.key.kind), "namespace": .string(diff.key.namespace),
                        "name": .string(diff.key.name), "change": .string(diff.change.rawValue),
                        "fields": .array(diff.fields.map { Self.value($0) }),
                    ]
                })
        ]
    }

    private static func value(_ field: ResourceDiff.Field) -> Value {
        var object: Value.Object = [
            "path": .string(field.indexPath), "named": .string(field.path), "old": field.old ?? .null, "new": field.new ?? .null,
            "oldAt": value(field.oldAt),
            "newAt": value(field.newAt),
        ]
        if field.isOrder { object["order"] = true }
        if !field.owners.isEmpty { object["owners"] = .array(field.owners.map { .string($0) }) }
        return .object(object)
    }

    private static func value(_ location: Location?) -> Value {
        guard let location, location.source.name != "" else { return .null }
        let start = location.start
        return ["file": .string(location.source.name), "line": .int(Int64(start.line)), "column": .int(Int64(start.column))]
    }
}
