/// Reads the text tables of this folder.
///
/// A table has three kinds of lines. `kind NAME GROUP VERSIONS MESSAGE [spec]` names a kind; `message NAME` begins a
/// message; a field is `name type attributes | documentation`. Types are `string`, `bool`, `int32`, … , `enum(A,B)` or a message's
/// name, in brackets for a list and in braces for a map. Attributes: `required`, `deprecated`, `oneof=GROUP`, `range=A..B`,
/// `length=A..B`, `count=A..B`, `unique=KEY`, `as=FORMAT`, `default=TEXT`.
///
/// It is read at the start of most verbs, so it works on bytes.
struct SchemaTable {
    private typealias Text = ArraySlice<UInt8>

    private(set) var kinds: [KindSchema] = []
    private(set) var messages: [MessageSchema] = []
    private var name = ""
    private var fields: [FieldSchema] = []

    init(_ tables: [String]) {
        for table in tables {
            for line in Array(table.utf8).split(separator: UInt8(ascii: "\n")) { read(line) }
            finishMessage()
        }
    }

    private mutating func read(_ line: Text) {
        guard let bar = line.firstIndex(of: UInt8(ascii: "|")) else {
            let words = Self.words(line).map(Self.string)
            if words.count == 2, words[0] == "message" {
                finishMessage()
                name = words[1]
            } else if words.count >= 5, words[0] == "kind" {
                let versions = words[3].split(separator: ",").map(String.init)
                kinds.append(
                    KindSchema(
                        kind: words[1], group: words[2], versions: versions, apiVersions: versions.map { "\(words[2])/\($0)" },
                        message: words[4], requiresSpec: words.count > 5))
            }
            return
        }
        let words = Self.words(line[..<bar])
        if words.count >= 2 { fields.append(Self.field(words, line[(bar + 1)...].drop { $0 == UInt8(ascii: " ") })) }
    }

    private mutating func finishMessage() {
        if !name.isEmpty { messages.append(MessageSchema(name: name, fields: fields)) }
        name = ""
        fields = []
    }

    private static func field(_ words: [Text], _ documentation: Text) -> FieldSchema {
        var attributes: [String: Text] = [:]
        for word in words.dropFirst(2) {
            let equals = word.firstIndex(of: UInt8(ascii: "=")) ?? word.endIndex
            attributes[string(word[..<equals])] = word[min(equals + 1, word.endIndex)...]
        }
        let (shape, type) = type(words[1])
        let range = bounds(attributes["range"])
        let length = bounds(attributes["length"])
        let count = bounds(attributes["count"])
        return FieldSchema(
            name: string(words[0]), shape: shape, type: type, isRequired: attributes["required"] != nil,
            oneOf: attributes["oneof"].map(string), range: (range.0.map(Double.init), range.1.map(Double.init)),
            length: (length.0 ?? 0, length.1), count: (count.0 ?? 0, count.1), uniqueKey: attributes["unique"].map(string),
            format: attributes["as"].map { format(string($0)) } ?? .none, defaultValue: attributes["default"].map(string),
            isDeprecated: attributes["deprecated"] != nil, documentation: string(documentation))
    }

    private static func string(_ text: Text) -> String { String(decoding: text, as: UTF8.self) }

    /// Words between blanks; blanks within parentheses separate nothing.
    private static func words(_ text: Text) -> [Text] {
        var words: [Text] = []
        var start = text.startIndex
        var depth = 0
        for index in text.startIndex...text.endIndex {
            let byte = index < text.endIndex ? text[index] : UInt8(ascii: " ")
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            guard byte == UInt8(ascii: " "), depth <= 0 else { continue }
            if index > start { words.append(text[start..<index]) }
            start = index + 1
        }
        return words
    }

    private static func type(_ word: Text) -> (FieldSchema.Shape, FieldSchema.ValueType) {
        switch word.first {
        case UInt8(ascii: "["): (.list, element(word.dropFirst().dropLast()))
        case UInt8(ascii: "{"): (.map, element(word.dropFirst().dropLast()))
        default: (.single, element(word))
        }
    }

    private static func element(_ word: Text) -> FieldSchema.ValueType {
        if word.last == UInt8(ascii: ")"), let open = word.firstIndex(of: UInt8(ascii: "(")) {
            let words = word[(open + 1)...].dropLast().filter { $0 != UInt8(ascii: " ") }
            return .enumeration(words.split(separator: UInt8(ascii: ",")).map(string))
        }
        let name = string(word)
        return scalars[name] ?? .message(name)
    }

    private static let scalars: [String: FieldSchema.ValueType] = [
        "string": .string, "bool": .bool, "int32": .int32, "uint32": .uint32, "int64": .int64, "uint64": .uint64, "double": .double,
        "duration": .duration, "looseDuration": .looseDuration, "fineDuration": .fineDuration,
        "anyDuration": .anyDuration, "bytes": .bytes, "struct": .structure, "any": .any,
    ]

    private static func format(_ word: String) -> FieldSchema.Format {
        switch word {
        case "port": .port
        case "group": .group
        case "kind": .kind
        case "headerName": .headerName
        case "sha256": .sha256
        case "label": .label
        default: .none
        }
    }

    /// `a..b`, where either end may be missing.
    private static func bounds(_ text: Text?) -> (Int?, Int?) {
        guard let text, let dots = text.firstIndex(of: UInt8(ascii: ".")) else { return (nil, nil) }
        return (Int(string(text[..<dots])), Int(string(text[dots...].drop { $0 == UInt8(ascii: ".") })))
    }
}
