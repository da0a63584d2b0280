/// One node of a tree: a scalar, a mapping or a sequence. Aliases are followed; merge keys are laid open.
///
/// A node is a small value (a tree and an index) that may be kept and passed on freely. Reading never fails: a question that
/// does not fit the node's kind is answered by `nil` or by nothing.
public struct Node: Sendable {
    /// The tree that the node belongs to.
    public let tree: Tree
    /// The node's place in the tree, with aliases followed.
    @usableFromInline let index: UInt32
    /// The place where it is written: differs from `index` where an alias stands for it.
    @usableFromInline let writtenIndex: UInt32

    @inlinable
    init(_ tree: Tree, _ index: UInt32) {
        self.tree = tree
        self.writtenIndex = index
        let record = tree.records[Int(index)]
        self.index = record.meta & 0x3 == 3 ? record.next : index
    }

    @inlinable var record: Tree.Record { tree.records[Int(index)] }

    /// What a node can be.
    public enum Kind: UInt32, Sendable {
        /// A single value; see `scalar` for its type.
        case scalar
        /// Keys and values.
        case mapping
        /// Items.
        case sequence
    }

    /// How a scalar is written.
    public enum Style: UInt32, Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    /// What the node is.
    @inlinable public var kind: Kind {
        switch record.meta & 0x3 {
        case 1: .mapping
        case 2: .sequence
        default: .scalar
        }
    }

    /// Whether the node is a mapping.
    @inlinable public var isMapping: Bool { record.meta & 0x3 == 1 }
    /// Whether the node is a sequence.
    @inlinable public var isSequence: Bool { record.meta & 0x3 == 2 }
    /// Whether the node is a scalar, null included.
    @inlinable public var isScalar: Bool { record.meta & 0x3 == 0 }
    /// How the scalar is written; `plain` for collections.
    public var style: Style { isScalar ? Style(rawValue: (record.meta & Tree.Meta.styleMask) >> Tree.Meta.styleShift) ?? .plain : .plain }
    /// Whether a collection is written with brackets.
    public var isFlow: Bool { !isScalar && record.meta & Tree.Meta.flow != 0 }
    /// Whether an alias `*name` stands here.
    public var isAlias: Bool { index != writtenIndex }
    /// Anchor and tag, where there are any.
    public var properties: Tree.Properties? { record.meta & Tree.Meta.hasProperties != 0 ? tree.properties(of: index) : nil }
    /// Whether an alias stands anywhere in the node as it is written.
    var containsAlias: Bool {
        guard !isAlias else { return true }
        guard !isScalar else { return false }
        var place = Int(index)
        while place < Int(record.next) {
            if tree.records[place].meta & Tree.Meta.kindMask == Tree.Meta.alias { return true }
            place += 1
        }
        return false
    }
    /// Something that is the same for equal nodes of one tree and no others; aliases and their target are equal.
    public var identity: UInt32 { index }

    // MARK: Where

    /// The bytes of the node as written, quotes and brackets included; of an alias, the alias.
    public var range: SourceRange {
        let record = tree.records[Int(writtenIndex)]
        let style = record.meta & Tree.Meta.styleMask
        if record.meta & 0x3 == 0, style == Tree.Meta.singleQuoted || style == Tree.Meta.doubleQuoted {
            return SourceRange(start: record.start &- 1, end: record.end &+ 1)
        }
        return SourceRange(start: record.start, end: record.end)
    }

    /// The bytes of a scalar without its quotes; of other nodes all of them.
    var contentRange: SourceRange { isScalar ? SourceRange(start: record.start, end: record.end) : range }

    /// `range` with its text.
    public var location: Location { Location(source: tree.source, range: range) }

    // MARK: Collections

    /// The items of a sequence; nothing for other kinds.
    public var items: Items { Items(self) }

    /// The keys and values of a mapping as they are written, repeated ones included, merge keys as keys.
    public var rawEntries: Entries { Entries(self) }

    /// The keys and values of a mapping as they count: of equal keys the last one, merge keys laid open where they stand, so
    /// that a key above a `<<` is replaced by what it brings, as sigs.k8s.io/yaml does.
    public var entries: [(key: Node, value: Node)] {
        guard isMapping else { return [] }
        var result: [(key: Node, value: Node)] = []
        if record.meta & Tree.Meta.hasMerge == 0 {
            for entry in rawEntries { result.append(entry) }
            return Self.lastOfEach(result)
        }
        for entry in rawEntries {
            if entry.key.isMergeKey {
                for mapping in entry.value.mergedMappings { result.append(contentsOf: mapping.entries) }
            } else {
                result.append(entry)
            }
        }
        return Self.lastOfEach(result)
    }

    /// What a merge key brings, in the order in which it is laid over: of a list the first mapping comes last and so wins.
    private var mergedMappings: [Node] { isSequence ? Array(items).reversed() : [self] }

    private static func lastOfEach(_ entries: [(key: Node, value: Node)]) -> [(key: Node, value: Node)] {
        guard entries.count > 1 else { return entries }
        if entries.count <= 12 {
            var repeated = false
            outer: for i in 1..<entries.count {
                for j in 0..<i where entries[i].key.hasSameText(as: entries[j].key) {
                    repeated = true
                    break outer
                }
            }
            if !repeated { return entries }
        }
        var place: [String: Int] = [:]
        var result: [(key: Node, value: Node)] = []
        for entry in entries {
            let text = entry.key.keyText
            if let at = place[text] {
                result[at] = entry
            } else {
                place[text] = result.count
                result.append(entry)
            }
        }
        return result
    }

    private func hasSameText(as other: Node) -> Bool {
        guard isOrdinaryKey, other.isOrdinaryKey else { return keyText == other.keyText }
        let a = rawBytes
        let b = other.rawBytes
        guard a.count == b.count else { return false }
        for i in 0..<a.count where a[i] != b[i] { return false }
        return true
    }

    /// Whether the bytes of a key are its text: nothing to decode, and no number or word that has another spelling.
    private var isOrdinaryKey: Bool {
        guard record.meta & (Tree.Meta.needsDecoding | Tree.Meta.hasProperties) == 0, let first = rawBytes.first else { return false }
        return ScalarResolution.firstByteClass[Int(first)] == 0 || record.meta & Tree.Meta.styleMask != Tree.Meta.plain
    }

    /// Whether this is the plain key `<<`.
    var isMergeKey: Bool {
        guard isScalar, record.end &- record.start == 2 else { return false }
        let bytes = rawBytes
        guard bytes[0] == 0x3C, bytes[1] == 0x3C, record.meta & Tree.Meta.styleMask == Tree.Meta.plain else { return false }
        guard let tag = properties?.tag else { return true }
        return ScalarResolution.Tag(tree.source.text(in: tag)) != .string
    }

    /// The value of a key: of equal keys the last one; where there is none, what merge keys bring. `nil` when absent.
    ///
    /// A key present with a null value gives a node that `isNull`.
    public subscript(_ key: String) -> Node? { entry(key)?.value }

    /// The key and the value found under `key`, as the subscript finds it.
    public func entry(_ key: String) -> (key: Node, value: Node)? {
        guard isMapping else { return nil }
        var key = key
        return key.withUTF8 { find($0) }
    }

    private func find(_ key: UnsafeBufferPointer<UInt8>) -> (key: Node, value: Node)? {
        guard isMapping else { return nil }
        if record.meta & Tree.Meta.hasMerge == 0 {
            return findPlace(key).map { (Node(tree, $0), Node(tree, $0 &+ 1)) }
        }
        var found: (key: Node, value: Node)?
        for entry in rawEntries {
            if entry.key.isMergeKey {
                for mapping in entry.value.mergedMappings { found = mapping.find(key) ?? found }
            } else if entry.key.textEquals(key) {
                found = entry
            }
        }
        return found
    }

    /// The place of the last key with that text in a mapping without merge keys. Everything asks for fields by name, so this looks at
    /// the records themselves; only keys that are no plain bytes are read as nodes.
    private func findPlace(_ key: UnsafeBufferPointer<UInt8>) -> UInt32? {
        let records = tree.records
        let base = tree.source.base
        let end = record.next
        var at = index &+ 1
        var found: UInt32?
        while at < end {
            let own = records[Int(at)]
            if own.meta & (Tree.Meta.kindMask | Tree.Meta.needsDecoding) == 0 {
                if Int(own.end &- own.start) == key.count {
                    let bytes = base + Int(own.start)
                    var i = 0
                    while i < key.count, bytes[i] == key[i] { i &+= 1 }
                    if i == key.count { found = at }
                }
            } else if Node(tree, at).textEquals(key) {
                found = at
            }
            at = tree.indexAfter(at &+ 1)
        }
        return found
    }

