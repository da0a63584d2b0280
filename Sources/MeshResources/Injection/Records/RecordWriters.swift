/// Compact JSON of records: fields in the order of declaration, map keys sorted, `<`, `>` and `&` escaped as Go's encoding/json
/// escapes them.
struct RecordJSON {
    private(set) var bytes: [UInt8] = []
    private let escapesHTML: Bool

    init(escapesHTML: Bool = true) { self.escapesHTML = escapesHTML }

    static func text(_ record: Record, escapesHTML: Bool = true) -> String {
        var writer = RecordJSON(escapesHTML: escapesHTML)
        writer.write(record)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func write(_ record: Record) {
        let type = record.type
        bytes.append(UInt8(ascii: "{"))
        var first = true
        for index in type.declarationOrder {
            let field = type.fields[index]
            let value = record[index]
            guard value != nil || field.isAlwaysWritten else { continue }
            if !first { bytes.append(UInt8(ascii: ",")) }
            first = false
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: field.bytes)
            append("\":")
            write(value ?? field.unset, field.kind)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ value: RecordValue, _ kind: RecordKind) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value):
            if case .textualInt64 = kind { append("\"\(value)\"") } else { append(String(value)) }
        case .double(let value): append(value.isFinite ? NumberFormat.json(value) : "null")
        case .string(let text): writeString(text)
        case .record(let record): write(record)
        case .list(let items):
            var element = RecordKind.raw
            if case .list(let kind) = kind { element = kind }
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(item, element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let map):
            var element = RecordKind.raw
            if case .map(let kind) = kind { element = kind }
            bytes.append(UInt8(ascii: "{"))
            for (index, entry) in map.entries.sorted(by: { JSONWriter.precedes($0.key, $1.key) }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                writeString(entry.key)
                bytes.append(UInt8(ascii: ":"))
                write(entry.value, element)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    mutating func writeString(_ text: String) {
        guard escapesHTML, text.utf8.contains(where: { $0 == 0x3C || $0 == 0x3E || $0 == 0x26 }) else { return plainString(text) }
        var writer = JSONWriter()
        writer.writeString(text)
        for byte in writer.bytes {
            switch byte {
            case 0x3C: append("\\u003c")
            case 0x3E: append("\\u003e")
            case 0x26: append("\\u0026")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func plainString(_ text: String) {
        // Most strings need no escape at all.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x80 && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(0x22)
            bytes.append(contentsOf: text.utf8)
            bytes.append(0x22)
            return
        }
        var writer = JSONWriter()
        writer.writeString(text)
        bytes.append(contentsOf: writer.bytes)
    }
}

extension RecordField {
    /// What is written for the field when it is not set.
    var unset: RecordValue {
        if isPointer { return .null }
        return switch kind {
        case .list, .map: .null
        default: kind.zero
        }
    }
}

extension YAMLEmitter {
    /// Adds a record as a document.
    mutating func write(_ record: Record) {
        if record.isEmpty, record.type.alwaysWritten.isEmpty { append("{}") } else { write(record, indent: 0, startsLine: false) }
        endLine()
    }

    /// The fields of a record that is not empty: set ones and those that are always written, in key order.
    private mutating func write(_ record: Record, indent: Int, startsLine: Bool) {
        let type = record.type
        var startsLine = startsLine
        var always = 0
        let alwaysWritten = type.alwaysWritten
        for slot in record.slots {
            while always < alwaysWritten.count, alwaysWritten[always] < slot.field {
                let field = type.fields[alwaysWritten[always]]
                writeField(field, field.unset, indent, startsLine: startsLine)
                startsLine = true
                always += 1
            }
            if always < alwaysWritten.count, alwaysWritten[always] == slot.field { always += 1 }
            writeField(type.fields[slot.field], slot.value, indent, startsLine: startsLine)
            startsLine = true
        }
        while always < alwaysWritten.count {
            let field = type.fields[alwaysWritten[always]]
            writeField(field, field.unset, indent, startsLine: startsLine)
            startsLine = true
            always += 1
        }
    }

    private mutating func writeField(_ field: RecordField, _ value: RecordValue, _ indent: Int, startsLine: Bool) {
        if startsLine { beginLine(indent) }
        writePlainKey(field.bytes)
        writeValue(value, indent: indent)
    }

    /// The value after `key:`.
    private mutating func writeValue(_ value: RecordValue, indent: Int) {
        switch value {
        case .record(let record) where !(record.isEmpty && record.type.alwaysWritten.isEmpty):
            write(record, indent: indent + 2, startsLine: true)
        case .list(let items) where !items.isEmpty: write(items, indent: indent, startsLine: true)
        case .map(let map) where !map.isEmpty: write(map, indent: indent + 2, startsLine: true)
        default:
            appendSpace()
            writeLeaf(value, indent: indent + 2)
        }
    }

    private mutating func write(_ items: [RecordValue], indent: Int, startsLine: Bool) {
        var startsLine = startsLine
        for item in items {
            if startsLine { beginLine(indent) }
            startsLine = true
            beginItem()
            switch item {
            case .record(let record) where !(record.isEmpty && record.type.alwaysWritten.isEmpty):
                write(record, indent: indent + 2, startsLine: false)
            case .list(let items) where !items.isEmpty: write(items, indent: indent + 2, startsLine: false)
            case .map(let map) where !map.isEmpty: write(map, indent: indent + 2, startsLine: false)
            default: writeLeaf(item, indent: indent + 2)
            }
        }
    }

    private mutating func write(_ map: RecordMap, indent: Int, startsLine: Bool) {
        var startsLine = startsLine
        for (key, value) in map.sorted {
            if startsLine { beginLine(indent) }
            startsLine = true
            if writeKey(key, indent: indent) {
                writeValue(value, indent: indent)
            } else {
                beginLine(indent)
                append(": ")
                writeLeaf(value, indent: indent + 4)
            }
        }
    }

    private mutating func writeLeaf(_ value: RecordValue, indent: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): writeInteger(value)
        case .double(let value): append(number: value)
        case .string(let text): writeString(text, indent: indent)
        case .list: append("[]")
        case .map, .record: append("{}")
        }
    }
}

extension RecordJSON {
    /// Adds a value, by default with sorted keys.
    mutating func write(plain value: Value, sortsKeys: Bool = true) {
        switch value {
        case .string(let text): writeString(text)
        case .array(let items):
            append("[")
            for (index, item) in items.enumerated() {
                if index > 0 { append(",") }
                write(plain: item, sortsKeys: sortsKeys)
            }
            append("]")
        case .object(let object):
            append("{")
            let keys = sortsKeys ? object.keys.sorted { JSONWriter.precedes($0, $1) } : object.keys
            for (index, key) in keys.enumerated() {
                if index > 0 { append(",") }
                writeString(key)
                append(":")
                write(plain: object[key] ?? .null, sortsKeys: sortsKeys)
            }
            append("}")
        default: append(JSONWriter.text(value))
        }
    }
}
