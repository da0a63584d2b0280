/// Why a document or patch does not fit its type.
struct RecordError: Error, Sendable {
    /// What is wrong.
    var message: String
    /// The field's path from the root.
    var path: String
    /// The node that does not fit.
    var location: Location?

    /// The error seen from the object around: `name` in front of the path.
    func inside(_ name: String) -> RecordError {
        var error = self
        error.path = path.isEmpty ? name : path.hasPrefix("[") ? name + path : name + "." + path
        return error
    }
}

/// Decodes nodes into records as Kubernetes decodes YAML into its structures: unknown fields vanish, numbers and booleans become
/// text where text is wanted, everything else that does not fit is an error.
struct RecordReader {
    enum Mode {
        /// A manifest: nulls and zeros vanish.
        case document
        /// A patch: nulls, zeros and directives stay; text must be text.
        case patch
    }

    private let mode: Mode
    private let schema = RecordSchema.shared
    private var depth = 0

    init(_ mode: Mode) { self.mode = mode }

    /// Decodes a mapping.
    mutating func read(_ node: Node, _ type: RecordType) throws(RecordError) -> Record {
        guard node.isMapping else {
            if node.isNull { return Record(type) }
            throw mismatch(node, "an object")
        }
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else { throw RecordError(message: "objects are nested too deeply", path: "", location: node.headLocation) }
        var record = Record(type)
        if node.record.meta & Tree.Meta.hasMerge != 0 {
            for (key, value) in node.entries { try read(key, value, type, &record) }
        } else {
            for (key, value) in node.rawEntries { try read(key, value, type, &record) }
        }
        return record
    }

    private mutating func read(_ key: Node, _ value: Node, _ type: RecordType, _ record: inout Record) throws(RecordError) {
        let raw = key.rawBytes
        if mode == .patch, raw.first == UInt8(ascii: "$") {
            if let directive = try directive(key, value) { record.directive = directive }
            return
        }
        let found = key.record.meta & Tree.Meta.needsDecoding == 0 ? type.field(named: raw) : named(key.text, type)
        guard let index = found else { return }
        let field = type.fields[index]
        if value.isNull {
            record[index] = mode == .patch ? .null : nil
            return
        }
        do {
            let decoded = try decode(value, field.kind)
            record[index] = mode == .patch ? decoded : field.normalized(decoded)
        } catch { throw error.inside(field.name) }
    }

    private func named(_ text: String, _ type: RecordType) -> Int? {
        var text = text
        return text.withUTF8 { type.field(named: $0) }
    }

    private func directive(_ key: Node, _ value: Node) throws(RecordError) -> PatchDirective? {
        guard key.text == "$patch" else { return nil }
        switch value.text {
        case "replace": return .replace
        case "delete": return .delete
        case "merge": return nil
        default: throw RecordError(message: "unknown '$patch' directive '\(value.text)'", path: "$patch", location: value.location)
        }
    }

    /// Decodes a value that is not null.
    private mutating func decode(_ node: Node, _ kind: RecordKind) throws(RecordError) -> RecordValue {
        switch kind {
        case .record(let index): return .record(try read(node, schema.types[index]))
        case .list(let element): return .list(try list(node, element))
        case .map(let element): return .map(try map(node, element))
        case .raw: return try raw(node)
        default:
            guard let scalar = node.scalar else { throw mismatch(node, kind.expectation) }
            return try decode(scalar, kind, node)
        }
    }

    private mutating func list(_ node: Node, _ element: RecordKind) throws(RecordError) -> [RecordValue] {
        guard node.isSequence else { throw mismatch(node, "a list") }
        var items: [RecordValue] = []
        for (index, item) in node.items.enumerated() {
            do {
                if item.isNull {
                    items.append(element.zero)
                } else {
                    items.append(try decode(item, element))
                }
            } catch { throw error.inside("[\(index)]") }
        }
        return items
    }

    private mutating func map(_ node: Node, _ element: RecordKind) throws(RecordError) -> RecordMap {
        guard node.isMapping else { throw mismatch(node, "an object") }
        var map = RecordMap()
        for (key, value) in node.entries {
            let name = key.keyText
            if mode == .patch, name.hasPrefix("$") {
                if let directive = try directive(key, value) { map.directive = directive }
                continue
            }
            do {
                if value.isNull {
                    map.append(name, mode == .patch ? .null : element.zero)
                } else {
                    map.append(name, try decode(value, element))
                }
            } catch { throw error.inside(name) }
        }
        return map
    }

    private mutating func raw(_ node: Node) throws(RecordError) -> RecordValue {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else { throw RecordError(message: "objects are nested too deeply", path: "", location: node.headLocation) }
        switch node.kind {
        case .sequence: return .list(try list(node, .raw))
        case .mapping: return .map(try map(node, .raw))
        case .scalar:
            switch node.scalar {
            case .bool(let value)?: return .bool(value)
            case .int(let value)?: return .int(value)
            case .uint(let value)?: return .double(Double(value))
            case .float(let value)?: return .double(value)
            case .string(let text)?: return .string(text)
            case .binary(let bytes)?: return .string(String(decoding: bytes, as: UTF8.self))
            case .invalid(let why)?: throw RecordError(message: why, path: "", location: node.location)
            case .null?, nil: return .null
            }
        }
    }

