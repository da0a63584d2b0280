/// The type of a scalar as Kubernetes resolves it: YAML 1.1's words and numbers as go-yaml v2 reads them, which is what
/// sigs.k8s.io/yaml, and through it the API server, kubectl and istioctl, use.
enum ScalarResolution {
    /// Type and value of a scalar node.
    static func resolve(_ node: Node) -> Scalar {
        let record = node.record
        var tag: Tag = .none
        if record.meta & Tree.Meta.hasProperties != 0, let range = node.tree.properties(of: node.index)?.tag {
            tag = Tag(node.tree.source.text(in: range))
        }
        if record.meta & Tree.Meta.styleMask != Tree.Meta.plain, tag == .none { return .string(node.text) }
        if tag == .none, record.meta & Tree.Meta.needsDecoding == 0 {
            // Almost every plain scalar starts with a letter that no number and no word of YAML starts with.
            guard let first = node.rawBytes.first else { return .null }
            if firstByteClass[Int(first)] == 0 { return .string(node.text) }
            return plain(node.rawBytes)
        }
        return resolve(record, tag, node.tree.source)
    }

    /// Type and value of a scalar record with a tag.
    static func resolve(_ record: Tree.Record, _ tag: Tag, _ source: SourceText) -> Scalar {
        tagged(tag, ScalarDecoder.decode(record, source), quoted: record.meta & Tree.Meta.styleMask != Tree.Meta.plain)
    }

    /// The standard tags.
    enum Tag: Equatable {
        case none, string, integer, float, boolean, null, binary, timestamp, merge, collection, unknown

        init(_ text: String) {
            switch text {
            case "": self = .none
            case "!", "!!str", "!<tag:yaml.org,2002:str>": self = .string
            case "!!int", "!<tag:yaml.org,2002:int>": self = .integer
            case "!!float", "!<tag:yaml.org,2002:float>": self = .float
            case "!!bool", "!<tag:yaml.org,2002:bool>": self = .boolean
            case "!!null", "!<tag:yaml.org,2002:null>": self = .null
            case "!!binary", "!<tag:yaml.org,2002:binary>": self = .binary
            case "!!timestamp", "!<tag:yaml.org,2002:timestamp>": self = .timestamp
            case "!!merge", "!<tag:yaml.org,2002:merge>": self = .merge
            case "!!map", "!!seq", "!!set", "!!omap": self = .collection
            default: self = .unknown
            }
        }
    }

    private static func tagged(_ tag: Tag, _ text: String, quoted: Bool) -> Scalar {
        switch tag {
        case .string, .unknown: return .string(text)
        case .binary:
            guard let bytes = Base64.decode(text) else { return .invalid("'!!binary' wants base64") }
            return .binary(bytes)
        default: break
        }
        let value = Array(text.utf8).withUnsafeBufferPointer { plain($0) }
        switch (tag, value) {
        case (.none, _): return quoted ? .string(text) : value
        case (_, .invalid): return value
        case (.integer, .int), (.integer, .uint), (.float, .float), (.boolean, .bool), (.null, .null): return value
        case (.float, .int(let number)): return .float(Double(number))
        case (.float, .uint(let number)): return .float(Double(number))
        case (.timestamp, .string): return isTimestamp(text) ? value : .invalid("'!!timestamp' does not fit \"\(text)\"")
        case (.merge, _), (.collection, _): return .string(text)
        default: return .invalid("the tag does not fit \"\(text)\"")
        }
    }

