/// An address of IPv4 or IPv6, or a block of them.
struct AddressBlock: Hashable {
    private var bytes: [UInt8]
    private var length: Int

    /// Reads `10.0.0.0/8`, `10.1.2.3` or `2001:db8::/32`; `nil` for anything else.
    init?(_ text: String) {
        let (before, after) = text.cut(at: "/")
        guard let bytes = Self.parse(String(before)) else { return nil }
        self.bytes = bytes
        length = bytes.count * 8
        if let after {
            guard let given = Int(after), given >= 0, given <= length, after.allSatisfy(\.isNumber) else { return nil }
            length = given
        }
    }

    /// Whether an address lies in the block. Addresses of the other family never do.
    func contains(_ address: AddressBlock) -> Bool {
        guard address.bytes.count == bytes.count, address.length >= length else { return false }
        var left = length
        for (own, other) in zip(bytes, address.bytes) where left > 0 {
            let mask: UInt8 = left >= 8 ? 0xFF : ~(0xFF >> UInt8(left))
            if own & mask != other & mask { return false }
            left -= 8
        }
        return true
    }

    private static func parse(_ text: String) -> [UInt8]? {
        text.utf8.contains(UInt8(ascii: ":")) ? parseSix(text) : parseFour(text)
    }

    private static func parseFour(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var result: [UInt8] = []
        for part in parts {
            guard part.count <= 3, part.allSatisfy({ $0.isASCII && $0.isNumber }), let value = UInt8(part) else { return nil }
            result.append(value)
        }
        return result
    }

    private static func parseSix(_ text: String) -> [UInt8]? {
        func groups(_ text: Substring) -> [UInt8]? {
            guard !text.isEmpty else { return [] }
            var result: [UInt8] = []
            for part in text.split(separator: ":", omittingEmptySubsequences: false) {
                if part.contains(".") {
                    guard let four = parseFour(String(part)) else { return nil }
                    result += four
                } else {
                    guard part.count <= 4, let value = UInt16(part, radix: 16) else { return nil }
                    result += [UInt8(value >> 8), UInt8(value & 0xFF)]
                }
            }
            return result
        }
        var place: String.Index?
        var at = text.startIndex
        while at < text.endIndex {
            let next = text.index(after: at)
            if text[at] == ":", next < text.endIndex, text[next] == ":" {
                place = at
                break
            }
            at = next
        }
        guard let place else {
            let all = groups(text[...])
            return all?.count == 16 ? all : nil
        }
        guard let head = groups(text[..<place]), let tail = groups(text[text.index(place, offsetBy: 2)...]), head.count + tail.count <= 14
        else {
            return nil
        }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }
}
