/// Finds the few plain scalars of a text that may mean something else than they look like, without visiting every node.
enum PlainValues {
    /// A value of a mapping or an item of a sequence.
    struct Value {
        let node: Node
        /// The key it stands under; of items, that of the sequence.
        let key: String
        let path: String
    }

    /// The values whose written bytes `wants` accepts, in order. Only plain scalars of one line are asked about.
    static func find(_ tree: Tree, where wants: (UnsafeBufferPointer<UInt8>) -> Bool) -> [Value] {
        var candidates: Set<UInt32> = []
        let base = tree.source.base
        for index in 0..<tree.recordCount {
            let record = tree.records[index]
            let kind = record.meta & (Tree.Meta.kindMask | Tree.Meta.styleMask | Tree.Meta.needsDecoding | Tree.Meta.hasProperties)
            guard kind == 0, record.end > record.start else { continue }
            let bytes = UnsafeBufferPointer(start: base + Int(record.start), count: Int(record.end &- record.start))
            if wants(bytes) { candidates.insert(UInt32(truncatingIfNeeded: index)) }
        }
        if candidates.isEmpty { return [] }
        var result: [Value] = []
        for root in tree.roots { visit(root, "", "", candidates, &result, depth: 0) }
        return result
    }

    private static func visit(
        _ node: Node, _ key: String, _ path: String, _ candidates: Set<UInt32>, _ result: inout [Value], depth: Int
    ) {
        guard depth < 1000, !node.isAlias else { return }
        switch node.kind {
        case .scalar: if candidates.contains(node.identity) { result.append(Value(node: node, key: key, path: path)) }
        case .mapping:
            for (name, value) in node.rawEntries where holds(value, candidates) {
                let text = name.text
                visit(value, text, path.isEmpty ? text : "\(path).\(text)", candidates, &result, depth: depth + 1)
            }
        case .sequence:
            for (number, item) in node.items.enumerated() where holds(item, candidates) {
                visit(item, key, "\(path)[\(number)]", candidates, &result, depth: depth + 1)
            }
        }
    }

    /// Whether a scalar is a candidate; collections are looked into.
    private static func holds(_ node: Node, _ candidates: Set<UInt32>) -> Bool { !node.isScalar || candidates.contains(node.identity) }
}
