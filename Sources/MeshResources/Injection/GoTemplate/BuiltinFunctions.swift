/// The functions that Go's text/template brings along.
extension TemplateFunctions {
    /// `and`, `or`, `not`, comparisons, `index`, `slice`, `len`, printing and escaping.
    public static let builtin: TemplateFunctions = {
        var table = TemplateFunctions()
        table.add(TemplateFunction("and", [.value], rest: .value, shortcut: .and) { $0.last ?? .missing })
        table.add(TemplateFunction("or", [.value], rest: .value, shortcut: .or) { $0.last ?? .missing })
        table.add("not", .value) { .bool(!$0[0].isTrue) }
        table.add("eq", .value, rest: .value) { arguments in
            guard arguments.count > 1 else { throw TemplateFunctionError("missing argument for comparison") }
            for other in arguments.dropFirst() where try Comparison.equal(arguments[0], other) { return .bool(true) }
            return .bool(false)
        }
        table.add("ne", .value, .value) { .bool(try !Comparison.equal($0[0], $0[1])) }
        table.add("lt", .value, .value) { .bool(try Comparison.less($0[0], $0[1])) }
        table.add("le", .value, .value) { .bool(try Comparison.less($0[0], $0[1]) || Comparison.equal($0[0], $0[1])) }
        table.add("gt", .value, .value) { .bool(try !Comparison.less($0[0], $0[1]) && !Comparison.equal($0[0], $0[1])) }
        table.add("ge", .value, .value) { .bool(try !Comparison.less($0[0], $0[1])) }
        table.add("index", .value, rest: .value) { try Indexing.index($0) }
        table.add("slice", .value, rest: .value) { try Indexing.slice($0) }
        table.add("len", .value) { arguments in
            switch arguments[0] {
            case .string(let text): .int(Int64(text.utf8.count))
            case .list(let items): .int(Int64(items.count))
            case .map(let map): .int(Int64(map.count))
            case .missing, .null, .nilPointer: throw TemplateFunctionError("len of nil pointer")
            default: throw TemplateFunctionError("len of type \(arguments[0].typeName)")
            }
        }
        table.add("print", rest: .any) { .string(Self.print($0)) }
        table.add("println", rest: .any) { .string($0.map(GoText.sprint).joined(separator: " ") + "\n") }
        table.add("printf", .string, rest: .any) { .string(try TemplateFormat.sprintf($0[0].text, Array($0.dropFirst()))) }
        table.add("html", rest: .any) { .string(Escaping.html(Self.print($0))) }
        table.add("js", rest: .any) { .string(Escaping.script(Self.print($0))) }
        table.add("urlquery", rest: .any) { .string(Escaping.query(Self.print($0))) }
        table.add("call", .value, rest: .value) { _ in throw TemplateFunctionError("call of a value that is not a function") }
        return table
    }()

    /// `fmt.Sprint`: a blank between two operands when neither is a text.
    private static func print(_ arguments: [TemplateValue]) -> String {
        var result = ""
        var previousIsText = true
        for (index, argument) in arguments.enumerated() {
            var isText = false
            if case .string = argument { isText = true }
            if index > 0, !isText, !previousIsText { result += " " }
            result += GoText.sprint(argument)
            previousIsText = isText
        }
        return result
    }
}

/// `eq`, `lt` and their family.
private enum Comparison {
    private enum Kind { case bool, integer, float, string, other }

    private static func kind(_ value: TemplateValue) -> Kind {
        switch value {
        case .bool: .bool
        case .int, .enumeration: .integer
        case .float: .float
        case .string: .string
        default: .other
        }
    }

    private static func number(_ value: TemplateValue) -> Int64 {
        switch value {
        case .int(let value), .enumeration(_, let value): value
        default: 0
        }
    }

    static func equal(_ a: TemplateValue, _ b: TemplateValue) throws(TemplateFunctionError) -> Bool {
        if a.isNil || b.isNil { return a.isNil && b.isNil }
        switch (kind(a), kind(b)) {
        case (.integer, .integer): return number(a) == number(b)
        case (.other, .other): throw TemplateFunctionError("non-comparable type \(b.typeName)")
        case (.bool, .bool), (.float, .float), (.string, .string): break
        default: throw TemplateFunctionError("incompatible types for comparison")
        }
        switch (a, b) {
        case (.bool(let x), .bool(let y)): return x == y
        case (.float(let x), .float(let y)): return x == y
        case (.string(let x), .string(let y)): return x.utf8.elementsEqual(y.utf8)
        default: return false
        }
    }

