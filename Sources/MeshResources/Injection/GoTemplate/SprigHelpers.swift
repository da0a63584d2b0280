/// Helpers for functions on texts.
enum SprigText {
    /// Sprig's idea of empty: nothing, "", 0, false, and lists and maps without elements.
    static func isEmpty(_ value: TemplateValue) -> Bool {
        if case .object = value { return false }
        return !value.isTrue
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        guard !part.isEmpty else { return true }
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0] == part[0] && text[$0..<($0 + part.count)].elementsEqual(part) }
    }

    static func trim(_ text: String) -> String { trim(text) { $0.properties.isWhitespace } }

    /// The text without the characters of a set at its ends.
    static func trim(_ text: String, of set: String) -> String {
        let set = Set(set.unicodeScalars)
        return trim(text) { set.contains($0) }
    }

    private static func trim(_ text: String, _ isCut: (Unicode.Scalar) -> Bool) -> String {
        var slice = text.unicodeScalars[...]
        while let first = slice.first, isCut(first) { slice.removeFirst() }
        while let last = slice.last, isCut(last) { slice.removeLast() }
        return String(String.UnicodeScalarView(slice))
    }

    /// The parts between separators, as Go's `strings.Split` gives them; an empty separator splits into characters.
    static func split(_ text: String, by separator: String) -> [String] {
        let (bytes, mark) = (Array(text.utf8), Array(separator.utf8))
        guard !mark.isEmpty else { return text.unicodeScalars.map { String($0) } }
        var parts: [String] = []
        var (start, at) = (0, 0)
        while at + mark.count <= bytes.count {
            if bytes[at] == mark[0], bytes[at..<(at + mark.count)].elementsEqual(mark) {
                parts.append(String(decoding: bytes[start..<at], as: UTF8.self))
                at += mark.count
                start = at
            } else {
                at += 1
            }
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    static func blanks(_ count: Int) throws(TemplateFunctionError) -> String {
        guard count < 1 << 12 else { throw TemplateFunctionError("an indentation of \(count)") }
        return String(repeating: " ", count: max(0, count))
    }

    /// The text, if it is not too long for a template's function to make.
    static func bounded(_ text: String) throws(TemplateFunctionError) -> String {
        guard text.utf8.count <= TemplateLimits().functionResult else {
            throw TemplateFunctionError("a text of more than \(TemplateLimits().functionResult) bytes")
        }
        return text
    }

    /// The elements of a list as texts, nulls left out; anything else as one text.
    static func strings(_ value: TemplateValue) -> [String] {
        switch value {
        case .list(let items): items.filter { !$0.isNil }.map(GoText.sprint)
        case .missing, .null: []
        default: [GoText.sprint(value)]
        }
    }

    /// Lines of at most a width, broken at blanks; longer words are cut where `cutsWords` says so.
    static func wrapped(_ text: String, _ width: Int, _ lineBreak: String, cutsWords: Bool = false) -> String {
        let (bytes, width) = (Array(text.utf8), max(1, width))
        var result: [UInt8] = []
        var at = 0
        while bytes.count - at > width {
            if bytes[at] == 0x20 {
                at += 1
                continue
            }
            var end: Int
            var next: Int
            if let blank = bytes[at...(at + width)].lastIndex(of: 0x20) {
                (end, next) = (blank, blank + 1)
            } else if cutsWords {
                (end, next) = (at + width, at + width)
            } else if let blank = bytes[(at + width)...].firstIndex(of: 0x20) {
                (end, next) = (blank, blank + 1)
            } else {
                break
            }
            result += bytes[at..<end] + Array(lineBreak.utf8)
            at = next
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }

    /// Go's name for the kind of a value.
    static func kind(_ value: TemplateValue) -> String {
        switch value {
        case .missing, .null: "invalid"
        case .bool: "bool"
        case .int: "int"
        case .float: "float64"
        case .string: "string"
        case .list: "slice"
        case .map: "map"
        case .object: "struct"
        case .nilPointer: "ptr"
        case .enumeration: "int32"
        }
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                result.append(place <= group.count ? letters[Int(bits >> UInt32(18 - 6 * place)) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Changes of case.
enum SprigCase {
    static func title(_ text: String) -> String { mapWords(text) { $0.uppercased() } }
    static func untitle(_ text: String) -> String { mapWords(text) { $0.lowercased() } }

    /// The text with the first letter of each word changed.
    private static func mapWords(_ text: String, _ change: (Character) -> String) -> String {
        var result = ""
        var startsWord = true
        for character in text {
            result += startsWord ? change(character) : String(character)
            startsWord = !(character.isLetter || character.isNumber || character == "_" || character == "'")
        }
        return result
    }

    static func swapped(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1.isUppercase ? $1.lowercased() : $1.uppercased() }
    }

    /// `FooBar` as `foo_bar`.
    static func separated(_ text: String, by separator: String) -> String {
        var result = ""
        var previous: Character = " "
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character == " " || character == "_" || character == "-" {
                if !result.isEmpty, !result.hasSuffix(separator) { result += separator }
            } else {
                let next: Character? = index + 1 < characters.count ? characters[index + 1] : nil
                let startsWord =
                    character.isUppercase
                    && (previous.isLowercase || previous.isNumber || (previous.isUppercase && next?.isLowercase == true))
                if startsWord, !result.isEmpty, !result.hasSuffix(separator) { result += separator }
                result += character.lowercased()
            }
            previous = character
        }
        return result
    }

    /// `foo_bar` as `FooBar`.
    static func camel(_ text: String) -> String {
        text.split { $0 == "_" || $0 == "-" || $0 == " " }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

/// Numbers as Sprig reads them from anything.
enum SprigNumber {
    static func integer(_ value: TemplateValue) -> Int64 {
        switch value {
        case .int(let number), .enumeration(_, let number): number
        case .float(let number): number.isFinite && abs(number) < 9.2e18 ? Int64(number) : 0
        case .string(let text): parsed(text)
        case .bool(let flag): flag ? 1 : 0
        default: 0
        }
    }

    static func float(_ value: TemplateValue) -> Double {
        switch value {
        case .int(let number), .enumeration(_, let number): Double(number)
        case .float(let number): number
        // Go wants an exponent where the digits are hexadecimal.
        case .string(let text):
            SprigText.contains(text.lowercased(), "x") && !SprigText.contains(text.lowercased(), "p") ? 0 : Double(text) ?? 0
        case .bool(let flag): flag ? 1 : 0
        default: 0
        }
    }

    /// A text as a whole number: decimals are cut off, `0x`, `0o`, `0b` and a leading zero name the base, and what is no number is 0.
    private static func parsed(_ text: String) -> Int64 {
        var written = Substring(text)
        let parts = written.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts[0].drop { $0 == "-" || $0 == "+" } + (parts.last ?? "")
        if parts.count == 2, digits.utf8.allSatisfy(TemplateLexer.isDigit) {
            written = parts[0].utf8.contains(where: TemplateLexer.isDigit) ? parts[0] : "0"
        }
        guard !written.utf8.contains(where: { $0 == UInt8(ascii: ".") }), let number = TemplateNumber(ArraySlice(written.utf8)),
            !number.isWrittenAsFloat
        else { return 0 }
        return number.integer ?? 0
    }

    static func divided(_ arguments: [TemplateValue]) throws(TemplateFunctionError) -> (quotient: Int64, remainder: Int64) {
        let (a, b) = (integer(arguments[0]), integer(arguments[1]))
        guard b != 0 else { throw TemplateFunctionError("integer divide by zero") }
        return (a.dividedReportingOverflow(by: b).partialValue, a.remainderReportingOverflow(dividingBy: b).partialValue)
    }
}

/// Helpers for lists and maps.
enum SprigList {
    static func items(_ value: TemplateValue, _ action: String) throws(TemplateFunctionError) -> [TemplateValue] {
        guard case .list(let items) = value else { throw TemplateFunctionError("Cannot \(action) type \(SprigText.kind(value))") }
        return items
    }

    static func unique(_ items: [TemplateValue]) -> [TemplateValue] {
        var seen = Set<Value>()
        return items.filter { seen.insert($0.exact).inserted }
    }

    /// `_0`, `_1`, … as Sprig's `split` names its parts.
    static func numbered(_ parts: [String]) -> TemplateValue {
        .map(TemplateMap(pairs: parts.enumerated().map { ("_\($0.offset)", $0.element) }))
    }

    static func steps(_ start: Int64, _ end: Int64, _ step: Int64) throws(TemplateFunctionError) -> TemplateValue {
        guard step != 0, start != end, (end > start) == (step > 0) else { return .list([]) }
        let distance = end > start ? end.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(end)
        guard !distance.overflow, distance.partialValue / Int64(clamping: step.magnitude) < 1 << 16 else {
            throw TemplateFunctionError("a list of more than 65536 elements")
        }
        return .list(stride(from: start, to: end, by: Int(clamping: step)).map { .int($0) })
    }

    static func inclusive(_ start: Int64, _ end: Int64, _ step: Int64) throws(TemplateFunctionError) -> TemplateValue {
        let past = end.addingReportingOverflow(step > 0 ? 1 : -1)
        guard !past.overflow else { throw TemplateFunctionError("a list of more than 65536 elements") }
        return try steps(start, past.partialValue, step)
    }

    /// Two maps joined at every depth; of equal keys the first one counts, unless the second overwrites.
    static func merged(_ a: TemplateMap, _ b: TemplateMap, overwrites: Bool) -> TemplateMap {
        var result = a.entries
        for (key, value) in b.entries {
            switch (result[key], value) {
            case (.map(let x)?, .map(let y)): result[key] = .map(merged(x, y, overwrites: overwrites))
            case (let present?, _) where !overwrites && !SprigText.isEmpty(present): break
            default: result[key] = value
            }
        }
        return TemplateMap(result)
    }
}

/// Slash-separated paths.
enum SprigPath {
    static func clean(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
    }

    static func base(_ path: String) -> String {
        if path.isEmpty { return "." }
        return path.split(separator: "/").last.map(String.init) ?? "/"
    }

    static func directory(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return clean(String(path[...slash]))
    }

    static func suffix(_ path: String) -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
    }
}
