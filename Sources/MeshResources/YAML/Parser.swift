/// Reads a YAML stream into a tree in one pass over the bytes: documents and what surrounds them.
///
/// The language is YAML 1.2 with what Kubernetes' readers do to it: see `docs/yaml.md`. The parser goes from token to token;
/// after each node it stands at the first token of a later line, whose indentation is in `column`. Block collections are in
/// `BlockParser.swift`, flow collections in `FlowParser.swift`, scalars in `ScalarScanner.swift`.
struct Parser: ~Copyable {
    /// Collections that may be open at once.
    static let maximumDepth = 256
    /// Errors reported for one text.
    static let maximumErrors = 20
    /// Nodes that aliases may add to a document.
    static let maximumExpansion = 1_000_000

    let source: SourceText
    let base: UnsafePointer<UInt8>
    let count: Int
    /// Where the part that is read ends: the text's end, or a line with `---`.
    let limit: Int
    /// Whether the text has characters that end a line for some readers and not for others: NEL, LS, PS.
    let hasOddBreaks: Bool
    /// `ByteClass` of every byte.
    let classes: UnsafeMutablePointer<UInt8>

    /// The byte that is looked at.
    var at = 0
    /// The first byte of its line.
    var lineStart = 0
    /// The indentation of the token at `at`, when it is the first of its line; -1 at the end of the document or text.
    var column = 0
    /// Whether a tab stands between the line's start, or the last indicator, and the token.
    var tabBefore = false
    /// The byte after the last content that was read.
    var contentEnd = 0
    var depth = 0
    /// Brackets that are open.
    var flowDepth = 0

    var records: RecordBuffer
    var properties: [Tree.Properties] = []
    var comments: [SourceRange] = []
    var anchors: [String: UInt32] = [:]
    private var hasAliases = false
    private var documents: [Tree.Document] = []
    private var failures: [ParseFailure] = []
    private var tagHandles: [String] = []

    private init(_ source: SourceText, part: SourceRange, hasOddBreaks: Bool) {
        self.source = source
        self.hasOddBreaks = hasOddBreaks
        base = source.base
        count = source.count
        limit = Int(part.end)
        at = Int(part.start)
        lineStart = at
        classes = ByteClass.makeTable()
        records = RecordBuffer(capacity: part.count / 8 + 16)
    }

    /// Reads a text, or a part of one that `YAML.parts` gave.
    static func parse(_ source: SourceText, part: SourceRange? = nil) -> ParseResult {
        let part = part ?? SourceRange(0, source.count)
        switch TextCheck.check(source, part) {
        case .failure(let failure):
            let tree = Tree(source: source, records: RecordBuffer(capacity: 1), documents: [], properties: [], comments: [])
            return ParseResult(tree: tree, diagnostics: [failure.diagnostic(source)])
        case .success(let check):
            return Parser(source, part: part, hasOddBreaks: check.hasOddBreaks).run()
        }
    }

    private consuming func run() -> ParseResult {
        stream()
        classes.deallocate()
        let diagnostics = failures.map { [source] in $0.diagnostic(source) }
        let tree = Tree(source: source, records: records, documents: documents, properties: properties, comments: comments)
        return ParseResult(tree: tree, diagnostics: diagnostics)
    }

    // MARK: Stream

    private mutating func stream() {
        var open = false
        skipByteOrderMark()
        while true {
            let start = at
            let mark = (records.count, properties.count)
            let complete = documents.count
            do {
                let more = try document(isOpen: &open)
                if !more { return }
            } catch {
                report(error)
                // What is wrong behind a document's end, on its marker's line, leaves the document whole.
                if documents.count == complete {
                    records.truncate(to: mark.0)
                    properties.removeLast(properties.count - mark.1)
                }
                recover()
                open = true
                if failures.count >= Self.maximumErrors || base[at] == 0 || at >= limit { return }
            }
            if at == start, base[at] == 0 { return }
        }
    }

    private mutating func skipByteOrderMark() {
        if base[at] == 0xEF, base[at + 1] == 0xBB, base[at + 2] == 0xBF {
            at += 3
            lineStart = at
        }
    }

