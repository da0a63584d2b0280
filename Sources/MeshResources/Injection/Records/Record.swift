/// A typed object: a type, and the fields that are set.
///
/// Records of documents are normalized: what is not there equals the zero value, as in the Go structures that Kubernetes decodes
/// into, so a field that is neither a pointer nor written when empty is never kept with a zero. Records of patches keep nulls and
/// zeros, which mean something there.
struct Record: Sendable {
    /// The index of the type in the schema.
    let typeIndex: Int
    /// What is set, by field index.
    private(set) var slots: [RecordSlot] = []
    /// `$patch` of a patch.
    var directive: PatchDirective?

    init(_ typeIndex: Int) { self.typeIndex = typeIndex }
    init(_ type: RecordType) { typeIndex = type.index }

    var type: RecordType { RecordSchema.shared.types[typeIndex] }
    /// Whether nothing is set.
    var isEmpty: Bool { slots.isEmpty }

    /// The value of a field; setting `nil` unsets it.
    subscript(_ field: Int) -> RecordValue? {
        get {
            for slot in slots where slot.field == field { return slot.value }
            return nil
        }
        set {
            // Fields mostly arrive in order: look from the end.
            var place = slots.count
            while place > 0, slots[place - 1].field > field { place -= 1 }
            let isThere = place > 0 && slots[place - 1].field == field
            if let newValue {
                if isThere { slots[place - 1].value = newValue } else { slots.insert(RecordSlot(field: field, value: newValue), at: place) }
            } else if isThere {
                slots.remove(at: place - 1)
            }
        }
    }

    /// Changes the value of a field in place, so that what it holds is not copied.
    mutating func update<T>(_ field: Int, _ body: (inout RecordValue) throws -> T) rethrows -> T? {
        guard let place = slots.firstIndex(where: { $0.field == field }) else { return nil }
        return try body(&slots[place].value)
    }

    func string(_ field: Int) -> String { self[field]?.string ?? "" }
    func list(_ field: Int) -> [RecordValue] { if case .list(let items)? = self[field] { items } else { [] } }
    func record(_ field: Int) -> Record? { if case .record(let record)? = self[field] { record } else { nil } }
    func map(_ field: Int) -> RecordMap? { if case .map(let map)? = self[field] { map } else { nil } }
    func int(_ field: Int) -> Int64? { if case .int(let value)? = self[field] { value } else { nil } }
    func bool(_ field: Int) -> Bool? { if case .bool(let value)? = self[field] { value } else { nil } }
}

/// A field that is set.
struct RecordSlot: Sendable {
    let field: Int
    var value: RecordValue
}

/// What a field holds.
enum RecordValue: Sendable {
    /// In patches: the field is to be deleted.
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case list([RecordValue])
    case map(RecordMap)
    case record(Record)

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var record: Record? { if case .record(let record) = self { record } else { nil } }
}

/// A mapping with free keys, such as labels.
struct RecordMap: Sendable {
    private(set) var entries: [(key: String, value: RecordValue)] = []
    /// `$patch` of a patch.
    var directive: PatchDirective?

    init() {}
    init(strings: some Sequence<(String, String)>) { entries = strings.map { ($0.0, .string($0.1)) } }

    var isEmpty: Bool { entries.isEmpty }

    /// The value of a key; setting `nil` removes it.
    subscript(_ key: String) -> RecordValue? {
        get {
            for entry in entries where entry.key == key { return entry.value }
            return nil
        }
        set {
            let place = entries.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The text of a key.
    func string(_ key: String) -> String? { self[key]?.string }

    /// Adds an entry whose key is not there yet.
    mutating func append(_ key: String, _ value: RecordValue) { entries.append((key, value)) }

    /// The entries in Kubernetes' key order.
    var sorted: [(key: String, value: RecordValue)] {
        entries.count < 2 ? entries : entries.sorted { EmitterKeyOrder.precedes($0.key, $1.key) }
    }
}

/// What a patch says about the object or list that it stands in.
enum PatchDirective: Sendable { case replace, delete }
