/// Turns a template text into statements, by the grammar of Go's text/template.
///
/// Variables and functions are resolved here, so that an undefined one is an error of reading, as in Go.
struct TemplateParser {
    /// `if` in `range` in `with`…: deeper nesting than anybody writes.
    private static let maximumDepth = 200

    private let source: TemplateSource
    private let functions: TemplateFunctions
    private let tokens: [TemplateToken]
    private var index = 0
    private var depth = 0
    private var rangeDepth = 0
    /// Names of variables in scope, innermost last.
    private var scope: [String] = ["$"]
    /// Numbers of variable names; equal names share a number.
    private var numbers: [String: Int] = ["$": 0]
    private var definitions: [String: TemplateDefinition] = [:]

    /// Reads a text; the result holds the text's own body under its name and every `define` in it.
    static func parse(_ source: TemplateSource, _ functions: TemplateFunctions) throws(TemplateError) -> [String: TemplateDefinition] {
        var parser = TemplateParser(
            source: source, functions: functions, tokens: try TemplateLexer.tokens(source.bytes, name: source.name))
        let (body, _) = try parser.statements(untilEnd: false)
        parser.define(source.name, body)
        return parser.definitions
    }

    private init(source: TemplateSource, functions: TemplateFunctions, tokens: [TemplateToken]) {
        self.source = source
        self.functions = functions
        self.tokens = tokens
    }

    // MARK: Tokens

    private var token: TemplateToken { tokens[min(index, tokens.count - 1)] }
    private func text(_ token: TemplateToken) -> String { String(decoding: source.bytes[token.range], as: UTF8.self) }
    private mutating func skipSpace() { while token.kind == .space { index += 1 } }
    private mutating func take() -> TemplateToken {
        defer { index += 1 }
        return token
    }
    private mutating func takeAfterSpace() -> TemplateToken {
        skipSpace()
        return take()
    }
    private func fail(_ message: String, at token: TemplateToken) -> TemplateError {
        TemplatePosition.error(message, at: token.range.lowerBound, in: source.bytes, template: source.name)
    }
    private func unexpected(_ token: TemplateToken, in context: String) -> TemplateError {
        token.kind == .end ? fail("unexpected EOF", at: token) : fail("unexpected <\(text(token))> in \(context)", at: token)
    }
    private mutating func expectRightDelimiter(in context: String) throws(TemplateError) {
        let found = takeAfterSpace()
        guard found.kind == .rightDelimiter else { throw unexpected(found, in: context) }
    }

    // MARK: Statements

    private enum Ending { case end, text, otherwise(TemplateToken) }

    /// Statements up to `{{end}}` or `{{else}}`, which are consumed with their word, or up to the end of the text.
    private mutating func statements(untilEnd: Bool) throws(TemplateError) -> ([TemplateStatement], Ending) {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { throw fail("actions are nested too deeply", at: token) }
        var result: [TemplateStatement] = []
        while true {
            let start = take()
            switch start.kind {
            case .text: result.append(.text(Array(source.bytes[start.range])))
            case .end:
                guard !untilEnd else { throw fail("unexpected EOF", at: start) }
                return (result, .text)
            default:
                skipSpace()
                guard token.kind == .keyword else {
                    let pipeline = try pipeline("command", until: .rightDelimiter)
                    result.append(.action(pipeline))
                    continue
                }
                let keyword = take()
                switch text(keyword) {
                case "end":
                    guard untilEnd else { throw fail("unexpected {{end}}", at: keyword) }
                    try expectRightDelimiter(in: "end")
                    return (result, .end)
                case "else":
                    guard untilEnd else { throw fail("unexpected {{else}}", at: keyword) }
                    return (result, .otherwise(keyword))
                case "define":
                    guard !untilEnd else { throw fail("unexpected {{define}}", at: keyword) }
                    try definition("define clause", keyword)
                default: result.append(try statement(keyword))
                }
            }
        }
    }

    private mutating func statement(_ keyword: TemplateToken) throws(TemplateError) -> TemplateStatement {
        let word = text(keyword)
        switch word {
        case "if": return .condition(try branch("if"))
        case "with": return .with(try branch("with"))
        case "range": return .range(try branch("range"))
        case "break", "continue":
            guard rangeDepth > 0 else { throw fail("{{\(word)}} outside {{range}}", at: keyword) }
            try expectRightDelimiter(in: "{{\(word)}}")
            return word == "break" ? .leave : .next
        case "template":
            let name = try quotedName("template clause")
            skipSpace()
            if token.kind == .rightDelimiter {
                index += 1
                return .call(name: name, argument: nil, at: keyword.range.lowerBound)
            }
            return .call(name: name, argument: try pipeline("template clause", until: .rightDelimiter), at: keyword.range.lowerBound)
        default:
            // block: a definition that is called where it stands.
            let name = try quotedName("block clause")
            let argument = try pipeline("block clause", until: .rightDelimiter)
            try nested(name, keyword)
            return .call(name: name, argument: argument, at: keyword.range.lowerBound)
        }
    }

