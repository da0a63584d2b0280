/// Edits of a text by byte ranges: what an edit does not mean to change stays as it is, comments and quotes included.
///
/// Each function gives the edit that does one thing to one node; edits of one text are carried out together, by
/// `FixApplication`. Where a change has no safe edit, such as inside an alias, the answer is `nil`.
public enum YAMLEditor {
    /// Replaces a scalar by a string, in the style that it is written in where that can say it. A plain scalar is quoted when
    /// the text would not be read as a string.
    public static func replace(_ node: Node, with text: String) -> TextEdit? {
        guard node.isScalar, !node.isAlias, !node.range.isEmpty || hasMark(node) else { return nil }
        let style = node.style
        let isOneLine = !text.contains { $0.isNewline } && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        if style == .singleQuoted, isOneLine { return TextEdit(range: node.range, replacement: singleQuoted(text)) }
        if style == .plain, isOneLine, let plain = plainText(text) {
            // A value written as nothing stands right behind its colon.
            return TextEdit(range: node.range, replacement: node.range.isEmpty ? " " + plain : plain)
        }
        let quoted = doubleQuoted(text)
        if style == .literal || style == .folded {
            // The break behind the block's last line stays.
            var end = node.range.end
            let bytes = node.tree.source.bytes
            while end > node.range.start, bytes[Int(end) - 1] == 0x0A || bytes[Int(end) - 1] == 0x0D { end -= 1 }
            return TextEdit(range: SourceRange(start: node.range.start, end: end), replacement: quoted)
        }
        return TextEdit(range: node.range, replacement: node.range.isEmpty ? " " + quoted : quoted)
    }

    /// Replaces a scalar by a number, boolean or null, written plain.
    public static func replace(_ node: Node, withPlain text: String) -> TextEdit? {
        guard node.isScalar, !node.isAlias, node.properties == nil, node.style != .literal, node.style != .folded else { return nil }
        return TextEdit(range: node.range, replacement: node.range.isEmpty ? " " + text : text)
    }

    /// Renames a key, in the style that it is written in.
    public static func rename(_ key: Node, to name: String) -> TextEdit? { replace(key, with: name) }

    /// Removes an entry of a block mapping with its lines and the comment behind it, or one of a flow mapping with its comma.
    /// The only entry of a mapping is not removed: the mapping would become null.
    public static func remove(_ key: String, from mapping: Node) -> TextEdit? {
        let entries = Array(mapping.rawEntries)
        guard entries.count > 1, let index = entries.lastIndex(where: { $0.key.keyText == key }) else { return nil }
        return remove(
            index, spans: entries.map { SourceRange(start: start($0.key), end: max($0.key.range.end, $0.value.range.end)) }, in: mapping)
    }

    /// Removes an item of a sequence, as `remove(_:from:)` does an entry. The only item is not removed.
    public static func remove(itemAt index: Int, from sequence: Node) -> TextEdit? {
        let items = Array(sequence.items)
        guard items.count > 1, items.indices.contains(index) else { return nil }
        return remove(index, spans: items.map { SourceRange(start: start($0), end: $0.range.end) }, in: sequence)
    }

    /// Adds an entry behind the last one of a mapping, at its indentation.
    public static func insert(_ key: String, _ value: Value, into mapping: Node) -> TextEdit? {
        guard mapping.isMapping, !mapping.isAlias else { return nil }
        let entries = Array(mapping.rawEntries)
        let source = mapping.tree.source
        if mapping.isFlow {
            let text = flowText(key, value)
            let end = mapping.range.end &- 1
            guard let last = entries.last else { return TextEdit(range: SourceRange(start: end, end: end), replacement: text) }
            let after = max(last.key.range.end, last.value.range.end)
            return TextEdit(range: SourceRange(start: after, end: after), replacement: ", " + text)
        }
        guard let first = entries.first, let last = entries.last else { return nil }
        let indent = column(of: start(first.key), source)
        let lines = YAMLEmitter.text(.object([key: value]), .ordered).split(separator: "\n")
        let body = lines.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
        let end = lineEnd(of: max(last.key.range.end, last.value.range.end), source)
        return TextEdit(range: SourceRange(start: end, end: end), replacement: "\n" + body)
    }

    // MARK: Spans

