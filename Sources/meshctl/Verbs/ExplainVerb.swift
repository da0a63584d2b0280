import MeshResources

/// `meshctl explain CODE|KIND[.field...]`.
enum ExplainVerb {
    static let command = Command(
        "explain", group: .check, summary: "explain a rule, or a field of a kind",
        details: """
            A rule is named by its code (IST0101), an alias (KIA1102) or its name (missing-gateway). A field is named by its path, with or without \
            'spec'; indexes are passed over, so that the path of a finding can be pasted. Without an argument the kinds are listed.
            """,
        operands: .init("[CODE|KIND[.FIELD...]]", 0...1, completes: .live("explainable")), options: [.output([.text, .json])],
        examples: [
            .init("What a rule means and how to mend its findings", "meshctl explain IST0101"),
            .init("The fields of a route", "meshctl explain VirtualService.http.route"),
        ],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let registry = SchemaRegistry.shared
        guard let word = call.operands.first else { return KindList(kinds: registry.kinds) }
        let rules = RuleCatalog.matching(word)
        if !rules.isEmpty { return RuleReport(rules: rules) }
        if let found = registry.field(at: word) { return FieldReport(found: found) }
        throw unknown(word, registry)
    }

    private static func unknown(_ word: String, _ registry: SchemaRegistry) -> Failure {
        let parts = word.split(separator: ".").map(String.init)
        let known = registry.kinds.first { $0.kind.lowercased() == parts.first?.lowercased() }
        if parts.count > 1, known != nil {
            for length in stride(from: parts.count, to: 1, by: -1) {
                let prefix = parts[..<(length - 1)].joined(separator: ".")
                guard let parent = registry.field(at: prefix) else { continue }
                let near = Suggestions.nearest(to: parts[length - 1], in: parent.children.map(\.name))
                return Failure(
                    .failure, "'\(parent.path)' has no field '\(parts[length - 1])'",
                    help: near.map { "did you mean '\(parent.path).\($0)'?" } ?? "run 'meshctl explain \(parent.path)' for its fields")
            }
        }
        let candidates = registry.kinds.map(\.kind) + RuleCatalog.all.flatMap { [$0.code, $0.name] }
        let near = Suggestions.nearest(to: parts.first ?? word, in: candidates)
        return Failure(
            .failure, "no rule and no kind is called '\(word)'",
            help: near.map { "did you mean '\($0)'?" } ?? "run 'meshctl explain' for the list; rules have codes and names")
    }

    private struct KindList: Report {
        let kinds: [KindSchema]

        func value() -> Value? { .array(kinds.map { ["kind": .string($0.kind), "group": .string($0.group)] }) }

        func write(to console: Console, as format: OutputFormat) {
            var table = Table(["KIND", "GROUP", "VERSIONS"])
            for kind in kinds { table.add([kind.kind, kind.group, kind.versions.joined(separator: ", ")]) }
            console.output.write(table.text())
        }
    }

    private struct RuleReport: Report {
        let rules: [RuleDescription]

        func value() -> Value? {
            .array(
                rules.map { rule in
                    [
                        "code": .string(rule.code), "name": .string(rule.name), "severity": .string(rule.severity.word),
                        "aliases": .array(rule.aliases.map(Value.string)), "kinds": .array(rule.kinds.map(Value.string)),
                        "summary": .string(rule.summary), "explanation": .string(rule.explanation), "source": .string(rule.source),
                        "examples": .array(
                            rule.examples.map {
                                ["title": .string($0.title), "fires": .bool($0.fires), "yaml": .string(RuleReference.unmarked($0.yaml))]
                            }),
                    ]
                })
        }

        func write(to console: Console, as format: OutputFormat) {
            let width = console.terminal.textWidth
            guard rules.count > 1 else {
                return console.output.write(rules.map { RuleReference.terminalText($0, paint: console.paint, width: width) }.joined())
            }
            // A code that Istio gives to several findings: each in short, the whole by its name.
            let texts = rules.map { RuleReference.terminalText($0, paint: console.paint, width: width, isShort: true) }
            let first = rules.first?.name ?? ""
            console.output.write(texts.joined(separator: "\n") + "\nExamples of each by its name, such as 'meshctl explain \(first)'.\n")
        }
    }

    private struct FieldReport: Report {
        let found: SchemaRegistry.Found

        func value() -> Value? {
            var object: Value.Object = ["path": .string(found.path), "kind": .string(found.kind.kind), "group": .string(found.kind.group)]
            if let field = found.field { for (key, value) in Self.facts(field) { object[key] = value } }
            object["fields"] = .array(found.children.map { field in .object(Value.Object(Self.facts(field))) })
            return .object(object)
        }

        private static func facts(_ field: FieldSchema) -> [(String, Value)] {
            [
                ("name", .string(field.name)), ("type", .string(field.typeName)), ("required", .bool(field.isRequired)),
                ("deprecated", .bool(field.isDeprecated)), ("enum", .array(field.enumeration.map(Value.string))),
                ("oneOf", field.oneOf.map(Value.string) ?? .null), ("default", field.defaultValue.map(Value.string) ?? .null),
                ("documentation", .string(field.documentation)),
            ]
        }

        func write(to console: Console, as format: OutputFormat) {
            let paint = console.paint
            let width = console.terminal.textWidth
            var text =
                "\(paint("KIND:", .bold))   \(found.kind.kind) (\(found.kind.group)/\(found.kind.versions.joined(separator: ", ")))\n"
            if let field = found.field {
                text += "\(paint("FIELD:", .bold))  \(found.path) <\(field.typeName)>\(FieldText.notes(field))\n\n"
                text += FieldText.documentation(field, indent: 4, width: width)
            }
            if !found.children.isEmpty {
                text += "\n\(paint("FIELDS:", .bold))\n"
                for child in found.children {
                    text += "  \(paint(child.name, .bold)) <\(child.typeName)>\(FieldText.notes(child))\n"
                    text += FieldText.documentation(child, indent: 6, width: width)
                }
            }
            console.output.write(text)
        }
    }
}

/// A field of a kind in words.
enum FieldText {
    /// `-required-`, `-deprecated-`, as kubectl shows them.
    static func notes(_ field: FieldSchema) -> String {
        (field.isRequired ? " -required-" : "") + (field.isDeprecated ? " -deprecated-" : "")
    }

    /// The documentation with what else is known, indented.
    static func documentation(_ field: FieldSchema, indent: Int, width: Int) -> String {
        var lines = Help.wrap(field.documentation, width: width - indent)
        if !field.enumeration.isEmpty { lines += Help.wrap("One of: " + field.enumeration.joined(separator: ", "), width: width - indent) }
        if let standard = field.defaultValue { lines.append("Default: \(standard)") }
        if let group = field.oneOf { lines.append("At most one of the fields of '\(group)' may be set.") }
        if let limits = limits(field) { lines.append(limits) }
        return lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }

    private static func limits(_ field: FieldSchema) -> String? {
        var parts: [String] = []
        let range = (field.range.least.map { number($0) }, field.range.most.map { number($0) })
        if range.0 != nil || range.1 != nil { parts.append("from \(range.0 ?? "any") to \(range.1 ?? "any")") }
        if let most = field.length.most { parts.append("at most \(most) characters") }
        if let most = field.count.most { parts.append("at most \(most) elements") }
        if field.count.least > 0 { parts.append("at least \(field.count.least) elements") }
        return parts.isEmpty ? nil : "Limits: " + parts.joined(separator: ", ")
    }

    private static func number(_ value: Double) -> String { Int(exactly: value).map { String($0) } ?? String(value) }
}
