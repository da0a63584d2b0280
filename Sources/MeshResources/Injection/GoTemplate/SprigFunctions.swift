/// Sprig's functions: what Helm charts and custom injection templates use for texts, lists, maps and numbers.
extension TemplateFunctions {
    /// Adds them all.
    mutating func addSprig() {
        addSprigTexts()
    }

    private mutating func addSprigTexts() {
        add("quote", rest: .any) { arguments in
            .string(arguments.filter { !$0.isNil }.map { GoText.quote(GoText.sprint($0)) }.joined(separator: " "))
        }
        add("default", .any, rest: .any) { arguments in
            arguments.count > 1 && !SprigText.isEmpty(arguments[1]) ? arguments[1] : arguments[0]
        }
        add("nindent", .int, .string) { arguments in
            let pad = try SprigText.blanks(arguments[0].integer)
            return .string(
                "\n" + pad + arguments[1].text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + pad))
        }
        add("list", rest: .any) { .list($0) }
        add("append", .any, .any) { .list($0[0].items + [$0[1]]) }
        add("join", .string, .any) { .string(SprigText.strings($0[1]).joined(separator: $0[0].text)) }
        add("trunc", .int, .string) { arguments in
            let (count, bytes) = (arguments[0].integer, Array(arguments[1].text.utf8))
            if count < 0 { return .string(String(decoding: bytes.suffix(-count), as: UTF8.self)) }
            return .string(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
        add("trimSuffix", .string, .string) { arguments in
            let (suffix, text) = (arguments[0].text, arguments[1].text)
            return .string(text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text)
        }
    }
}

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

    static func trim(_ text: String) -> String {
        var slice = Substring(text)
        while let first = slice.unicodeScalars.first, first.properties.isWhitespace { slice.unicodeScalars.removeFirst() }
        while let last = slice.unicodeScalars.last, last.properties.isWhitespace { slice.unicodeScalars.removeLast() }
        return String(slice)
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
        guard count < TemplateLimits().functionResult else { throw TemplateFunctionError("an indentation of \(count)") }
        return String(repeating: " ", count: max(0, count))
    }

    /// The elements of a list as texts, nulls left out; anything else as one text.
    static func strings(_ value: TemplateValue) -> [String] {
        switch value {
        case .list(let items): items.filter { !$0.isNil }.map(GoText.sprint)
        case .missing, .null: []
        default: [GoText.sprint(value)]
        }
    }
}
