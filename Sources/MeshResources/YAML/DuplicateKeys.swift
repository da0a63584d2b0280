/// Finds keys that stand twice in one mapping. Kubernetes takes the last one, strict readers refuse the document.
public enum DuplicateKeys {
    /// One warning for each repeated key, at the repetition, in order.
    public static func diagnostics(in tree: Tree) -> [Diagnostic] {
        var found: [Diagnostic] = []
        var hashes: [UInt64] = []
        for root in tree.roots { visit(root, &found, &hashes, depth: 0) }
        return found
    }

    private static func visit(_ node: Node, _ found: inout [Diagnostic], _ hashes: inout [UInt64], depth: Int) {
        guard depth < 2_000 else { return }
        switch node.kind {
        case .scalar: return
        case .sequence: for item in node.items where !item.isScalar && !item.isAlias { visit(item, &found, &hashes, depth: depth + 1) }
        case .mapping:
            check(node, &found, &hashes)
            for entry in node.rawEntries where !entry.value.isScalar && !entry.value.isAlias {
                visit(entry.value, &found, &hashes, depth: depth + 1)
            }
        }
    }

    /// `hashes` is room to work in.
    private static func check(_ mapping: Node, _ found: inout [Diagnostic], _ hashes: inout [UInt64]) {
        // Most mappings are small and plain: comparing hashes of raw bytes tells that they hold no repetition.
        hashes.removeAll(keepingCapacity: true)
        var isSuspicious = false
        for entry in mapping.rawEntries {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in entry.key.rawBytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            if entry.key.style != .plain || hashes.contains(hash) { isSuspicious = true }
            hashes.append(hash)
            if hashes.count > 64 { isSuspicious = true }
            if isSuspicious { break }
        }
        guard isSuspicious else { return }
        var seen: [String: Node] = [:]
        for entry in mapping.rawEntries where !entry.key.isMergeKey {
            let text = entry.key.keyText
            if let first = seen[text] {
                found.append(
                    Diagnostic(
                        code: "MSH0030", severity: .warning, message: "key '\(text)' written twice in one mapping, expected once",
                        location: entry.key.location, help: "remove one of them; the last one wins",
                        related: [Diagnostic.Related(message: "first written here", location: first.location)]))
            } else {
                seen[text] = entry.key
            }
        }
    }
}
