/// One piece of an action.
struct TemplateToken {
    enum Kind: Equatable {
        case text, leftDelimiter, rightDelimiter, identifier, field, variable, string, rawString, number, character, bool, null, dot
        case pipe, leftParenthesis, rightParenthesis, space, declare, assign, comma, keyword, end
    }

    var kind: Kind
    /// The bytes in the template text. For text, what is left after trimming.
    var range: Range<Int>
}

/// Splits a template text into tokens by the rules of Go's text/template, `{{- ` and ` -}}` included.
struct TemplateLexer {
    private let bytes: [UInt8]
    private let name: String
    private var at = 0
    private var tokens: [TemplateToken] = []
    private var parentheses = 0

    static func tokens(_ bytes: [UInt8], name: String) throws(TemplateError) -> [TemplateToken] {
        var lexer = TemplateLexer(bytes: bytes, name: name)
        try lexer.run()
        return lexer.tokens
    }

    private init(bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    private mutating func run() throws(TemplateError) {
        var textStart = 0
        var trimsLeft = false
        while let open = find("{{", from: at) {
            var inside = open + 2
            let trims = inside + 1 < bytes.count && bytes[inside] == UInt8(ascii: "-") && Self.isSpace(bytes[inside + 1])
            addText(textStart..<open, trimsLeft: trimsLeft, trimsRight: trims)
            if trims { inside += 2 }
            if starts("/*", at: inside) {
                (at, trimsLeft) = try afterComment(from: inside, open: open)
            } else {
                tokens.append(TemplateToken(kind: .leftDelimiter, range: open..<inside))
                at = inside
                trimsLeft = try action()
            }
            textStart = at
        }
        addText(textStart..<bytes.count, trimsLeft: trimsLeft, trimsRight: false)
        tokens.append(TemplateToken(kind: .end, range: bytes.count..<bytes.count))
    }

    private mutating func addText(_ range: Range<Int>, trimsLeft: Bool, trimsRight: Bool) {
        var (start, end) = (range.lowerBound, range.upperBound)
        if trimsRight { while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 } }
        if trimsLeft { while start < end, Self.isSpace(bytes[start]) { start += 1 } }
        if start < end { tokens.append(TemplateToken(kind: .text, range: start..<end)) }
    }

    private func afterComment(from inside: Int, open: Int) throws(TemplateError) -> (Int, Bool) {
        guard let close = find("*/", from: inside + 2) else { throw error("unclosed comment", at: open) }
        if let (next, trims) = rightDelimiter(at: close + 2) { return (next, trims) }
        throw error("comment ends before closing delimiter", at: open)
    }

    /// The place after `}}` or ` -}}` that stands at `index`, and whether it trims.
    private func rightDelimiter(at index: Int) -> (next: Int, trims: Bool)? {
        if starts("}}", at: index) { return (index + 2, false) }
        if index < bytes.count, Self.isSpace(bytes[index]), starts("-}}", at: index + 1) { return (index + 4, true) }
        return nil
    }

    /// Reads up to and with the closing delimiter; whether that one trims.
    private mutating func action() throws(TemplateError) -> Bool {
        parentheses = 0
        while true {
            if let (next, trims) = rightDelimiter(at: at) {
                guard parentheses == 0 else { throw error("unclosed left paren", at: at) }
                tokens.append(TemplateToken(kind: .rightDelimiter, range: at..<next))
                at = next
                return trims
            }
            guard at < bytes.count else {
                throw error("unclosed action", at: tokens.last { $0.kind == .leftDelimiter }?.range.lowerBound ?? 0)
            }
            try token()
        }
    }

    private mutating func token() throws(TemplateError) {
        let start = at
        let byte = bytes[at]
        switch byte {
        case 0x20, 0x09, 0x0D, 0x0A:
            // A blank that belongs to ` -}}` is the delimiter's.
            while at < bytes.count, Self.isSpace(bytes[at]), rightDelimiter(at: at)?.trims != true { at += 1 }
            add(.space, start)
        case UInt8(ascii: "="): at += 1; add(.assign, start)
        case UInt8(ascii: ":"):
            guard starts(":=", at: at) else { throw error("expected :=", at: start) }
            at += 2
            add(.declare, start)
        case UInt8(ascii: "|"): at += 1; add(.pipe, start)
        case UInt8(ascii: ","): at += 1; add(.comma, start)
        case UInt8(ascii: "("): at += 1; parentheses += 1; add(.leftParenthesis, start)
        case UInt8(ascii: ")"):
            guard parentheses > 0 else { throw error("unexpected right paren", at: start) }
            at += 1
            parentheses -= 1
            add(.rightParenthesis, start)
        case UInt8(ascii: "\""): try quoted(start, by: byte, "unterminated quoted string", .string)
        case UInt8(ascii: "'"): try quoted(start, by: byte, "unterminated character constant", .character)
        case UInt8(ascii: "`"):
            guard let close = find("`", from: at + 1) else { throw error("unterminated raw quoted string", at: start) }
            at = close + 1
            add(.rawString, start)
        case UInt8(ascii: "."):
            if at + 1 < bytes.count, Self.isDigit(bytes[at + 1]) { try number(start) } else { try word(start, .field, prefix: 1) }
        case UInt8(ascii: "$"): try word(start, .variable, prefix: 1)
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(start)
        case _ where Self.isWord(byte): try word(start, .identifier, prefix: 0)
        default: throw error("unrecognized character in action: \(characterText(start))", at: start)
        }
    }

