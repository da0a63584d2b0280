import MeshResources

/// Where a cursor stands within braces and brackets, found by reading on from the outermost one. Like `CursorContext` it needs no
/// text that can be read as a whole.
struct FlowContext {
    /// The number of the line on which the outermost collection begins.
    let line: Int
    /// What stands before it on that line.
    let head: String
    /// The keys from the outermost collection to the one that the cursor is in.
    private(set) var keys: [String] = []
    /// The key whose value is typed; `nil` when a key or an item is.
    private(set) var key: String?
    /// What was typed of the key or value.
    private(set) var typed = ""
    /// The other keys and values of the collection.
    private(set) var siblings: [String: String] = [:]
    /// The keys and values of the outermost collection, as far as they were seen.
    private(set) var outermost: [String: String] = [:]
    /// Whether the cursor is in brackets.
    private(set) var isItem = false

    /// How many bytes after the cursor are read for what else is in the collection.
    private static let lookahead = 1 << 16

    /// Reads from the line that begins the document; `nil` when the cursor is in no flow collection.
    init?(_ source: SourceText, from first: Int, to cursor: UInt32) {
        let bytes = source.bytes
        let end = min(Int(cursor), bytes.count)
        var number = first
        /// The indentation that ends a block scalar.
        var scalar: Int?
        while let range = source.lineRange(number), Int(range.start) < end {
            let text = bytes[Int(range.start)..<min(bytes.count, Int(range.end))]
            let start = Self.content(text)
            if let indentation = scalar, start.blanks > indentation || start.offset >= text.endIndex {
                number += 1
                continue
            }
            scalar = nil
            if start.offset < text.endIndex, [0x7C, 0x3E].contains(text[start.offset]) { scalar = start.indentation }
            guard start.offset < end, start.offset < text.endIndex, [0x7B, 0x5B].contains(text[start.offset]) else {
                number += 1
                continue
            }
            var reader = Reader(bytes: bytes, position: start.offset)
            if reader.read(until: end) {
                line = number
                head = source.text(in: SourceRange(Int(range.start), start.offset))
                take(reader)
                return
            }
            // It ended before the cursor: go on with the next line.
            number = source.position(at: UInt32(clamping: reader.position)).line + 1
        }
        return nil
    }

    private mutating func take(_ reader: Reader) {
        var reader = reader
        let depth = reader.frames.count
        let innermost = reader.frames[depth - 1]
        keys = reader.frames.dropLast().compactMap(\.key)
        key = innermost.key
        typed = Reader.unquoted(reader.token)
        isItem = !innermost.isMapping && innermost.key == nil
        siblings = innermost.pairs
        // What is being typed is no sibling of itself.
        reader.current = depth
        _ = reader.read(until: min(reader.bytes.count, reader.position + Self.lookahead))
        if let closed = reader.closed { siblings.merge(closed) { old, _ in old } }
        outermost = reader.outermost
    }

    /// Where a line's value begins, how many blanks it has before anything, and the column whose block would end a scalar that
    /// begins there.
    private static func content(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> (offset: Int, blanks: Int, indentation: Int) {
        var index = text.startIndex
        while index < text.endIndex, text[index] == 0x20 { index += 1 }
        let blanks = index - text.startIndex
        var indentation = blanks
        while index < text.endIndex {
            if text[index] == 0x20 {
                index += 1
            } else if text[index] == 0x2D, index + 1 < text.endIndex, text[index + 1] == 0x20 {
                indentation = index - text.startIndex
                index += 2
            } else {
                break
            }
        }
        guard index < text.endIndex, ![0x7B, 0x5B, 0x23].contains(text[index]) else { return (index, blanks, indentation) }
        var end = index
        while end < text.endIndex, !(text[end] == 0x3A && (end + 1 == text.endIndex || text[end + 1] == 0x20)) { end += 1 }
        guard end < text.endIndex else { return (index, blanks, indentation) }
        indentation = index - text.startIndex
        end += 1
        while end < text.endIndex, text[end] == 0x20 { end += 1 }
        return (end, blanks, indentation)
    }
}

/// Reads flow collections token by token.
private struct Reader {
    struct Frame {
        let isMapping: Bool
        var pairs: [String: String] = [:]
        var key: String?
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    private(set) var frames: [Frame] = []
    private(set) var token = ""
    /// The depth of the collection whose entry is being typed; its next entry is that one.
    var current: Int?
    /// The entries of that collection, once it was closed.
    private(set) var closed: [String: String]?
    private(set) var outermost: [String: String] = [:]
    private var watched: Int?

    init(bytes: UnsafeBufferPointer<UInt8>, position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// Reads on; `true` when `end` is reached within a collection.
    mutating func read(until end: Int) -> Bool {
        if let current { watched = current }
        while position < end {
            let byte = bytes[position]
            switch byte {
            case 0x22, 0x27:
                if token.isEmpty { quoted(byte, end) } else { append() }
                continue
            case 0x23 where position > 0 && Self.isBlank(bytes[position - 1]):
                while position < end, bytes[position] != 0x0A { position += 1 }
                continue
            case 0x7B where token.isEmpty, 0x5B where token.isEmpty: frames.append(Frame(isMapping: byte == 0x7B))
            case 0x7D, 0x5D:
                finish()
                if frames.count == watched, closed == nil { closed = frames[frames.count - 1].pairs }
                if frames.count == 1 { outermost = frames[0].pairs }
                frames.removeLast()
                if frames.isEmpty {
                    position += 1
                    return false
                }
                token = ""
            case 0x2C: finish()
            case 0x3A where endsKey:
                frames[frames.count - 1].key = Self.unquoted(token)
                token = ""
            case let blank where Self.isBlank(blank): if !token.isEmpty { append(); continue }
            default:
                append()
                continue
            }
            position += 1
        }
        if let first = frames.first { outermost = first.pairs }
        return !frames.isEmpty
    }

    /// Whether the colon at hand ends a key.
    private var endsKey: Bool {
        guard frames[frames.count - 1].key == nil, !token.isEmpty else { return false }
        guard position + 1 < bytes.count, !token.hasPrefix("\""), !token.hasPrefix("'") else { return true }
        let next = bytes[position + 1]
        return Self.isBlank(next) || [0x2C, 0x7D, 0x5D, 0x7B, 0x5B].contains(next)
    }

    private mutating func append() {
        var next = position + 1
        while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
        token += String(decoding: bytes[position..<next], as: UTF8.self)
        position = next
    }

    private mutating func quoted(_ quote: UInt8, _ end: Int) {
        append()
        while position < end {
            if bytes[position] == 0x5C, quote == 0x22, position + 1 < end { append() }
            let isEnd = bytes[position] == quote
            append()
            if isEnd { return }
        }
    }

    private mutating func finish() {
        let top = frames.count - 1
        let text = Self.unquoted(token)
        let name = frames[top].key ?? (frames[top].isMapping ? text : "")
        if current == frames.count {
            current = nil
        } else if !name.isEmpty {
            frames[top].pairs[name] = frames[top].key == nil ? "" : text
        }
        frames[top].key = nil
        token = ""
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// A token without blanks at the end and without its quotes.
    static func unquoted(_ token: String) -> String {
        var text = Substring(token)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        if let quote = text.first, quote == "\"" || quote == "'" {
            text.removeFirst()
            if text.last == quote { text.removeLast() }
        }
        return String(text)
    }
}
