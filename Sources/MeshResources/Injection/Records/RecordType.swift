/// What a field of a record holds.
indirect enum RecordKind: Sendable {
    case string
    case bool
    /// An integer of 32 or 64 bits; protobuf's JSON writes the latter as text.
    case int32, int64, textualInt64
    case double
    /// A Kubernetes quantity, kept as its canonical text.
    case quantity
    /// An integer or a text, such as a port or a share.
    case intOrString
    case time
    /// A protobuf duration, kept as its canonical text.
    case duration
    /// One of the names of an enumeration, kept as the name.
    case enumeration(Int)
    /// A structure of the type at an index of the schema.
    case record(Int)
    case list(RecordKind)
    case map(RecordKind)
    /// Anything, kept as it is.
    case raw
}

/// One field of a record type.
final class RecordField: Sendable {
    /// The name in YAML and JSON.
    let name: String
    /// The name's bytes, for writers.
    let bytes: [UInt8]
    /// The name in Go, which templates use.
    let goName: String
    let kind: RecordKind
    /// Whether the field tells "unset" from "zero".
    let isPointer: Bool
    /// Whether empty values are left out of outputs.
    let isOptional: Bool
    /// Whether the field is written even when nothing is set.
    let isAlwaysWritten: Bool
    /// For lists that strategic merge patches join: the key of their elements, or "" for lists of plain values.
    let mergeKey: String?
    /// The place in the order of declaration, which JSON texts keep.
    let declared: Int

    init(
        name: String, goName: String, kind: RecordKind, isPointer: Bool, isOptional: Bool, isAlwaysWritten: Bool, mergeKey: String?,
        declared: Int
    ) {
        self.name = name
        bytes = Array(name.utf8)
        self.goName = goName
        self.kind = kind
        self.isPointer = isPointer
        self.isOptional = isOptional
        self.isAlwaysWritten = isAlwaysWritten
        self.mergeKey = mergeKey
        self.declared = declared
    }
}

/// A structure type: its fields in the order in which YAML writes them.
final class RecordType: Sendable {
    let name: String
    let index: Int
    /// Fields by Kubernetes' key order. Records refer to fields by their index here.
    let fields: [RecordField]
    /// Indexes of `fields` in the order of declaration.
    let declarationOrder: [Int]
    /// Indexes of `fields` that are always written.
    let alwaysWritten: [Int]
    /// Whether the type is a protobuf message, whose fields may be spelled in snake case and have `Get` methods.
    let isMessage: Bool
    private let byGoName: [String: Int]

    init(name: String, index: Int, fields declared: [RecordField], isMessage: Bool) {
        self.name = name
        self.index = index
        self.isMessage = isMessage
        fields = declared.sorted { EmitterKeyOrder.precedes($0.name, $1.name) }
        var order = [Int](repeating: 0, count: declared.count)
        var byGoName: [String: Int] = [:]
        for (index, field) in fields.enumerated() {
            order[field.declared] = index
            byGoName[field.goName] = index
        }
        declarationOrder = order
        self.byGoName = byGoName
        alwaysWritten = fields.indices.filter { [fields] in fields[$0].isAlwaysWritten }
    }

    /// The index of the field with a JSON name. Like Go's decoder this falls back to names that differ in case only.
    func field(named name: UnsafeBufferPointer<UInt8>) -> Int? {
        for (index, field) in fields.enumerated() where field.bytes.count == name.count {
            if Self.equal(field.bytes, name) { return index }
        }
        if isMessage { return messageField(String(decoding: name, as: UTF8.self)) }
        let folded = name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        return fields.firstIndex { $0.bytes.count == name.count && $0.bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } == folded }
    }

    @inline(__always)
    private static func equal(_ a: [UInt8], _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < a.count {
            if a[index] != b[index] { return false }
            index += 1
        }
        return true
    }

    /// A protobuf field by its snake-case name.
    private func messageField(_ name: String) -> Int? {
        guard name.contains("_") else { return nil }
        let words = name.split(separator: "_")
        let camel = words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
        return fields.firstIndex { $0.name == camel }
    }

    /// The index of the field with a JSON name that is known to exist in the tables.
    func index(_ name: String) -> Int { fields.firstIndex { $0.name == name } ?? 0 }

    /// The index of the field with a Go name.
    func field(goName: String) -> Int? { byGoName[goName] }
}

