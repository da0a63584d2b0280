/// Reads the text tables of this folder.
///
/// A table has three kinds of lines. `kind NAME GROUP VERSIONS MESSAGE [spec]` names a kind; `message NAME` begins a
/// message; a field is `name type attributes | documentation`. Types are `string`, `bool`, `int32`, … , `enum(A,B)` or a message's
/// name, in brackets for a list and in braces for a map. Attributes: `required`, `deprecated`, `oneof=GROUP`, `range=A..B`,
/// `length=A..B`, `count=A..B`, `unique=KEY`, `as=FORMAT`, `default=TEXT`.
struct SchemaTable {
    private(set) var kinds: [KindSchema] = []
    private(set) var messages: [MessageSchema] = []
    private var name = ""
    private var fields: [FieldSchema] = []

    init(_ tables: [String]) {
        for table in tables {
            for line in table.split(separator: "\n") { read(line) }
            finishMessage()
        }
    }

    private mutating func read(_ line: Substring) {
        if line.hasPrefix("kind ") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 5 else { return }
            let versions = words[3].split(separator: ",").map(String.init)
            kinds.append(
                KindSchema(
                    kind: words[1], group: words[2], versions: versions, apiVersions: versions.map { "\(words[2])/\($0)" },
                    message: words[4], requiresSpec: words.count > 5))
        } else if line.hasPrefix("message ") {
            finishMessage()
            name = String(line.dropFirst("message ".count))
        } else if let field = Self.field(line) {
            fields.append(field)
        }
    }

    private mutating func finishMessage() {
        if !name.isEmpty { messages.append(MessageSchema(name: name, fields: fields)) }
        name = ""
        fields = []
    }

    private static func field(_ line: Substring) -> FieldSchema? {
        guard let bar = line.firstIndex(of: "|") else { return nil }
        let words = words(line[..<bar])
        guard words.count >= 2 else { return nil }
        var attributes: [String: String] = [:]
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "=", maxSplits: 1)
            attributes[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
        let (shape, type) = type(words[1])
        let range = bounds(attributes["range"])
        let length = bounds(attributes["length"])
        let count = bounds(attributes["count"])
        let documentation = line[line.index(after: bar)...].drop { $0 == " " }
        return FieldSchema(
            name: words[0], shape: shape, type: type, isRequired: attributes["required"] != nil, oneOf: attributes["oneof"],
            range: (range.0.map(Double.init), range.1.map(Double.init)), length: (length.0 ?? 0, length.1), count: (count.0 ?? 0, count.1),
            uniqueKey: attributes["unique"], format: format(attributes["as"]), defaultValue: attributes["default"],
            isDeprecated: attributes["deprecated"] != nil, documentation: String(documentation))
    }

    /// Words between blanks; blanks within parentheses are dropped.
    private static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == " " {
                if depth == 0, !word.isEmpty {
                    words.append(word)
                    word = ""
                }
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func type(_ word: String) -> (FieldSchema.Shape, FieldSchema.ValueType) {
        if word.hasPrefix("[") { return (.list, element(word.dropFirst().dropLast())) }
        if word.hasPrefix("{") { return (.map, element(word.dropFirst().dropLast())) }
        return (.single, element(word[...]))
    }

    private static func element(_ word: Substring) -> FieldSchema.ValueType {
        if word.hasPrefix("enum(") {
            return .enumeration(word.dropFirst("enum(".count).dropLast().split(separator: ",").map(String.init))
        }
        switch word {
        case "string": return .string
        case "bool": return .bool
        case "int32": return .int32
        case "uint32": return .uint32
        case "int64": return .int64
        case "uint64": return .uint64
        case "double": return .double
        case "duration": return .duration
        case "looseDuration": return .looseDuration
        case "anyDuration": return .anyDuration
        case "bytes": return .bytes
        case "struct": return .structure
        case "any": return .any
        default: return .message(String(word))
        }
    }

    private static func format(_ word: String?) -> FieldSchema.Format {
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
    private static func bounds(_ text: String?) -> (Int?, Int?) {
        guard let text, let dots = text.firstIndex(of: ".") else { return (nil, nil) }
        let most = text[dots...].drop { $0 == "." }
        return (Int(text[..<dots]), Int(most))
    }
}
