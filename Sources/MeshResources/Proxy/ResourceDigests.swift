/// A number for each resource that istiod sent a proxy: two proxies have the same resource when the numbers are equal.
struct ResourceDigests: Sendable {
    /// The resources of one kind.
    struct Part: Sendable {
        /// `clusters`, `listeners` or `routes`.
        let title: String
        /// The numbers by name.
        let digests: [String: UInt64]
    }

    /// Clusters, listeners and routes.
    let parts: [Part]

    /// Reads a dump.
    init(_ dump: ConfigDump) {
        let kinds: [(title: String, section: ConfigDump.Section, list: StaticString, path: [StaticString])] = [
            ("clusters", .clusters, "dynamic_active_clusters", ["cluster"]),
            ("listeners", .listeners, "dynamic_listeners", ["active_state", "listener"]),
            ("routes", .routes, "dynamic_route_configs", ["route_config"]),
        ]
        parts = kinds.map { kind in
            var digests: [String: UInt64] = [:]
            for item in dump.find(kind.section)?.fieldItems(kind.list) ?? [] {
                if let resource = kind.path.reduce(Optional(item), { $0?.field($1) }) {
                    digests[resource.fieldText("name")] = Self.digest(resource)
                }
            }
            return Part(title: kind.title, digests: digests)
        }
    }

    /// The names of the resources that only one side has or that differ, kind by kind, sorted.
    func differences(from other: ResourceDigests) -> [(title: String, names: [String])] {
        zip(parts, other.parts).compactMap { a, b in
            let names = Set(a.digests.keys).union(b.digests.keys).filter { a.digests[$0] != b.digests[$0] }
            return names.isEmpty ? nil : (a.title, names.sorted(by: precedes))
        }
    }

    /// Lists whose items all have names of their own may stand in any order, as `DumpComparison` has it.
    private static func digest(_ node: Node) -> UInt64 {
        switch node.kind {
        case .scalar: return text(node.text)
        case .mapping:
            var sum: UInt64 = 1
            for (key, value) in node.entries where !value.isNull { sum &+= mix(text(key.text), digest(value)) }
            return sum
        case .sequence:
            let names = node.items.map { $0.isMapping ? $0["name"]?.string : nil }
            let isNamed = !names.isEmpty && !names.contains(nil) && Set(names).count == names.count
            var sum: UInt64 = 2
            for item in node.items { sum = isNamed ? sum &+ mix(3, digest(item)) : mix(sum, digest(item)) }
            return sum
        }
    }

    private static func text(_ text: String) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return sum
    }

    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ (b &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
        return product ^ (product &>> 31)
    }
}
