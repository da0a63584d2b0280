/// Flow collections: structure by brackets. Indentation counts only as far as real readers insist on it.
extension Parser {
    /// Reads a flow collection; the parser then stands behind its closing bracket. `parent` is the column of the block
    /// collection that holds it.
    mutating func flowNode(parent: Int, properties pending: PendingProperties?) throws(ParseFailure) {
        flowDepth += 1
        if base[at] == UInt8(ascii: "[") {
            try flowSequence(parent: parent, properties: pending)
        } else {
            try flowMapping(parent: parent, properties: pending)
        }
        flowDepth -= 1
        contentEnd = at
    }

    /// Goes to the next token inside brackets.
    mutating func skipInFlow(parent: Int, opened: Int) throws(ParseFailure) {
        guard skip() else {
            if base[at] == UInt8(ascii: "#") { throw commentWithoutBlank() }
            return
        }
        if column < 0 { throw unclosed(opened) }
        // Below the root's own keys a line at the margin is more likely the next key after a missing bracket.
        if parent == 0, column == 0, base[at] != UInt8(ascii: "]"), base[at] != UInt8(ascii: "}") {
            if tabBefore { throw tabFailure() }
            throw ParseFailure(
                .unclosed, opened, "'\(text(opened, opened + 1))' is opened here and not closed before a line without indentation",
                help: "close it at the end of the value, or indent the lines that continue it",
                related: ("the line is here", SourceRange(at, at + tokenLength(at))))
        }
    }

