/// Reads the grammar of the Common Expression Language: whether an expression parses, not what it means.
struct CELSyntax {
    private let text: [UInt8]
    private var at = 0
    private var depth = 0

    private init(_ text: Bytes) {
        self.text = Array(text)
    }

    /// What is wrong with an expression; `nil` when it parses.
    static func fault(_ text: Bytes) -> String? {
        var parser = CELSyntax(text)
        parser.skipBlanks()
        if parser.isAtEnd { return "it is empty" }
        guard parser.expression() else { return parser.unexpected }
        parser.skipBlanks()
        return parser.isAtEnd ? nil : parser.unexpected
    }

    private var unexpected: String {
        isAtEnd
            ? "it ends too early"
            : "unexpected '\(String(decoding: text[at..<min(at + 8, text.count)], as: UTF8.self))' at character \(at + 1)"
    }

    private var isAtEnd: Bool { at >= text.count }

    private func peek(_ offset: Int = 0) -> UInt8 { at + offset < text.count ? text[at + offset] : 0 }

    private mutating func skipBlanks() {
        while true {
            switch peek() {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: at += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): while !isAtEnd, peek() != 0x0A { at += 1 }
            default: return
            }
        }
    }

    private mutating func take(_ token: StaticString) -> Bool {
        skipBlanks()
        let count = token.utf8CodeUnitCount
        for offset in 0..<count where peek(offset) != token.utf8Start[offset] { return false }
        at += count
        return true
    }

    /// `condition ? value : value`
    private mutating func expression() -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth < 200, binary(0) else { return false }
        guard take("?") else { return true }
        return binary(0) && take(":") && expression()
    }

    private static let levels: [[StaticString]] = [["||"], ["&&"], ["<=", ">=", "==", "!=", "<", ">"], ["+", "-"], ["*", "/", "%"]]

    private mutating func binary(_ level: Int) -> Bool {
        guard level < Self.levels.count else { return unary() }
        guard binary(level + 1) else { return false }
        while true {
            if level == 2, takeWord("in") {
                guard binary(level + 1) else { return false }
                continue
            }
            guard Self.levels[level].contains(where: { take($0) }) else { return true }
            guard binary(level + 1) else { return false }
        }
    }

    private mutating func unary() -> Bool {
        if take("!") {
            while take("!") {}
        } else if take("-") {
            while take("-") {}
        }
        return member()
    }

    private mutating func member() -> Bool {
        guard primary() else { return false }
        while true {
            if take(".") {
                _ = take("?")
                guard identifier(mayBeReserved: true) else { return false }
                if take("(") {
                    guard list(")") else { return false }
                }
            } else if take("[") {
                _ = take("?")
                guard expression(), take("]") else { return false }
            } else if take("{") {
                guard fields() else { return false }
            } else {
                return true
            }
        }
    }

    private mutating func primary() -> Bool {
        skipBlanks()
        if take("(") { return expression() && take(")") }
        if take("[") { return list("]") }
        if take("{") { return fields() }
        if string() { return true }
        let byte = peek()
        if byte &- UInt8(ascii: "0") < 10 || (byte == UInt8(ascii: ".") && peek(1) &- UInt8(ascii: "0") < 10) { return number() }
        _ = take(".")
        guard identifier(mayBeReserved: false) else { return false }
        return take("(") ? list(")") : true
    }

    /// Expressions with commas between, up to a closing token.
    private mutating func list(_ close: StaticString) -> Bool {
        if take(close) { return true }
        repeat {
            _ = take("?")
            guard expression() else { return take(close) }
        } while take(",")
        return take(close)
    }

    /// `key: value` with commas between, up to `}`.
    private mutating func fields() -> Bool {
        if take("}") { return true }
        repeat {
            if take("}") { return true }
            _ = take("?")
            guard expression(), take(":"), expression() else { return false }
        } while take(",")
        return take("}")
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool { HostRules.isAlphanumeric(byte) || byte == UInt8(ascii: "_") }

    private mutating func identifier(mayBeReserved: Bool) -> Bool {
        skipBlanks()
        let start = at
        guard Self.isIdentifier(peek()), !(peek() &- UInt8(ascii: "0") < 10) else { return false }
        while Self.isIdentifier(peek()) { at += 1 }
        let word = String(decoding: text[start..<at], as: UTF8.self)
        if word == "in" || (!mayBeReserved && Self.reserved.contains(word)) {
            at = start
            return false
        }
        return true
    }

    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var",
        "void", "while",
    ]

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let start = at
        guard take(word), !Self.isIdentifier(peek()) else {
            at = start
            return false
        }
        return true
    }

    private mutating func number() -> Bool {
        if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x") {
            at += 2
            let start = at
            while peek() &- UInt8(ascii: "0") < 10 || (peek() | 0x20) &- UInt8(ascii: "a") < 6 { at += 1 }
            guard at > start else { return false }
        } else {
            while peek() &- UInt8(ascii: "0") < 10 { at += 1 }
            if peek() == UInt8(ascii: "."), peek(1) &- UInt8(ascii: "0") < 10 {
                at += 1
                while peek() &- UInt8(ascii: "0") < 10 { at += 1 }
            }
            if peek() | 0x20 == UInt8(ascii: "e") {
                at += 1
                if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
                guard peek() &- UInt8(ascii: "0") < 10 else { return false }
                while peek() &- UInt8(ascii: "0") < 10 { at += 1 }
            }
        }
        if peek() | 0x20 == UInt8(ascii: "u") { at += 1 }
        return true
    }

    /// A string or bytes: one or three quotes of either kind, with `r` and `b` before it.
    private mutating func string() -> Bool {
        var offset = 0
        var isRaw = false
        while offset < 2, let byte = Optional(peek(offset) | 0x20), byte == UInt8(ascii: "r") || byte == UInt8(ascii: "b") {
            isRaw = isRaw || byte == UInt8(ascii: "r")
            offset += 1
        }
        let quote = peek(offset)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
        let start = at
        at += offset
        let count = peek(1) == quote && peek(2) == quote ? 3 : 1
        at += count
        while !isAtEnd {
            if peek() == UInt8(ascii: "\\"), !isRaw {
                at += 2
            } else if peek() == quote, count == 1 || (peek(1) == quote && peek(2) == quote) {
                at += count
                return true
            } else if peek() == 0x0A, count == 1 {
                break
            } else {
                at += 1
            }
        }
        at = start
        return false
    }
}
