/// Sprig's functions with regular expressions.
extension TemplateFunctions {
    mutating func addSprigExpressions() {
        add("regexQuoteMeta", .string) { .string(SprigExpression.quoted($0[0].text)) }
        for must in ["", "must"] {
            func name(_ word: String) -> String { must.isEmpty ? word : must + word.prefix(1).uppercased() + word.dropFirst() }
            add(name("regexMatch"), .string, .string) { arguments in
                // Without `must` an expression that cannot be read matches nothing.
                guard let expression = try? RE2(arguments[0].text) else {
                    if must.isEmpty { return .bool(false) }
                    throw SprigExpression.error(arguments[0].text)
                }
                return .bool(expression.partialMatch(arguments[1].text))
            }
            add(name("regexFind"), .string, .string) { arguments in
                let found = try SprigExpression(arguments[0].text, arguments[1].text).matches(1)
                return .string(found.first.map { $0.text(0) } ?? "")
            }
            add(name("regexFindAll"), .string, .string, .int) { arguments in
                let found = try SprigExpression(arguments[0].text, arguments[1].text).matches(arguments[2].integer)
                return .list(found.map { .string($0.text(0)) })
            }
            add(name("regexReplaceAll"), .string, .string, .string) { arguments in
                let expression = try SprigExpression(arguments[0].text, arguments[1].text)
                return .string(try expression.replacing { $0.expanded(arguments[2].text) })
            }
            add(name("regexReplaceAllLiteral"), .string, .string, .string) { arguments in
                let expression = try SprigExpression(arguments[0].text, arguments[1].text)
                return .string(try expression.replacing { _ in arguments[2].text })
            }
            add(name("regexSplit"), .string, .string, .int) { arguments in
                .list(try SprigExpression(arguments[0].text, arguments[1].text).parts(arguments[2].integer).map { .string($0) })
            }
        }
    }
}

/// A regular expression and a text that it is held against.
struct SprigExpression {
    /// A match with its captures.
    struct Match {
        fileprivate let bytes: [UInt8]
        fileprivate let slots: [Int]

        var range: Range<Int> { slots[0]..<slots[1] }

        /// The text of a capture; of 0 the whole match. Empty when it took no part.
        func text(_ capture: Int) -> String {
            guard capture >= 0, capture * 2 + 1 < slots.count, slots[capture * 2] >= 0, slots[capture * 2 + 1] >= slots[capture * 2] else {
                return ""
            }
            return String(decoding: bytes[slots[capture * 2]..<slots[capture * 2 + 1]], as: UTF8.self)
        }

        /// A replacement with `$1`, `${1}` and `$$` filled in. A name after the dollar sign reaches as far as letters, digits and
        /// underscores do, so that `$1W` is the capture of the name `1W`, which there is not.
        func expanded(_ template: String) -> String {
            let letters = Array(template.utf8)
            var result: [UInt8] = []
            var at = 0
            while at < letters.count {
                guard letters[at] == UInt8(ascii: "$"), at + 1 < letters.count else {
                    result.append(letters[at])
                    at += 1
                    continue
                }
                if letters[at + 1] == UInt8(ascii: "$") {
                    result.append(letters[at])
                    at += 2
                    continue
                }
                let isBraced = letters[at + 1] == UInt8(ascii: "{")
                let start = at + (isBraced ? 2 : 1)
                var end = start
                while end < letters.count, Self.isWord(letters[end]) { end += 1 }
                guard end > start, !isBraced || end < letters.count && letters[end] == UInt8(ascii: "}") else {
                    result.append(letters[at])
                    at += 1
                    continue
                }
                if let number = Int(String(decoding: letters[start..<end], as: UTF8.self)) {
                    result.append(contentsOf: text(number).utf8)
                }
                at = isBraced ? end + 1 : end
            }
            return String(decoding: result, as: UTF8.self)
        }

        private static func isWord(_ byte: UInt8) -> Bool {
            let lower = byte | 0x20
            return TemplateLexer.isDigit(byte) || byte == UInt8(ascii: "_") || lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
        }
    }

    private let program: RegexProgram
    private let bytes: [UInt8]

    init(_ pattern: String, _ text: String) throws(TemplateFunctionError) {
        guard let expression = try? RE2(pattern) else { throw Self.error(pattern) }
        program = expression.program
        bytes = Array(text.utf8)
        // Every step costs as much as the program is long: templates may not spend more than this.
        guard bytes.count * max(1, program.instructions.count) < 1 << 24 else {
            throw TemplateFunctionError("a text of \(bytes.count) bytes is too long for the expression '\(pattern.prefix(80))'")
        }
    }

    static func error(_ pattern: String) -> TemplateFunctionError {
        TemplateFunctionError("error parsing regexp: '\(pattern.prefix(80))' is no regular expression")
    }

    /// The text with what has a meaning in expressions escaped.
    static func quoted(_ text: String) -> String {
        let special = Set("\\.+*?()|[]{}^$".unicodeScalars)
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if special.contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// The matches in order, none overlapping another; `limit` below 0 gives all. An empty one right behind another is none.
    func matches(_ limit: Int) throws(TemplateFunctionError) -> [Match] {
        let finder = RegexFinder(program, bytes)
        var found: [Match] = []
        var (at, last) = (0, -1)
        while at <= bytes.count, limit < 0 || found.count < limit, let slots = finder.firstMatch(from: at), slots.count > 1 {
            let isEmpty = slots[1] == slots[0]
            if !isEmpty || slots[0] != last { found.append(Match(bytes: bytes, slots: slots)) }
            guard found.count <= 1 << 14 else { throw TemplateFunctionError("more than 16384 matches") }
            last = slots[1]
            at = isEmpty ? slots[1] + width(at: slots[1]) : slots[1]
        }
        return found
    }

    /// Bytes of the character at a place.
    private func width(at place: Int) -> Int {
        var end = place + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end - place
    }

    func replacing(_ replacement: (Match) -> String) throws(TemplateFunctionError) -> String {
        var result: [UInt8] = []
        var at = 0
        for match in try matches(-1) {
            result += bytes[at..<match.range.lowerBound]
            result += Array(replacement(match).utf8)
            at = match.range.upperBound
        }
        return try SprigText.bounded(String(decoding: result + bytes[at...], as: UTF8.self))
    }

    /// The text cut at the matches into so many parts at most; below 0 into all.
    func parts(_ limit: Int) throws(TemplateFunctionError) -> [String] {
        guard limit != 0 else { return [] }
        if bytes.isEmpty { return [""] }
        var result: [String] = []
        var (start, end) = (0, 0)
        for match in try matches(limit) {
            if limit > 0, result.count == limit - 1 { break }
            end = match.range.lowerBound
            if match.range.upperBound != 0 { result.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
            start = match.range.upperBound
        }
        if end != bytes.count { result.append(String(decoding: bytes[start...], as: UTF8.self)) }
        return result
    }
}
