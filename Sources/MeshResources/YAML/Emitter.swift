/// Writes YAML in the style of Kubernetes' tools: block style, two blanks a level, dashes at the indent of their key, strings
/// quoted only where YAML 1.1 would read something else, line breaks at column 80.
///
/// It is the output of go-yaml v2 as sigs.k8s.io/yaml uses it, byte for byte, so that what kubectl and istioctl wrote does not
/// change when it is written here.
public struct YAMLEmitter: Sendable {
    /// How the output is laid out.
    public struct Options: Sendable {
        /// Keys in Kubernetes' order (see `EmitterKeyOrder`); otherwise in the given one.
        public var sortsKeys: Bool

        /// Makes options.
        public init(sortsKeys: Bool = true) { self.sortsKeys = sortsKeys }

        /// Keys sorted: what `kubectl -o yaml` writes.
        public static let kubernetes = Options()
        /// Keys in the given order.
        public static let ordered = Options(sortsKeys: false)
    }

    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private let options: Options
    /// Where the current line begins.
    private var lineStart = 0

    /// Makes an empty emitter.
    public init(_ options: Options = .kubernetes) { self.options = options }

    /// A value as a YAML document, with a line feed at the end.
    public static func text(_ value: Value, _ options: Options = .kubernetes) -> String {
        var emitter = YAMLEmitter(options)
        emitter.write(value)
        return String(decoding: emitter.bytes, as: UTF8.self)
    }

    /// A node as a YAML document with values as Kubernetes resolves them, with a line feed at the end.
    public static func text(_ node: Node, _ options: Options = .kubernetes) -> String { text(Value(node), options) }

    /// Several values as a stream, `---` before each but the first.
    public static func text(documents values: [Value], _ options: Options = .kubernetes) -> String {
        var emitter = YAMLEmitter(options)
        for (index, value) in values.enumerated() {
            if index > 0 { emitter.append(line: "---") }
            emitter.write(value)
        }
        return String(decoding: emitter.bytes, as: UTF8.self)
    }

    /// Adds a document.
    public mutating func write(_ value: Value) {
        writeItem(value, indent: 0)
        endLine()
    }

    /// Adds a line as it is.
    public mutating func append(line: String) {
        bytes.append(contentsOf: line.utf8)
        endLine()
    }

    /// Adds bytes as they are; they must end a line.
    mutating func append(raw: some Collection<UInt8>) {
        bytes.append(contentsOf: raw)
        lineStart = bytes.count
    }

    /// Takes what was written and starts anew.
    public mutating func takeBytes() -> [UInt8] {
        defer {
            bytes = []
            lineStart = 0
        }
        return bytes
    }

    // MARK: Layout

    /// The value of a list item or of the whole document: the cursor stands where it begins.
    private mutating func writeItem(_ value: Value, indent: Int) {
        switch value {
        case .object(let object) where !object.isEmpty: writeMapping(object, indent: indent, startsLine: false)
        case .array(let items) where !items.isEmpty: writeSequence(items, indent: indent, startsLine: false)
        default: writeLeaf(value, indent: indent + (bytes.count == lineStart ? 2 : 0))
        }
    }

    private mutating func writeMapping(_ object: Value.Object, indent: Int, startsLine: Bool) {
        var keys = object.keys
        if options.sortsKeys { keys.sort(by: EmitterKeyOrder.precedes) }
        var startsLine = startsLine
        for key in keys {
            if startsLine { beginLine(indent) }
            startsLine = true
            if writeKey(key, indent: indent) {
                writeValue(object[key] ?? .null, indent: indent)
            } else {
                beginLine(indent)
                bytes.append(contentsOf: [UInt8(ascii: ":"), 0x20])
                writeItem(object[key] ?? .null, indent: indent + 2)
            }
        }
    }

    private mutating func writeSequence(_ items: [Value], indent: Int, startsLine: Bool) {
        var startsLine = startsLine
        for item in items {
            if startsLine { beginLine(indent) }
            startsLine = true
            beginItem()
            writeItem(item, indent: indent + 2)
        }
    }

    /// The value after `key:` of a mapping at `indent`.
    mutating func writeValue(_ value: Value, indent: Int) {
        switch value {
        case .object(let object) where !object.isEmpty: writeMapping(object, indent: indent + 2, startsLine: true)
        case .array(let items) where !items.isEmpty: writeSequence(items, indent: indent, startsLine: true)
        default:
            bytes.append(0x20)
            writeLeaf(value, indent: indent + 2)
        }
    }

    private mutating func writeLeaf(_ value: Value, indent: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): writeInteger(value)
        case .uint(let value): bytes.append(contentsOf: String(value).utf8)
        case .double(let value): bytes.append(contentsOf: EmitterScalar.number(value).utf8)
        case .string(let text): writeString(text, indent: indent)
        case .array: append("[]")
        case .object: append("{}")
        }
    }

    // MARK: Pieces, also for writers that know their keys

    mutating func append(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    mutating func append(number: Double) { bytes.append(contentsOf: EmitterScalar.number(number).utf8) }

    mutating func appendSpace() { bytes.append(0x20) }

    mutating func writeInteger(_ value: Int64) {
        if value >= 0, value < 10 { bytes.append(0x30 + UInt8(value)) } else { bytes.append(contentsOf: String(value).utf8) }
    }

    /// Ends the current line and indents the next one.
    mutating func beginLine(_ indent: Int) {
        endLine()
        for _ in 0..<indent { bytes.append(0x20) }
    }

    mutating func endLine() {
        bytes.append(0x0A)
        lineStart = bytes.count
    }

    mutating func beginItem() {
        bytes.append(UInt8(ascii: "-"))
        bytes.append(0x20)
    }

    /// A key that is known to be plain, and its colon.
    mutating func writePlainKey(_ key: [UInt8]) {
        bytes.append(contentsOf: key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes `key:`; or, if the key is too long or has several lines, `? key`. Whether it was the former.
    mutating func writeKey(_ key: String, indent: Int) -> Bool {
        var key = key
        return key.withUTF8 { text in
            let shape = EmitterScalar(text)
            if text.count <= 128, !shape.isMultiline {
                writeScalar(text, shape, shape.style(isKey: true), indent: indent + 2, folds: false)
                bytes.append(UInt8(ascii: ":"))
                return true
            }
            bytes.append(contentsOf: [UInt8(ascii: "?"), 0x20])
            writeScalar(text, shape, shape.style(isKey: false), indent: indent + 4, step: 4, folds: true)
            return false
        }
    }

    /// A string value whose further lines stand at `indent`.
    mutating func writeString(_ text: String, indent: Int) {
        var text = text
        text.withUTF8 { text in
            let shape = EmitterScalar(text)
            writeScalar(text, shape, shape.style(isKey: false), indent: indent, folds: true)
        }
    }

    private mutating func writeScalar(
        _ text: UnsafeBufferPointer<UInt8>, _ shape: EmitterScalar, _ style: EmitterScalar.Style, indent: Int, step: UInt8 = 2, folds: Bool
    ) {
        switch style {
        case .plain: writeFolding(text, indent, folds: folds)
        case .single:
            bytes.append(UInt8(ascii: "'"))
            writeFolding(text, indent, folds: folds, doubles: true)
            bytes.append(UInt8(ascii: "'"))
        case .double: writeDoubleQuoted(text, indent, folds: folds)
        case .literal: writeLiteral(text, indent, step: step)
        }
    }

    /// Whether the column, counted in characters, is beyond the best width.
    private var isBeyondWidth: Bool {
        let length = bytes.count - lineStart
        guard length > EmitterScalar.bestWidth else { return false }
        var column = 0
        for byte in bytes[lineStart...] where byte & 0xC0 != 0x80 { column += 1 }
        return column > EmitterScalar.bestWidth
    }

    /// Plain and single-quoted text: a blank beyond the best width becomes a line break.
    private mutating func writeFolding(_ text: UnsafeBufferPointer<UInt8>, _ indent: Int, folds: Bool, doubles: Bool = false) {
        if !doubles, bytes.count - lineStart + text.count <= EmitterScalar.bestWidth {
            bytes.append(contentsOf: text)
            return
        }
        var afterSpace = false
        var afterBreak = false
        for (index, byte) in text.enumerated() {
            if byte == 0x20 {
                let isInner = doubles ? index > 0 && index < text.count - 1 : true
                if folds, !afterSpace, isInner, isBeyondWidth, index + 1 < text.count, text[index + 1] != 0x20 {
                    beginLine(indent)
                } else {
                    bytes.append(byte)
                }
                afterSpace = true
            } else if byte == 0x0A {
                if !afterBreak { bytes.append(0x0A) }
                endLine()
                afterBreak = true
            } else {
                if afterBreak { for _ in 0..<indent { bytes.append(0x20) } }
                if doubles, byte == UInt8(ascii: "'") { bytes.append(byte) }
                bytes.append(byte)
                afterSpace = false
                afterBreak = false
            }
        }
    }

    private mutating func writeDoubleQuoted(_ text: UnsafeBufferPointer<UInt8>, _ indent: Int, folds: Bool) {
        bytes.append(UInt8(ascii: "\""))
        var index = 0
        var afterSpace = false
        while index < text.count {
            let byte = text[index]
            let width = EmitterScalar.width(byte)
            if byte == 0x20 {
                if folds, !afterSpace, index > 0, index < text.count - 1, isBeyondWidth {
                    beginLine(indent)
                    if text[index + 1] == 0x20 { bytes.append(UInt8(ascii: "\\")) }
                } else {
                    bytes.append(byte)
                }
                afterSpace = true
            } else {
                if let escape = EmitterScalar.escape(text, index) {
                    bytes.append(contentsOf: escape)
                } else {
                    for offset in 0..<width where index + offset < text.count { bytes.append(text[index + offset]) }
                }
                afterSpace = false
            }
            index += width
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeLiteral(_ text: UnsafeBufferPointer<UInt8>, _ indent: Int, step: UInt8) {
        bytes.append(UInt8(ascii: "|"))
        // How far the text stands to the right of its collection is said where its first line does not show it.
        if text[0] == 0x20 || text[0] == 0x0A { bytes.append(UInt8(ascii: "0") + step) }
        if text[text.count - 1] != 0x0A {
            bytes.append(UInt8(ascii: "-"))
        } else if text.count == 1 || text[text.count - 2] == 0x0A {
            bytes.append(UInt8(ascii: "+"))
        }
        endLine()
        var isLineStart = true
        for (index, byte) in text.enumerated() {
            if byte == 0x0A {
                // The last line feed is the one that ends the document's line.
                if index < text.count - 1 { endLine() }
                isLineStart = true
            } else {
                if isLineStart { for _ in 0..<indent { bytes.append(0x20) } }
                isLineStart = false
                bytes.append(byte)
            }
        }
    }
}
