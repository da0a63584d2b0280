/// Reads the grammar of the Common Expression Language: whether an expression parses, not what it means. What istiod's parser knows and
/// does not turn on, optional values and names in back quotes, is refused as there; its macros are looked at as well.
struct CELSyntax {
    /// What an expression is, as far as macros ask.
    private enum Shape { case name, selection, other }

    private let text: [UInt8]
    private var at = 0
    private var depth = 0
    /// What was read last.
    private var shape = Shape.other

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
        guard binary(0), take(":"), expression() else { return false }
        shape = .other
        return true
    }

    private static let levels: [[StaticString]] = [["||"], ["&&"], ["<=", ">=", "==", "!=", "<", ">"], ["+", "-"], ["*", "/", "%"]]

    private mutating func binary(_ level: Int) -> Bool {
        guard level < Self.levels.count else { return unary() }
        guard binary(level + 1) else { return false }
        while true {
            guard (level == 2 && takeWord("in")) || Self.levels[level].contains(where: { take($0) }) else { return true }
            guard binary(level + 1) else { return false }
            shape = .other
        }
    }

    private mutating func unary() -> Bool {
        let start = at
        if take("!") {
            while take("!") {}
        } else if take("-") {
            while take("-") {}
        }
        let isPlain = start == at
        guard member() else { return false }
        if !isPlain { shape = .other }
        return true
    }

    private mutating func member() -> Bool {
        var isPath = false
        guard primary(isPath: &isPath) else { return false }
        while true {
            if take(".") {
                guard let name = identifier(mayBeReserved: true) else { return false }
                shape = .selection
                if take("(") {
                    guard arguments(of: name, isGlobal: false) else { return false }
                    isPath = false
                }
            } else if take("[") {
                guard expression(), take("]") else { return false }
                isPath = false
                shape = .other
            } else if isPath, take("{") {
                guard fields(areNames: true) else { return false }
                isPath = false
                shape = .other
            } else {
                return true
            }
        }
    }

    /// A name, a call, a literal or something in brackets; `isPath` says that a message may be made of it.
    private mutating func primary(isPath: inout Bool) -> Bool {
        skipBlanks()
        // In parentheses an expression stays what it is.
        if take("(") { return expression() && take(")") }
        shape = .other
        if take("[") { return list() }
        if take("{") { return fields(areNames: false) }
        if string() { return true }
        let isNegative = peek() == UInt8(ascii: "-")
        let byte = peek(isNegative ? 1 : 0)
        let next = peek(isNegative ? 2 : 1)
        if byte &- UInt8(ascii: "0") < 10 || (byte == UInt8(ascii: ".") && next &- UInt8(ascii: "0") < 10) {
            if isNegative { at += 1 }
            return number()
        }
        let hasDot = take(".")
        if !hasDot, ["true", "false", "null"].contains(where: { takeWord($0) }) { return true }
        guard let name = identifier(mayBeReserved: false) else { return false }
        shape = .name
        if take("(") { return arguments(of: name, isGlobal: true) }
        isPath = true
        return true
    }

    /// The arguments of a call up to `)`. Istiod's parser expands macros, and so looks at what they are given.
    private mutating func arguments(of function: String, isGlobal: Bool) -> Bool {
        var shapes: [Shape] = []
        if !take(")") {
            repeat {
                guard expression() else { return false }
                shapes.append(shape)
            } while take(",")
            guard take(")") else { return false }
        }
        shape = .other
        if isGlobal { return function != "has" || shapes.count != 1 || shapes[0] == .selection }
        switch function {
        case "all", "exists", "exists_one", "existsOne", "filter": return shapes.count != 2 || shapes[0] == .name
        case "map": return (shapes.count != 2 && shapes.count != 3) || shapes[0] == .name
        default: return true
        }
    }

    /// Expressions with commas between, and perhaps one more, up to `]`.
    private mutating func list() -> Bool {
        if take("]") { return true }
        if take(",") { return take("]") }
        repeat {
            if take("]") {
                shape = .other
                return true
            }
            guard expression() else { return false }
        } while take(",")
        shape = .other
        return take("]")
    }

    /// `key: value` with commas between, and perhaps one more, up to `}`. The keys of a message are names.
    private mutating func fields(areNames: Bool) -> Bool {
        if take("}") { return true }
        if take(",") { return take("}") }
        repeat {
            if take("}") {
                shape = .other
                return true
            }
            guard areNames ? identifier(mayBeReserved: true) != nil : expression(), take(":"), expression() else { return false }
        } while take(",")
        shape = .other
        return take("}")
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool { HostRules.isAlphanumeric(byte) || byte == UInt8(ascii: "_") }

    /// Reads a name; `nil` where there is none.
    private mutating func identifier(mayBeReserved: Bool) -> String? {
        skipBlanks()
        let start = at
        guard Self.isIdentifier(peek()), !(peek() &- UInt8(ascii: "0") < 10) else { return nil }
        while Self.isIdentifier(peek()) { at += 1 }
        let word = String(decoding: text[start..<at], as: UTF8.self)
        if ["in", "true", "false", "null"].contains(word) || (!mayBeReserved && Self.reserved.contains(word)) {
            at = start
            return nil
        }
        return word
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
        var isFloat = false
        if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") {
            at += 2
            let start = at
            while peek() &- UInt8(ascii: "0") < 10 || (peek() | 0x20) &- UInt8(ascii: "a") < 6 { at += 1 }
            guard at > start else { return false }
        } else {
            while peek() &- UInt8(ascii: "0") < 10 { at += 1 }
            if peek() == UInt8(ascii: "."), peek(1) &- UInt8(ascii: "0") < 10 {
                isFloat = true
                at += 1
                while peek() &- UInt8(ascii: "0") < 10 { at += 1 }
            }
            if peek() | 0x20 == UInt8(ascii: "e") {
                isFloat = true
                at += 1
                if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
                guard peek() &- UInt8(ascii: "0") < 10 else { return false }
                while peek() &- UInt8(ascii: "0") < 10 { at += 1 }
            }
        }
        if !isFloat, peek() | 0x20 == UInt8(ascii: "u") { at += 1 }
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
                let count = escape()
                if count == 0 { break }
                at += count
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

    /// The length of the escape that begins here; 0 where it is none.
    private func escape() -> Int {
        func digits(_ from: Int, _ count: Int) -> Bool {
            (from..<from + count).allSatisfy { peek($0) &- UInt8(ascii: "0") < 10 || (peek($0) | 0x20) &- UInt8(ascii: "a") < 6 }
        }
        switch peek(1) {
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "v"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "`"):
            return 2
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return digits(2, 2) ? 4 : 0
        case UInt8(ascii: "u"): return digits(2, 4) ? 6 : 0
        case UInt8(ascii: "U"): return digits(2, 8) ? 10 : 0
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            return peek(2) &- UInt8(ascii: "0") < 8 && peek(3) &- UInt8(ascii: "0") < 8 ? 4 : 0
        default: return 0
        }
    }
}
