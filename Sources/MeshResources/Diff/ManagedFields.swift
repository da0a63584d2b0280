/// Who owns which field of an object, as `metadata.managedFields` says.
public struct ManagedFields: Sendable {
    /// One manager and its fields.
    public struct Entry: Sendable {
        /// The manager's name.
        public var manager: String
        /// `Apply` for server-side apply, `Update` for everything else.
        public var operation: String
        /// Such as `status`; empty for the object itself.
        public var subresource: String
        /// The tree of fields: `f:NAME`, `k:{JSON}` for items by key, `v:VALUE` for items by value, `.` for the thing itself.
        let fields: Node
    }

    /// The managers in the server's order.
    public let entries: [Entry]

    /// Reads the managers of an object; none when the object does not say.
    public init(_ object: Node) {
        entries =
            object["metadata"]?["managedFields"]?.items.compactMap { item in
                guard let manager = item["manager"]?.text, let fields = item["fieldsV1"] else { return nil }
                return Entry(
                    manager: manager, operation: item["operation"]?.text ?? "", subresource: item["subresource"]?.text ?? "",
                    fields: fields)
            } ?? []
    }

    /// The managers that own the field at a path of keys, such as `["spec", "http"]`, or own something that holds it.
    public func owners(of path: [String]) -> [String] {
        var result: [String] = []
        for entry in entries where !result.contains(entry.manager) {
            var node = entry.fields
            var isOwned = false
            for (depth, key) in path.enumerated() {
                guard let next = node["f:" + key] else { break }
                node = next
                // A leaf owns everything below it: atomic lists and maps have no further entries.
                if node.count == 0 || depth == path.count - 1 {
                    isOwned = true
                    break
                }
            }
            if isOwned { result.append(entry.manager) }
        }
        return result
    }

    /// Whether a manager has applied the object before.
    public func isApplied(by manager: String) -> Bool { entries.contains { $0.manager == manager && $0.operation == "Apply" } }

    /// The part of an object that a manager has applied, with what identifies the object: what that manager would have to
    /// apply to have the object as it is. `nil` when it has applied nothing.
    public func applied(by manager: String, of object: Node) -> Value? {
        guard let entry = entries.first(where: { $0.manager == manager && $0.operation == "Apply" && $0.subresource.isEmpty }) else {
            return nil
        }
        guard case .object(var result)? = Self.project(object, entry.fields, depth: 0) else { return nil }
        var metadata = result["metadata"]?.object ?? [:]
        for key in ["name", "namespace"] {
            if let text = object["metadata"]?[key]?.string { metadata[key] = .string(text) }
        }
        for key in ["apiVersion", "kind"] {
            if let text = object[key]?.string { result[key] = .string(text) }
        }
        result["metadata"] = .object(metadata)
        return .object(result)
    }

    /// The part of a value that a tree of fields names.
    private static func project(_ node: Node, _ fields: Node, depth: Int) -> Value? {
        guard depth < 64 else { return Value(node) }
        let named = fields.entries.filter { $0.key.text != "." }
        guard !named.isEmpty else { return Value(node) }
        if node.isMapping {
            var result = Value.Object()
            for (key, value) in node.entries {
                guard let inner = fields["f:" + key.keyText] else { continue }
                result[key.keyText] = project(value, inner, depth: depth + 1)
            }
            return .object(result)
        }
        guard node.isSequence else { return Value(node) }
        var result: [Value] = []
        for item in node.items {
            for (key, inner) in named where matches(item, key.text) {
                if let value = project(item, inner, depth: depth + 1) { result.append(value) }
                break
            }
        }
        return .array(result)
    }

    /// Whether an item is the one meant by `k:{"name":"http"}` or `v:"text"`.
    private static func matches(_ item: Node, _ selector: String) -> Bool {
        guard selector.utf8.count > 2, let wanted = json(String(selector.dropFirst(2))) else { return false }
        if selector.hasPrefix("k:") {
            return wanted.isMapping && wanted.entries.allSatisfy { key, value in item[key.text].map { Value($0) } == Value(value) }
        }
        return selector.hasPrefix("v:") && Value(item) == Value(wanted)
    }

    private static func json(_ text: String) -> Node? {
        let result = JSONReader.parse(SourceText(name: "key", text: text))
        return result.isComplete ? result.tree.documents.first?.root : nil
    }
}

extension Value {
    /// The object without what the server keeps about it: status, managed fields, versions, times. What stays can be applied.
    public var withoutServerFields: Value {
        guard case .object(var object) = self else { return self }
        object["status"] = nil
        if case .object(var metadata)? = object["metadata"] {
            for key in ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink"] { metadata[key] = nil }
            object["metadata"] = .object(metadata)
        }
        return .object(object)
    }
}
