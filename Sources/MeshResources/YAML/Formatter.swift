/// Prints YAML in canonical layout with everything that was written kept: comments, order of keys, quotes, anchors, chomping.
///
/// Two blanks a level, dashes at the indent of their key, one blank after a colon, at most one blank line in a row, LF, one line
/// feed at the end. The result is read again and compared with the input before it is handed out.
public struct Formatter {
    private let tree: Tree
    private let source: SourceText
    private let bytes: UnsafeBufferPointer<UInt8>
    private var out: [UInt8] = []
    /// The next comment that was not written.
    private var comment = 0
    /// Where in the source the last thing that was written ends.
    private var written = 0

    private init(_ tree: Tree) {
        self.tree = tree
        source = tree.source
        bytes = source.bytes
    }

    /// Why a text is not formatted.
    public enum Refusal: Error {
        /// It has something whose layout is not known, such as a directive, at this place.
        case unusual(SourceRange)
        /// The result would not read the same. This is a defect of the formatter; the text is left as it is.
        case notEqual
    }

    /// The text of `trees`, the parts of one text in order, in canonical layout.
    public static func format(_ trees: [Tree]) -> Result<[UInt8], Refusal> {
        var out: [UInt8] = []
        for (index, tree) in trees.enumerated() {
            var formatter = Formatter(tree)
            do {
                try formatter.stream(isFirst: index == 0)
            } catch {
                return .failure(error)
            }
            out += formatter.out
        }
        guard isEqual(out, trees) else { return .failure(.notEqual) }
        return .success(out)
    }

    /// Whether the result reads as the input does, comments included.
    private static func isEqual(_ out: [UInt8], _ trees: [Tree]) -> Bool {
        let result = YAML.parse(SourceText(name: "formatted", bytes: out))
        guard result.diagnostics.isEmpty, result.tree.comments.count == trees.reduce(0, { $0 + $1.comments.count }) else { return false }
        let before = trees.flatMap(\.documents)
        let after = result.tree.documents
        guard before.count == after.count else { return false }
        var writer = JSONWriter()
        for (a, b) in zip(before, after) {
            if let root = a.root { writer.write(root) }
            let text = writer.takeBytes()
            if let root = b.root { writer.write(root) }
            guard writer.takeBytes() == text else { return false }
        }
        return true
    }

    // MARK: Documents

    private mutating func stream(isFirst: Bool) throws(Refusal) {
        if let at = directive() { throw .unusual(SourceRange(at, at + 1)) }
        let documents = tree.documents
        written = documents.first.map { Int($0.document.range.start) } ?? 0
        for (index, entry) in documents.enumerated() {
            let start = Int(entry.document.range.start)
            leadingComments(before: start, indent: 0)
            if entry.document.hasMarker {
                out += Array("---".utf8)
                written = start + 3
                if let root = entry.root, onSameLine(start, Int(propertyStart(root))) {
                    out.append(0x20)
                    try value(root, indent: -2)
                } else {
                    trailingComment(after: start + 3)
                    newline()
                    if let root = entry.root { try block(root, indent: 0) }
                }
            } else if let root = entry.root {
                if index > 0 || !isFirst && out.isEmpty { out += Array("---\n".utf8) }
                try block(root, indent: 0)
            }
        }
        comments(before: source.count + 1, indent: 0)
    }

    private func directive() -> Int? {
        for document in tree.documents {
            var at = Int(document.document.range.start)
            while at > 0, bytes[at - 1] == 0x0A || bytes[at - 1] == 0x0D { at -= 1 }
            while at > 0, bytes[at - 1] != 0x0A { at -= 1 }
            if at < bytes.count, bytes[at] == UInt8(ascii: "%") { return at }
        }
        return nil
    }

    // MARK: Nodes

