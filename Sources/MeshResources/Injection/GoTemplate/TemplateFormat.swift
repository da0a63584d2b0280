/// `fmt.Sprintf` for the values of templates.
enum TemplateFormat {
    private struct Flags {
        var minus = false
        var plus = false
        var sharp = false
        var space = false
        var zero = false
        var width: Int?
        var precision: Int?
    }

    /// The widest field that is written; a wider one is an error.
    private static let maximumWidth = 1 << 16

    static func sprintf(_ format: String, _ arguments: [TemplateValue]) throws(TemplateFunctionError) -> String {
        let bytes = Array(format.utf8)
        var result: [UInt8] = []
        var next = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            index += 1
            var flags = Flags()
            flagLoop: while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "-"): flags.minus = true
                case UInt8(ascii: "+"): flags.plus = true
                case UInt8(ascii: "#"): flags.sharp = true
                case UInt8(ascii: " "): flags.space = true
                case UInt8(ascii: "0"): flags.zero = true
                default: break flagLoop
                }
                index += 1
            }
            func count() throws(TemplateFunctionError) -> Int? {
                if index < bytes.count, bytes[index] == UInt8(ascii: "*") {
                    index += 1
                    defer { next += 1 }
                    guard next < arguments.count, case .int(let value) = arguments[next], abs(value) < Int64(maximumWidth) else {
                        return nil
                    }
                    if value < 0 { flags.minus = true }
                    return Int(abs(value))
                }
                var value: Int?
                while index < bytes.count, TemplateLexer.isDigit(bytes[index]) {
                    value = (value ?? 0) * 10 + Int(bytes[index] - 0x30)
                    guard let value, value <= maximumWidth else { throw TemplateFunctionError("a width of more than \(maximumWidth)") }
                    index += 1
                }
                return value
            }
            flags.width = try count()
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                flags.precision = try count() ?? 0
            }
            guard index < bytes.count else {
                result.append(contentsOf: "%!(NOVERB)".utf8)
                break
            }
            let verb = bytes[index]
            index += 1
            if verb == UInt8(ascii: "%") {
                result.append(verb)
                continue
            }
            let letter = String(decoding: [verb], as: UTF8.self)
            guard next < arguments.count else {
                result.append(contentsOf: "%!\(letter)(MISSING)".utf8)
                continue
            }
            result.append(contentsOf: pad(one(verb, letter, arguments[next], flags), flags).utf8)
            next += 1
        }
        if next < arguments.count {
            let extra = arguments[next...].map { $0.isNil ? "<nil>" : "\($0.typeName)=\(GoText.sprint($0))" }
            result.append(contentsOf: "%!(EXTRA \(extra.joined(separator: ", ")))".utf8)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func pad(_ text: String, _ flags: Flags) -> String {
        guard let width = flags.width else { return text }
        let missing = width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        if flags.minus { return text + String(repeating: " ", count: missing) }
        guard flags.zero else { return String(repeating: " ", count: missing) + text }
        let sign = text.first.map { $0 == "-" || $0 == "+" } ?? false
        return (sign ? String(text.prefix(1)) : "") + String(repeating: "0", count: missing) + (sign ? String(text.dropFirst()) : text)
    }

    private static func one(_ verb: UInt8, _ letter: String, _ value: TemplateValue, _ flags: Flags) -> String {
        switch (verb, value) {
        case (UInt8(ascii: "v"), _): return GoText.sprint(value)
        case (UInt8(ascii: "T"), _): return value.isNil ? "<nil>" : value.typeName
        case (UInt8(ascii: "t"), .bool): return GoText.sprint(value)
        case (UInt8(ascii: "s"), .string(let text)):
            return flags.precision.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) } ?? text
        case (UInt8(ascii: "s"), .enumeration(let text, _)): return text
        case (UInt8(ascii: "s"), .list(let items)): return "[" + items.map { one(verb, letter, $0, flags) }.joined(separator: " ") + "]"
        case (UInt8(ascii: "q"), .list(let items)): return "[" + items.map { one(verb, letter, $0, flags) }.joined(separator: " ") + "]"
        case (UInt8(ascii: "q"), .string(let text)): return GoText.quote(text)
        case (UInt8(ascii: "x"), .string(let text)), (UInt8(ascii: "X"), .string(let text)):
            return text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: verb == UInt8(ascii: "X")) }.joined()
        case (_, .int(let number)), (_, .enumeration(_, let number)):
            let sign = number < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : ""
            switch verb {
            case UInt8(ascii: "d"): return sign + String(number.magnitude)
            case UInt8(ascii: "b"): return sign + String(number.magnitude, radix: 2)
            case UInt8(ascii: "o"): return sign + (flags.sharp ? "0" : "") + String(number.magnitude, radix: 8)
            case UInt8(ascii: "x"): return sign + (flags.sharp ? "0x" : "") + String(number.magnitude, radix: 16)
            case UInt8(ascii: "X"): return sign + (flags.sharp ? "0X" : "") + String(number.magnitude, radix: 16, uppercase: true)
            case UInt8(ascii: "c"):
                return UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "\u{FFFD}"
            default: return "%!\(letter)(\(value.typeName)=\(number))"
            }
        case (_, .float(let number)):
            let sign = number >= 0 ? (flags.plus ? "+" : flags.space ? " " : "") : ""
            switch verb {
            case UInt8(ascii: "g"), UInt8(ascii: "G"): return sign + GoText.float(number)
            case UInt8(ascii: "f"), UInt8(ascii: "F"): return sign + fixed(number, flags.precision ?? 6)
            default: return "%!\(letter)(float64=\(GoText.float(number)))"
            }
        case _ where value.isNil: return "%!\(letter)(<nil>)"
        default: return "%!\(letter)(\(value.typeName)=\(GoText.sprint(value)))"
        }
    }

    /// A number with a fixed count of decimals, halves rounded to even.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return GoText.float(value) }
        let (negative, digits, exponent) = NumberFormat.shortest(value)
        // Digits before the point, then exactly `decimals` after it.
        var all = [UInt8](repeating: 0, count: max(0, -exponent)) + digits.map { $0 - 0x30 }
        let point = max(exponent, 0) + 1
        while all.count < point { all.append(0) }
        let wanted = point + min(decimals, 1000)
        if all.count > wanted {
            let isHalf = all[wanted] == 5 && all[(wanted + 1)...].allSatisfy { $0 == 0 }
            let up = isHalf ? wanted > 0 && all[wanted - 1] % 2 == 1 : all[wanted] >= 5
            all.removeSubrange(wanted...)
            if up {
                var place = wanted - 1
                while place >= 0, all[place] == 9 {
                    all[place] = 0
                    place -= 1
                }
                if place >= 0 { all[place] += 1 } else { all.insert(1, at: 0) }
            }
        }
        while all.count < wanted { all.append(0) }
        let whole = all.count - min(decimals, 1000)
        let text = String(decoding: all.map { $0 + 0x30 }, as: UTF8.self)
        let body = decimals == 0 ? text : "\(text.prefix(whole)).\(text.dropFirst(whole))"
        return (negative ? "-" : "") + body
    }
}
