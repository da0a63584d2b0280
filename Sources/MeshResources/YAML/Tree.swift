/// The nodes of one or more documents in document order, flat, sixteen bytes each.
///
/// A mapping is followed by its keys and values in turn, a sequence by its items; a collection's record says where the node
/// after it is. Scalars stay byte ranges of the text and are decoded when asked for (see `Node`). Comments are kept beside
/// the nodes. A tree never changes after it was built.
public final class Tree: @unchecked Sendable {
    /// One node as it is stored.
    @usableFromInline
    struct Record {
        /// Scalars: the first content byte, after an opening quote; block scalars: the indicator. Collections: the first byte.
        @usableFromInline var start: UInt32
        /// The byte after the content, before a closing quote.
        @usableFromInline var end: UInt32
        /// Collections: the index after the last descendant. Block scalars: the content's indentation. Aliases: the target.
        @usableFromInline var next: UInt32
        /// Kind, style and flags; see `Meta`.
        @usableFromInline var meta: UInt32

        @inlinable
        init(start: UInt32, end: UInt32, next: UInt32, meta: UInt32) {
            self.start = start
            self.end = end
            self.next = next
            self.meta = meta
        }
    }

    /// The bits of `Record.meta`.
    @usableFromInline
    enum Meta {
        static let kindMask: UInt32 = 0x3
        static let scalar: UInt32 = 0
        static let mapping: UInt32 = 1
        static let sequence: UInt32 = 2
        static let alias: UInt32 = 3

        static let styleShift: UInt32 = 2
        static let styleMask: UInt32 = 0x7 << 2
        static let plain: UInt32 = 0 << 2
        static let singleQuoted: UInt32 = 1 << 2
        static let doubleQuoted: UInt32 = 2 << 2
        static let literal: UInt32 = 3 << 2
        static let folded: UInt32 = 4 << 2
        /// Collections written with brackets.
        static let flow: UInt32 = 1 << 2

        /// The content spans lines or has escapes, so that its bytes are not its text.
        static let needsDecoding: UInt32 = 1 << 5
        /// An anchor or a tag stands before the node: see `Tree.properties`.
        static let hasProperties: UInt32 = 1 << 6
        /// A mapping has a `<<` key.
        static let hasMerge: UInt32 = 1 << 7
        /// The scalar came from the JSON reader: escapes are JSON's.
        static let json: UInt32 = 1 << 8
        /// The key stands for a null written as nothing, or a value is absent.
        static let absent: UInt32 = 1 << 9
    }

    /// What may stand before a node: `&anchor` and `!tag`.
    public struct Properties: Sendable {
        /// The node's index.
        var node: UInt32
        /// The anchor's name, without the ampersand.
        public var anchor: SourceRange?
        /// The tag as written, with its exclamation marks.
        public var tag: SourceRange?
        /// From the first to the last property.
        public var range: SourceRange
    }

    /// One document of a stream.
    public struct Document: Sendable {
        /// The index of the root node; `nil` for an empty document.
        var root: UInt32?
        /// From the marker or first byte to the byte after the document.
        public var range: SourceRange
        /// Whether the document was opened by `---`.
        public var hasMarker: Bool
    }

    /// The text that the nodes lie in.
    public let source: SourceText
    @usableFromInline let records: UnsafeMutablePointer<Record>
    @usableFromInline let recordCount: Int
    let documentList: [Document]
    let propertyList: [Properties]
    /// Every comment, from `#` to the end of its line, in order.
    public let comments: [SourceRange]

    /// Takes over `records`, which must have been allocated with `malloc` semantics by `RecordBuffer`.
    init(
        source: SourceText, records: consuming RecordBuffer, documents: [Document], properties: [Properties], comments: [SourceRange]
    ) {
        self.source = source
        self.recordCount = records.count
        self.records = records.take()
        self.documentList = documents
        self.propertyList = properties
        self.comments = comments
    }

    deinit {
        RecordBuffer.free(records)
    }

    /// The bytes that the tree holds beside its text.
    public var memory: Int {
        recordCount * MemoryLayout<Record>.stride + comments.count * MemoryLayout<SourceRange>.stride
            + documentList.count * MemoryLayout<Document>.stride + propertyList.count * MemoryLayout<Properties>.stride
    }

    /// The documents in order; the root is `nil` where a document is empty.
    public var documents: [(root: Node?, document: Document)] {
        documentList.map { document in (document.root.map { Node(self, $0) }, document) }
    }

    /// How many documents there are, empty ones included.
    public var documentCount: Int { documentList.count }

    /// The roots of the documents that are not empty.
    public var roots: [Node] { documentList.compactMap { document in document.root.map { Node(self, $0) } } }

    /// The index of the node after `index` and all that it holds.
    @inlinable
    func indexAfter(_ index: UInt32) -> UInt32 {
        let record = records[Int(index)]
        let kind = record.meta & 0x3
        return kind == 1 || kind == 2 ? record.next : index &+ 1
    }

    /// Anchor and tag of the node at `index`.
    func properties(of index: UInt32) -> Properties? { Self.properties(of: index, in: propertyList) }

    /// The entry of a node in a list of properties, which is in order of the nodes.
    static func properties(of index: UInt32, in list: [Properties]) -> Properties? {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].node < index { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low].node == index ? list[low] : nil
    }
}

/// A growing block of records that is handed over without a copy.
struct RecordBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Tree.Record>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        base = UnsafeMutablePointer<Tree.Record>.allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// Adds a record and gives its index.
    @inline(__always)
    mutating func append(_ record: Tree.Record) -> UInt32 {
        if count == capacity { grow() }
        (base + count).initialize(to: record)
        count &+= 1
        return UInt32(truncatingIfNeeded: count &- 1)
    }

    @inline(never)
    private mutating func grow() {
        let wanted = capacity + capacity / 2
        let fresh = UnsafeMutablePointer<Tree.Record>.allocate(capacity: wanted)
        fresh.moveInitialize(from: base, count: count)
        base.deallocate()
        base = fresh
        capacity = wanted
    }

    /// Forgets the records from `index` on.
    mutating func truncate(to index: Int) {
        count = min(count, max(0, index))
    }

    /// Gives the memory away; the receiver of the pointer frees it with `free`.
    consuming func take() -> UnsafeMutablePointer<Tree.Record> {
        let result = base
        discard self
        return result
    }

    static func free(_ base: UnsafeMutablePointer<Tree.Record>) {
        base.deallocate()
    }
}
