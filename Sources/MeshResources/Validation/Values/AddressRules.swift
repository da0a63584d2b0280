/// IP addresses and ranges in the spelling of Go's `net/netip`.
enum AddressRules {
    /// Whether the bytes are an IPv4 or IPv6 address; a zone after `%` is allowed.
    static func isAddress(_ text: Bytes) -> Bool {
        for byte in text {
            if byte == UInt8(ascii: ".") { return isIPv4(text[...]) }
            if byte == UInt8(ascii: ":") { return isIPv6(text[...], zone: true) }
        }
        return false
    }

    /// Whether the bytes are an address, a slash and a length. Zones are not allowed.
    static func isRange(_ text: Bytes) -> Bool {
        guard let slash = text.lastIndex(of: UInt8(ascii: "/")) else { return false }
        let address = text[..<slash]
        let isSix = address.contains(UInt8(ascii: ":"))
        guard isSix ? isIPv6(address, zone: false) : isIPv4(address) else { return false }
        let digits = text[(slash + 1)...]
        guard let first = digits.first, digits.count <= 3, digits.count == 1 || first != UInt8(ascii: "0") else { return false }
        var length = 0
        for digit in digits {
            guard digit &- UInt8(ascii: "0") < 10 else { return false }
            length = length * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return length <= (isSix ? 128 : 32)
    }

    /// Whether the bytes are an address, or a range where there is a slash.
    static func isAddressOrRange(_ text: Bytes) -> Bool {
        text.contains(UInt8(ascii: "/")) ? isRange(text) : isAddress(text)
    }

    private static func isIPv4(_ text: Slice<Bytes>) -> Bool {
        var octets = 0
        for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            octets += 1
            guard let first = part.first, part.count <= 3, part.count == 1 || first != UInt8(ascii: "0"), octets <= 4 else { return false }
            var value = 0
            for digit in part {
                guard digit &- UInt8(ascii: "0") < 10 else { return false }
                value = value * 10 + Int(digit - UInt8(ascii: "0"))
            }
            if value > 255 { return false }
        }
        return octets == 4
    }

    private static func isIPv6(_ text: Slice<Bytes>, zone: Bool) -> Bool {
        var text = text
        if let percent = text.firstIndex(of: UInt8(ascii: "%")) {
            guard zone, percent + 1 < text.endIndex else { return false }
            text = text[..<percent]
        }
        var groups = 0
        var index = text.startIndex
        var gap = false
        if text.count >= 2, text[index] == UInt8(ascii: ":"), text[index + 1] == UInt8(ascii: ":") {
            gap = true
            index += 2
            if index == text.endIndex { return true }
        }
        while groups < 8 {
            let start = index
            while index < text.endIndex, isHexDigit(text[index]) { index += 1 }
            let digits = index - start
            if index < text.endIndex, text[index] == UInt8(ascii: ".") {
                guard groups == 6 || (gap && groups <= 6), isIPv4(text[start...]) else { return false }
                groups += 2
                index = text.endIndex
                break
            }
            guard digits >= 1, digits <= 4 else { return false }
            groups += 1
            if index == text.endIndex { break }
            guard text[index] == UInt8(ascii: ":"), index + 1 < text.endIndex else { return false }
            index += 1
            if text[index] == UInt8(ascii: ":") {
                if gap { return false }
                gap = true
                index += 1
                if index == text.endIndex { break }
            }
        }
        return index == text.endIndex && (gap ? groups < 8 : groups == 8)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
    }

    /// What is wrong with the path of a Unix socket, without its `unix://`; `nil` when nothing is.
    static func socketFault(_ path: Slice<Bytes>) -> String? {
        guard let first = path.first else { return "an empty socket path found" }
        if first == UInt8(ascii: "@") { return nil }
        if first != UInt8(ascii: "/") { return "a relative socket path found" }
        return path.last == UInt8(ascii: "/") ? "a socket path that is a folder found" : nil
    }

    private static let socketPrefix = Array("unix://".utf8)

    /// What follows `unix://`; `nil` for other texts.
    static func socketPath(_ text: Bytes) -> Slice<Bytes>? {
        text.starts(with: socketPrefix) ? text[socketPrefix.count...] : nil
    }
}
