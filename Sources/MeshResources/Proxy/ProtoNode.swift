extension Node {
    /// The value of a message's field, by its name in the `.proto` file.
    ///
    /// Envoy writes `dynamic_listeners` where istiod writes `dynamicListeners`; both are found. `nil` when absent or null.
    func field(_ name: StaticString) -> Node? {
        guard isMapping else { return nil }
        var found: Node?
        for (key, value) in rawEntries where key.isProtoName(name) { found = value }
        return found.flatMap { $0.isNull ? nil : $0 }
    }

    /// The value at the end of a path of fields.
    func field(_ path: StaticString...) -> Node? {
        var node: Node? = self
        for name in path { node = node?.field(name) }
        return node
    }

    /// A field's text; empty when absent, as protobuf reads it.
    func fieldText(_ name: StaticString) -> String { field(name)?.text ?? "" }

    /// A field's whole number, which JSON may hold as a number or as a string; 0 when absent.
    func fieldNumber(_ name: StaticString) -> Int { field(name)?.wholeNumber ?? 0 }

    /// Whether a boolean field is set.
    func fieldFlag(_ name: StaticString) -> Bool { field(name)?.bool ?? false }

    /// The items of a repeated field.
    func fieldItems(_ name: StaticString) -> [Node] { field(name).map { Array($0.items) } ?? [] }

    /// The texts of a repeated field of strings.
    func fieldTexts(_ name: StaticString) -> [String] { fieldItems(name).map { $0.text } }

    /// A number written as one or as a string of digits.
    var wholeNumber: Int? { int ?? (isScalar ? Int(text) : nil) }

    /// The type behind `@type`, without `type.googleapis.com/`; empty when there is none.
    var anyType: String {
        guard let url = self["@type"]?.text else { return "" }
        return url.lastIndex(of: "/").map { String(url[url.index(after: $0)...]) } ?? url
    }

    /// Whether the bytes as written hold `needle`.
    func contains(_ needle: StaticString) -> Bool {
        let haystack = tree.source.bytes(in: range)
        let length = needle.utf8CodeUnitCount
        let first = needle.utf8Start[0]
        guard haystack.count >= length else { return false }
        search: for start in 0...(haystack.count - length) where haystack[start] == first {
            for offset in 1..<length where haystack[start + offset] != needle.utf8Start[offset] { continue search }
            return true
        }
        return false
    }

    /// Whether a key is `name` in either spelling: `_x` may stand as `X`.
    private func isProtoName(_ name: StaticString) -> Bool {
        let bytes = rawBytes
        let length = name.utf8CodeUnitCount
        let wanted = name.utf8Start
        var at = 0
        var index = 0
        while index < length {
            guard at < bytes.count else { return false }
            if wanted[index] == UInt8(ascii: "_"), bytes[at] != UInt8(ascii: "_"), index + 1 < length {
                index += 1
                let letter = wanted[index]
                guard bytes[at] == (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") ? letter & 0xDF : letter) else {
                    return false
                }
            } else if bytes[at] != wanted[index] {
                return false
            }
            at += 1
            index += 1
        }
        return at == bytes.count
    }
}

/// Whether one text stands before another by its UTF-8 bytes, as Go compares strings.
func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.withContiguousStorageIfAvailable { left in
        b.utf8.withContiguousStorageIfAvailable { right in
            let shared = min(left.count, right.count)
            for index in 0..<shared where left[index] != right[index] { return left[index] < right[index] }
            return left.count < right.count
        }
    }?.flatMap { $0 } ?? a.utf8.lexicographicallyPrecedes(b.utf8)
}

/// Whether two texts are equal but for the case of ASCII letters.
func equalsIgnoringCase(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }
