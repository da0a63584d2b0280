/// Writes JSON as Go's `encoding/json` does with HTML escaping off.
public struct JSONWriter {
    /// How the output is laid out.
    public struct Options: Sendable {
        /// Keys sorted by their bytes, as Go sorts maps; otherwise in the given order.
        public var sortsKeys: Bool
        /// The text of one indentation step; `nil` writes everything on one line without spaces.
        public var indent: String?

        /// Makes options.
        public init(sortsKeys: Bool = true, indent: String? = nil) {
            self.sortsKeys = sortsKeys
            self.indent = indent
        }

        /// Sorted keys, no spaces: the canonical form.
        public static let canonical = Options()
        /// Keys in the given order, two blanks a level.
        public static let pretty = Options(sortsKeys: false, indent: "  ")
    }

    private let options: Options
    private let indent: [UInt8]
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// Makes an empty writer.
    public init(_ options: Options = .canonical) {
        self.options = options
        indent = Array((options.indent ?? "").utf8)
    }

    /// A value as JSON text.
    public static func text(_ value: Value, _ options: Options = .canonical) -> String {
        var writer = JSONWriter(options)
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// A node as JSON text, with values as Kubernetes resolves them.
    public static func text(_ node: Node, _ options: Options = .canonical) -> String {
        var writer = JSONWriter(options)
        writer.write(node)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Adds a value.
    public mutating func write(_ value: Value) { write(value, depth: 0) }

    /// Adds a node.
    public mutating func write(_ node: Node) { write(node, depth: 0) }

    /// Adds bytes as they are.
    public mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Takes what was written and starts anew.
    public mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Adds a value as it stands `depth` levels deep: its lines after the first are indented so far.
    public mutating func write(_ value: Value, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): bytes.append(contentsOf: String(value).utf8)
        case .uint(let value): bytes.append(contentsOf: String(value).utf8)
        case .double(let value): writeNumber(value)
        case .string(let text): writeString(text)
        case .array(let items):
            writeList(items, "[", "]", depth) { writer, item in writer.write(item, depth: depth + 1) }
        case .object(let object):
            var pairs = Array(object)
            if options.sortsKeys { pairs.sort { Self.precedes($0.key, $1.key) } }
            writeList(pairs, "{", "}", depth) { writer, pair in
                writer.writeKey(pair.key)
                writer.write(pair.value, depth: depth + 1)
            }
        }
    }

    private mutating func write(_ node: Node, depth: Int) {
        switch node.kind {
        case .sequence:
            writeList(Array(node.items), "[", "]", depth) { writer, item in writer.write(item, depth: depth + 1) }
        case .mapping:
            var pairs = node.entries.map { (key: $0.key.keyText, value: $0.value) }
            if options.sortsKeys { pairs.sort { Self.precedes($0.key, $1.key) } }
            writeList(pairs, "{", "}", depth) { writer, pair in
                writer.writeKey(pair.key)
                writer.write(pair.value, depth: depth + 1)
            }
        case .scalar:
            switch node.scalar {
            case .null?, nil: append("null")
            case .bool(let value)?: append(value ? "true" : "false")
            case .int(let value)?: bytes.append(contentsOf: String(value).utf8)
            case .uint(let value)?: bytes.append(contentsOf: String(value).utf8)
            case .float(let value)?: writeNumber(value)
            case .string(let text)?: writeString(text)
            case .binary(let value)?: writeString(String(decoding: value, as: UTF8.self))
            case .invalid?: writeString(node.text)
            }
        }
    }

    /// Whether one key stands before another by their UTF-8 bytes.
    public static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    private mutating func writeNumber(_ value: Double) {
        if value.isFinite { bytes.append(contentsOf: NumberFormat.json(value).utf8) } else { append("null") }
    }

    private mutating func writeKey(_ key: String) {
        writeString(key)
        bytes.append(UInt8(ascii: ":"))
        if options.indent != nil { bytes.append(0x20) }
    }

    private mutating func writeList<T>(
        _ items: [T], _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ depth: Int, _ body: (inout JSONWriter, T) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        var first = true
        for item in items {
            if !first { bytes.append(UInt8(ascii: ",")) }
            first = false
            writeBreak(depth + 1)
            body(&self, item)
        }
        if !items.isEmpty { writeBreak(depth) }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func writeBreak(_ depth: Int) {
        guard options.indent != nil else { return }
        bytes.append(0x0A)
        for _ in 0..<depth { bytes.append(contentsOf: indent) }
    }

    /// Adds a string with its quotes and escapes.
    public mutating func writeString(_ text: String) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { utf8 in
            var index = 0
            while index < utf8.count {
                let byte = utf8[index]
                switch byte {
                case 0x22: append("\\\"")
                case 0x5C: append("\\\\")
                case 0x08: append("\\b")
                case 0x0C: append("\\f")
                case 0x0A: append("\\n")
                case 0x0D: append("\\r")
                case 0x09: append("\\t")
                case 0..<0x20:
                    append("\\u00")
                    let hex = Array("0123456789abcdef".utf8)
                    bytes.append(hex[Int(byte >> 4)])
                    bytes.append(hex[Int(byte & 15)])
                case 0xE2 where index + 2 < utf8.count && utf8[index + 1] == 0x80 && utf8[index + 2] & 0xFE == 0xA8:
                    append(utf8[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
                    index += 2
                default: bytes.append(byte)
                }
                index += 1
            }
        }
        bytes.append(0x22)
    }
}
