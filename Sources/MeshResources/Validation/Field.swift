/// The bytes of a text.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// A light handle on a value of the resource under validation. It counts no references, so it must not outlive the tree.
///
/// Like the readers of Istio and Kubernetes it takes a null for an absent value: lookups never give a null.
struct Field {
    unowned(unsafe) let tree: Tree
    /// Where the value is written; `UInt32.max` where there is none.
    let written: UInt32

    init(_ tree: Tree, _ written: UInt32) {
        self.tree = tree
        self.written = written
    }

    /// Stands for a value that the input does not have.
    static func absent(_ tree: Tree) -> Field { Field(tree, .max) }

    var isAbsent: Bool { written == .max }

    /// The record of the value, aliases followed.
    @inline(__always)
    var record: Tree.Record {
        if written == .max { return Tree.Record(start: 0, end: 0, next: 0, meta: 0) }
        let record = tree.records[Int(written)]
        return record.meta & 0x3 == Tree.Meta.alias ? tree.records[Int(record.next)] : record
    }

    /// The place of the value, aliases followed.
    @inline(__always)
    var index: UInt32 {
        let record = tree.records[Int(written)]
        return record.meta & 0x3 == Tree.Meta.alias ? record.next : written
    }

    var isMapping: Bool { record.meta & 0x3 == Tree.Meta.mapping }
    var isSequence: Bool { record.meta & 0x3 == Tree.Meta.sequence }
    var isScalar: Bool { record.meta & 0x3 == Tree.Meta.scalar }
    var isNull: Bool { isAbsent || scalarKind == .null }

    /// The same value as a node.
    var node: Node { Node(tree, written) }

    /// The value under a key; `nil` when it is absent or null.
    @inline(__always)
    subscript(_ key: StaticString) -> Field? {
        guard let found = find(key), !found.isNull else { return nil }
        return found
    }

    /// The value under a key, null included.
    func find(_ key: StaticString) -> Field? {
        guard !isAbsent else { return nil }
        let record = record
        guard record.meta & 0x3 == Tree.Meta.mapping else { return nil }
        if record.meta & Tree.Meta.hasMerge != 0 {
            return node[key.description].map { Field(tree, $0.writtenIndex) }
        }
        let base = tree.source.base
        let count = UInt32(key.utf8CodeUnitCount)
        var at = index &+ 1
        var found: UInt32 = 0
        while at < record.next {
            let candidate = tree.records[Int(at)]
            if candidate.meta & (0x3 | Tree.Meta.needsDecoding) == 0 {
                if candidate.end &- candidate.start == count, Self.equal(base + Int(candidate.start), key) { found = at }
            } else if Node(tree, at).text == key.description {
                found = at
            }
            at = tree.indexAfter(at &+ 1)
        }
        return found == 0 ? nil : Field(tree, found &+ 1)
    }

    @inline(__always)
    private static func equal(_ bytes: UnsafePointer<UInt8>, _ key: StaticString) -> Bool {
        let other = key.utf8Start
        var index = 0
        while index < key.utf8CodeUnitCount {
            if bytes[index] != other[index] { return false }
            index &+= 1
        }
        return true
    }

    /// The items of a sequence; nothing for other values.
    var items: Items { Items(self) }

    /// The entries of a mapping, merge keys laid open; nothing for other values.
    var entries: Entries { Entries(self) }

    /// The number of items or entries.
    var count: Int {
        var count = 0
        if isSequence { for _ in items { count += 1 } } else { for _ in entries { count += 1 } }
        return count
    }

    /// Whether there is nothing in it: an empty text, list or mapping. Numbers and booleans are never empty.
    var isEmpty: Bool {
        if isAbsent { return true }
        let record = record
        if record.meta & 0x3 == Tree.Meta.scalar {
            return record.meta & Tree.Meta.styleMask == Tree.Meta.literal || record.meta & Tree.Meta.styleMask == Tree.Meta.folded
                ? node.text.isEmpty : record.start == record.end
        }
        return record.next == index &+ 1
    }