    private mutating func definition(_ context: String, _ keyword: TemplateToken) throws(TemplateError) {
        let name = try quotedName(context)
        try expectRightDelimiter(in: context)
        try nested(name, keyword)
    }

    /// The body of a `define` or `block`, which sees no variable from outside.
    private mutating func nested(_ name: String, _ keyword: TemplateToken) throws(TemplateError) {
        let (outerScope, outerRange) = (scope, rangeDepth)
        (scope, rangeDepth) = (["$"], 0)
        let (body, ending) = try statements(untilEnd: true)
        guard case .end = ending else { throw fail("unexpected {{else}} in \(text(keyword)) clause", at: keyword) }
        (scope, rangeDepth) = (outerScope, outerRange)
        if let other = definitions[name], !Self.isEmpty(other.body), !Self.isEmpty(body) {
            throw fail("multiple definition of template \"\(name)\"", at: keyword)
        }
        define(name, body)
    }

    /// Whether a body is nothing but blanks.
    private static func isEmpty(_ body: [TemplateStatement]) -> Bool {
        body.allSatisfy { if case .text(let bytes) = $0 { bytes.allSatisfy(TemplateLexer.isSpace) } else { false } }
    }

    /// An empty definition never replaces another.
    private mutating func define(_ name: String, _ body: [TemplateStatement]) {
        if definitions[name] != nil, Self.isEmpty(body) { return }
        definitions[name] = TemplateDefinition(name: name, source: source, body: body)
    }

    private mutating func quotedName(_ context: String) throws(TemplateError) -> String {
        let found = takeAfterSpace()
        guard found.kind == .string || found.kind == .rawString else { throw unexpected(found, in: context) }
        return try unquoted(found)
    }

    private mutating func branch(_ word: String) throws(TemplateError) -> TemplateBranch {
        let outer = scope.count
        let head = try pipeline(word, until: .rightDelimiter)
        if word == "range" { rangeDepth += 1 }
        let (body, ending) = try statements(untilEnd: true)
        if word == "range" { rangeDepth -= 1 }
        var otherwise: [TemplateStatement] = []
        if case .otherwise(let keyword) = ending {
            skipSpace()
            if token.kind == .keyword {
                // `else if` and `else with` continue a chain that one `end` closes.
                let next = take()
                guard text(next) == word, word != "range" else { throw unexpected(next, in: "else") }
                depth += 1
                defer { depth -= 1 }
                guard depth < Self.maximumDepth else { throw fail("actions are nested too deeply", at: keyword) }
                let chained = try branch(word)
                otherwise = [word == "if" ? .condition(chained) : .with(chained)]
            } else {
                try expectRightDelimiter(in: "else")
                let rest = try statements(untilEnd: true)
                guard case .end = rest.1 else { throw fail("expected end; found {{else}}", at: keyword) }
                otherwise = rest.0
            }
        }
        scope.removeSubrange(outer...)
        return TemplateBranch(head, body, otherwise)
    }

    // MARK: Pipelines

    private mutating func pipeline(_ context: String, until end: TemplateToken.Kind) throws(TemplateError) -> TemplatePipeline {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { throw fail("expressions are nested too deeply", at: token) }
        skipSpace()
        let start = token
        let (variables, assigns) = try declarations(context)
        var commands: [TemplateCommand] = []
        while true {
            skipSpace()
            if token.kind == end {
                guard !commands.isEmpty else { throw fail("missing value for \(context)", at: token) }
                for (stage, command) in commands.enumerated().dropFirst() where !command.first.isExecutable {
                    throw fail("non executable command in pipeline stage \(stage + 1)", at: start)
                }
                let range = start.range.lowerBound..<token.range.lowerBound
                index += 1
                return TemplatePipeline(range: range, variables: variables, assigns: assigns, commands: commands)
            }
            commands.append(try command(context))
        }
    }

    /// `$x :=`, `$x =`, and in a range `$k, $v :=`.
    private mutating func declarations(_ context: String) throws(TemplateError) -> ([Int], Bool) {
        var names: [TemplateToken] = []
        var assigns = false
        while true {
            skipSpace()
            guard token.kind == .variable else { break }
            let mark = index
            let variable = take()
            skipSpace()
            if token.kind == .declare || token.kind == .assign {
                assigns = token.kind == .assign
                index += 1
                names.append(variable)
                break
            }
            if token.kind == .comma, context == "range", names.isEmpty {
                index += 1
                names.append(variable)
                skipSpace()
                guard token.kind == .variable else { throw fail("range can only initialize variables", at: token) }
                continue
            }
            if token.kind == .comma { throw fail("too many declarations in \(context)", at: token) }
            index = mark
            break
        }
        var variables: [Int] = []
        for name in names {
            let text = text(name)
            if assigns {
                guard scope.contains(text) else { throw fail("undefined variable \"\(text)\"", at: name) }
            } else {
                scope.append(text)
            }
            variables.append(number(of: text))
        }
        return (variables, assigns)
    }