    private func textEquals(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let record = record
        guard record.meta & 0x3 == 0 else { return false }
        if record.meta & Tree.Meta.needsDecoding == 0 {
            guard Int(record.end &- record.start) == key.count else { return false }
            let bytes = tree.source.base + Int(record.start)
            var i = 0
            while i < key.count {
                if bytes[i] != key[i] { return false }
                i &+= 1
            }
            return true
        }
        return text.utf8.elementsEqual(key)
    }

    /// The items of a sequence in order.
    public struct Items: Sequence, IteratorProtocol, Sendable {
        private let tree: Tree
        private var cursor: UInt32
        private let end: UInt32

        init(_ node: Node) {
            tree = node.tree
            cursor = node.index &+ 1
            end = node.isSequence ? node.record.next : 0
        }

        /// The next item.
        public mutating func next() -> Node? {
            guard cursor < end else { return nil }
            let node = Node(tree, cursor)
            cursor = tree.indexAfter(cursor)
            return node
        }
    }

    /// The keys and values of a mapping in order.
    public struct Entries: Sequence, IteratorProtocol, Sendable {
        private let tree: Tree
        private var cursor: UInt32
        private let end: UInt32

        init(_ node: Node) {
            tree = node.tree
            cursor = node.index &+ 1
            end = node.isMapping ? node.record.next : 0
        }

        /// The next key and value.
        public mutating func next() -> (key: Node, value: Node)? {
            guard cursor < end else { return nil }
            let entry = (key: Node(tree, cursor), value: Node(tree, cursor &+ 1))
            cursor = tree.indexAfter(cursor &+ 1)
            return entry
        }
    }

    /// How many items a sequence or written entries a mapping has; 0 for scalars.
    public var count: Int {
        switch kind {
        case .scalar: return 0
        case .mapping:
            var n = 0
            for _ in rawEntries { n += 1 }
            return n
        case .sequence:
            var n = 0
            for _ in items { n += 1 }
            return n
        }
    }

    // MARK: Scalars

    /// The content bytes as written; for quoted and multi-line scalars not yet decoded.
    @inlinable public var rawBytes: UnsafeBufferPointer<UInt8> {
        let record = record
        return UnsafeBufferPointer(start: tree.source.base + Int(record.start), count: Int(record.end &- record.start))
    }

    /// A scalar's characters whatever its type: `yes`, `0644` and `1.10` stay as they are written. Empty for collections.
    public var text: String {
        guard isScalar else { return "" }
        if record.meta & Tree.Meta.needsDecoding == 0 { return String(decoding: rawBytes, as: UTF8.self) }
        return ScalarDecoder.decode(record, tree.source)
    }

    /// A scalar's type and value as Kubernetes resolves it; `nil` for collections.
    public var scalar: Scalar? { isScalar ? ScalarResolution.resolve(self) : nil }

    /// Whether this is null: `null`, `~`, or nothing at all.
    public var isNull: Bool {
        guard isScalar, record.meta & Tree.Meta.styleMask == 0 else { return false }
        if record.start == record.end, record.meta & Tree.Meta.hasProperties == 0 { return true }
        if case .null = ScalarResolution.resolve(self) { return true }
        return false
    }

    /// The text of a scalar that is a string; `nil` for numbers, booleans, null and collections.
    public var string: String? {
        if case .string(let text)? = scalar { return text }
        return nil
    }

    /// The value of a scalar that is a boolean.
    public var bool: Bool? {
        if case .bool(let value)? = scalar { return value }
        return nil
    }

    /// The value of a scalar that is an integer of 64 bits with sign.
    public var int: Int? {
        if case .int(let value)? = scalar { return Int(exactly: value) }
        return nil
    }

    /// The value of a scalar that is any number.
    public var double: Double? {
        switch scalar {
        case .int(let value)?: Double(value)
        case .uint(let value)?: Double(value)
        case .float(let value)?: value
        default: nil
        }
    }

    /// The text of a mapping key as Kubernetes reads it: numbers and booleans in their canonical spelling.
    public var keyText: String { ScalarResolution.keyText(self) }
}

/// A scalar's value.
public enum Scalar: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// An integer above `Int64.max`.
    case uint(UInt64)
    case float(Double)
    case string(String)
    /// Bytes given by `!!binary`.
    case binary([UInt8])
    /// Refused; the text says why: an infinity, a tag that does not fit, broken base64.
    case invalid(String)
}