    private func decode(_ scalar: Scalar, _ kind: RecordKind, _ node: Node) throws(RecordError) -> RecordValue {
        if case .invalid(let why) = scalar, mode == .patch { throw RecordError(message: why, path: "", location: node.location) }
        switch kind {
        case .string, .time:
            if case .string(let text) = scalar { return .string(text) }
            if mode == .patch { throw mismatch(node, kind.expectation) }
            return .string(Self.text(scalar, node))
        case .bool:
            if case .bool(let value) = scalar { return .bool(value) }
        case .int32, .int64, .textualInt64:
            if let value = Self.integer(scalar, kind) { return .int(value) }
        case .double:
            if let value = node.double { return .double(value) }
        case .intOrString:
            if case .string(let text) = scalar { return .string(text) }
            if let value = Self.integer(scalar, .int32) { return .int(value) }
        case .quantity:
            let text =
                switch scalar {
                case .string(let text): text
                case .int(let value): String(value)
                case .float(let value): NumberFormat.json(value)
                default: ""
                }
            guard let quantity = Quantity(text) else {
                throw RecordError(message: "'\(node.text)' is not a quantity such as 100m or 128Mi", path: "", location: node.location)
            }
            return .string(quantity.description)
        case .duration:
            if case .string(let text) = scalar, let duration = ProtobufDuration(text) { return .string(duration.description) }
        case .enumeration(let index):
            let known = schema.enumerations[index]
            if case .string(let text) = scalar, known.contains(where: { $0.name == text }) { return .string(text) }
            if case .int(let number) = scalar { return .string(known.first { $0.number == number }?.name ?? String(number)) }
            throw RecordError(
                message: "'\(node.text)' is not one of \(known.map(\.name).joined(separator: ", "))", path: "", location: node.location)
        case .record, .list, .map, .raw: break
        }
        throw mismatch(node, kind.expectation)
    }

    private static func integer(_ scalar: Scalar, _ kind: RecordKind) -> Int64? {
        let value: Int64?
        switch scalar {
        case .int(let number): value = number
        case .float(let number): value = Int64(exactly: number)
        // Protobuf's JSON takes numbers as text too.
        case .string(let text): if case .textualInt64 = kind { value = Int64(text) } else { value = nil }
        default: value = nil
        }
        guard let value else { return nil }
        if case .int32 = kind, value < Int64(Int32.min) || value > Int64(UInt32.max) { return nil }
        return value
    }

    /// A scalar that is no string where a string is wanted, as sigs.k8s.io/yaml converts it.
    private static func text(_ scalar: Scalar, _ node: Node) -> String {
        switch scalar {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .float(let value): GoText.float(Double(Float(value).description) ?? value)
        case .string(let text): text
        case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
        case .invalid:
            node.text.contains("n") && node.text.lowercased().contains("nan") ? "NaN" : node.text.hasPrefix("-") ? "-Inf" : "+Inf"
        }
    }

    private func mismatch(_ node: Node, _ wanted: String) -> RecordError {
        let found: String =
            switch node.kind {
            case .mapping: "an object"
            case .sequence: "a list"
            case .scalar: node.isNull ? "null" : "'\(node.text.count > 40 ? node.text.prefix(37) + "..." : node.text)'"
            }
        return RecordError(message: "\(found) found, expected \(wanted)", path: "", location: node.headLocation)
    }
}

extension RecordKind {
    /// What a value of the kind is called in messages.
    var expectation: String {
        switch self {
        case .string: "a string"
        case .bool: "a boolean"
        case .int32, .int64, .textualInt64: "an integer"
        case .double: "a number"
        case .quantity: "a quantity"
        case .intOrString: "an integer or a string"
        case .time: "a time"
        case .duration: "a duration such as 10s"
        case .enumeration: "a name"
        case .record, .map: "an object"
        case .list: "a list"
        case .raw: "a value"
        }
    }

    /// What an unset value of the kind is.
    var zero: RecordValue {
        switch self {
        case .string, .duration: .string("")
        case .bool: .bool(false)
        case .int32, .int64, .textualInt64, .intOrString: .int(0)
        case .double: .double(0)
        case .quantity: .string("0")
        case .time, .raw: .null
        case .enumeration(let index): .string(RecordSchema.shared.enumerations[index].first?.name ?? "")
        case .record(let index): .record(Record(index))
        case .list: .list([])
        case .map: .map(RecordMap())
        }
    }
}

extension RecordField {
    /// The value as a document keeps it; `nil` where it equals the zero value.
    func normalized(_ value: RecordValue) -> RecordValue? {
        if isPointer { return value }
        switch (kind, value) {
        case (.quantity, .string("0")): return nil
        case (.enumeration(let index), .string(let name)):
            return RecordSchema.shared.enumerations[index].first?.name == name ? nil : value
        case (_, .null), (_, .bool(false)), (_, .int(0)), (_, .string("")), (_, .double(0)): return nil
        case (_, .list(let items)): return items.isEmpty && isOptional ? nil : value
        case (_, .map(let map)): return map.isEmpty && isOptional ? nil : value
        case (_, .record(let record)): return record.isEmpty ? nil : value
        default: return value
        }
    }
}