    private func unclosed(_ opened: Int) -> ParseFailure {
        ParseFailure(
            .unclosed, opened, "'\(text(opened, opened + 1))' is opened here and never closed",
            help: "write '\(base[opened] == UInt8(ascii: "[") ? "]" : "}")' at the end of the value")
    }

    private func commentWithoutBlank() -> ParseFailure {
        ParseFailure(.syntax, at, "a comment needs a blank before its '#'", help: "put a blank before '#'")
    }

    private mutating func flowSequence(parent: Int, properties pending: PendingProperties?) throws(ParseFailure) {
        let opened = at
        let index = try open(Tree.Meta.sequence | Tree.Meta.flow, at, pending)
        at += 1
        while true {
            try skipInFlow(parent: parent, opened: opened)
            if base[at] == UInt8(ascii: "]") { break }
            try sequenceEntry(parent: parent, opened: opened)
            try skipInFlow(parent: parent, opened: opened)
            if base[at] == UInt8(ascii: ",") {
                at += 1
            } else if base[at] != UInt8(ascii: "]") {
                throw expected("',' or ']'", opened)
            }
        }
        at += 1
        contentEnd = at
        close(index)
    }

    private func expected(_ what: String, _ opened: Int) -> ParseFailure {
        ParseFailure(
            .syntax, at, length: tokenLength(at),
            "unexpected '\(text(at, min(count, at + tokenLength(at))))' inside brackets, expected \(what)",
            related: ("the bracket is opened here", SourceRange(opened, opened + 1)))
    }

    /// An item, or a single pair `key: value` that stands for a mapping of its own.
    private mutating func sequenceEntry(parent: Int, opened: Int) throws(ParseFailure) {
        if base[at] == UInt8(ascii: ",") {
            throw ParseFailure(.syntax, at, "nothing stands before ','", help: "remove the ',' or write a value")
        }
        let line = lineStart
        let isExplicit = base[at] == UInt8(ascii: "?") && isBlankOrEnd(base[at + 1])
        let start = at
        if isExplicit {
            at += 1
            try skipInFlow(parent: parent, opened: opened)
        } else if base[at] == UInt8(ascii: ":"), isBlankOrEnd(base[at + 1]) || isFlowIndicator(base[at + 1]) {
            throw emptyFlowKey()
        }
        let index = records.count
        let isAdjacent = try flowEntryNode(parent: parent, opened: opened)
        let keyEnd = at
        let keyLine = lineStart
        let tabs = tabBefore
        if isExplicit { try skipInFlow(parent: parent, opened: opened) } else { skipBlanks() }
        guard isExplicit || atFlowColon(isAdjacent) else {
            at = keyEnd
            lineStart = keyLine
            tabBefore = tabs
            return
        }
        if !isExplicit, line != lineStart {
            throw ParseFailure(
                .outsideSubset, start, length: tokenLength(start), "outside the subset: a key that spans several lines",
                help: "write the key on one line")
        }
        try wrapKey(at: index, start: start)
        try flowValue(isAdjacent, keyEnd: keyEnd, parent: parent, opened: opened)
        records.base[index].end = UInt32(truncatingIfNeeded: contentEnd)
        records.base[index].next = UInt32(truncatingIfNeeded: records.count)
        if records.base[index].meta & Tree.Meta.hasMerge != 0 { try checkMerge(index + 2) }
    }

    private func emptyFlowKey() -> ParseFailure {
        ParseFailure(.outsideSubset, at, "outside the subset: a mapping entry without a key", help: "write the key before ':'")
    }

    /// Puts a mapping before the key that was just added.
    private mutating func wrapKey(at index: Int, start: Int) throws(ParseFailure) {
        try checkSingleKey(index, start)
        let key = records.base[index]
        _ = records.append(key)
        records.base[index] = .init(start: UInt32(truncatingIfNeeded: start), end: 0, next: 0, meta: Tree.Meta.mapping | Tree.Meta.flow)
        if key.meta & Tree.Meta.hasProperties != 0, let last = properties.indices.last, properties[last].node == UInt32(index) {
            properties[last].node += 1
            if let anchor = properties[last].anchor { anchors[source.text(in: anchor)] = UInt32(index + 1) }
        }
        try checkKey(UInt32(index + 1), of: UInt32(index))
    }

    private func checkSingleKey(_ index: Int, _ start: Int) throws(ParseFailure) {
        let kind = records.base[index].meta & Tree.Meta.kindMask
        guard kind == Tree.Meta.mapping || kind == Tree.Meta.sequence else { return }
        throw ParseFailure(
            .outsideSubset, start, length: tokenLength(start), "outside the subset: a collection as a mapping key",
            help: "write a string as the key; quote it if it has brackets")
    }

    private mutating func flowMapping(parent: Int, properties pending: PendingProperties?) throws(ParseFailure) {
        let opened = at
        let index = try open(Tree.Meta.mapping | Tree.Meta.flow, at, pending)
        at += 1
        while true {
            try skipInFlow(parent: parent, opened: opened)
            if base[at] == UInt8(ascii: "}") { break }
            try mappingEntry(parent: parent, opened: opened, mapping: index)
            try skipInFlow(parent: parent, opened: opened)
            if base[at] == UInt8(ascii: ",") {
                at += 1
            } else if base[at] != UInt8(ascii: "}") {
                throw expected("',' or '}'", opened)
            }
        }
        at += 1
        contentEnd = at
        close(index)
    }

    private mutating func mappingEntry(parent: Int, opened: Int, mapping: UInt32) throws(ParseFailure) {
        if base[at] == UInt8(ascii: ",") {
            throw ParseFailure(.syntax, at, "nothing stands before ','", help: "remove the ',' or write 'key: value'")
        }
        let start = at
        if base[at] == UInt8(ascii: "?"), isBlankOrEnd(base[at + 1]) {
            at += 1
            try skipInFlow(parent: parent, opened: opened)
            if base[at] == UInt8(ascii: ",") || base[at] == UInt8(ascii: "}") { throw emptyFlowKey() }
        }
        if base[at] == UInt8(ascii: ":"), isBlankOrEnd(base[at + 1]) || isFlowIndicator(base[at + 1]) { throw emptyFlowKey() }
        let index = records.count
        let isAdjacent = try flowEntryNode(parent: parent, opened: opened)
        let keyEnd = at
        try checkSingleKey(index, start)
        try checkKey(UInt32(truncatingIfNeeded: index), of: mapping)
        try skipInFlow(parent: parent, opened: opened)
        if atFlowColon(isAdjacent) {
            try flowValue(isAdjacent, keyEnd: keyEnd, parent: parent, opened: opened)
        } else {
            try appendScalar(start: keyEnd, end: keyEnd, meta: Tree.Meta.plain | Tree.Meta.absent, properties: nil)
        }
        if records.base[Int(mapping)].meta & Tree.Meta.hasMerge != 0, isMergeKey(index) { try checkMerge(index + 1) }
    }

    private func isMergeKey(_ index: Int) -> Bool {
        let key = records.base[index]
        return key.end - key.start == 2 && base[Int(key.start)] == UInt8(ascii: "<") && base[Int(key.start) + 1] == UInt8(ascii: "<")
            && key.meta & Tree.Meta.styleMask == Tree.Meta.plain
            && (key.meta & Tree.Meta.hasProperties == 0 || tag(of: UInt32(index)) != .string)
    }

    /// Whether a colon stands here that ends a key. Behind a quoted key or a bracket no blank is needed after it.
    private func atFlowColon(_ isAdjacent: Bool) -> Bool {
        base[at] == UInt8(ascii: ":") && (isAdjacent || isBlankOrEnd(base[at + 1]) || isFlowIndicator(base[at + 1]))
    }

    /// Reads what stands behind a key, the colon being the current byte, or nothing.
    private mutating func flowValue(_ isAdjacent: Bool, keyEnd: Int, parent: Int, opened: Int) throws(ParseFailure) {
        if atFlowColon(isAdjacent) {
            at += 1
            contentEnd = at
            let colon = at
            try skipInFlow(parent: parent, opened: opened)
            if base[at] != UInt8(ascii: ","), base[at] != UInt8(ascii: "]"), base[at] != UInt8(ascii: "}") {
                _ = try flowEntryNode(parent: parent, opened: opened)
                return
            }
            try appendScalar(start: colon, end: colon, meta: Tree.Meta.plain | Tree.Meta.absent, properties: nil)
        } else {
            try appendScalar(start: keyEnd, end: keyEnd, meta: Tree.Meta.plain | Tree.Meta.absent, properties: nil)
        }
    }

    /// Reads one node inside brackets; gives whether it is a quoted scalar or a collection.
    private mutating func flowEntryNode(parent: Int, opened: Int) throws(ParseFailure) -> Bool {
        var pending: PendingProperties?
        if base[at] == UInt8(ascii: "&") || base[at] == UInt8(ascii: "!") {
            pending = try scanProperties()
            let end = at
            try skipInFlow(parent: parent, opened: opened)
            let byte = base[at]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
                || byte == UInt8(ascii: ":") && (isBlankOrEnd(base[at + 1]) || isFlowIndicator(base[at + 1]))
            {
                try appendScalar(start: end, end: end, meta: Tree.Meta.plain | Tree.Meta.absent, properties: pending)
                return false
            }
        }
        switch base[at] {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            try flowNode(parent: parent, properties: pending)
            return true
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let scan = try scanQuoted(parent: parent)
            _ = try append(scan, properties: pending)
            return true
        case UInt8(ascii: "*"):
            let scan = try scanAlias()
            _ = try append(scan, properties: pending)
            return false
        default:
            let scan = try scanFlowPlain(parent: parent, opened: opened)
            _ = try append(scan, properties: pending)
            return false
        }
    }
}
