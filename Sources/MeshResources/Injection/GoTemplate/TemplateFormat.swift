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
        var isReordered = false
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            index += 1
            var flags = Flags()
            /// Takes `[2]`, which names the next argument; tells whether it names one that is there.
            func takeArgumentNumber() -> Bool {
                guard index < bytes.count, bytes[index] == UInt8(ascii: "[") else { return true }
                isReordered = true
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) else {
                    index += 1
                    return false
                }
                let number = Int(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)) ?? 0
                index = end + 1
                guard number >= 1, number <= arguments.count else { return false }
                next = number - 1
                return true
            }
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
            var isGood = takeArgumentNumber()
            flags.width = try count()
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                isGood = takeArgumentNumber() && isGood
                flags.precision = try count() ?? 0
            }
            isGood = takeArgumentNumber() && isGood
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
            guard isGood else {
                result.append(contentsOf: "%!\(letter)(BADINDEX)".utf8)
                continue
            }
            guard next < arguments.count else {
                result.append(contentsOf: "%!\(letter)(MISSING)".utf8)
                continue
            }
            result.append(contentsOf: pad(one(verb, letter, arguments[next], flags), flags).utf8)
            next += 1
        }
        if !isReordered, next < arguments.count {
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
        case (UInt8(ascii: "v"), _): return flags.sharp ? GoText.syntax(value) : GoText.sprint(value)
        case (UInt8(ascii: "T"), _): return value.isNil ? "<nil>" : value.typeName
        case (UInt8(ascii: "t"), .bool): return GoText.sprint(value)
        case (UInt8(ascii: "s"), .string(let text)):
            return flags.precision.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) } ?? text
        case (UInt8(ascii: "s"), .enumeration(let text, _)): return text
        case (_, .list(let items)): return "[" + items.map { one(verb, letter, $0, flags) }.joined(separator: " ") + "]"
        case (_, .map(let map)):
            let pairs = map.sortedKeys.map { key in
                one(verb, letter, .string(key), flags) + ":" + one(verb, letter, map[key] ?? .null, flags)
            }
            return "map[" + pairs.joined(separator: " ") + "]"
        case (UInt8(ascii: "q"), .string(let text)): return GoText.quote(text)
        case (UInt8(ascii: "x"), .string(let text)), (UInt8(ascii: "X"), .string(let text)):
            let digits = text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: verb == UInt8(ascii: "X")) }
            return digits.joined(separator: flags.space ? " " : "")
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
            case UInt8(ascii: "q"):
                let text = GoText.quote(UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "\u{FFFD}")
                if text == "\"\\\"\"" { return "'\"'" }
                return number == 0x27 ? "'\\''" : "'" + text.dropFirst().dropLast() + "'"
            case UInt8(ascii: "U"):
                let digits = String(number.magnitude, radix: 16, uppercase: true)
                return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
            default: return "%!\(letter)(\(value.typeName)=\(number))"
            }
        case (_, .float(let number)):
            let sign = number >= 0 ? (flags.plus ? "+" : flags.space ? " " : "") : ""
            switch verb {
            case UInt8(ascii: "g"), UInt8(ascii: "G"): return sign + GoText.float(number)
            case UInt8(ascii: "f"), UInt8(ascii: "F"): return sign + ExactDecimal.fixed(number, flags.precision ?? 6)
            case UInt8(ascii: "e"): return sign + ExactDecimal.scientific(number, flags.precision ?? 6)
            case UInt8(ascii: "E"): return sign + ExactDecimal.scientific(number, flags.precision ?? 6).uppercased()
            default: return "%!\(letter)(float64=\(GoText.float(number)))"
            }
        case _ where value.isNil: return "%!\(letter)(<nil>)"
        default: return "%!\(letter)(\(value.typeName)=\(GoText.sprint(value)))"
        }
    }
}
