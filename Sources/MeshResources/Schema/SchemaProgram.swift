/// The schema tables in the form that the validator walks: plain records in one block each, looked up by bytes.
///
/// It lives as long as the process; nothing is counted or copied while a document is walked.
final class SchemaProgram: @unchecked Sendable {
    /// One field.
    struct Field {
        /// The first eight bytes of the name, zero-filled.
        var word: UInt64 = 0
        var name: UnsafePointer<UInt8>
        var nameCount = 0
        var shape = FieldSchema.Shape.single
        var type = TypeCode.any
        var format = FieldSchema.Format.none
        var isRequired = false
        /// The message of the value or element; -1 where it is none.
        var message = -1
        /// The bit of its one-of group, or 0.
        var group: UInt8 = 0
        var leastCount = 0
        var mostCount = Int.max
        var leastLength = 0
        var mostLength = Int.max
        var least = -Double.infinity
        var most = Double.infinity
        /// Whether items are told apart by a key: see `FieldSchema.uniqueKey`.
        var hasUniqueKey = false
        /// The words of an enumeration: `words[wordStart ..< wordStart + wordCount]`.
        var wordStart = 0
        var wordCount = 0
    }

    /// A word of an enumeration.
    struct Word {
        var start: UnsafePointer<UInt8>
        var count: Int
    }

    /// One message.
    struct Message {
        var firstField = 0
        var fieldCount = 0
        /// The lookup table: `slots[firstSlot ..< firstSlot + slotMask + 1]` holds field numbers from 1, 0 where empty.
        var firstSlot = 0
        var slotMask = 0
        /// Required fields, one bit each.
        var required: UInt64 = 0
        /// How many one-of groups there are.
        var groups: UInt8 = 0
    }

    /// `FieldSchema.ValueType` without its payload.
    enum TypeCode: UInt8 {
        case string, bool, int32, uint32, int64, uint64, double, duration, looseDuration, fineDuration, anyDuration, bytes, enumeration,
            message,
            structure, any
    }

    let messages: UnsafeMutablePointer<Message>
    let fields: UnsafeMutablePointer<Field>
    let words: UnsafeMutablePointer<Word>
    private let slots: UnsafeMutablePointer<UInt8>

    init(messages list: [MessageSchema]) {
        let number = Dictionary(list.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        messages = .allocate(capacity: max(1, list.count))
        fields = .allocate(capacity: max(1, list.reduce(0) { $0 + $1.fields.count }))
        words = .allocate(capacity: max(1, list.reduce(0) { $0 + $1.fields.reduce(0) { $0 + $1.enumeration.count } }))
        slots = .allocate(capacity: max(1, list.reduce(0) { $0 + Self.slotCount($1.fields.count) }))
        var fieldCount = 0
        var wordCount = 0
        var slotCount = 0
        for (index, schema) in list.enumerated() {
            var message = Message()
            message.firstField = fieldCount
            message.fieldCount = min(schema.fields.count, 64)
            message.firstSlot = slotCount
            message.slotMask = Self.slotCount(schema.fields.count) - 1
            (slots + slotCount).initialize(repeating: 0, count: message.slotMask + 1)
            slotCount += message.slotMask + 1
            var groups: [String] = []
            for (place, source) in schema.fields.prefix(64).enumerated() {
                var field = Self.compile(source, number)
                if let group = source.oneOf {
                    if !groups.contains(group) { groups.append(group) }
                    field.group = 1 << UInt8(groups.firstIndex(of: group) ?? 0)
                }
                field.wordStart = wordCount
                for word in source.enumeration {
                    (words + wordCount).initialize(to: Self.intern(word))
                    wordCount += 1
                }
                field.wordCount = wordCount - field.wordStart
                if field.isRequired { message.required |= 1 << UInt64(place) }
                (fields + fieldCount).initialize(to: field)
                fieldCount += 1
                var slot = Self.hash(field.word, field.nameCount) & message.slotMask
                while slots[message.firstSlot + slot] != 0 { slot = (slot + 1) & message.slotMask }
                slots[message.firstSlot + slot] = UInt8(place + 1)
            }
            message.groups = UInt8(groups.count)
            (messages + index).initialize(to: message)
        }
    }

    /// The place of a key among a message's fields, or -1. At least eight bytes after `key` must be readable.
    @inline(__always)
    func find(_ key: UnsafePointer<UInt8>, _ count: Int, in message: Message) -> Int {
        let word = Self.firstWord(key, count)
        var slot = Self.hash(word, count) & message.slotMask
        while true {
            let place = Int(slots[message.firstSlot &+ slot])
            if place == 0 { return -1 }
            let field = fields + (message.firstField &+ place &- 1)
            if field.pointee.word == word, field.pointee.nameCount == count, Self.equalTails(field.pointee.name, key, count) {
                return place &- 1
            }
            slot = (slot &+ 1) & message.slotMask
        }
    }

    /// Whether bytes 8 and on are equal.
    @inline(__always)
    private static func equalTails(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 8
        while index < count {
            if a[index] != b[index] { return false }
            index &+= 1
        }
        return true
    }

    @inline(__always)
    private static func firstWord(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let word = UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
        return count >= 8 ? word : word & ((1 << (UInt64(count) &* 8)) &- 1)
    }

    @inline(__always)
    private static func hash(_ word: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: ((word &+ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15) &>> 56)
    }

    /// A power of two, at least twice as many as there are fields.
    private static func slotCount(_ fields: Int) -> Int {
        var count = 4
        while count < 2 * min(fields, 64) { count *= 2 }
        return count
    }

    /// Keeps the bytes of a name for good, followed by eight zero bytes.
    private static func intern(_ text: String) -> Word {
        let bytes = Array(text.utf8)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 8)
        memory.initialize(repeating: 0, count: bytes.count + 8)
        for (index, byte) in bytes.enumerated() { memory[index] = byte }
        return Word(start: UnsafePointer(memory), count: bytes.count)
    }

    private static func compile(_ source: FieldSchema, _ number: [String: Int]) -> Field {
        let name = intern(source.name)
        var field = Field(name: name.start)
        field.nameCount = name.count
        field.word = firstWord(name.start, name.count)
        field.shape = source.shape
        field.format = source.format
        field.isRequired = source.isRequired
        field.leastCount = source.count.least
        field.mostCount = source.count.most ?? .max
        field.leastLength = source.length.least
        field.mostLength = source.length.most ?? .max
        field.least = source.range.least ?? -.infinity
        field.most = source.range.most ?? .infinity
        field.hasUniqueKey = source.uniqueKey != nil
        switch source.type {
        case .string: field.type = .string
        case .bool: field.type = .bool
        case .int32: field.type = .int32
        case .uint32: field.type = .uint32
        case .int64: field.type = .int64
        case .uint64: field.type = .uint64
        case .double: field.type = .double
        case .duration: field.type = .duration
        case .looseDuration: field.type = .looseDuration
        case .fineDuration: field.type = .fineDuration
        case .anyDuration: field.type = .anyDuration
        case .bytes: field.type = .bytes
        case .enumeration: field.type = .enumeration
        case .structure: field.type = .structure
        case .any: field.type = .any
        case .message(let name):
            field.type = .message
            field.message = number[name] ?? -1
        }
        return field
    }
}
