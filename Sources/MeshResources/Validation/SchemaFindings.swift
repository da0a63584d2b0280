/// How the findings of the schema walk are worded.
extension Validation {
    /// A value of another type than the schema's.
    mutating func reportType(_ value: Field, _ expected: String) {
        let kind = value.scalarKind
        let found = value.isScalar && kind != .null ? "\(kind.words) '\(value.text)'" : kind.words
        var fixes: [FixIt] = []
        var help: String?
        if expected == "a string", value.isScalar, kind != .invalid {
            help = "put it in quotes: \"\(value.text)\""
            fixes = [edit("put '\(value.text)' in quotes", value, "\"\(value.text)\"")]
        } else if kind == .string, expected == "a whole number" || expected == "a number", value.node.style != .plain, isNumber(value.text)
        {
            help = "take the quotes away"
            fixes = [edit("take the quotes of '\(value.text)' away", value, value.text)]
        } else if expected == "a list", kind == .string || kind == .int {
            help = "write a list: [\(value.text)]"
            fixes = [edit("make a list of '\(value.text)'", value, "[\(tree.source.text(in: value.node.range))]")]
        }
        report(.wrongType, at: value, "\(found) found, expected \(expected)", help: help, fixes: fixes)
        mistyped.append(value.written)
    }

    private func isNumber(_ text: String) -> Bool { Int(text) != nil || Double(text) != nil }

    private func edit(_ title: String, _ value: Field, _ replacement: String) -> FixIt {
        FixIt(title: title, isSafe: true, source: tree.source, edits: [TextEdit(range: value.node.range, replacement: replacement)])
    }

    /// A null where a list must hold values.
    mutating func reportNull(_ item: Field) {
        report(.nullItem, at: item, "null found in a list, expected a value", help: "fill the item in or remove it")
        mistyped.append(item.written)
    }

    /// A key that the message does not have.
    mutating func reportUnknown(_ key: Field, _ value: Field, in message: MessageSchema) {
        let name = key.node.keyText
        let title = message.name == schema.message ? schema.kind : message.name
        var help: String? = "remove it; \(title) has \(list(message.fields.filter { !$0.isDeprecated }.map(\.name)))"
        var fixes: [FixIt] = []
        if let near = Spelling.nearest(to: name, among: message.fields.map(\.name)) {
            help = "did you mean '\(near)'?"
            let edit = TextEdit(range: key.node.range, replacement: requote(key, near))
            fixes = [FixIt(title: "replace '\(name)' by '\(near)'", isSafe: true, source: tree.source, edits: [edit])]
        }
        report(.unknownField, keyOf: value, key, "unknown field '\(name)' in \(title)", help: help, fixes: fixes)
    }

    /// The word in the quotes that the key has.
    private func requote(_ key: Field, _ word: String) -> String {
        switch key.node.style {
        case .doubleQuoted: "\"\(word)\""
        case .singleQuoted: "'\(word)'"
        default: word
        }
    }

    /// A key that stands twice in one mapping.
    mutating func reportRepeated(_ key: Field, _ value: Field) {
        let name = key.node.keyText
        report(
            .repeatedField, keyOf: value, key, "field '\(name)' written twice, expected once",
            help: "remove one of them; the last one would win")
    }

    /// Required fields that are absent; one bit each.
    mutating func reportMissing(_ missing: UInt64, in field: Field, _ number: Int) {
        let message = SchemaRegistry.shared.messages[number]
        for (place, schema) in message.fields.enumerated() where place < 64 && missing & (1 << UInt64(place)) != 0 {
            let title = message.name == self.schema.message ? self.schema.kind : message.name
            report(
                .missingField, missing: schema.name, in: field, "required field '\(schema.name)' missing in \(title)",
                help: "add '\(schema.name)': \(lowerFirst(schema.documentation))")
        }
    }

    /// Fields of which at most one may be set; one bit for each group.
    mutating func reportCrowded(_ crowded: UInt8, in field: Field, _ number: Int) {
        let message = SchemaRegistry.shared.messages[number]
        var groups: [String] = []
        for schema in message.fields {
            if let group = schema.oneOf, !groups.contains(group) { groups.append(group) }
        }
        for (place, group) in groups.enumerated() where crowded & (1 << UInt8(place)) != 0 {
            let members = message.fields.filter { $0.oneOf == group }.map(\.name)
            let set = field.entries.filter { entry in members.contains(entry.key.node.keyText) && !entry.value.isNull }
            guard let extra = set.last else { continue }
            let names = set.map { "'\($0.key.node.keyText)'" }.joined(separator: " and ")
            report(
                .oneOfConflict, keyOf: extra.value, extra.key, "\(names) set together, expected only one of them", help: "keep one of them")
        }
    }

    /// A word that the enumeration does not have.
    mutating func reportWord(_ value: Field, _ schema: SchemaProgram.Field) {
        let words = (schema.wordStart..<(schema.wordStart + schema.wordCount)).map { index in
            String(decoding: Bytes(start: program.words[index].start, count: program.words[index].count), as: UTF8.self)
        }
        let text = value.text
        var help: String? = "choose one of \(list(words))"
        var fixes: [FixIt] = []
        if let near = Spelling.nearest(to: text, among: words) {
            help = "did you mean '\(near)'?"
            fixes = [edit("replace '\(text)' by '\(near)'", value, near)]
        }
        report(.unknownWord, at: value, "unknown value '\(text)', expected \(list(words))", help: help, fixes: fixes)
        mistyped.append(value.written)
    }

    func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    private func lowerFirst(_ text: String) -> String {
        var text = text
        if text.hasSuffix(".") { text.removeLast() }
        guard let first = text.first else { return text }
        let second = text.dropFirst().first
        return second?.isUppercase == true ? text : first.lowercased() + text.dropFirst()
    }
}