    private mutating func add(_ kind: TemplateToken.Kind, _ start: Int) { tokens.append(TemplateToken(kind: kind, range: start..<at)) }

    private mutating func quoted(_ start: Int, by quote: UInt8, _ message: String, _ kind: TemplateToken.Kind) throws(TemplateError) {
        at += 1
        while at < bytes.count, bytes[at] != 0x0A {
            if bytes[at] == quote {
                at += 1
                add(kind, start)
                return
            }
            at += bytes[at] == UInt8(ascii: "\\") && at + 1 < bytes.count && bytes[at + 1] != 0x0A ? 2 : 1
        }
        throw error(message, at: start)
    }

    private mutating func word(_ start: Int, _ kind: TemplateToken.Kind, prefix: Int) throws(TemplateError) {
        at += prefix
        while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
        guard atTerminator else { throw error("bad character \(characterText(at))", at: at) }
        guard kind != .field || at > start + 1 else { return add(.dot, start) }
        guard kind == .identifier else { return add(kind, start) }
        switch String(decoding: bytes[start..<at], as: UTF8.self) {
        case "true", "false": add(.bool, start)
        case "nil": add(.null, start)
        case "if", "else", "end", "range", "with", "define", "template", "block", "break", "continue": add(.keyword, start)
        default: add(.identifier, start)
        }
    }

    private mutating func number(_ start: Int) throws(TemplateError) {
        at += 1
        while at < bytes.count {
            let byte = bytes[at]
            let isExponentSign =
                (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
                && [UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "p"), UInt8(ascii: "P")].contains(bytes[at - 1])
            guard Self.isWord(byte) || byte == UInt8(ascii: ".") || isExponentSign else { break }
            at += 1
        }
        guard TemplateNumber(bytes[start..<at]) != nil else {
            throw error("bad number syntax: \"\(String(decoding: bytes[start..<at], as: UTF8.self))\"", at: start)
        }
        add(.number, start)
    }

    private var atTerminator: Bool {
        guard at < bytes.count else { return true }
        let byte = bytes[at]
        return Self.isSpace(byte) || ".,|:)(".utf8.contains(byte) || starts("}}", at: at)
    }

    private func starts(_ text: StaticString, at index: Int) -> Bool {
        text.withUTF8Buffer { index + $0.count <= bytes.count && bytes[index..<(index + $0.count)].elementsEqual($0) }
    }

    private func find(_ text: StaticString, from start: Int) -> Int? {
        var index = start
        let first = text.utf8Start[0]
        while index < bytes.count {
            if bytes[index] == first, starts(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    private func characterText(_ index: Int) -> String {
        guard index < bytes.count else { return "end of text" }
        return "'\(String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).prefix(1))'"
    }

    private func error(_ message: String, at offset: Int) -> TemplateError {
        TemplatePosition.error(message, at: offset, in: bytes, template: name)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    /// Letters, digits, the underscore, and everything beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}

/// Lines and columns of a template text, counted when an error needs them.
enum TemplatePosition {
    static func error(
        _ message: String, at offset: Int, in bytes: [UInt8], template: String, definition: String? = nil, context: String = ""
    ) -> TemplateError {
        let before = bytes[..<min(offset, bytes.count)]
        let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return TemplateError(
            template: template, line: line, column: column, definition: definition ?? template, context: context, message: message)
    }
}

/// A numeric constant, which takes the kind that its place asks for.
struct TemplateNumber: Equatable, Sendable {
    /// The value as an integer, if it is one.
    var integer: Int64?
    /// The value as a floating-point number.
    var float: Double
    /// Whether it is written as a floating-point number.
    var isWrittenAsFloat: Bool

    init(integer: Int64) {
        self.integer = integer
        float = Double(integer)
        isWrittenAsFloat = false
    }

    init?(_ written: ArraySlice<UInt8>) {
        var text = String(decoding: written.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        if text.hasPrefix("+") { text.removeFirst() }
        let negative = text.hasPrefix("-")
        let digits = negative ? text.dropFirst() : Substring(text)
        var radix = 10
        var body = digits
        if digits.count > 1, digits.hasPrefix("0") {
            switch digits.dropFirst().first {
            case "x", "X": (radix, body) = (16, digits.dropFirst(2))
            case "o", "O": (radix, body) = (8, digits.dropFirst(2))
            case "b", "B": (radix, body) = (2, digits.dropFirst(2))
            default: if digits.utf8.allSatisfy({ TemplateLexer.isDigit($0) }) { (radix, body) = (8, digits.dropFirst()) }
            }
        }
        if body.utf8.first.map({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) ?? false, let value = Int64(body, radix: radix) {
            integer = negative ? -value : value
            float = Double(negative ? -value : value)
            isWrittenAsFloat = false
            return
        }
        guard let value = Double(text), value.isFinite, body.utf8.contains(where: { TemplateLexer.isDigit($0) }) else { return nil }
        float = value
        isWrittenAsFloat = true
        integer = value == value.rounded() && abs(value) < 9e18 ? Int64(value) : nil
    }
}
