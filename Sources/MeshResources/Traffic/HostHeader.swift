extension HostName {
    /// A `Host` header in lower case and without its port, as virtual hosts are looked up. Bytes behind the last colon are the
    /// port whatever they are.
    static func withoutPort(_ host: String) -> String {
        let lowered = host.asciiLowercased()
        guard let colon = lowered.utf8.lastIndex(of: UInt8(ascii: ":")) else { return lowered }
        if let bracket = lowered.utf8.lastIndex(of: UInt8(ascii: "]")), bracket > colon { return lowered }
        return String(lowered[..<colon])
    }
}

extension String {
    /// Whether the bytes begin with those of `prefix`; no Unicode equivalence.
    func hasBytePrefix(_ prefix: String) -> Bool { utf8.count >= prefix.utf8.count && utf8.starts(with: prefix.utf8) }

    /// Whether the bytes end with those given.
    func hasByteSuffix(_ suffix: some BidirectionalCollection<UInt8>) -> Bool {
        var own = utf8.endIndex
        var other = suffix.endIndex
        while other > suffix.startIndex {
            guard own > utf8.startIndex else { return false }
            own = utf8.index(before: own)
            other = suffix.index(before: other)
            guard utf8[own] == suffix[other] else { return false }
        }
        return true
    }

    /// Whether the bytes are the same; no Unicode equivalence.
    func hasSameBytes(as other: String) -> Bool { utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) }

    /// The text with ASCII letters in lower case; other bytes as they are.
    func asciiLowercased() -> String {
        guard utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return self }
        return String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// The text before the first `?`; the text itself where it has none.
    var withoutQuery: String {
        guard let mark = utf8.firstIndex(of: UInt8(ascii: "?")) else { return self }
        return String(self[..<mark])
    }

    /// The text before the first `separator`, an ASCII character, and the text behind it if there is one.
    func cut(at separator: Unicode.Scalar) -> (before: Substring, after: Substring?) {
        guard separator.isASCII else { return (self[...], nil) }
        guard let place = utf8.firstIndex(of: UInt8(separator.value)) else { return (self[...], nil) }
        return (self[..<place], self[utf8.index(after: place)...])
    }
}
