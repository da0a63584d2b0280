/// Block collections: structure by indentation.
extension Parser {
    /// An anchor and a tag that wait for their node.
    struct PendingProperties {
        var anchor: SourceRange?
        var tag: SourceRange?
        var range: SourceRange
    }

    /// Reads the node at the current token and goes on to the next line's token.
    ///
    /// `parent` is the column of the collection that holds the node, -1 at the root: what belongs to the node stands to its
    /// right. `allowsCollections` is false where a block collection may not begin: behind `key:` on the same line.
    mutating func blockNode(
        parent: Int, allowsCollections: Bool, inSequence: Bool = false, properties pending: PendingProperties? = nil
    ) throws(ParseFailure) {
        let byte = base[at]
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            if isBlankOrEnd(base[at + 1]) {
                guard allowsCollections, pending == nil || pending.map({ Int($0.range.end) <= lineStart }) == true else {
                    throw misplacedIndicator()
                }
                if tabBefore { throw tabFailure() }
                if byte == UInt8(ascii: "-") { return try blockSequence(properties: pending) }
                if byte == UInt8(ascii: "?") { return try blockMapping(column: at - lineStart, properties: pending, firstKey: nil) }
                throw emptyKey()
            }
        case UInt8(ascii: "&"), UInt8(ascii: "!"):
            if pending == nil || pending.map({ Int($0.range.end) <= lineStart }) == true {
                return try nodeWithProperties(parent: parent, allowsCollections: allowsCollections, inSequence: inSequence, outer: pending)
            }
            throw ParseFailure(.syntax, at, length: tokenLength(at), "a second anchor or tag for one node")
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            return try blockScalar(parent: parent, properties: pending)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            let start = at
            let line = lineStart
            try flowNode(parent: parent, properties: pending)
            skipBlanks()
            if base[at] == UInt8(ascii: ":"), isBlankOrEnd(base[at + 1]), line == lineStart { throw collectionKey(start) }
            return try finishLine()
        default: break
        }
        let column = at - lineStart
        let startsLine = tabBefore
        let scan = try scanScalar(parent: parent, isKey: false)
        if scan.endsAtColon {
            guard allowsCollections else { throw nestedMapping(scan) }
            if startsLine { throw tabFailure() }
            if let pending, Int(pending.range.start) >= lineStart {
                // On one line with a key, the properties are the key's.
                return try blockMapping(
                    column: Int(pending.range.start) - lineStart, properties: nil, firstKey: scan, keyProperties: pending)
            }
            return try blockMapping(column: column, properties: pending, firstKey: scan)
        }
        try append(scan, properties: pending)
        if scan.isPlain { return }
        try finishLine()
    }

    /// After the last token of a node: nothing but a comment may follow on the line.
    @inline(__always)
    mutating func finishLine() throws(ParseFailure) {
        if !skip() { throw trailing() }
    }

    private func trailing() -> ParseFailure {
        if base[at] == UInt8(ascii: "#") {
            return ParseFailure(.syntax, at, "a comment needs a blank before its '#'", help: "put a blank before '#'")
        }
        if base[at] == UInt8(ascii: ":") {
            return ParseFailure(.syntax, at, "a mapping is not allowed here", help: "put the key on a line of its own")
        }
        return ParseFailure(
            .syntax, at, length: tokenLength(at), "unexpected text after a complete value",
            help: "quote the whole value, or remove the rest")
    }

    private func misplacedIndicator() -> ParseFailure {
        let what = base[at] == UInt8(ascii: "-") ? "a sequence item" : base[at] == UInt8(ascii: "?") ? "a '?' key" : "a mapping"
        return ParseFailure(.syntax, at, "\(what) may not begin on this line", help: "begin it on the next line, or quote the value")
    }

    private func emptyKey() -> ParseFailure {
        ParseFailure(
            .outsideSubset, at, "outside the subset: a mapping entry without a key",
            help: "write the key before ':'; quote it if it is empty")
    }

    private func collectionKey(_ start: Int) -> ParseFailure {
        ParseFailure(
            .outsideSubset, start, length: tokenLength(start), "outside the subset: a collection as a mapping key",
            help: "write a string as the key; quote it if it has brackets")
    }

    private func nestedMapping(_ scan: ScalarScan) -> ParseFailure {
        ParseFailure(
            .syntax, at, "a mapping may not begin behind 'key:' on the same line",
            help: "quote the value, or put '\(text(scan.start, scan.end))' on a line of its own")
    }

    private mutating func nodeWithProperties(
        parent: Int, allowsCollections: Bool, inSequence: Bool, outer: PendingProperties?
    ) throws(ParseFailure) {
        let wasTab = tabBefore
        let found = try scanProperties()
        let line = lineStart
        skipBlanks()
        if isLineEnd(base[at]) || isCommentStart() {
            if outer != nil, (outer?.anchor != nil) == (found.anchor != nil) {
                throw ParseFailure(.syntax, Int(found.range.start), length: found.range.count, "a second anchor or tag for one node")
            }
            _ = skip()
            if column > parent
                || column == parent && parent >= 0 && base[at] == UInt8(ascii: "-") && isBlankOrEnd(base[at + 1]) && !inSequence
            {
                return try blockNode(parent: parent, allowsCollections: true, properties: merge(outer, found))
            }
            _ = try appendScalar(
                start: Int(found.range.end), end: Int(found.range.end), meta: Tree.Meta.plain | Tree.Meta.absent,
                properties: merge(outer, found))
            contentEnd = Int(found.range.end)
            return
        }
        if outer == nil {
            tabBefore = wasTab
            return try blockNode(parent: parent, allowsCollections: allowsCollections, properties: found)
        }
        // The outer properties stood on a line before: here the inner ones belong to the first key of a mapping.
        guard line == lineStart, base[at] != UInt8(ascii: "["), base[at] != UInt8(ascii: "{"), base[at] != UInt8(ascii: "|"),
            base[at] != UInt8(ascii: ">")
        else {
            throw ParseFailure(.syntax, Int(found.range.start), length: found.range.count, "a second anchor or tag for one node")
        }
        let scan = try scanScalar(parent: parent, isKey: false)
        guard scan.endsAtColon, allowsCollections else {
            throw ParseFailure(.syntax, Int(found.range.start), length: found.range.count, "a second anchor or tag for one node")
        }
        try blockMapping(column: Int(found.range.start) - lineStart, properties: outer, firstKey: scan, keyProperties: found)
    }

    private func merge(_ outer: PendingProperties?, _ inner: PendingProperties) -> PendingProperties {
        guard let outer else { return inner }
        return PendingProperties(
            anchor: inner.anchor ?? outer.anchor, tag: inner.tag ?? outer.tag,
            range: SourceRange(start: outer.range.start, end: inner.range.end))
    }

    // MARK: Sequences

    /// Reads the block sequence whose first `-` is the current byte.
    mutating func blockSequence(properties pending: PendingProperties?) throws(ParseFailure) {
        let own = at - lineStart
        let index = try open(Tree.Meta.sequence, at, pending)
        while true {
            let dash = at
            at += 1
            skipBlanks()
            if isLineEnd(base[at]) || isCommentStart() {
                _ = skip()
                if column > own {
                    try blockNode(parent: own, allowsCollections: true, inSequence: true)
                } else {
                    contentEnd = dash + 1
                    _ = try appendScalar(start: dash + 1, end: dash + 1, meta: Tree.Meta.plain | Tree.Meta.absent, properties: nil)
                }
            } else {
                try blockNode(parent: own, allowsCollections: true, inSequence: true)
            }
            guard column == own else {
                if column > own { throw overIndented(own, "sequence") }
                break
            }
            if base[at] != UInt8(ascii: "-") || !isBlankOrEnd(base[at + 1]) { break }
            if tabBefore { throw tabFailure() }
        }
        close(index)
    }

    // MARK: Mappings

    /// Reads the block mapping at `column`. `firstKey` was scanned up to its colon; without it, the current byte is `?`.
    mutating func blockMapping(
        column own: Int, properties pending: PendingProperties?, firstKey: ScalarScan?, keyProperties: PendingProperties? = nil
    ) throws(ParseFailure) {
        let index = try open(Tree.Meta.mapping, firstKey.map { keyProperties.map { Int($0.range.start) } ?? $0.rangeStart } ?? at, pending)
        if let firstKey {
            try key(firstKey, keyProperties, of: index)
            try value(own, of: index)
        } else {
            try explicitEntry(own, of: index)
        }
        while column == own {
            let byte = base[at]
            if tabBefore { throw tabFailure() }
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?"), isBlankOrEnd(base[at + 1]) {
                if byte == UInt8(ascii: "?") {
                    try explicitEntry(own, of: index)
                    continue
                }
                throw ParseFailure(
                    .indentation, at, "a sequence item stands where a key of the mapping is expected", help: "indent the item under its key"
                )
            }
            if byte == UInt8(ascii: ":"), isBlankOrEnd(base[at + 1]) { throw emptyKey() }
            var keyProperties: PendingProperties?
            if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
                keyProperties = try scanProperties()
                skipBlanks()
            } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                throw collectionKey(at)
            }
            let scan = try scanScalar(parent: own, isKey: true)
            guard scan.endsAtColon else { throw missingColon(scan) }
            try key(scan, keyProperties, of: index)
            try value(own, of: index)
        }
        if column > own { throw overIndented(own, "mapping") }
        close(index)
    }

    private func overIndented(_ own: Int, _ what: String) -> ParseFailure {
        if tabBefore { return tabFailure() }
        return ParseFailure(
            .indentation, at, length: tokenLength(at), "indented by \(column) where the \(what) is indented by \(own)",
            help: "align it with its siblings, or with the value above")
    }

    func missingColon(_ scan: ScalarScan) -> ParseFailure {
        let word = source.bytes(in: SourceRange(scan.start, scan.end))
        if scan.isPlain, let colon = word.firstIndex(of: UInt8(ascii: ":")) {
            return ParseFailure(
                .missingSpace, scan.start + colon,
                "no blank after ':', so that '\(text(scan.start, min(scan.end, scan.start + 60)))' is not a key",
                help: "write a blank after the colon")
        }
        return ParseFailure(
            .syntax, scan.rangeStart, length: max(1, scan.end - scan.rangeStart),
            "'\(text(scan.start, min(scan.end, scan.start + 60)))' is no key, expected ':' after it",
            help: "write 'key: value', or indent the line to continue the value above")
    }

    @inline(__always)
    private mutating func key(_ scan: ScalarScan, _ pending: PendingProperties?, of mapping: UInt32) throws(ParseFailure) {
        let index = try append(scan, properties: pending)
        at &+= 1
        try checkKey(index, of: mapping)
    }

    /// Marks merge keys and refuses keys that Kubernetes cannot read.
    @inline(__always)
    mutating func checkKey(_ index: UInt32, of mapping: UInt32) throws(ParseFailure) {
        let record = records.base[Int(index)]
        guard
            classes[Int(base[Int(record.start)])] & ByteClass.unusualKey != 0 || record.end == record.start
                || record.meta & (Tree.Meta.hasProperties | Tree.Meta.kindMask) != 0
        else { return }
        if record.end &- record.start > 4 || base[Int(record.start) &+ 1] == UInt8(ascii: "a"),
            record.meta & (Tree.Meta.hasProperties | Tree.Meta.kindMask) == 0, base[Int(record.start)] >= 0x41
        {
            return
        }
        try checkUnusualKey(index, of: mapping)
    }

    private mutating func checkUnusualKey(_ index: UInt32, of mapping: UInt32) throws(ParseFailure) {
        let written = records.base[Int(index)]
        let target = written.meta & Tree.Meta.kindMask == Tree.Meta.alias ? written.next : index
        let record = records.base[Int(target)]
        if record.meta & Tree.Meta.kindMask != Tree.Meta.scalar { throw collectionKey(Int(written.start)) }
        let tag = record.meta & Tree.Meta.hasProperties != 0 ? tag(of: target) : .none
        guard record.meta & Tree.Meta.styleMask == Tree.Meta.plain || tag != .none else { return }
        let word = source.bytes(in: SourceRange(start: record.start, end: record.end))
        if word.count == 2, word[0] == UInt8(ascii: "<"), word[1] == UInt8(ascii: "<"), tag == .none || tag == .merge {
            records.base[Int(mapping)].meta |= Tree.Meta.hasMerge
            return
        }
        switch tag == .none ? ScalarResolution.plain(word) : try resolved(record, tag) {
        case .null:
            throw ParseFailure(
                .outsideSubset, Int(written.start), length: max(1, word.count), "outside the subset: null as a mapping key",
                help: "quote the key")
        case .uint:
            throw ParseFailure(
                .scalar, Int(written.start), length: word.count, "a key above the largest signed integer", help: "quote the key")
        default: break
        }
    }

    /// After a merge key's value: Kubernetes merges mappings only.
    func checkMerge(_ index: Int) throws(ParseFailure) {
        func isMapping(_ index: Int) -> Bool {
            let record = records.base[index]
            if record.meta & Tree.Meta.kindMask == Tree.Meta.alias { return isMapping(Int(record.next)) }
            return record.meta & Tree.Meta.kindMask == Tree.Meta.mapping
        }
        if isMapping(index) { return }
        let record = records.base[index]
        if record.meta & Tree.Meta.kindMask == Tree.Meta.sequence {
            var item = index + 1
            var good = true
            while item < Int(record.next) {
                good = good && isMapping(item)
                let kind = records.base[item].meta & Tree.Meta.kindMask
                item = kind == Tree.Meta.mapping || kind == Tree.Meta.sequence ? Int(records.base[item].next) : item + 1
            }
            if good { return }
        }
        let at = Int(records.base[index].start)
        throw ParseFailure(
            .alias, at, length: max(1, tokenLength(at)), "'<<' merges mappings only",
            help: "give a mapping, an alias of one, or a list of them; quote '<<' if it is an ordinary key")
    }

    /// Reads the value behind a colon.
    @inline(__always)
    private mutating func value(_ own: Int, of mapping: UInt32, allowsCollections: Bool = false) throws(ParseFailure) {
        let colon = at
        let index = records.count
        skipBlanks()
        if classes[Int(base[at])] & ByteClass.plainStart != 0, !allowsCollections {
            // Most values are plain scalars on the line of their key.
            let scan = try scanScalar(parent: own, isKey: false)
            if scan.endsAtColon { throw nestedMapping(scan) }
            try append(scan, properties: nil)
        } else if isLineEnd(base[at]) || isCommentStart() {
            _ = skip()
            if column > own {
                try blockNode(parent: own, allowsCollections: true)
            } else if column == own, base[at] == UInt8(ascii: "-"), isBlankOrEnd(base[at + 1]) {
                if tabBefore { throw tabFailure() }
                try blockSequence(properties: nil)
            } else {
                contentEnd = colon
                _ = try appendScalar(start: colon, end: colon, meta: Tree.Meta.plain | Tree.Meta.absent, properties: nil)
            }
        } else {
            try blockNode(parent: own, allowsCollections: allowsCollections)
        }
        if records.base[Int(mapping)].meta & Tree.Meta.hasMerge != 0 { try checkMergeEntry(index) }
    }

    private func checkMergeEntry(_ value: Int) throws(ParseFailure) {
        let key = records.base[value - 1]
        if key.end - key.start == 2, base[Int(key.start)] == UInt8(ascii: "<"), base[Int(key.start) + 1] == UInt8(ascii: "<"),
            key.meta & Tree.Meta.styleMask == Tree.Meta.plain,
            key.meta & Tree.Meta.hasProperties == 0 || tag(of: UInt32(value - 1)) != .string
        {
            try checkMerge(value)
        }
    }

    /// Reads `? key` and, on a line of its own, `: value`.
    private mutating func explicitEntry(_ own: Int, of mapping: UInt32) throws(ParseFailure) {
        let question = at
        at += 1
        skipBlanks()
        let index = records.count
        if isLineEnd(base[at]) || isCommentStart() {
            _ = skip()
            guard column > own else { throw emptyExplicitKey(question) }
        }
        try blockNode(parent: own, allowsCollections: true)
        guard records.count == index + 1, records.base[index].meta & Tree.Meta.kindMask != Tree.Meta.mapping,
            records.base[index].meta & Tree.Meta.kindMask != Tree.Meta.sequence
        else { throw collectionKey(question) }
        try checkKey(UInt32(truncatingIfNeeded: index), of: mapping)
        if column == own, base[at] == UInt8(ascii: ":"), isBlankOrEnd(base[at + 1]) {
            if tabBefore { throw tabFailure() }
            at += 1
            try value(own, of: mapping, allowsCollections: true)
        } else {
            _ = try appendScalar(start: contentEnd, end: contentEnd, meta: Tree.Meta.plain | Tree.Meta.absent, properties: nil)
        }
    }

    private func emptyExplicitKey(_ at: Int) -> ParseFailure {
        ParseFailure(.outsideSubset, at, "outside the subset: '?' without a key", help: "write 'key: value'")
    }

    // MARK: Records

    /// Adds a collection's record; it is closed by `close`.
    @inline(__always)
    mutating func open(_ kind: UInt32, _ start: Int, _ pending: PendingProperties?) throws(ParseFailure) -> UInt32 {
        depth += 1
        if depth > Self.maximumDepth { throw ParseFailure(.limit, start, "nested deeper than \(Self.maximumDepth) levels") }
        let index = records.append(.init(start: UInt32(truncatingIfNeeded: start), end: 0, next: 0, meta: kind))
        if let pending { try attach(pending, to: index) }
        return index
    }

    @inline(__always)
    mutating func close(_ index: UInt32) {
        depth -= 1
        records.base[Int(index)].end = UInt32(truncatingIfNeeded: contentEnd)
        records.base[Int(index)].next = UInt32(truncatingIfNeeded: records.count)
    }
}