    /// A node that begins on a line of its own.
    private mutating func block(_ node: Node, indent: Int) throws(Refusal) {
        leadingComments(before: Int(propertyStart(node)), indent: indent)
        if node.isAlias || node.isScalar || node.isFlow {
            pad(indent)
            try value(node, indent: indent - 2)
            return
        }
        if let properties = ownProperties(node) {
            pad(indent)
            copy(properties.range)
            trailingComment(after: Int(properties.range.end))
            newline()
        }
        if node.isMapping {
            try mapping(node, indent: indent, startsLine: true)
        } else {
            try sequence(node, indent: indent, startsLine: true)
        }
    }

    private mutating func mapping(_ node: Node, indent: Int, startsLine: Bool) throws(Refusal) {
        var startsLine = startsLine
        for (key, value) in node.rawEntries {
            let keyStart = Int(propertyStart(key))
            guard isSingleLine(key.range), !isExplicit(keyStart) else { throw .unusual(key.range) }
            if startsLine {
                leadingComments(before: keyStart, indent: indent)
                pad(indent)
            }
            startsLine = true
            if let properties = ownProperties(key) {
                copy(properties.range)
                out.append(0x20)
            }
            copy(key.range)
            if key.isAlias { out.append(0x20) }
            out.append(UInt8(ascii: ":"))
            try self.value(after: Int(key.range.end), value, indent: indent, isInSequence: false)
        }
    }

    private mutating func sequence(_ node: Node, indent: Int, startsLine: Bool) throws(Refusal) {
        var startsLine = startsLine
        for item in node.items {
            let start = Int(propertyStart(item))
            if startsLine {
                // The dash of an item is not kept in the tree: comments before it are those before its line.
                leadingComments(before: dash(before: start), indent: indent)
                pad(indent)
            }
            startsLine = true
            out.append(UInt8(ascii: "-"))
            try value(after: dash(before: start) + 1, item, indent: indent, isInSequence: true)
        }
    }

