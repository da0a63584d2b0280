/// The walk along the schema: unknown, missing, repeated and mistyped fields, limits, one-ofs.
extension Validation {
    /// Checks a mapping against a message type, then what the message's own check asks for.
    mutating func walk(_ field: Field, as number: Int) {
        let message = program.messages[number]
        var seen: UInt64 = 0
        var groups: UInt8 = 0
        var crowded: UInt8 = 0
        let record = field.record
        if record.meta & Tree.Meta.hasMerge != 0 {
            for entry in field.entries { visit(entry.key, entry.value, message, number, field, &seen, &groups, &crowded) }
        } else {
            var at = field.index &+ 1
            while at < record.next {
                let value = at &+ 1
                visit(Field(tree, at), Field(tree, value), message, number, field, &seen, &groups, &crowded)
                at = tree.indexAfter(value)
            }
        }
        let missing = message.required & ~seen
        if missing != 0 { reportMissing(missing, in: field, number) }
        if crowded != 0 { reportCrowded(crowded, in: field, number) }
        checks[number]?(&self, field)
    }

    private mutating func visit(
        _ key: Field, _ value: Field, _ message: SchemaProgram.Message, _ number: Int, _ parent: Field, _ seen: inout UInt64,
        _ groups: inout UInt8, _ crowded: inout UInt8
    ) {
        let name = bytes(of: key)
        let place = name.baseAddress.map { program.find($0, name.count, in: message) } ?? -1
        guard place >= 0 else {
            reportUnknown(key, value, in: SchemaRegistry.shared.messages[number])
            return
        }
        let schema = program.fields + (message.firstField + place)
        let bit: UInt64 = 1 << UInt64(place)
        if value.scalarKind == .null { return }
        if seen & bit != 0 { reportRepeated(key, value) }
        seen |= bit
        let group = schema.pointee.group
        if group != 0 {
            if groups & group != 0 { crowded |= group }
            groups |= group
        }
        check(value, schema)
    }

    /// Checks a value against its field's schema.
    mutating func check(_ value: Field, _ schema: UnsafePointer<SchemaProgram.Field>) {
        switch schema.pointee.shape {
        case .single:
            checkElement(value, schema)
        case .list:
            guard value.isSequence else { return reportType(value, "a list") }
            var count = 0
            for item in value.items {
                count += 1
                if schema.pointee.type != .any, item.scalarKind == .null {
                    reportNull(item)
                } else {
                    checkElement(item, schema)
                }
            }
            checkCount(value, count, schema, "items")
            if schema.pointee.hasUniqueKey { checkUnique(value, schema) }
        case .map:
            guard value.isMapping else { return reportType(value, "an object") }
            var count = 0
            for (_, item) in value.entries {
                count += 1
                if item.scalarKind != .null { checkElement(item, schema) }
            }
            checkCount(value, count, schema, "entries")
            checkRepeatedKeys(value, count)
        }
    }

    private mutating func checkElement(_ value: Field, _ schema: UnsafePointer<SchemaProgram.Field>) {
        switch schema.pointee.type {
        case .message:
            guard value.isMapping else { return reportType(value, "an object") }
            if schema.pointee.message >= 0 { walk(value, as: schema.pointee.message) }
        case .structure:
            if !value.isMapping { reportType(value, "an object") }
        case .any:
            break
        case .string:
            guard value.scalarKind == .string else { return reportType(value, "a string") }
            checkText(value, schema)
        case .enumeration:
            guard value.scalarKind == .string else { return reportType(value, "a string") }
            checkWord(value, schema)
        case .duration, .looseDuration, .fineDuration, .anyDuration:
            guard value.scalarKind == .string else { return reportType(value, "a duration such as '10s'") }
            checkDuration(value, as: schema.pointee.type)
        case .bytes:
            guard value.scalarKind == .string else { return reportType(value, "base64 text") }
            checkBase64(value)
        case .bool:
            if value.scalarKind != .bool { reportType(value, "true or false") }
        case .int32: checkInteger(value, schema, -2_147_483_648, 2_147_483_647)
        case .uint32: checkInteger(value, schema, 0, 4_294_967_295)
        case .int64: checkInteger(value, schema, -0x1p63, 0x1p63)
        case .uint64: checkInteger(value, schema, 0, 0x1p64)
        case .double:
            switch value.scalarKind {
            case .int, .uint, .float: checkRange(value, value.number, schema.pointee.least, schema.pointee.most)
            default: reportType(value, "a number")
            }
        }
    }

