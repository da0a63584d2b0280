/// Where the sections of a config dump lie, found without reading what is in them.
///
/// Only brackets and strings are looked at, eight bytes at a time; a section is read by the JSON reader when it is wanted.
struct ConfigDumpOutline {
    /// A section: the type behind `@type` without the host before it, and its bytes.
    struct Part {
        var type: String
        var range: SourceRange
    }

    /// The sections in order.
    private(set) var parts: [Part] = []

    private let base: UnsafePointer<UInt8>
    private let count: Int
    private var at = 0

    /// Finds the sections. `nil` when the text is not laid out as Envoy lays it out; the reader has to find out why then.
    init?(_ source: SourceText) {
        base = source.base
        count = source.count
        guard take(UInt8(ascii: "{")), readKey() == "configs", take(UInt8(ascii: "[")) else { return nil }
        if !take(UInt8(ascii: "]")) {
            repeat {
                guard let part = section() else { return nil }
                parts.append(part)
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { return nil }
        }
        guard take(UInt8(ascii: "}")) else { return nil }
        skipBlanks()
        guard at == count else { return nil }
    }

    private mutating func skipBlanks() {
        while at < count, base[at] == 0x20 || base[at] == 0x0A || base[at] == 0x0D || base[at] == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard at < count, base[at] == byte else { return false }
        at += 1
        return true
    }

    /// A string without escapes.
    private mutating func readString() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = at
        while at < count, base[at] != UInt8(ascii: "\"") {
            if base[at] == UInt8(ascii: "\\") { return nil }
            at += 1
        }
        guard at < count else { return nil }
        at += 1
        return String(decoding: UnsafeBufferPointer(start: base + start, count: at - 1 - start), as: UTF8.self)
    }

    private mutating func readKey() -> String? {
        guard let key = readString(), take(UInt8(ascii: ":")) else { return nil }
        return key
    }

    private mutating func section() -> Part? {
        skipBlanks()
        let start = at
        guard take(UInt8(ascii: "{")), readKey() == "@type", let url = readString() else { return nil }
        at = start
        guard skipBrackets() else { return nil }
        let type = url.lastIndex(of: "/").map { String(url[url.index(after: $0)...]) } ?? url
        return Part(type: type, range: SourceRange(start, at))
    }

    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The high bit of the lowest byte that is zero, and perhaps of bytes above it.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- lowBits) & ~word & highBits }

    @inline(__always)
    private func word(_ offset: Int) -> UInt64 { UInt64(littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)) }

    /// Passes over an object or an array, from its opening bracket to the byte after its closing one.
    private mutating func skipBrackets() -> Bool {
        var depth = 0
        while at < count {
            if at &+ 8 <= count {
                // Brackets become 0x7F under this mask, as do a few letters that are then looked at in vain.
                let bytes = word(at)
                let brackets = Self.zeroBytes((bytes | 0x2626_2626_2626_2626) ^ 0x7F7F_7F7F_7F7F_7F7F)
                let quotes = Self.zeroBytes(bytes ^ 0x2222_2222_2222_2222)
                let found = brackets | quotes
                if found == 0 {
                    at &+= 8
                    continue
                }
                at &+= found.trailingZeroBitCount &>> 3
            }
            switch base[at] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    at += 1
                    return true
                }
            default: break
            }
            at &+= 1
        }
        return false
    }

    /// Passes over a string, from its opening quote to the byte after its closing one.
    private mutating func skipString() -> Bool {
        at &+= 1
        while at < count {
            if at &+ 8 <= count {
                let bytes = word(at)
                let found = Self.zeroBytes(bytes ^ 0x2222_2222_2222_2222) | Self.zeroBytes(bytes ^ 0x5C5C_5C5C_5C5C_5C5C)
                if found == 0 {
                    at &+= 8
                    continue
                }
                at &+= found.trailingZeroBitCount &>> 3
            }
            switch base[at] {
            case UInt8(ascii: "\""):
                at &+= 1
                return true
            case UInt8(ascii: "\\"): at &+= 2
            default: at &+= 1
            }
        }
        return false
    }
}
