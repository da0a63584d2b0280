/// Sprig's functions: what Helm charts and custom injection templates use for texts, lists, maps and numbers. Functions that need
/// a clock, chance, keys or the network are left out.
extension TemplateFunctions {
    /// Adds them all.
    mutating func addSprig() {
        addSprigTexts()
        addSprigLayout()
        addSprigDefaults()
        addSprigConversions()
        addSprigLists()
        addSprigMaps()
        addSprigNumbers()
        addSprigPaths()
        addSprigExpressions()
    }

    // MARK: Texts

    private mutating func addSprigTexts() {
        add("quote", rest: .any) { arguments in
            .string(arguments.filter { !$0.isNil }.map { GoText.quote(GoText.sprint($0)) }.joined(separator: " "))
        }
        add("squote", rest: .any) { arguments in
            .string(arguments.filter { !$0.isNil }.map { "'\(GoText.sprint($0))'" }.joined(separator: " "))
        }
        add("cat", rest: .any) { .string($0.filter { !$0.isNil }.map(GoText.sprint).joined(separator: " ")) }
        add("trim", .string) { .string(SprigText.trim($0[0].text)) }
        add("trimAll", .string, .string) { .string(SprigText.trim($0[1].text, of: $0[0].text)) }
        alias("trimall", of: "trimAll")
        add("trimPrefix", .string, .string) { arguments in
            let (prefix, text) = (Array(arguments[0].text.utf8), Array(arguments[1].text.utf8))
            return .string(String(decoding: text.starts(with: prefix) ? text[prefix.count...] : text[...], as: UTF8.self))
        }
        add("trimSuffix", .string, .string) { arguments in
            let (suffix, text) = (Array(arguments[0].text.utf8), Array(arguments[1].text.utf8))
            let ends = text.count >= suffix.count && text.suffix(suffix.count).elementsEqual(suffix)
            return .string(String(decoding: ends ? text.dropLast(suffix.count) : text[...], as: UTF8.self))
        }
        add("hasPrefix", .string, .string) { .bool($0[1].text.utf8.starts(with: $0[0].text.utf8)) }
        add("hasSuffix", .string, .string) { .bool($0[1].text.utf8.reversed().starts(with: $0[0].text.utf8.reversed())) }
        add("contains", .string, .string) { .bool(SprigText.contains($0[1].text, $0[0].text)) }
        add("lower", .string) { .string($0[0].text.lowercased()) }
        add("upper", .string) { .string($0[0].text.uppercased()) }
        add("title", .string) { .string(SprigCase.title($0[0].text)) }
        add("untitle", .string) { .string(SprigCase.untitle($0[0].text)) }
        add("swapcase", .string) { .string(SprigCase.swapped($0[0].text)) }
        add("snakecase", .string) { .string(SprigCase.separated($0[0].text, by: "_")) }
        add("kebabcase", .string) { .string(SprigCase.separated($0[0].text, by: "-")) }
        add("camelcase", .string) { .string(SprigCase.camel($0[0].text)) }
        add("nospace", .string) {
            .string(String(String.UnicodeScalarView($0[0].text.unicodeScalars.filter { !$0.properties.isWhitespace })))
        }
        add("initials", .string) { arguments in
            .string(arguments[0].text.split(whereSeparator: \.isWhitespace).map { String($0.prefix(1)) }.joined())
        }
        add("replace", .string, .string, .string) { arguments in
            let parts = SprigText.split(arguments[2].text, by: arguments[0].text)
            guard !arguments[0].text.isEmpty else {
                return .string(arguments[1].text + parts.map { $0 + arguments[1].text }.joined())
            }
            return .string(try SprigText.bounded(parts.joined(separator: arguments[1].text)))
        }
        add("repeat", .int, .string) { arguments in
            let (count, text) = (arguments[0].integer, arguments[1].text)
            guard count >= 0 else { throw TemplateFunctionError("strings: negative Repeat count") }
            guard text.utf8.isEmpty || count <= TemplateLimits().functionResult / text.utf8.count else {
                throw TemplateFunctionError("a text of more than \(TemplateLimits().functionResult) bytes")
            }
            return .string(String(repeating: text, count: count))
        }
        add("substr", .int, .int, .string) { arguments in
            let bytes = Array(arguments[2].text.utf8)
            let (start, end) = (arguments[0].integer, arguments[1].integer)
            let last = end < 0 || end > bytes.count ? bytes.count : end
            let first = start < 0 ? 0 : start
            guard first <= last else { throw TemplateFunctionError("slice bounds out of range") }
            return .string(String(decoding: bytes[first..<last], as: UTF8.self))
        }
        add("trunc", .int, .string) { arguments in
            let (count, bytes) = (arguments[0].integer, Array(arguments[1].text.utf8))
            if count < 0 { return .string(String(decoding: bytes.suffix(count == Int.min ? bytes.count : -count), as: UTF8.self)) }
            return .string(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
        add("abbrev", .int, .string) { arguments in
            let (width, text) = (arguments[0].integer, arguments[1].text)
            guard width >= 4, text.utf8.count > width else { return .string(text) }
            return .string(String(decoding: text.utf8.prefix(width - 3), as: UTF8.self) + "...")
        }
        add("plural", .string, .string, .int) { $0[2].integer == 1 ? $0[0] : $0[1] }
    }

    private mutating func addSprigLayout() {
        add("indent", .int, .string) { arguments in
            let pad = try SprigText.blanks(arguments[0].integer)
            return .string(pad + SprigText.split(arguments[1].text, by: "\n").joined(separator: "\n" + pad))
        }
        add("nindent", .int, .string) { arguments in
            let pad = try SprigText.blanks(arguments[0].integer)
            return .string("\n" + pad + SprigText.split(arguments[1].text, by: "\n").joined(separator: "\n" + pad))
        }
        add("wrap", .int, .string) { .string(SprigText.wrapped($0[1].text, $0[0].integer, "\n")) }
        add("wrapWith", .int, .string, .string) { .string(SprigText.wrapped($0[2].text, $0[0].integer, $0[1].text, cutsWords: true)) }
    }

    // MARK: Defaults

    private mutating func addSprigDefaults() {
        add("default", .any, rest: .any) { $0.count > 1 && !SprigText.isEmpty($0[1]) ? $0[1] : $0[0] }
        add("empty", .any) { .bool(SprigText.isEmpty($0[0])) }
        add("coalesce", rest: .any) { $0.first { !SprigText.isEmpty($0) } ?? .null }
        add("all", rest: .any) { .bool($0.allSatisfy { !SprigText.isEmpty($0) }) }
        add("any", rest: .any) { .bool($0.contains { !SprigText.isEmpty($0) }) }
        add("ternary", .any, .any, .bool) { $0[2].flag ? $0[0] : $0[1] }
        add("fail", .string) { throw TemplateFunctionError($0[0].text) }
    }

    // MARK: Conversions

    private mutating func addSprigConversions() {
        add("toString", .any) { .string(GoText.sprint($0[0])) }
        add("toStrings", .any) { .list(SprigText.strings($0[0]).map { .string($0) }) }
        add("atoi", .string) { .int(Int64($0[0].text) ?? 0) }
        add("int", .any) { .int(SprigNumber.integer($0[0])) }
        add("int64", .any) { .int(SprigNumber.integer($0[0])) }
        add("float64", .any) { .float(SprigNumber.float($0[0])) }
        add("toDecimal", .any) { .int(Int64(GoText.sprint($0[0]), radix: 8) ?? 0) }
        for name in ["toJson", "mustToJson", "toRawJson", "mustToRawJson"] {
            let escapes = !name.hasSuffix("RawJson")
            add(name, .any) { arguments in
                var writer = RecordJSON(escapesHTML: escapes)
                writer.write(plain: arguments[0].plain)
                return .string(String(decoding: writer.bytes, as: UTF8.self))
            }
        }
        for name in ["toPrettyJson", "mustToPrettyJson"] {
            add(name, .any) { .string(JSONWriter.text($0[0].plain, JSONWriter.Options(sortsKeys: true, indent: "  "))) }
        }
        for name in ["fromJson", "mustFromJson"] {
            add(name, .string) { arguments in
                guard let root = JSONText.parse(arguments[0].text) else {
                    if name == "fromJson" { return .null }
                    throw TemplateFunctionError("the text is not JSON")
                }
                return TemplateValue(Value(root))
            }
        }
        add("typeOf", .any) { .string($0[0].isNil ? "<nil>" : $0[0].typeName) }
        add("kindOf", .any) { .string(SprigText.kind($0[0])) }
        add("typeIs", .string, .any) { .bool($0[0].text == $0[1].typeName) }
        add("typeIsLike", .string, .any) { .bool($0[0].text == $0[1].typeName || "*" + $0[0].text == $0[1].typeName) }
        add("kindIs", .string, .any) { .bool($0[0].text == SprigText.kind($0[1])) }
        add("deepEqual", .any, .any) { .bool($0[0].exact == $0[1].exact) }
        add("b64enc", .string) { .string(SprigText.base64(Array($0[0].text.utf8))) }
        add("b64dec", .string) { arguments in
            guard let bytes = Base64.decode(arguments[0].text) else { return .string("illegal base64 data") }
            return .string(String(decoding: bytes, as: UTF8.self))
        }
    }

    // MARK: Paths

    private mutating func addSprigPaths() {
        for prefix in ["", "os"] {
            func name(_ word: String) -> String { prefix.isEmpty ? word : prefix + word.prefix(1).uppercased() + word.dropFirst() }
            add(name("base"), .string) { .string(SprigPath.base($0[0].text)) }
            add(name("dir"), .string) { .string(SprigPath.directory($0[0].text)) }
            add(name("clean"), .string) { .string(SprigPath.clean($0[0].text)) }
            add(name("ext"), .string) { .string(SprigPath.suffix($0[0].text)) }
            add(name("isAbs"), .string) { .bool($0[0].text.hasPrefix("/")) }
        }
    }
}