    /// Reads the next document with its directives and markers; `false` at the end of the stream.
    private mutating func document(isOpen: inout Bool) throws(ParseFailure) -> Bool {
        anchors.removeAll(keepingCapacity: true)
        hasAliases = false
        depth = 0
        flowDepth = 0
        tagHandles.removeAll()
        _ = skip(atLineStart: true)
        if at >= limit { return false }
        var hasDirectives = false
        while base[at] == UInt8(ascii: "%"), at == lineStart, isOpen || documents.isEmpty {
            try directive()
            hasDirectives = true
            _ = skip(atLineStart: true)
        }
        while isMarker(UInt8(ascii: ".")), at == lineStart {
            if hasDirectives { throw ParseFailure(.syntax, at, length: 3, "expected '---' after a directive") }
            at += 3
            try endOfMarkerLine()
            isOpen = true
            return true
        }
        if base[at] == 0 || at >= limit {
            if hasDirectives { throw ParseFailure(.syntax, at, "expected '---' after a directive") }
            return false
        }
        let start = at
        let hasMarker = isMarker(UInt8(ascii: "-")) && at == lineStart
        let first = records.count
        var isInline = false
        if hasMarker {
            at += 3
            skipBlanks()
            isInline = !isLineEnd(base[at]) && !isCommentStart()
            if isInline { column = 0 } else { _ = skip() }
        } else {
            if hasDirectives { throw ParseFailure(.syntax, at, "expected '---' after a directive") }
            if !isOpen, !documents.isEmpty { throw leftover() }
        }
        contentEnd = start
        if column >= 0 {
            try blockNode(parent: -1, allowsCollections: !isInline)
            if column >= 0 { throw leftover() }
        }
        if hasAliases { try checkExpansion(from: first) }
        let root: UInt32? = records.count > first ? UInt32(truncatingIfNeeded: first) : nil
        documents.append(Tree.Document(root: root, range: SourceRange(start, max(contentEnd, start)), hasMarker: hasMarker))
        isOpen = false
        if isMarker(UInt8(ascii: ".")), at == lineStart {
            at += 3
            try endOfMarkerLine()
            isOpen = true
        } else if isMarker(UInt8(ascii: "-")) {
            isOpen = true
        }
        return true
    }

    /// What is wrong with a token after the end of a document's root.
    private func leftover() -> ParseFailure {
        if tabBefore { return tabFailure() }
        if base[at] == UInt8(ascii: "-"), isBlankOrEnd(base[at + 1]) {
            return ParseFailure(.syntax, at, "unexpected '-', the document's root is no sequence", help: "indent the item under its key")
        }
        let what = column > 0 ? "the indentation fits nothing above" : "unexpected text after the end of the document's root"
        return ParseFailure(
            column > 0 ? .indentation : .syntax, at, length: tokenLength(at), what,
            help: column > 0 ? "align it with its siblings" : "begin a new document with '---'")
    }

    private mutating func endOfMarkerLine() throws(ParseFailure) {
        skipBlanks()
        guard isLineEnd(base[at]) || isCommentStart() else {
            throw ParseFailure(.syntax, at, length: tokenLength(at), "unexpected text after '...'", help: "put it on a line of its own")
        }
        _ = skip(atLineStart: false)
    }

    private mutating func directive() throws(ParseFailure) {
        let start = at
        while !isBlankOrEnd(base[at]) { at += 1 }
        let name = text(start, at)
        var arguments: [String] = []
        while true {
            skipBlanks()
            if isLineEnd(base[at]) || isCommentStart() { break }
            let word = at
            while !isBlankOrEnd(base[at]) { at += 1 }
            arguments.append(text(word, at))
        }
        switch name {
        case "%YAML" where arguments == ["1.1"]: break
        case "%YAML":
            throw ParseFailure(
                .outsideSubset, start, length: at - start, "outside the subset: a '%YAML' directive that Kubernetes does not read",
                help: "remove the line, it is not needed")
        case "%TAG" where arguments.count == 2: tagHandles.append(arguments[0])
        default:
            throw ParseFailure(
                .outsideSubset, start, length: at - start, "outside the subset: the directive '\(name)'", help: "remove the line")
        }
    }

    /// Whether a tag's handle was declared by `%TAG`.
    func knowsHandle(_ handle: String) -> Bool { tagHandles.contains(handle) }

    mutating func noteAlias() { hasAliases = true }

    /// Refuses documents whose aliases would unfold to far more than was written.
    private func checkExpansion(from first: Int) throws(ParseFailure) {
        let total = records.count - first
        var sums: [Int] = [0]
        sums.reserveCapacity(total + 1)
        for i in 0..<total {
            let record = records.base[first + i]
            var size = 1
            if record.meta & Tree.Meta.kindMask == Tree.Meta.alias {
                let target = Int(record.next) - first
                let meta = records.base[Int(record.next)].meta & Tree.Meta.kindMask
                let isCollection = meta == Tree.Meta.mapping || meta == Tree.Meta.sequence
                let end = isCollection ? Int(records.base[Int(record.next)].next) - first : target + 1
                if target >= 0, end <= i { size = sums[end] - sums[target] }
            }
            let sum = sums[i].addingReportingOverflow(size)
            if sum.overflow || sum.partialValue > total + Self.maximumExpansion {
                throw ParseFailure(
                    .limit, Int(record.start), length: Int(record.end - record.start),
                    "aliases unfold to more than \(Self.maximumExpansion) nodes", help: "write the values out, or refer to smaller ones")
            }
            sums.append(sum.partialValue)
        }
    }

    // MARK: Errors

    private mutating func report(_ failure: ParseFailure) {
        guard failures.count < Self.maximumErrors else { return }
        var failure = failure
        let line = source.position(at: failure.range.start).line
        if let range = source.lineRange(line), failure.code != .template {
            let bytes = source.bytes(in: range)
            for i in 0..<max(0, bytes.count - 1) where bytes[i] == UInt8(ascii: "{") && bytes[i + 1] == UInt8(ascii: "{") {
                failure = ParseFailure(
                    .template, Int(range.start) + i, length: 2, "a template action '{{' is not YAML",
                    help: "render the template first, such as with 'helm template', and read the result")
                break
            }
        }
        failures.append(failure)
    }

    /// After an error: goes to a less indented line that looks like a key, or to the next document, and reads on to find
    /// more errors. What is read on the way to the next document is thrown away.
    private mutating func recover() {
        let mark = (records.count, properties.count)
        while failures.count < Self.maximumErrors {
            var indent = 0
            while lineStart + indent < count, base[lineStart + indent] == 0x20 { indent += 1 }
            guard let next = nextPlausibleKey(below: indent) else { break }
            lineStart = next.line
            at = next.line + next.indent
            column = next.indent
            tabBefore = false
            depth = 0
            flowDepth = 0
            do {
                try blockNode(parent: column - 1, allowsCollections: true)
                while column >= 0 { try blockNode(parent: column - 1, allowsCollections: true) }
                records.truncate(to: mark.0)
                properties.removeLast(properties.count - mark.1)
                break
            } catch {
                records.truncate(to: mark.0)
                properties.removeLast(properties.count - mark.1)
                report(error)
            }
        }
        skipToDocument()
    }

    /// The next line of this document that is indented less than `limit` and starts like `key:`.
    private func nextPlausibleKey(below limit: Int) -> (line: Int, indent: Int)? {
        var line = nextLine(max(at, lineStart))
        while line < count {
            if isMarker(UInt8(ascii: "-"), line) || isMarker(UInt8(ascii: "."), line) { return nil }
            var p = line
            while base[p] == 0x20 { p += 1 }
            let indent = p - line
            if indent < max(limit, 1) {
                let word = p
                while base[p] == UInt8(ascii: "-") || base[p] == UInt8(ascii: "_") || base[p] == UInt8(ascii: ".")
                    || base[p] | 0x20 >= 0x61 && base[p] | 0x20 <= 0x7A || base[p] >= 0x30 && base[p] <= 0x39
                {
                    p += 1
                }
                if p > word, base[p] == UInt8(ascii: ":"), isBlankOrEnd(base[p + 1]) { return (line, indent) }
            }
            line = nextLine(line)
        }
        return nil
    }

    private mutating func skipToDocument() {
        if column == -1, at == lineStart, at <= count, base[at] == 0 || isMarker(UInt8(ascii: "-")) || isMarker(UInt8(ascii: ".")) {
            return
        }
        var line = nextLine(max(at, lineStart))
        while line < count, !isMarker(UInt8(ascii: "-"), line), !isMarker(UInt8(ascii: "."), line) { line = nextLine(line) }
        at = line
        lineStart = line
        column = 0
    }

    private func nextLine(_ from: Int) -> Int {
        var p = from
        while p < count, !isLineEnd(base[p]) { p += 1 }
        return min(count, p + breakLength(p))
    }
}
