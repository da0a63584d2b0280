/// The items under a key, or nothing: what rules walk without asking first whether a field is there and is a list.
public struct ItemsIfAny: Sequence, IteratorProtocol, Sendable {
    private var items: Node.Items?

    init(_ node: Node?) {
        items = node.map { $0.items }
    }

    /// The next item.
    public mutating func next() -> Node? { items?.next() }
}

extension Node {
    /// The items of the sequence under `key`; nothing when it is absent or no sequence.
    public func items(_ key: String) -> ItemsIfAny { ItemsIfAny(self[key]) }

    /// The text under `key` when it is a string that is not empty.
    public func text(_ key: String) -> String? {
        guard let text = self[key]?.string, !text.isEmpty else { return nil }
        return text
    }

    /// The strings of the sequence under `key` with their places; items that are no strings are left out.
    public func names(_ key: String) -> [Mesh.Name] {
        guard let node = self[key], node.isSequence else { return [] }
        var result: [Mesh.Name] = []
        for item in node.items {
            if let text = item.string { result.append(Mesh.Name(text: text, node: item)) }
        }
        return result
    }

    /// The mapping under `key` as strings; scalars of other types keep their written text, collections are left out.
    public func stringMap(_ key: String) -> [String: String] {
        guard let node = self[key], node.isMapping else { return [:] }
        var result: [String: String] = [:]
        for (key, value) in node.entries where value.isScalar { result[key.keyText] = value.isNull ? "" : value.text }
        return result
    }

    /// Whether the key is there with a value that is not null.
    public func has(_ key: String) -> Bool {
        guard let node = self[key] else { return false }
        return !node.isNull
    }

    /// The value under `key` unless it is absent or null.
    public func value(_ key: String) -> Node? {
        guard let node = self[key], !node.isNull else { return nil }
        return node
    }
}

extension Optional where Wrapped == Node {
    /// The value under a key of a node that may be absent.
    public subscript(_ key: String) -> Node? { self?[key] }
    /// The items under `key`; nothing when there are none.
    public func items(_ key: String) -> ItemsIfAny { ItemsIfAny(self?[key]) }
    /// The text under `key` when it is a string that is not empty.
    public func text(_ key: String) -> String? { self?.text(key) }
    /// The strings of the sequence under `key`.
    public func names(_ key: String) -> [Mesh.Name] { self?.names(key) ?? [] }
    /// The mapping under `key` as strings.
    public func stringMap(_ key: String) -> [String: String] { self?.stringMap(key) ?? [:] }
    /// Whether the key is there with a value that is not null.
    public func has(_ key: String) -> Bool { self?.has(key) ?? false }
    /// The value under `key` unless it is absent or null.
    public func value(_ key: String) -> Node? { self?.value(key) }
}

extension DurationRules {
    /// The length of a written duration in nanoseconds; `nil` when it is none.
    static func nanoseconds(_ node: Node) -> Int64? {
        guard node.isScalar else { return nil }
        var text = node.text
        return text.withUTF8 { parse($0) }
    }
}