/// All record types, read once from their tables.
///
/// A line of a table is a type's name and its fields: `name[=GoName]:kind`, then `?` for fields that are left out when empty, `!`
/// for those left out when entirely unset, and `@key` for lists that patches join by a key. Kinds are `s` text, `b` boolean, `i`
/// and `l` integers of 32 and 64 bits, `L` a 64-bit integer written as text, `d` floating point, `q` quantity, `x` integer or
/// text, `t` time, `D` duration, `r` anything, `eName` an enumeration, else a type; with `*` for optional, `[]` for lists and `{}`
/// for maps in front.
final class RecordSchema: Sendable {
    static let shared = RecordSchema()

    let types: [RecordType]
    /// Names and numbers by enumeration.
    let enumerations: [[(name: String, number: Int64)]]
    private let typeIndexes: [String: Int]

    private init() {
        let tables = [KubernetesTypes.workloads, KubernetesTypes.pods, KubernetesTypes.volumes, KubernetesTypes.annotations]
        let kubernetes = tables.flatMap { Self.lines($0) }
        let messages = Self.lines(MeshTypes.messages)
        let enumerationLines = Self.lines(MeshTypes.enumerations)
        var typeIndexes: [String: Int] = [:]
        for (index, words) in (kubernetes + messages).enumerated() { typeIndexes[String(words[0])] = index }
        var enumerationIndexes: [Substring: Int] = [:]
        for (index, words) in enumerationLines.enumerated() { enumerationIndexes[words[0]] = index }

        func kind(_ text: Substring) -> RecordKind {
            if text.hasPrefix("[]") { return .list(kind(text.dropFirst(2))) }
            if text.hasPrefix("{}") { return .map(kind(text.dropFirst(2))) }
            switch text {
            case "s": return .string
            case "b": return .bool
            case "i": return .int32
            case "l": return .int64
            case "L": return .textualInt64
            case "d": return .double
            case "q": return .quantity
            case "x": return .intOrString
            case "t": return .time
            case "D": return .duration
            case "r": return .raw
            default:
                if text.hasPrefix("e"), let index = enumerationIndexes[text.dropFirst()] { return .enumeration(index) }
                return typeIndexes[String(text)].map { .record($0) } ?? .raw
            }
        }
        var types: [RecordType] = []
        for (index, words) in (kubernetes + messages).enumerated() {
            let fields = words.dropFirst().enumerated().map { RecordField($1, declared: $0, kind: kind) }
            types.append(RecordType(name: String(words[0]), index: index, fields: fields, isMessage: index >= kubernetes.count))
        }
        self.types = types
        self.typeIndexes = typeIndexes
        enumerations = enumerationLines.map { words in
            words.dropFirst().map { word in
                let parts = word.split(separator: "=")
                return (String(parts[0]), Int64(parts.last ?? "") ?? 0)
            }
        }
    }

    /// The type of a name that is known to be in the tables.
    func type(_ name: String) -> RecordType { types[typeIndexes[name] ?? 0] }

    /// The words of each entry; indented lines continue the one before.
    private static func lines(_ text: String) -> [[Substring]] {
        var result: [[Substring]] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix(" "), !result.isEmpty { result[result.count - 1] += words } else { result.append(words) }
        }
        return result
    }
}

extension RecordField {
    fileprivate convenience init(_ text: Substring, declared: Int, kind: (Substring) -> RecordKind) {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let names = text[..<colon].split(separator: "=")
        var type = text[colon...].dropFirst()
        var mergeKey: String?
        if let at = type.firstIndex(of: "@") {
            mergeKey = String(type[at...].dropFirst())
            type = type[..<at]
        }
        let isOmittedWhenUnset = type.hasSuffix("!")
        if isOmittedWhenUnset { type = type.dropLast() }
        let isOptional = type.hasSuffix("?")
        if isOptional { type = type.dropLast() }
        let isPointer = type.hasPrefix("*")
        if isPointer { type = type.dropFirst() }
        let name = String(names[0])
        let kind = kind(type)
        let ignoresOmission: Bool =
            switch kind {
            case .record, .quantity, .intOrString, .time: !isPointer
            default: false
            }
        self.init(
            name: name, goName: names.count > 1 ? String(names[1]) : name.prefix(1).uppercased() + name.dropFirst(),
            kind: kind, isPointer: isPointer, isOptional: isOptional,
            isAlwaysWritten: !isOmittedWhenUnset && (!isOptional || ignoresOmission), mergeKey: mergeKey, declared: declared)
    }
}