    /// The characters of a scalar, whatever its type.
    var text: String { isAbsent ? "" : node.text }

    /// The integer of a scalar, or 0: what an absent field of that type counts as.
    var integer: Int {
        if isAbsent { return 0 }
        let record = record
        let plain = record.meta & (0x3 | Tree.Meta.styleMask | Tree.Meta.needsDecoding | Tree.Meta.hasProperties) == 0
        let count = Int(record.end &- record.start)
        guard plain, count > 0, count < 18 else { return wholeNumber }
        let bytes = tree.source.base + Int(record.start)
        if bytes[0] == UInt8(ascii: "0"), count > 1 { return wholeNumber }
        var value = 0
        for index in 0..<count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return wholeNumber }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    /// A whole number however it is written: to the server `1000.0` and `1e3` are integers as well.
    private var wholeNumber: Int { node.int ?? node.double.flatMap { Int(exactly: $0) } ?? 0 }

    /// The number of a scalar, or 0.
    var number: Double { isAbsent ? 0 : node.double ?? 0 }

    /// Whether the scalar is `true`.
    var isTrue: Bool { !isAbsent && node.bool == true }

    /// Whether the scalar's characters are these.
    func has(_ text: StaticString) -> Bool {
        guard !isAbsent else { return false }
        let record = record
        guard record.meta & 0x3 == Tree.Meta.scalar else { return false }
        if record.meta & Tree.Meta.needsDecoding != 0 { return node.text == text.description }
        guard Int(record.end &- record.start) == text.utf8CodeUnitCount else { return false }
        return Self.equal(tree.source.base + Int(record.start), text)
    }

    /// Walks items.
    struct Items: Sequence, IteratorProtocol {
        unowned(unsafe) private let tree: Tree?
        private var cursor: UInt32 = 0
        private var end: UInt32 = 0

        init(_ field: Field?) {
            tree = field?.tree
            guard let field, !field.isAbsent else { return }
            let record = field.record
            guard record.meta & 0x3 == Tree.Meta.sequence else { return }
            cursor = field.index &+ 1
            end = record.next
        }

        mutating func next() -> Field? {
            guard cursor < end, let tree else { return nil }
            defer { cursor = tree.indexAfter(cursor) }
            return Field(tree, cursor)
        }

        /// Whether there is none.
        var isEmpty: Bool { cursor >= end }
    }

    /// Walks keys and values.
    struct Entries: Sequence, IteratorProtocol {
        unowned(unsafe) private let tree: Tree?
        private var cursor: UInt32 = 0
        private var end: UInt32 = 0
        private var merged: [(key: Node, value: Node)] = []

        init(_ field: Field?) {
            tree = field?.tree
            guard let field, !field.isAbsent else { return }
            let record = field.record
            guard record.meta & 0x3 == Tree.Meta.mapping else { return }
            if record.meta & Tree.Meta.hasMerge != 0 {
                merged = field.node.entries.reversed()
            } else {
                cursor = field.index &+ 1
                end = record.next
            }
        }

        mutating func next() -> (key: Field, value: Field)? {
            guard let tree else { return nil }
            if cursor < end {
                let value = cursor &+ 1
                defer { cursor = tree.indexAfter(value) }
                return (Field(tree, cursor), Field(tree, value))
            }
            guard let entry = merged.popLast() else { return nil }
            return (Field(tree, entry.key.writtenIndex), Field(tree, entry.value.writtenIndex))
        }
    }
}

/// An absent field answers like an empty one.
extension Optional<Field> {
    var isEmpty: Bool { self?.isEmpty ?? true }
    var count: Int { self?.count ?? 0 }
    var text: String { self?.text ?? "" }
    var integer: Int { self?.integer ?? 0 }
    var isTrue: Bool { self?.isTrue ?? false }
    func has(_ text: StaticString) -> Bool { self?.has(text) ?? false }

    /// The items of a list; none when it is absent.
    var items: Field.Items { Field.Items(self) }

    /// The entries of a mapping; none when it is absent.
    var entries: Field.Entries { Field.Entries(self) }
}
