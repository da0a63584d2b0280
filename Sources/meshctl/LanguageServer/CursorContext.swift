import MeshResources

/// Where a cursor stands, found from the indentation of the lines above and from the braces and brackets that are open. Unlike the tree
/// it needs no text that can be read: while somebody types it rarely can.
struct CursorContext {
    /// The kind of the document; empty when it names none.
    private(set) var kind = ""
    /// `metadata.namespace`; `default` when there is none.
    private(set) var namespace = "default"
    /// The keys from the root to the mapping or list that the cursor is in.
    private(set) var path: [String] = []
    /// The key whose value is typed; `nil` when a key or a list item is.
    private(set) var key: String?
    /// What was typed of the key or value.
    private(set) var typed = ""
    /// Keys and values that stand beside the cursor in the same mapping.
    private(set) var siblings: [String: String] = [:]
    /// Whether the cursor is at a list item rather than at a key.
    private(set) var isItem = false
    /// Whether it is in braces or brackets.
    private(set) var isFlow = false

    /// The keys down to the one that the cursor is at, without the key being typed.
    var fullPath: [String] { path + (key.map { [$0] } ?? []) }

    private struct Line {
        /// Columns of dashes.
        var dashes: [Int] = []
        var keyColumn: Int?
        var key = ""
        var value = ""
        var contentColumn = 0
        var isBlank = true
    }

    init(_ source: SourceText, offset: UInt32) {
        let cursor = source.position(at: offset)
        let first = Self.firstLine(of: cursor.line, in: source)
        var above: [Line] = []
        for number in first..<max(first, cursor.line) { above.append(Self.line(source, number)) }
        readHead(source, from: first)
        if let flow = FlowContext(source, from: first, to: offset) {
            take(flow, Array(above.prefix(flow.line - first)))
            return
        }
        let start = source.lineRange(cursor.line)?.start ?? offset
        let text = source.text(in: SourceRange(start: start, end: max(start, offset)))
        let line = Self.parse(text)
        // On a line of blanks the column of the cursor counts.
        let column = line.isBlank ? text.utf8.count : line.contentColumn
        if line.keyColumn != nil {
            key = line.key
            typed = line.value
        } else {
            typed = line.isBlank ? "" : String(text.dropFirst(column))
            isItem = !line.dashes.isEmpty
        }
        climb(above, below: line.keyColumn ?? column, dashes: line.dashes)
        collectSiblings(above, source, cursor.line, column: line.keyColumn ?? column, dashes: line.dashes)
    }

    /// Takes over what is known within braces and brackets; their own place is found from the lines above.
    private mutating func take(_ flow: FlowContext, _ above: [Line]) {
        isFlow = true
        let line = Self.parse(flow.head)
        climb(above, below: line.keyColumn ?? flow.head.utf8.count, dashes: line.dashes)
        if line.keyColumn != nil { path.append(line.key) }
        if path.isEmpty { kind = flow.outermost["kind"] ?? kind }
        path += flow.keys
        (key, typed, siblings, isItem) = (flow.key, flow.typed, flow.siblings, flow.isItem)
    }

    /// Finds the parents of what begins at `column` after `dashes` on its own line.
    private mutating func climb(_ above: [Line], below column: Int, dashes: [Int]) {
        var column = column
        var atDash = false
        var keys: [String] = []
        if let dash = dashes.first {
            column = dash
            atDash = true
        }
        for line in above.reversed() where !line.isBlank {
            if let keyColumn = line.keyColumn, keyColumn < column || (atDash && keyColumn == column) {
                keys.append(line.key)
                column = keyColumn
                atDash = false
            }
            for dash in line.dashes.reversed() where dash < column {
                column = dash
                atDash = true
            }
            if column == 0, !atDash { break }
        }
        path = keys.reversed()
    }

    private mutating func collectSiblings(_ above: [Line], _ source: SourceText, _ number: Int, column: Int, dashes: [Int]) {
        func take(_ line: Line) -> Bool {
            guard !line.isBlank else { return true }
            let start = line.dashes.first ?? line.keyColumn ?? line.contentColumn
            if line.keyColumn == column { siblings[line.key] = line.value }
            return start >= column
        }
        // Upwards until the mapping's first line, which a dash may open.
        if dashes.isEmpty { for line in above.reversed() where !take(line) { break } }
        var next = number + 1
        while next < number + 500, source.lineRange(next) != nil {
            let line = Self.line(source, next)
            if !line.isBlank, line.dashes.first.map({ $0 < column }) ?? false { break }
            guard take(line) else { break }
            next += 1
        }
    }

    private mutating func readHead(_ source: SourceText, from first: Int) {
        var number = first
        var isMetadata = false
        while number < first + 2000, let range = source.lineRange(number) {
            let line = Self.parse(source.text(in: range))
            if line.contentColumn == 0, source.text(in: range).hasPrefix("---"), number > first { break }
            if line.keyColumn == 0 {
                if line.key == "kind" { kind = line.value }
                isMetadata = line.key == "metadata"
            } else if isMetadata, line.key == "namespace", !line.value.isEmpty, line.keyColumn.map({ $0 <= 4 }) ?? false {
                namespace = line.value
            }
            number += 1
        }
    }

    private static func firstLine(of line: Int, in source: SourceText) -> Int {
        var number = line
        while number > 1, line - number < 20_000 {
            if let range = source.lineRange(number - 1), source.bytes(in: range).starts(with: "---".utf8) { return number }
            number -= 1
        }
        return number
    }

    private static func line(_ source: SourceText, _ number: Int) -> Line {
        source.lineRange(number).map { parse(source.text(in: $0)) } ?? Line()
    }

    private static func parse(_ text: String) -> Line {
        var line = Line()
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x20 {
                index += 1
            } else if bytes[index] == UInt8(ascii: "-"), index + 1 == bytes.count || bytes[index + 1] == 0x20 {
                line.dashes.append(index)
                line.isBlank = false
                index += 1
            } else {
                break
            }
        }
        line.contentColumn = index
        guard index < bytes.count, bytes[index] != UInt8(ascii: "#") else { return line }
        line.isBlank = false
        var end = index
        while end < bytes.count, !(bytes[end] == UInt8(ascii: ":") && (end + 1 == bytes.count || bytes[end + 1] == 0x20)) { end += 1 }
        guard end < bytes.count, end - index < 256 else { return line }
        line.keyColumn = index
        line.key = unquoted(String(decoding: bytes[index..<end], as: UTF8.self))
        var value = String(decoding: bytes[(end + 1)...], as: UTF8.self)
        while value.first == " " { value.removeFirst() }
        if let comment = value.range(of: " #") { value = String(value[..<comment.lowerBound]) }
        while value.last == " " { value.removeLast() }
        line.value = unquoted(value)
        return line
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" else { return text }
        return String(text.dropFirst().dropLast())
    }
}

extension String {
    /// The first place of a piece of text.
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