    /// 0 for bytes that begin only strings; otherwise what the rest decides.
    static let firstByteClass: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for byte in "+-.0123456789~yYnNtTfFoO".utf8 { table[Int(byte)] = 1 }
        return table
    }()

    /// The value of an untagged plain scalar.
    static func plain(_ text: UnsafeBufferPointer<UInt8>) -> Scalar {
        guard let first = text.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): break
        default:
            guard mayBeWord(text) else { return .string(String(decoding: text, as: UTF8.self)) }
            let word = String(decoding: text, as: UTF8.self)
            switch word {
            case "~", "null", "Null", "NULL": return .null
            case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
            case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
            default: return .string(word)
            }
        }
        let word = String(decoding: text, as: UTF8.self)
        switch word {
        case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
            return .invalid("'\(word)' has no JSON form")
        default: break
        }
        let digits = text.filter { $0 != UInt8(ascii: "_") }
        if let integer = integer(digits) { return integer }
        if first == UInt8(ascii: ".") {
            return isFloat(digits) ? float(String(decoding: digits, as: UTF8.self)) : .string(word)
        }
        if isFloat(digits) { return float(String(decoding: digits, as: UTF8.self)) }
        return .string(word)
    }

    /// Whether the first two bytes and the length are those of a word for null or a boolean.
    @inline(__always)
    private static func mayBeWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let second = text.count > 1 ? text[1] | 0x20 : 0
        switch (text[0] | 0x20, text.count) {
        case (UInt8(ascii: "n"), 1), (UInt8(ascii: "y"), 1), (0x7E, 1): return true
        case (UInt8(ascii: "n"), 2): return second == UInt8(ascii: "o")
        case (UInt8(ascii: "o"), 2): return second == UInt8(ascii: "n")
        case (UInt8(ascii: "o"), 3): return second == UInt8(ascii: "f")
        case (UInt8(ascii: "y"), 3): return second == UInt8(ascii: "e")
        case (UInt8(ascii: "n"), 4): return second == UInt8(ascii: "u")
        case (UInt8(ascii: "t"), 4): return second == UInt8(ascii: "r")
        case (UInt8(ascii: "f"), 5): return second == UInt8(ascii: "a")
        default: return false
        }
    }

    private static func float(_ text: String) -> Scalar {
        var text = Substring(text)
        if text.first == "+" { text = text.dropFirst() }
        guard let value = Double(text) else { return .string(String(text)) }
        return value.isFinite ? .float(value) : .string(String(text))
    }

    /// Go's `strconv.ParseInt(text, 0, 64)` and then `ParseUint`.
    private static func integer(_ text: [UInt8]) -> Scalar? {
        var digits = text[...]
        var negative = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        var radix: UInt64 = 10
        if digits.first == UInt8(ascii: "0"), digits.count > 1 {
            switch digits[digits.startIndex + 1] {
            case UInt8(ascii: "x"), UInt8(ascii: "X"): radix = 16
            case UInt8(ascii: "o"), UInt8(ascii: "O"): radix = 8
            case UInt8(ascii: "b"), UInt8(ascii: "B"): radix = 2
            case UInt8(ascii: "0")...UInt8(ascii: "9"): radix = 0
            default: return nil
            }
            digits = digits.dropFirst(radix == 0 ? 1 : 2)
            if radix == 0 { radix = 8 }
        }
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in digits {
            let digit: UInt64
            switch byte {
            case 0x30...0x39: digit = UInt64(byte - 0x30)
            case 0x41...0x46: digit = UInt64(byte - 0x41 + 10)
            case 0x61...0x66: digit = UInt64(byte - 0x61 + 10)
            default: return nil
            }
            guard digit < radix else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
        }
        if negative { return value <= 1 << 63 ? .int(Int64(truncatingIfNeeded: 0 &- value)) : nil }
        if let small = Int64(exactly: value) { return .int(small) }
        return text.first == UInt8(ascii: "+") ? nil : .uint(value)
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isFloat(_ text: [UInt8]) -> Bool {
        var index = 0
        func digits() -> Int {
            let start = index
            while index < text.count, text[index] >= 0x30, text[index] <= 0x39 { index += 1 }
            return index - start
        }
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
        let whole = digits()
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            if digits() == 0, whole == 0 { return false }
        } else if whole == 0 {
            return false
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
            if digits() == 0 { return false }
        }
        return index == text.count
    }

    /// Whether the text begins as a timestamp does: `2001-12-14`, with or without a time.
    private static func isTimestamp(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8, bytes[0..<4].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
        return bytes[4] == UInt8(ascii: "-")
    }

    /// The text of a key as Kubernetes reads it.
    static func keyText(_ node: Node) -> String {
        switch resolve(node) {
        case .null: node.record.meta & Tree.Meta.absent != 0 ? "" : node.text
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .float(let value): NumberFormat.goKey(value)
        case .string(let text): text
        case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
        case .invalid: infinities[node.text] ?? node.text
        }
    }

    /// How the words for infinity and not-a-number read as keys.
    private static let infinities: [String: String] = {
        var table: [String: String] = [:]
        for word in [".nan", ".NaN", ".NAN"] { table[word] = ".nan" }
        for word in [".inf", ".Inf", ".INF"] {
            table[word] = ".inf"
            table["+" + word] = ".inf"
            table["-" + word] = "-.inf"
        }
        return table
    }()
}
