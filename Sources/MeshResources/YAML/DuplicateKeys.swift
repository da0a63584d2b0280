/// Finds keys that stand twice in one mapping. Kubernetes takes the last one, strict readers refuse the document.
public enum DuplicateKeys {
    /// One warning for each repeated key, at the repetition, in order.
    public static func diagnostics(in tree: Tree) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for root in tree.roots { visit(root, &found, depth: 0) }
        return found
    }

    private static func visit(_ node: Node, _ found: inout [Diagnostic], depth: Int) {
        guard depth < 2_000 else { return }
        switch node.kind {
        case .scalar: return
        case .sequence: for item in node.items where !item.isScalar && !item.isAlias { visit(item, &found, depth: depth + 1) }
        case .mapping:
            check(node, &found)
            for entry in node.rawEntries where !entry.value.isScalar && !entry.value.isAlias {
                visit(entry.value, &found, depth: depth + 1)
            }
        }
    }

    private static func check(_ mapping: Node, _ found: inout [Diagnostic]) {
        // Most mappings are small and plain: comparing hashes of raw bytes tells that they hold no repetition.
        var hashes: [Int] = []
        var isSuspicious = false
        for entry in mapping.rawEntries {
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(entry.key.rawBytes))
            let hash = hasher.finalize()
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