    private mutating func number(of variable: String) -> Int {
        if let number = numbers[variable] { return number }
        numbers[variable] = numbers.count
        return numbers.count - 1
    }

    private mutating func command(_ context: String) throws(TemplateError) -> TemplateCommand {
        var operands: [TemplateOperand] = []
        let start = token.range.lowerBound
        var end = start
        while true {
            skipSpace()
            guard let operand = try operand() else { break }
            operands.append(operand)
            end = operand.range.upperBound
            if token.kind != .space { break }
        }
        switch token.kind {
        case .rightDelimiter, .rightParenthesis: break
        case .pipe:
            index += 1
            skipSpace()
            if token.kind == .rightDelimiter || token.kind == .rightParenthesis { throw fail("missing value for \(context)", at: token) }
        default: throw unexpected(token, in: operands.isEmpty ? context : "operand")
        }
        guard let first = operands.first else { throw fail("empty command", at: token) }
        return TemplateCommand(range: start..<end, first: first, arguments: Array(operands.dropFirst()))
    }

    /// A term and the fields that follow it without a blank.
    private mutating func operand() throws(TemplateError) -> TemplateOperand? {
        guard let term = try term() else { return nil }
        var fields: [String] = []
        var end = term.range.upperBound
        while token.kind == .field {
            fields.append(String(text(token).dropFirst()))
            end = token.range.upperBound
            index += 1
        }
        guard !fields.isEmpty else { return term }
        let range = term.range.lowerBound..<end
        switch term.kind {
        case .field(let names): return TemplateOperand(kind: .field(names + fields), range: range)
        case .variable(let number, let names): return TemplateOperand(kind: .variable(number, names + fields), range: range)
        case .constant, .number, .null, .dot:
            throw TemplatePosition.error(
                "unexpected . after term \"\(String(decoding: source.bytes[term.range], as: UTF8.self))\"", at: term.range.lowerBound,
                in: source.bytes, template: source.name)
        default: return TemplateOperand(kind: .chain(term, fields), range: range)
        }
    }

    private mutating func term() throws(TemplateError) -> TemplateOperand? {
        let found = token
        let kind: TemplateOperand.Kind
        switch found.kind {
        case .identifier:
            guard let function = functions[text(found)] else { throw fail("function \"\(text(found))\" not defined", at: found) }
            kind = .function(function)
        case .dot: kind = .dot
        case .null: kind = .null
        case .variable:
            let name = text(found)
            guard scope.contains(name) else { throw fail("undefined variable \"\(name)\"", at: found) }
            kind = .variable(number(of: name), [])
        case .field: kind = .field([String(text(found).dropFirst())])
        case .bool: kind = .constant(.bool(text(found) == "true"))
        case .number:
            guard let number = TemplateNumber(source.bytes[found.range]) else { throw fail("bad number syntax", at: found) }
            if number.isWrittenAsFloat, text(found).utf8.allSatisfy({ TemplateLexer.isDigit($0) || $0 == UInt8(ascii: "_") }) {
                throw fail("integer overflow: \"\(text(found))\"", at: found)
            }
            kind = .number(TemplateNumberBox(number))
        case .character:
            let scalars = try unquoted(found).unicodeScalars
            guard scalars.count == 1, let scalar = scalars.first else {
                throw fail("malformed character constant: \(text(found))", at: found)
            }
            kind = .number(TemplateNumberBox(TemplateNumber(integer: Int64(scalar.value))))
        case .string, .rawString: kind = .constant(.string(try unquoted(found)))
        case .leftParenthesis:
            index += 1
            let inner = try pipeline("parenthesized pipeline", until: .rightParenthesis)
            return TemplateOperand(kind: .pipeline(inner), range: found.range.lowerBound..<tokens[index - 1].range.upperBound)
        default: return nil
        }
        index += 1
        return TemplateOperand(kind: kind, range: found.range)
    }

    private func unquoted(_ token: TemplateToken) throws(TemplateError) -> String {
        let inner = source.bytes[(token.range.lowerBound + 1)..<(token.range.upperBound - 1)]
        if token.kind == .rawString { return String(decoding: inner.filter { $0 != 0x0D }, as: UTF8.self) }
        guard let text = GoText.unquote(inner) else { throw fail("invalid syntax in \(text(token))", at: token) }
        return text
    }
}

extension TemplateOperand {
    /// Whether the operand can take the value of the stage before it.
    fileprivate var isExecutable: Bool {
        switch kind {
        case .dot, .null, .constant, .number: false
        default: true
        }
    }
}