    /// Whether the colon or dash that a value written as nothing belongs to stands right before it.
    private static func hasMark(_ node: Node) -> Bool {
        let at = Int(node.range.start) - 1
        if node.writtenIndex > 0 {
            // Behind a key without a colon, as in `{key}`, there is no mark, whatever the key ends with.
            let previous = Node(node.tree, node.writtenIndex - 1)
            if previous.isScalar, previous.range.end == node.range.start { return false }
        }
        return at >= 0 && [UInt8(ascii: ":"), UInt8(ascii: "-")].contains(node.tree.source.bytes[at])
    }

    private static func start(_ node: Node) -> UInt32 {
        node.isAlias ? node.range.start : min(node.range.start, node.properties?.range.start ?? node.range.start)
    }

    private static func remove(_ index: Int, spans: [SourceRange], in collection: Node) -> TextEdit? {
        guard !collection.isAlias else { return nil }
        let source = collection.tree.source
        if collection.isFlow {
            if index + 1 < spans.count {
                return TextEdit(range: SourceRange(start: spans[index].start, end: spans[index + 1].start), replacement: "")
            }
            return TextEdit(range: SourceRange(start: spans[index - 1].end, end: spans[index].end), replacement: "")
        }
        let first = lineStart(of: spans[index].start, source)
        let isFirstOfLine = source.bytes[Int(first)..<Int(spans[index].start)].allSatisfy {
            $0 == 0x20 || $0 == UInt8(ascii: "-") && collection.isSequence
        }
        if !isFirstOfLine {
            // The first entry behind a dash: the next one takes its place.
            guard index + 1 < spans.count else { return nil }
            return TextEdit(range: SourceRange(start: spans[index].start, end: spans[index + 1].start), replacement: "")
        }
        var end = lineEnd(of: spans[index].end, source)
        if Int(end) < source.count, source.bytes[Int(end)] == 0x0D { end += 1 }
        if Int(end) < source.count, source.bytes[Int(end)] == 0x0A { end += 1 }
        return TextEdit(range: SourceRange(start: first, end: end), replacement: "")
    }

    private static func lineStart(of offset: UInt32, _ source: SourceText) -> UInt32 {
        var at = min(Int(offset), source.count)
        while at > 0, source.bytes[at - 1] != 0x0A, source.bytes[at - 1] != 0x0D { at -= 1 }
        return UInt32(truncatingIfNeeded: at)
    }

    private static func lineEnd(of offset: UInt32, _ source: SourceText) -> UInt32 {
        var at = min(Int(offset), source.count)
        // A block scalar ends behind its last line's break.
        if at > 0, source.bytes[at - 1] == 0x0A || source.bytes[at - 1] == 0x0D {
            at -= 1
            if at > 0, source.bytes[at] == 0x0A, source.bytes[at - 1] == 0x0D { at -= 1 }
            return UInt32(truncatingIfNeeded: at)
        }
        while at < source.count, source.bytes[at] != 0x0A, source.bytes[at] != 0x0D { at += 1 }
        return UInt32(truncatingIfNeeded: at)
    }

    private static func column(of offset: UInt32, _ source: SourceText) -> Int { Int(offset - lineStart(of: offset, source)) }

    // MARK: Text

    private static func singleQuoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// JSON's quoting, and escapes for the control characters that JSON lets stand.
    private static func doubleQuoted(_ text: String) -> String {
        var result = ""
        for scalar in JSONWriter.text(.string(text)).unicodeScalars {
            if (0x7F...0x9F).contains(scalar.value) {
                result += "\\x" + String(scalar.value, radix: 16)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text as a plain scalar that is read as this string everywhere, flow collections included; `nil` if it cannot be.
    private static func plainText(_ text: String) -> String? {
        guard !text.isEmpty, !text.utf8.contains(where: { [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains($0) }) else { return nil }
        let emitted = YAMLEmitter.text(.string(text))
        return emitted == text + "\n" ? text : nil
    }

    private static func flowText(_ key: String, _ value: Value) -> String {
        let name = plainText(key) ?? doubleQuoted(key)
        if case .string(let text) = value { return name + ": " + (plainText(text) ?? doubleQuoted(text)) }
        return name + ": " + JSONWriter.text(value)
    }
}
