import MeshResources

/// The node under a cursor, with the keys that lead to it.
struct NodePath {
    let resource: Resource
    /// Keys without indexes: `spec`, `http`, `route`, `destination`, `host`.
    private(set) var keys: [String] = []
    /// The mappings on the way, outermost first.
    private(set) var mappings: [Node] = []
    /// The key or scalar under the cursor.
    private(set) var node: Node
    /// Whether the cursor is on a key.
    private(set) var isKey = false

    /// Finds it; `nil` outside of resources.
    init?(_ file: Workspace.File, offset: UInt32) {
        let touching = file.resources.first { resource in
            let range = resource.node.range
            return range.start <= offset && offset <= range.end
        }
        guard let resource = touching else { return nil }
        self.resource = resource
        node = resource.node
        descend(offset, depth: 0)
    }

    private mutating func descend(_ offset: UInt32, depth: Int) {
        guard depth < 200 else { return }
        switch node.kind {
        case .scalar: return
        case .sequence:
            for item in node.items where Self.touches(item, offset) {
                node = item
                return descend(offset, depth: depth + 1)
            }
        case .mapping:
            mappings.append(node)
            for entry in node.rawEntries {
                if Self.touches(entry.key, offset) {
                    keys.append(entry.key.text)
                    node = entry.key
                    isKey = true
                    return
                }
                if Self.touches(entry.value, offset) {
                    keys.append(entry.key.text)
                    node = entry.value
                    return descend(offset, depth: depth + 1)
                }
            }
        }
    }

    private static func touches(_ node: Node, _ offset: UInt32) -> Bool { node.range.start <= offset && offset <= node.range.end }
}
