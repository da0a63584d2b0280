/// Finds fields by the paths in which servers and diffs name them.
extension Node {
    /// What a path leads to.
    public struct PathMatch: Sendable {
        /// The node found, or the deepest one on the way when the path goes on to something that is not there.
        public var node: Node
        /// The key under which it stands; `nil` for items and the root.
        public var key: Node?
        /// Whether the whole path was followed.
        public var isExact: Bool

        /// The best place to show: the value, the key of what is long, or the deepest field that exists.
        public var location: Location {
            if node.isScalar { return isExact && !node.range.isEmpty ? node.location : (key ?? node).location }
            return (key ?? node).headLocation
        }
    }

    /// Follows a path such as `spec.http[0].route[1].weight`, `.spec.ports[name="http"].port` or
    /// `.metadata.labels.app.kubernetes.io/name` as far as it goes.
    ///
    /// Keys may hold dots: of several keys that fit, the longest one counts.
    public func follow(path: String) -> PathMatch {
        var match = PathMatch(node: self, key: nil, isExact: true)
        var rest = Substring(path)
        while !rest.isEmpty {
            if rest.first == "[" {
                guard let close = rest.firstIndex(of: "]") else { break }
                guard let item = match.node.item(String(rest[rest.index(after: rest.startIndex)..<close])) else { break }
                match.node = item
                match.key = nil
                rest = rest[rest.index(after: close)...]
                continue
            }
            if rest.first == "." { rest.removeFirst() }
            guard !rest.isEmpty, let (entry, length) = match.node.entry(startingWith: rest) else { break }
            match.node = entry.value
            match.key = entry.key
            rest = rest.dropFirst(length)
        }
        match.isExact = rest.isEmpty
        return match
    }

    /// The item with an index, or with the fields of a selector such as `name="http",port=80`.
    private func item(_ selector: String) -> Node? {
        guard isSequence else { return nil }
        if let wanted = Int(selector) {
            var index = 0
            for item in items {
                if index == wanted { return item }
                index += 1
            }
            return nil
        }
        var wanted: [(key: String, value: String)] = []
        for part in selector.split(separator: ",") {
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let value = part[part.index(after: equals)...].drop { $0 == "\"" }
            wanted.append((String(part[..<equals]), String(value.last == "\"" ? value.dropLast() : value)))
        }
        return items.first { item in wanted.allSatisfy { item[$0.key]?.text == $0.value } }
    }

    private func entry(startingWith rest: Substring) -> (entry: (key: Node, value: Node), length: Int)? {
        guard isMapping else { return nil }
        var best: (entry: (key: Node, value: Node), length: Int)?
        for entry in entries {
            let key = entry.key.keyText
            guard rest.hasPrefix(key), key.count > best?.length ?? 0 else { continue }
            let after = rest.dropFirst(key.count).first
            if after == nil || after == "." || after == "[" { best = (entry, key.count) }
        }
        return best
    }
}
