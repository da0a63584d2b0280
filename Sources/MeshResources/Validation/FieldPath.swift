/// Paths such as `spec.http[0].route[1].weight`. They are found when a finding needs one, never kept while walking.
extension Validation {
    /// The path of a value from the root of its object; that of `spec` for an absent value.
    func path(to field: Field) -> String {
        guard !field.isAbsent else { return "spec" }
        return Self.path(from: Field(tree, resource.node.writtenIndex), to: field.written, depth: 0) ?? "spec"
    }

    /// The path of a field that a value should have.
    func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : path + ".\(key)" }

    private static func path(from root: Field, to target: UInt32, depth: Int) -> String? {
        guard depth < 64 else { return nil }
        if root.written == target { return "" }
        if root.isSequence {
            for (number, item) in root.items.enumerated() where mayHold(item, target) {
                if let rest = path(from: item, to: target, depth: depth + 1) { return "[\(number)]" + rest }
            }
        }
        if root.isMapping {
            for (key, value) in root.entries where mayHold(value, target) {
                guard let rest = path(from: value, to: target, depth: depth + 1) else { continue }
                let name = step(key.node.keyText)
                return depth == 0 && name.hasPrefix(".") ? name.dropFirst() + rest : name + rest
            }
        }
        return nil
    }

    /// Whether the target can lie within a value: by its place in the tree, or anywhere behind an alias or a merge key.
    private static func mayHold(_ field: Field, _ target: UInt32) -> Bool {
        if field.written == target || field.index != field.written { return true }
        let record = field.record
        guard record.meta & 0x3 != Tree.Meta.scalar else { return false }
        return (field.index < target && target < record.next) || containsAlias(field, record)
    }

    private static func containsAlias(_ field: Field, _ record: Tree.Record) -> Bool {
        var at = field.index &+ 1
        while at < record.next {
            let meta = field.tree.records[Int(at)].meta
            if meta & 0x3 == Tree.Meta.alias || (meta & 0x3 == Tree.Meta.mapping && meta & Tree.Meta.hasMerge != 0) { return true }
            at &+= 1
        }
        return record.meta & Tree.Meta.hasMerge != 0
    }

    /// `.name`, or `["a.b/c"]` where a dot would mislead.
    private static func step(_ key: String) -> String {
        let isPlain = !key.isEmpty && key.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: " ") }
        return isPlain ? ".\(key)" : "[\"\(key)\"]"
    }
}
