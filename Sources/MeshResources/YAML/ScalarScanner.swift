/// Scalars, anchors, tags and aliases: where they begin and end. What they say is decoded later, by `ScalarDecoder`.
extension Parser {
    /// A scalar or alias that was gone over and not yet added.
    struct ScalarScan {
        var start: Int
        var end: Int
        var meta: UInt32
        /// Whether a colon that makes it a key stands at the current byte.
        var endsAtColon = false
        /// For an alias: its target.
        var target: UInt32 = 0

        var isPlain: Bool { meta == Tree.Meta.plain || meta == Tree.Meta.plain | Tree.Meta.needsDecoding }
        /// The first byte, an opening quote included.
        var rangeStart: Int {
            meta & (Tree.Meta.styleMask | Tree.Meta.kindMask) == Tree.Meta.plain || target != 0
                || meta & Tree.Meta.kindMask == Tree.Meta.alias ? start : start - 1
        }
    }

    // MARK: Block context

    /// Goes over the alias or scalar at the current token. A plain scalar in a value's place is followed over its lines, and the
    /// parser then stands at the next line's token; otherwise it stands behind the scalar, or at the colon behind a key.
    @inline(__always)
    mutating func scanScalar(parent: Int, isKey: Bool) throws(ParseFailure) -> ScalarScan {
        let byte = base[at]
        if classes[Int(byte)] & ByteClass.plainStart == 0,
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "*")
        {
            return try scanMarkedScalar(parent: parent)
        }
        return try scanPlain(parent: parent, isKey: isKey)
    }

    private mutating func scanMarkedScalar(parent: Int) throws(ParseFailure) -> ScalarScan {
        let line = lineStart
        var scan = base[at] == UInt8(ascii: "*") ? try scanAlias() : try scanQuoted(parent: parent)
        let end = at
        skipBlanks()
        if base[at] == UInt8(ascii: ":"), isBlankOrEnd(base[at + 1]) {
            guard line == lineStart else {
                throw ParseFailure(
                    .outsideSubset, at, "outside the subset: a key that spans several lines", help: "write the key on one line")
            }
            scan.endsAtColon = true
        } else {
            at = end
        }
        return scan
    }

    @inline(__always)
    private mutating func scanPlain(parent: Int, isKey: Bool) throws(ParseFailure) -> ScalarScan {
        let start = at
        if classes[Int(base[at])] & ByteClass.plainStart == 0 { try checkPlainStart() }
        var end = plainEnd()
        if base[at] == UInt8(ascii: ":") {
            contentEnd = end
            return ScalarScan(start: start, end: end, meta: Tree.Meta.plain, endsAtColon: true)
        }
        contentEnd = end
        if isKey { return ScalarScan(start: start, end: end, meta: Tree.Meta.plain) }
        // Lines that follow with more indentation belong to the scalar, unless a comment came between.
        let before = comments.count
        guard skip() else { throw trailingComment() }
        guard column > parent else { return ScalarScan(start: start, end: end, meta: Tree.Meta.plain) }
        let firstEnd = end
        while column > parent {
            if comments.count != before {
                throw ParseFailure(
                    .syntax, at, length: tokenLength(at), "unexpected text: a comment ended the value above",
                    help: "remove the comment between the lines of the value, or quote the value")
            }
            let lineAt = at
            if base[at] == UInt8(ascii: "#") { throw trailingComment() }
            end = plainEnd()
            if base[at] == UInt8(ascii: ":") {
                let scan = ScalarScan(start: start, end: firstEnd, meta: Tree.Meta.plain)
                if parent < 0 || source.bytes(in: SourceRange(start, firstEnd)).contains(UInt8(ascii: ":")), !valuePrecedes(start) {
                    throw missingColon(scan)
                }
                throw ParseFailure(
                    .indentation, lineAt, length: max(1, end - lineAt), "a mapping is not allowed here: the line above already has a value",
                    help: "align it with the key above, or remove that key's value")
            }
            contentEnd = end
            guard skip() else { throw trailingComment() }
        }
        return ScalarScan(start: start, end: end, meta: Tree.Meta.plain | Tree.Meta.needsDecoding)
    }

    /// Whether the scalar at `start` is the value of a key on its own line.
    private func valuePrecedes(_ start: Int) -> Bool {
        var p = start - 1
        while p > 0, isBlank(base[p]) { p -= 1 }
        return p > 0 && base[p] == UInt8(ascii: ":")
    }

    private func trailingComment() -> ParseFailure {
        ParseFailure(.syntax, at, "a comment needs a blank before its '#'", help: "put a blank before '#'")
    }

    /// Goes to the end of a plain scalar's line, or to `: `, or to a comment; gives the end of its text.
    @inline(__always)
    private mutating func plainEnd() -> Int { plainEnd(stop: ByteClass.plainStop) }

    @inline(__always)
    private mutating func plainEnd(stop: UInt8) -> Int {
        var p = at
        let base = base
        let classes = classes
        while true {
            while classes[Int(base[p])] & stop == 0 { p &+= 1 }
            let byte = base[p]
            if byte == UInt8(ascii: ":") {
                let next = base[p &+ 1]
                if classes[Int(next)] & ByteClass.blankOrEnd != 0 { break }
            } else if byte == UInt8(ascii: "#") {
                if isBlank(base[p &- 1]) { break }
            } else {
                break
            }
            p &+= 1
        }
        at = p
        while p > lineStart, isBlank(base[p &- 1]) { p &-= 1 }
        return p
    }

    /// Refuses what a plain scalar may not begin with, by name.
    private func checkPlainStart() throws(ParseFailure) {
        let byte = base[at]
        let next = base[at + 1]
        switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
            let word = text(at, at + 1)
            throw ParseFailure(
                .syntax, at, "a plain value may not begin with '\(word)'", help: "quote the value, or remove the '\(word)'")
        case UInt8(ascii: "#"):
            throw ParseFailure(.syntax, at, "a comment needs a blank before its '#'", help: "put a blank before '#'")
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            if isBlankOrEnd(next) {
                throw ParseFailure(.syntax, at, "unexpected '\(text(at, at + 1))'", help: "quote the value if it is meant as text")
            }
        default: break
        }
    }

    // MARK: Flow context

    /// Goes over the plain scalar at the current byte inside brackets, over several lines if it goes on there.
    mutating func scanFlowPlain(parent: Int, opened: Int) throws(ParseFailure) -> ScalarScan {
        let start = at
        let first = base[at]
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "?") || first == UInt8(ascii: ":"),
            isBlankOrEnd(base[at + 1]) || isFlowIndicator(base[at + 1])
        {
            throw ParseFailure(
                .syntax, at, "unexpected '\(text(at, at + 1))' inside brackets", help: "quote the value if it is meant as text")
        }
        try checkPlainStart()
        var meta = Tree.Meta.plain
        var end = at
        while true {
            end = flowPlainEnd()
            contentEnd = end
            guard isLineEnd(base[at]) else { break }
            let before = comments.count
            try skipInFlow(parent: parent, opened: opened)
            let byte = base[at]
            if isFlowIndicator(byte) || byte == UInt8(ascii: "#")
                || byte == UInt8(ascii: ":") && (isBlankOrEnd(base[at + 1]) || isFlowIndicator(base[at + 1]))
            {
                break
            }
            if comments.count != before {
                throw ParseFailure(.syntax, at, length: tokenLength(at), "unexpected text: a comment ended the value above, expected ','")
            }
            meta = Tree.Meta.plain | Tree.Meta.needsDecoding
        }
        return ScalarScan(start: start, end: end, meta: meta)
    }

    private mutating func flowPlainEnd() -> Int { plainEnd(stop: ByteClass.flowStop) }

    // MARK: Quoted

    /// Goes over a quoted scalar; the parser then stands behind the closing quote.
    mutating func scanQuoted(parent: Int) throws(ParseFailure) -> ScalarScan {
        let quote = base[at]
        let isDouble = quote == UInt8(ascii: "\"")
        let start = at + 1
        var p = start
        var meta = isDouble ? Tree.Meta.doubleQuoted : Tree.Meta.singleQuoted
        while true {
            let byte = base[p]
            if byte == quote {
                if isDouble || base[p + 1] != quote { break }
                meta |= Tree.Meta.needsDecoding
                p += 2
            } else if byte == 0x5C, isDouble {
                meta |= Tree.Meta.needsDecoding
                p = try escapeEnd(p)
            } else if byte == 0x0A || byte == 0x0D {
                meta |= Tree.Meta.needsDecoding
                p = try quotedLine(p, parent: parent, opened: start - 1)
            } else if byte == 0 {
                throw unclosedQuote(start - 1)
            } else if byte >= 0xC2, byte == 0xC2, base[p + 1] == 0x85 {
                throw oddBreak(p)
            } else {
                p &+= 1
            }
        }
        at = p + 1
        contentEnd = at
        return ScalarScan(start: start, end: p, meta: meta)
    }

    private func unclosedQuote(_ opened: Int) -> ParseFailure {
        let quote = base[opened] == UInt8(ascii: "\"") ? "double" : "single"
        return ParseFailure(
            .unclosed, opened, "a \(quote) quote is opened here and never closed", help: "close it at the end of the value")
    }

    /// Goes over a line break inside quotes to the next line's text.
    private mutating func quotedLine(_ from: Int, parent: Int, opened: Int) throws(ParseFailure) -> Int {
        var p = from
        while true {
            p += breakLength(p)
            lineStart = p
            while base[p] == 0x20 { p += 1 }
            let indent = p - lineStart
            while isBlank(base[p]) { p += 1 }
            if base[p] == 0x0A || base[p] == 0x0D { continue }
            if base[p] == 0 { throw unclosedQuote(opened) }
            if indent == 0 {
                if isMarker(UInt8(ascii: "-"), p) || isMarker(UInt8(ascii: "."), p) { throw unclosedQuote(opened) }
                if parent == 0 {
                    let quote = base[opened] == UInt8(ascii: "\"") ? "double" : "single"
                    throw ParseFailure(
                        .unclosed, opened, "a \(quote) quote is opened here and not closed before a line without indentation",
                        help: "close it at the end of the value, or indent the lines that continue it",
                        related: ("the line is here", SourceRange(p, p + tokenLength(p))))
                }
            }
            return p
        }
    }

    /// The end of the escape whose backslash is at `p`.
    private func escapeEnd(_ p: Int) throws(ParseFailure) -> Int {
        let digits: Int
        switch base[p + 1] {
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        case 0x0A, 0x0D: return p + 1
        case UInt8(ascii: "0"), UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "t"), 0x09, UInt8(ascii: "n"), UInt8(ascii: "v"),
            UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "e"), 0x20, 0x22, UInt8(ascii: "/"), 0x5C, UInt8(ascii: "N"),
            UInt8(ascii: "_"),
            UInt8(ascii: "L"), UInt8(ascii: "P"):
            return p + 2
        default:
            throw ParseFailure(
                .syntax, p, length: 2, "unknown escape '\\\(text(p + 1, min(count, p + 2)))' in double quotes",
                help: "write '\\\\' for a backslash, or use single quotes")
        }
        guard let code = ScalarDecoder.number(UnsafeBufferPointer(start: base, count: count), p + 2, digits: digits) else {
            throw ParseFailure(.syntax, p, length: 2, "'\\\(text(p + 1, p + 2))' wants \(digits) hexadecimal digits")
        }
        guard Unicode.Scalar(code) != nil else {
            throw ParseFailure(
                .character, p, length: 2 + digits, "an escape that names no character: half of a surrogate pair, or too large",
                help: "write the character itself, or '\\U' with its code")
        }
        return p + 2 + digits
    }

    private func oddBreak(_ p: Int) -> ParseFailure {
        ParseFailure(
            .outsideSubset, p, length: base[p] == 0xC2 ? 2 : 3,
            "outside the subset: a Unicode line separator, which some readers take for a line break",
            help: "remove it, or write it as an escape in double quotes")
    }

    /// Refuses line separators that readers disagree about.
    func checkOddBreaks(_ start: Int, _ end: Int) throws(ParseFailure) {
        var p = start
        while p < end {
            if base[p] == 0xC2, base[p + 1] == 0x85 || base[p] == 0xE2 { throw oddBreak(p) }
            if base[p] == 0xE2, base[p + 1] == 0x80, base[p + 2] & 0xFE == 0xA8 { throw oddBreak(p) }
            p += 1
        }
    }

    // MARK: Block scalars

    /// Reads a literal or folded block and goes on to the next line's token.
    mutating func blockScalar(parent: Int, properties pending: PendingProperties?) throws(ParseFailure) {
        let start = at
        let meta = (base[at] == UInt8(ascii: "|") ? Tree.Meta.literal : Tree.Meta.folded) | Tree.Meta.needsDecoding
        at += 1
        var explicit = 0
        var hasChomping = false
        while !isBlankOrEnd(base[at]) {
            let byte = base[at]
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), !hasChomping {
                hasChomping = true
            } else if byte >= UInt8(ascii: "1"), byte <= UInt8(ascii: "9"), explicit == 0 {
                explicit = Int(byte - UInt8(ascii: "0"))
            } else if byte == UInt8(ascii: "0") {
                throw ParseFailure(.syntax, at, "the indentation indicator 0 is not allowed", help: "write 1 to 9, or nothing")
            } else {
                throw ParseFailure(
                    .syntax, at, length: tokenLength(at), "unexpected text behind '\(text(start, start + 1))'",
                    help: "begin the text on the next line, or quote the value")
            }
            at += 1
        }
        skipBlanks()
        if isCommentStart() {
            let comment = at
            while !isLineEnd(base[at]) { at += 1 }
            comments.append(SourceRange(comment, at))
        }
        guard isLineEnd(base[at]) else {
            throw ParseFailure(
                .syntax, at, length: tokenLength(at), "unexpected text behind '\(text(start, start + 1))'",
                help: "begin the text on the next line, or quote the value")
        }
        let headerEnd = at
        at += breakLength(at)
        lineStart = at
        let indent = try blockIndentation(parent: parent, explicit: explicit)
        contentEnd = headerEnd
        blockLines(indent)
        if hasOddBreaks { try checkOddBreaks(start, at) }
        _ = try appendScalar(start: start, end: at, meta: meta, next: indent, properties: pending)
        contentEnd = max(contentEnd, start + 1)
        _ = skip(atLineStart: true)
    }

    /// The column at which a block's text begins: given, or that of its first line that is not blank.
    private func blockIndentation(parent: Int, explicit: Int) throws(ParseFailure) -> Int {
        if explicit > 0 { return max(parent, 0) + explicit }
        var p = at
        var widestBlank = 0
        var widestAt = p
        while true {
            let line = p
            while base[p] == 0x20 { p += 1 }
            let indent = p - line
            if base[p] == 0x0A || base[p] == 0x0D {
                if indent > widestBlank {
                    widestBlank = indent
                    widestAt = line
                }
                p += breakLength(p)
                continue
            }
            let ends = base[p] == 0 || indent <= parent || indent == 0 && (isMarker(UInt8(ascii: "-"), p) || isMarker(UInt8(ascii: "."), p))
            if base[p] == 0, indent > widestBlank { widestBlank = indent }
            if indent <= parent, base[p] == 0x09 {
                throw ParseFailure(.tabIndentation, p, "a tab is used as indentation", help: "indent the text with spaces")
            }
            if ends { return max(parent + 1, widestBlank) }
            if widestBlank > indent {
                throw ParseFailure(
                    .indentation, widestAt, length: widestBlank, "a blank line is indented more than the text's first line",
                    help: "remove its blanks, or give the indentation as in '|2'")
            }
            return indent
        }
    }

    /// Goes over the lines of a block's text to the line after it.
    private mutating func blockLines(_ indent: Int) {
        var p = at
        while base[p] != 0 || p < count {
            let line = p
            while base[p] == 0x20, p - line < indent { p += 1 }
            if p - line < indent, base[p] != 0x0A, base[p] != 0x0D {
                if base[p] == 0 {
                    // Blanks at the very end of the text are an empty line.
                    at = p
                    lineStart = line
                    return
                }
                at = line
                lineStart = line
                return
            }
            if indent == 0, isMarker(UInt8(ascii: "-"), p) || isMarker(UInt8(ascii: "."), p) {
                at = line
                lineStart = line
                return
            }
            let content = p
            while base[p] != 0x0A, base[p] != 0x0D, base[p] != 0 { p &+= 1 }
            if p > content { contentEnd = p }
            p += breakLength(p)
        }
        at = p
        lineStart = p
        if p > 0, base[p - 1] != 0x0A, base[p - 1] != 0x0D {
            // The text ends without a line break: the line is still the last one.
            var line = p
            while line > 0, base[line - 1] != 0x0A, base[line - 1] != 0x0D { line -= 1 }
            lineStart = line
        }
    }

    // MARK: Anchors, aliases, tags

    /// Goes over an anchor, a tag, or both in any order.
    mutating func scanProperties() throws(ParseFailure) -> PendingProperties {
        let start = at
        var anchor: SourceRange?
        var tag: SourceRange?
        var end = at
        while true {
            if base[at] == UInt8(ascii: "&"), anchor == nil {
                anchor = try scanName("anchor")
            } else if base[at] == UInt8(ascii: "!"), tag == nil {
                tag = try scanTag()
            } else {
                break
            }
            end = at
            skipBlanks()
        }
        at = end
        return PendingProperties(anchor: anchor, tag: tag, range: SourceRange(start, end))
    }

    /// Goes over `&name` or `*name`; gives the name.
    private mutating func scanName(_ what: String) throws(ParseFailure) -> SourceRange {
        let start = at + 1
        at = start
        while base[at] >= 0x30 && base[at] <= 0x39 || base[at] | 0x20 >= 0x61 && base[at] | 0x20 <= 0x7A || base[at] == UInt8(ascii: "-")
            || base[at] == UInt8(ascii: "_")
        {
            at += 1
        }
        guard at > start, isBlankOrEnd(base[at]) || isFlowIndicator(base[at]) else {
            if what == "alias" {
                throw ParseFailure(
                    .alias, start - 1, length: tokenLength(start - 1),
                    "'*' begins an alias, and '\(text(start, min(count, start + tokenLength(start))))' is no alias name",
                    help: "quote the value if it is meant as text, such as \"*.example.com\"")
            }
            throw ParseFailure(
                .outsideSubset, start - 1, length: tokenLength(start - 1),
                "outside the subset: an anchor name with other than letters, digits, '-' and '_'",
                help: "rename the anchor; quote the value if it is meant as text")
        }
        return SourceRange(start, at)
    }

    private mutating func scanTag() throws(ParseFailure) -> SourceRange {
        let start = at
        at += 1
        if base[at] == UInt8(ascii: "<") {
            while base[at] != UInt8(ascii: ">"), !isBlankOrEnd(base[at]) { at += 1 }
            guard base[at] == UInt8(ascii: ">") else {
                throw ParseFailure(.syntax, start, length: at - start, "a tag '!<' without its '>'")
            }
            at += 1
        } else {
            while !isBlankOrEnd(base[at]), !isFlowIndicator(base[at]), base[at] < 0x80 { at += 1 }
            let bytes = source.bytes(in: SourceRange(start + 1, at))
            if let mark = bytes.lastIndex(of: UInt8(ascii: "!")), mark > 0 {
                let handle = text(start, start + 1 + mark + 1)
                guard knowsHandle(handle) else {
                    throw ParseFailure(
                        .outsideSubset, start, length: at - start, "the tag handle '\(handle)' is not declared", help: "remove the tag")
                }
            }
        }
        guard
            isBlankOrEnd(base[at])
                || isFlowIndicator(base[at]) && base[at] != UInt8(ascii: "{") && base[at] != UInt8(ascii: "[") && flowDepth > 0
        else {
            throw ParseFailure(
                .syntax, start, length: tokenLength(start), "a tag must be followed by a blank", help: "write a blank behind the tag")
        }
        return SourceRange(start, at)
    }

    mutating func scanAlias() throws(ParseFailure) -> ScalarScan {
        let start = at
        let name = try scanName("alias")
        guard let target = anchors[source.text(in: name)] else {
            throw ParseFailure(
                .alias, start, length: at - start, "the alias '*\(source.text(in: name))' refers to no anchor of this document",
                help: "quote the value if it is meant as text")
        }
        let record = records.base[Int(target)]
        let kind = record.meta & Tree.Meta.kindMask
        if kind == Tree.Meta.mapping || kind == Tree.Meta.sequence, record.next == 0 {
            throw ParseFailure(
                .alias, start, length: at - start, "the value of anchor '\(source.text(in: name))' contains itself",
                help: "write the value out")
        }
        contentEnd = at
        noteAlias()
        return ScalarScan(start: start, end: at, meta: Tree.Meta.alias, target: target)
    }

    // MARK: Records

    @inline(__always)
    @discardableResult
    mutating func append(_ scan: ScalarScan, properties pending: PendingProperties?) throws(ParseFailure) -> UInt32 {
        if scan.meta & Tree.Meta.kindMask == Tree.Meta.alias, let pending {
            throw ParseFailure(.alias, Int(pending.range.start), length: pending.range.count, "an alias may have no anchor and no tag")
        }
        if hasOddBreaks, scan.isPlain { try checkOddBreaks(scan.start, scan.end) }
        let index = try appendScalar(start: scan.start, end: scan.end, meta: scan.meta, next: Int(scan.target), properties: pending)
        if pending == nil, !scan.endsAtColon, scan.meta == Tree.Meta.plain,
            base[scan.start] == UInt8(ascii: ".") || base[scan.start &+ 1] == UInt8(ascii: ".")
        {
            try checkFinite(scan.start, scan.end)
        }
        return index
    }

    @inline(__always)
    @discardableResult
    mutating func appendScalar(start: Int, end: Int, meta: UInt32, next: Int = 0, properties pending: PendingProperties?)
        throws(ParseFailure) -> UInt32
    {
        let index = records.append(
            .init(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), next: UInt32(truncatingIfNeeded: next),
                meta: meta))
        if let pending { try attach(pending, to: index) }
        return index
    }

    private func checkFinite(_ start: Int, _ end: Int) throws(ParseFailure) {
        guard end > start, case .invalid(let reason) = ScalarResolution.plain(source.bytes(in: SourceRange(start, end))) else { return }
        throw ParseFailure(.scalar, start, length: end - start, reason, help: "quote it if it is meant as text")
    }

    mutating func attach(_ pending: PendingProperties, to index: UInt32) throws(ParseFailure) {
        records.base[Int(index)].meta |= Tree.Meta.hasProperties
        properties.append(Tree.Properties(node: index, anchor: pending.anchor, tag: pending.tag, range: pending.range))
        if let anchor = pending.anchor { anchors[source.text(in: anchor)] = index }
        guard pending.tag != nil else { return }
        let record = records.base[Int(index)]
        if record.meta & Tree.Meta.kindMask == Tree.Meta.scalar { _ = try resolved(record, tag(of: index)) }
    }

    /// The tag of a node that was added.
    func tag(of index: UInt32) -> ScalarResolution.Tag {
        guard let found = Tree.properties(of: index, in: properties)?.tag else { return .none }
        return ScalarResolution.Tag(source.text(in: found))
    }

    func resolved(_ record: Tree.Record, _ tag: ScalarResolution.Tag) throws(ParseFailure) -> Scalar {
        let value = ScalarResolution.resolve(record, tag, source)
        if case .invalid(let reason) = value {
            throw ParseFailure(
                .scalar, Int(record.start), length: max(1, Int(record.end - record.start)), reason,
                help: "correct the value or remove the tag")
        }
        return value
    }
}