    private mutating func checkInteger(_ value: Field, _ schema: UnsafePointer<SchemaProgram.Field>, _ least: Double, _ most: Double) {
        let number: Double
        switch value.scalarKind {
        case .int: number = Double(value.integer)
        case .uint: number = value.number
        case .float where value.number == value.number.rounded(.towardZero): number = value.number
        default: return reportType(value, "a whole number")
        }
        if schema.pointee.format == .port {
            checkPort(value)
        } else {
            checkRange(value, number, max(least, schema.pointee.least), min(most, schema.pointee.most))
        }
    }

    private mutating func checkText(_ value: Field, _ schema: UnsafePointer<SchemaProgram.Field>) {
        let limits = schema.pointee
        if limits.leastLength > 0 || limits.mostLength < .max {
            let text = bytes(of: value)
            var count = 0
            for byte in text where byte & 0xC0 != 0x80 { count += 1 }
            if count < limits.leastLength {
                report(
                    .emptyText, at: value, "empty text found, expected at least \(limits.leastLength) character",
                    help: "fill it in or remove the field")
            } else if count > limits.mostLength {
                report(.textTooLong, at: value, "text of \(count) characters found, expected at most \(limits.mostLength)")
            }
        }
        if limits.format != .none { checkFormat(value, limits.format) }
    }

    private mutating func checkWord(_ value: Field, _ schema: UnsafePointer<SchemaProgram.Field>) {
        let text = bytes(of: value)
        let start = schema.pointee.wordStart
        outer: for index in start..<(start + schema.pointee.wordCount) {
            let word = program.words[index]
            guard word.count == text.count else { continue }
            for place in 0..<word.count where word.start[place] != text[place] { continue outer }
            return
        }
        reportWord(value, schema.pointee)
    }

    private mutating func checkCount(_ value: Field, _ count: Int, _ schema: UnsafePointer<SchemaProgram.Field>, _ what: String) {
        if count < schema.pointee.leastCount {
            report(.tooFewElements, at: value, "\(count) \(what) found, expected at least \(schema.pointee.leastCount)")
        } else if count > schema.pointee.mostCount {
            report(.tooManyElements, at: value, "\(count) \(what) found, expected at most \(schema.pointee.mostCount)")
        }
    }

    private mutating func checkRange(_ value: Field, _ number: Double, _ least: Double, _ most: Double) {
        guard number < least || number > most else { return }
        func spell(_ number: Double) -> String { Int64(exactly: number).map { String($0) } ?? "\(number)" }
        let expected =
            most.isFinite ? least.isFinite ? "\(spell(least)) to \(spell(most))" : "at most \(spell(most))" : "\(spell(least)) or more"
        report(.numberOutOfRange, at: value, "number \(value.text) found, expected \(expected)")
    }

    /// Reports items that repeat the key by which the server tells them apart.
    private mutating func checkUnique(_ list: Field, _ schema: UnsafePointer<SchemaProgram.Field>) {
        let isNumber = schema.pointee.message >= 0 && list.items.contains { $0["number"] != nil && $0["name"] == nil }
        var seen: Set<String> = []
        for item in list.items {
            guard let key = isNumber ? item["number"] : item["name"] else { continue }
            if !seen.insert(key.text).inserted {
                report(.repeatedItem, at: key, "'\(key.text)' repeated in the list, expected each \(isNumber ? "number" : "name") once")
            }
        }
    }

    /// Reports keys of a map that are written twice.
    private mutating func checkRepeatedKeys(_ map: Field, _ count: Int) {
        guard count > 1, map.record.meta & Tree.Meta.hasMerge == 0 else { return }
        if count <= 8 {
            var outer = map.entries
            var passed = 0
            while let (key, value) = outer.next() {
                var inner = map.entries
                for _ in 0..<passed {
                    guard let other = inner.next()?.key else { break }
                    if sameText(key, other) {
                        reportRepeated(key, value)
                        break
                    }
                }
                passed += 1
            }
        } else {
            var seen: Set<String> = []
            for (key, value) in map.entries where !seen.insert(key.node.keyText).inserted { reportRepeated(key, value) }
        }
    }

    private mutating func sameText(_ a: Field, _ b: Field) -> Bool {
        let first = bytes(of: a)
        let second = bytes(of: b)
        guard first.count == second.count else { return false }
        for index in 0..<first.count where first[index] != second[index] { return false }
        return true
    }
}