    static func less(_ a: TemplateValue, _ b: TemplateValue) throws(TemplateFunctionError) -> Bool {
        switch (a, b) {
        case (.float(let x), .float(let y)): return x < y
        case (.string(let x), .string(let y)): return JSONWriter.precedes(x, y)
        case _ where kind(a) == .integer && kind(b) == .integer: return number(a) < number(b)
        default:
            throw TemplateFunctionError(kind(a) == kind(b) ? "invalid type for comparison" : "incompatible types for comparison")
        }
    }
}

/// `index` and `slice`.
private enum Indexing {
    static func index(_ arguments: [TemplateValue]) throws -> TemplateValue {
        var item = arguments[0]
        if case .missing = item { throw TemplateFunctionError("index of untyped nil") }
        for index in arguments.dropFirst() {
            switch item {
            case .map(let map):
                guard case .string(let key) = index else {
                    throw TemplateFunctionError(
                        index.isNil ? "value is nil; should be of type string" : "value has type \(index.typeName); should be string")
                }
                item = map[key] ?? (map.holdsStrings ? .string("") : .missing)
            case .list(let items): item = items[try position(index, items.count - 1)]
            case .string(let text): item = .int(Int64(Array(text.utf8)[try position(index, text.utf8.count - 1)]))
            case .missing, .null, .nilPointer: throw TemplateFunctionError("index of nil pointer")
            default: throw TemplateFunctionError("can't index item of type \(item.typeName)")
            }
        }
        return item
    }

    private static func position(_ index: TemplateValue, _ last: Int) throws -> Int {
        switch index {
        case .int(let value), .enumeration(_, let value):
            guard value >= 0, value <= Int64(last) else { throw TemplateFunctionError("index out of range: \(value)") }
            return Int(value)
        case .missing, .null: throw TemplateFunctionError("cannot index slice/array with nil")
        default: throw TemplateFunctionError("cannot index slice/array with type \(index.typeName)")
        }
    }

    static func slice(_ arguments: [TemplateValue]) throws -> TemplateValue {
        guard arguments.count <= 4 else { throw TemplateFunctionError("too many slice indexes: \(arguments.count - 1)") }
        let length: Int
        switch arguments[0] {
        case .string(let text):
            guard arguments.count < 4 else { throw TemplateFunctionError("cannot 3-index slice a string") }
            length = text.utf8.count
        case .list(let items): length = items.count
        case .missing, .null, .nilPointer: throw TemplateFunctionError("slice of untyped nil")
        default: throw TemplateFunctionError("can't slice item of type \(arguments[0].typeName)")
        }
        let start = arguments.count > 1 ? try position(arguments[1], length) : 0
        let end = arguments.count > 2 ? try position(arguments[2], length) : length
        guard start <= end else { throw TemplateFunctionError("invalid slice index: \(start) > \(end)") }
        if case .string(let text) = arguments[0] { return .string(String(decoding: Array(text.utf8)[start..<end], as: UTF8.self)) }
        return .list(Array(arguments[0].items[start..<end]))
    }
}

/// `html`, `js` and `urlquery`.
private enum Escaping {
    static func html(_ text: String) -> String {
        map(text) { byte in
            switch byte {
            case UInt8(ascii: "\""): "&#34;"
            case UInt8(ascii: "'"): "&#39;"
            case UInt8(ascii: "&"): "&amp;"
            case UInt8(ascii: "<"): "&lt;"
            case UInt8(ascii: ">"): "&gt;"
            case 0: "\u{FFFD}"
            default: nil
            }
        }
    }

    static func script(_ text: String) -> String {
        map(text) { byte in
            switch byte {
            case UInt8(ascii: "\\"): "\\\\"
            case UInt8(ascii: "'"): "\\'"
            case UInt8(ascii: "\""): "\\\""
            case UInt8(ascii: "<"): "\\u003C"
            case UInt8(ascii: ">"): "\\u003E"
            case UInt8(ascii: "&"): "\\u0026"
            case UInt8(ascii: "="): "\\u003D"
            case 0..<0x20: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            default: nil
            }
        }
    }

    static func query(_ text: String) -> String {
        map(text) { byte in
            if TemplateLexer.isWord(byte) && byte < 0x80 || "-.~".utf8.contains(byte) { return nil }
            return byte == 0x20 ? "+" : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }

    private static func map(_ text: String, _ escape: (UInt8) -> String?) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if let text = escape(byte) { result.append(contentsOf: text.utf8) } else { result.append(byte) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
