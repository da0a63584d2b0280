/// Objects of a cluster by kind, namespace and name, as `describe` asks for them.
public struct ClusterObjects: Sendable {
    private struct Key: Hashable {
        var kind: String
        var namespace: String
        var name: String
    }

    private var byKey: [Key: Node] = [:]
    private var order: [String: [Node]] = [:]

    /// Makes an empty collection.
    public init() {}

    /// Takes objects that name their kind.
    public init(_ resources: some Sequence<Resource>) {
        for resource in resources { add(resource.node, kind: resource.kind) }
    }

    /// Adds an object; those of a list do not name their kind themselves. One that is there already is not added again.
    public mutating func add(_ node: Node, kind: String) {
        let key = Key(kind: kind, namespace: Self.namespace(node), name: Self.name(node))
        guard byKey[key] == nil else { return }
        byKey[key] = node
        order[kind, default: []].append(node)
    }

    /// One object; `nil` when there is none.
    public func find(_ kind: String, namespace: String, name: String) -> Node? { byKey[Key(kind: kind, namespace: namespace, name: name)] }

    /// The objects of a kind in the order they came, of one namespace when it is given.
    public func all(_ kind: String, namespace: String? = nil) -> [Node] {
        let all = order[kind] ?? []
        guard let namespace else { return all }
        return all.filter { Self.namespace($0) == namespace }
    }

    /// An object's name.
    static func name(_ node: Node) -> String { node["metadata"]?["name"]?.text ?? "" }
    /// An object's namespace; `default` when it names none.
    static func namespace(_ node: Node) -> String {
        let text = node["metadata"]?["namespace"]?.text ?? ""
        return text.isEmpty ? "default" : text
    }

    /// A mapping of strings below an object.
    static func strings(_ node: Node?) -> [String: String] {
        Dictionary(node?.entries.map { ($0.key.text, $0.value.text) } ?? []) { $1 }
    }

    /// An object's labels.
    static func labels(_ node: Node) -> [String: String] { strings(node["metadata"]?["labels"]) }

    /// Whether labels have everything that a selector asks for.
    static func matches(_ selector: [String: String], _ labels: [String: String]) -> Bool {
        selector.allSatisfy { labels[$0.key] == $0.value }
    }
}