    /// The dash that opens the item whose content begins at `start`.
    private func dash(before start: Int) -> Int {
        var at = min(start, bytes.count) - 1
        var found = start
        while at >= written {
            let byte = bytes[at]
            if byte == UInt8(ascii: "-"), at + 1 >= bytes.count || [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at + 1]), !isInComment(at) {
                found = at
                break
            }
            at -= 1
        }
        return found
    }

    private func isInComment(_ at: Int) -> Bool {
        var index = comment
        while index < tree.comments.count, tree.comments[index].start <= at {
            if tree.comments[index].contains(UInt32(at)) { return true }
            index += 1
        }
        return false
    }

    /// What stands behind `key:` or `-`.
    private mutating func value(after mark: Int, _ node: Node, indent: Int, isInSequence: Bool) throws(Refusal) {
        written = max(written, mark)
        let isBlock = !node.isAlias && !node.isScalar && !node.isFlow
        if let properties = ownProperties(node) {
            out.append(0x20)
            copy(properties.range)
        } else if !isBlock, node.isScalar, node.range.isEmpty {
            trailingComment(after: mark)
            newline()
            return
        }
        if !isBlock {
            if hasComment(between: written, Int(node.range.start)) || node.isScalar && node.range.isEmpty {
                trailingComment(after: written)
                newline()
                if node.range.isEmpty { return }
                leadingComments(before: Int(node.range.start), indent: indent + 2)
                pad(indent + 2)
            } else {
                out.append(0x20)
            }
            try scalarOrFlow(node, indent: indent)
            return
        }
        let inner = node.isMapping || isInSequence ? indent + 2 : indent
        let first = node.isMapping ? node.rawEntries.first(where: { _ in true })?.key : node.items.first(where: { _ in true })
        let isCompact =
            isInSequence && ownProperties(node) == nil && !hasComment(between: written, first.map { Int(propertyStart($0)) } ?? written)
        if isCompact {
            out.append(0x20)
        } else {
            trailingComment(after: written)
            newline()
        }
        if node.isMapping {
            try mapping(node, indent: inner, startsLine: !isCompact)
        } else {
            try sequence(node, indent: inner, startsLine: !isCompact)
        }
    }

    /// A value and its properties at the current place of the line.
    private mutating func value(_ node: Node, indent: Int) throws(Refusal) {
        if let properties = ownProperties(node) {
            copy(properties.range)
            if !node.range.isEmpty { out.append(0x20) }
        }
        guard node.isAlias || node.isScalar || node.isFlow else {
            newline()
            try block(node, indent: indent + 2)
            return
        }
        try scalarOrFlow(node, indent: indent)
    }

    private mutating func scalarOrFlow(_ node: Node, indent: Int) throws(Refusal) {
        if node.isAlias || isSingleLine(node.range), !node.isBlockScalar {
            if !node.isAlias, node.isFlow, try flowOnOneLine(node) {
                trailingComment(after: Int(node.range.end))
                newline()
                return
            }
            copy(node.range)
        } else if node.isFlow {
            try flow(node, indent: indent + 2)
        } else if node.isBlockScalar {
            try blockScalar(node, indent: indent + 2)
            return
        } else {
            continuedLines(node.range, indent: indent + 2)
        }
        trailingComment(after: Int(node.range.end))
        newline()
    }

    // MARK: Scalars

    /// A scalar over several lines: each line but the first is indented anew.
    private mutating func continuedLines(_ range: SourceRange, indent: Int) {
        var at = Int(range.start)
        let end = Int(range.end)
        while at < end {
            let byte = bytes[at]
            if byte == 0x0D || byte == 0x0A {
                at += byte == 0x0D && at + 1 < end && bytes[at + 1] == 0x0A ? 2 : 1
                trimBlanks(keepingEscaped: true)
                out.append(0x0A)
                while at < end, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
                if at < end, bytes[at] != 0x0A, bytes[at] != 0x0D { pad(indent) }
            } else {
                out.append(byte)
                at += 1
            }
        }
        written = end
    }

    private mutating func blockScalar(_ node: Node, indent: Int) throws(Refusal) {
        let indent = max(indent, 0)
        var at = Int(node.range.start)
        let end = Int(node.range.end)
        let from = Int(node.record.next)
        var header: [UInt8] = []
        while at < end, !isBreak(bytes[at]), bytes[at] != 0x20, bytes[at] != 0x09 {
            if !(bytes[at] >= 0x30 && bytes[at] <= 0x39) { header.append(bytes[at]) }
            at += 1
        }
        let hasIndicator = at - Int(node.range.start) != header.count
        if hasIndicator {
            // The text begins with a blank, so that its indentation must be said.
            guard indent > 0 else { throw .unusual(node.range) }
            let step = min(indent, 2)
            header.insert(UInt8(ascii: "0") + UInt8(step), at: 1)
        }
        out += header
        written = at
        trailingComment(after: at)
        newline()
        while at < end, !isBreak(bytes[at]) { at += 1 }
        at += breakLength(at, end)
        while at < end {
            var column = 0
            while at < end, column < from, bytes[at] == 0x20 {
                at += 1
                column += 1
            }
            let line = at
            while at < end, !isBreak(bytes[at]) { at += 1 }
            if at > line {
                pad(indent)
                out += bytes[line..<at]
            }
            if breakLength(at, end) > 0 || at > line && source.impliesFinalLineBreak { out.append(0x0A) }
            at += breakLength(at, end)
        }
        written = end
    }

    private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func breakLength(_ at: Int, _ end: Int) -> Int {
        guard at < end, isBreak(bytes[at]) else { return 0 }
        return bytes[at] == 0x0D && at + 1 < end && bytes[at + 1] == 0x0A ? 2 : 1
    }

    // MARK: Flow collections

    /// A flow collection that stands on one line and has only plain parts, with even spacing; `false` leaves it as written.
    private mutating func flowOnOneLine(_ node: Node) throws(Refusal) -> Bool {
        var parts: [UInt8] = []
        guard append(node, to: &parts) else { return false }
        out += parts
        written = Int(node.range.end)
        return true
    }

    private func append(_ node: Node, to parts: inout [UInt8]) -> Bool {
        if node.isAlias || node.isScalar {
            if !node.isAlias, ownProperties(node) != nil { return false }
            parts += bytes[Int(node.range.start)..<Int(node.range.end)]
            return true
        }
        guard ownProperties(node) == nil,
            bytes[Int(node.range.start)] == UInt8(ascii: "{") || bytes[Int(node.range.start)] == UInt8(ascii: "[")
        else { return false }
        parts.append(node.isMapping ? UInt8(ascii: "{") : UInt8(ascii: "["))
        var isFirst = true
        if node.isMapping {
            for (key, value) in node.rawEntries {
                if !isFirst { parts += [UInt8(ascii: ","), 0x20] }
                isFirst = false
                guard !isExplicit(Int(key.range.start)), append(key, to: &parts) else { return false }
                if value.isScalar, value.range.isEmpty { continue }
                parts += [UInt8(ascii: ":"), 0x20]
                guard append(value, to: &parts) else { return false }
            }
        } else {
            for item in node.items {
                if !isFirst { parts += [UInt8(ascii: ","), 0x20] }
                isFirst = false
                guard append(item, to: &parts) else { return false }
            }
        }
        parts.append(node.isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        return true
    }

    /// A flow collection over several lines: the lines are kept, their indentation follows the open brackets.
    private mutating func flow(_ node: Node, indent: Int) throws(Refusal) {
        var at = Int(node.range.start)
        let end = Int(node.range.end)
        var depth = 0
        var quote: UInt8 = 0
        while at < end {
            let byte = bytes[at]
            if comment < tree.comments.count, Int(tree.comments[comment].start) == at, quote == 0 {
                let range = tree.comments[comment]
                out += bytes[at..<Int(range.end)]
                at = Int(range.end)
                comment += 1
                trimBlanks(keepingEscaped: false)
                continue
            }
            if isBreak(byte) {
                at += breakLength(at, end)
                trimBlanks(keepingEscaped: quote != 0)
                out.append(0x0A)
                while at < end, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
                if at < end, !isBreak(bytes[at]) {
                    let closes = quote == 0 && (bytes[at] == UInt8(ascii: "]") || bytes[at] == UInt8(ascii: "}"))
                    pad(max(0, indent - 2) + 2 * max(0, closes ? depth - 1 : depth))
                }
                continue
            }
            out.append(byte)
            at += 1
            if quote != 0 {
                if byte == 0x5C, quote == 0x22, at < end, !isBreak(bytes[at]) {
                    out.append(bytes[at])
                    at += 1
                } else if byte == quote {
                    quote = 0
                }
            } else if (byte == 0x22 || byte == 0x27) && beginsQuote(at - 1) {
                quote = byte
            } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
                depth -= 1
            }
        }
        written = end
    }

    /// Whether the quote at `at` opens a scalar: what stands before it is no part of a plain one.
    private func beginsQuote(_ at: Int) -> Bool {
        guard at > 0 else { return true }
        return [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":")].contains(bytes[at - 1])
    }

    // MARK: Comments and blank lines

    /// Comments on lines of their own before `offset`, and at most one blank line of those that stand there.
    private mutating func leadingComments(before offset: Int, indent: Int) {
        comments(before: offset, indent: indent)
        blankLine(before: min(offset, bytes.count))
    }

    private mutating func comments(before offset: Int, indent: Int) {
        while comment < tree.comments.count, Int(tree.comments[comment].start) < offset {
            let range = tree.comments[comment]
            blankLine(before: Int(range.start))
            pad(indent)
            out += bytes[Int(range.start)..<Int(range.end)]
            trimBlanks(keepingEscaped: false)
            out.append(0x0A)
            written = Int(range.end)
            comment += 1
        }
    }

    private mutating func blankLine(before offset: Int) {
        guard offset > written, !out.isEmpty else { return }
        var breaks = 0
        var at = written
        // Of a block scalar the trailing breaks are its own.
        if written > 0, isBreak(bytes[written - 1]) { breaks = 1 }
        while at < offset {
            if isBreak(bytes[at]) {
                breaks += 1
                at += breakLength(at, bytes.count)
            } else if bytes[at] == 0x20 || bytes[at] == 0x09 {
                at += 1
            } else {
                break
            }
        }
        if breaks > 1, at < bytes.count, out.suffix(2) != [0x0A, 0x0A] { out.append(0x0A) }
        written = max(written, min(at, offset))
    }

    /// A comment that stands on the same line behind `offset`.
    private mutating func trailingComment(after offset: Int) {
        guard comment < tree.comments.count else { return }
        let range = tree.comments[comment]
        guard Int(range.start) >= offset, onSameLine(offset, Int(range.start)) else { return }
        // The blanks before it stay: comments of several lines may be aligned.
        var blanks = Int(range.start)
        while blanks > offset, bytes[blanks - 1] == 0x20 || bytes[blanks - 1] == 0x09 { blanks -= 1 }
        out += repeatElement(0x20, count: max(1, Int(range.start) - blanks))
        out += bytes[Int(range.start)..<Int(range.end)]
        trimBlanks(keepingEscaped: false)
        written = Int(range.end)
        comment += 1
    }

    private func hasComment(between start: Int, _ end: Int) -> Bool {
        comment < tree.comments.count && Int(tree.comments[comment].start) >= start && Int(tree.comments[comment].start) < end
    }

    // MARK: Small things

    private func propertyStart(_ node: Node) -> UInt32 { ownProperties(node)?.range.start ?? node.range.start }

    private func ownProperties(_ node: Node) -> Tree.Properties? { node.isAlias ? nil : node.properties }

    /// Whether a `?` stands before the key, between it and what was written last; comments do not count.
    private func isExplicit(_ keyStart: Int) -> Bool {
        var at = written
        var index = comment
        while at < keyStart {
            if index < tree.comments.count, Int(tree.comments[index].start) == at {
                at = Int(tree.comments[index].end)
                index += 1
                continue
            }
            let opens =
                at == 0 || [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: "[")].contains(bytes[at - 1])
            if bytes[at] == UInt8(ascii: "?"), opens, at + 1 < keyStart, bytes[at + 1] <= 0x20 { return true }
            at += 1
        }
        return false
    }

    private func isSingleLine(_ range: SourceRange) -> Bool {
        !bytes[Int(range.start)..<Int(range.end)].contains { $0 == 0x0A || $0 == 0x0D }
    }

    private func onSameLine(_ a: Int, _ b: Int) -> Bool {
        guard a <= b, b <= bytes.count else { return false }
        return !bytes[a..<b].contains { $0 == 0x0A || $0 == 0x0D }
    }

    private mutating func pad(_ indent: Int) { out += repeatElement(0x20, count: max(0, indent)) }

    private mutating func copy(_ range: SourceRange) {
        out += bytes[Int(range.start)..<Int(range.end)]
        written = max(written, Int(range.end))
    }

    private mutating func newline() {
        if out.last != 0x0A { out.append(0x0A) }
    }

    private mutating func trimBlanks(keepingEscaped: Bool) {
        while let last = out.last, last == 0x20 || last == 0x09 {
            if keepingEscaped, out.count > 1, out[out.count - 2] == 0x5C { return }
            out.removeLast()
        }
    }
}

extension Node {
    /// Whether this is a literal or folded block.
    var isBlockScalar: Bool { !isAlias && isScalar && (style == .literal || style == .folded) }
}
