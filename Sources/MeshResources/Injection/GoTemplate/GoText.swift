/// Texts as Go's `fmt` and `strconv` write them.
enum GoText {
    /// A value as `fmt.Print` and a template's action write it.
    static func text(_ value: TemplateValue) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds what an action writes for a value; nothing at all is `<no value>`.
    static func append(_ value: TemplateValue, to bytes: inout [UInt8]) {
        switch value {
        case .string(let text): bytes.append(contentsOf: text.utf8)
        case .missing, .null: bytes.append(contentsOf: "<no value>".utf8)
        default: appendNested(value, to: &bytes)
        }
    }

    /// A value as `fmt.Sprint` writes it: as `append`, but nil is `<nil>`.
    static func sprint(_ value: TemplateValue) -> String {
        if case .string(let text) = value { return text }
        var bytes: [UInt8] = []
        appendNested(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func appendNested(_ value: TemplateValue, to bytes: inout [UInt8]) {
        switch value {
        case .missing, .null, .nilPointer: bytes.append(contentsOf: "<nil>".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .int(let value): bytes.append(contentsOf: String(value).utf8)
        case .float(let value): bytes.append(contentsOf: float(value).utf8)
        case .string(let text): bytes.append(contentsOf: text.utf8)
        case .enumeration(let text, _): bytes.append(contentsOf: text.utf8)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(0x20) }
                appendNested(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let map):
            bytes.append(contentsOf: "map[".utf8)
            for (index, key) in map.sortedKeys.enumerated() {
                if index > 0 { bytes.append(0x20) }
                bytes.append(contentsOf: key.utf8)
                bytes.append(UInt8(ascii: ":"))
                appendNested(map[key] ?? .null, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            // Go prints every field; which ones are unset is lost here. What is set is what a reader wants to see.
            bytes.append(contentsOf: JSONWriter.text(object.plain, JSONWriter.Options(sortsKeys: false)).utf8)
        }
    }

    /// A value as Go source, as `%#v` writes it.
    static func syntax(_ value: TemplateValue) -> String {
        switch value {
        case .string(let text): return quote(text)
        case .list(let items): return "[]interface {}{" + items.map(nestedSyntax).joined(separator: ", ") + "}"
        case .map(let map):
            let pairs = map.sortedKeys.map { "\(quote($0)):\(nestedSyntax(map[$0] ?? .null))" }
            return "\(value.typeName){" + pairs.joined(separator: ", ") + "}"
        default: return sprint(value)
        }
    }

    private static func nestedSyntax(_ value: TemplateValue) -> String { value.isNil ? "interface {}(nil)" : syntax(value) }

    /// A floating-point number as `%v` and `strconv.FormatFloat(x, 'g', -1, 64)` write it: with an exponent below 1e-4 and
    /// from 1e6 on.
    static func float(_ value: Double) -> String { NumberFormat.general(value) }

    /// A text in double quotes as `%q` writes it.
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else if scalar.value < 0x80 {
                    result += "\\x" + hex(scalar.value, 2)
                } else {
                    result += scalar.value < 0x10000 ? "\\u" + hex(scalar.value, 4) : "\\U" + hex(scalar.value, 8)
                }
            }
        }
        return result + "\""
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
        default: return true
        }
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The text inside the quotes of a Go string constant; `nil` where an escape is wrong.
    static func unquote(_ written: ArraySlice<UInt8>) -> String? {
        guard written.contains(UInt8(ascii: "\\")) else { return String(decoding: written, as: UTF8.self) }
        let bytes = Array(written)
        var result: [UInt8] = []
        var index = 0
        func number(_ count: Int, radix: Int, from start: Int) -> UInt32? {
            guard start + count <= bytes.count else { return nil }
            return UInt32(String(decoding: bytes[start..<(start + count)], as: UTF8.self), radix: radix)
        }
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { return nil }
            let letter = bytes[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "a"): result.append(0x07)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "v"): result.append(0x0B)
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): result.append(letter)
            case UInt8(ascii: "x"):
                guard let value = number(2, radix: 16, from: index) else { return nil }
                result.append(UInt8(truncatingIfNeeded: value))
                index += 2
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                let width = letter == UInt8(ascii: "u") ? 4 : 8
                guard let value = number(width, radix: 16, from: index), let scalar = Unicode.Scalar(value) else { return nil }
                result.append(contentsOf: String(Character(scalar)).utf8)
                index += width
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                guard let value = number(3, radix: 8, from: index - 1), value < 256 else { return nil }
                result.append(UInt8(value))
                index += 2
            default: return nil
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
