/// A value that is not tied to a text: what templates, patches, requests and reports are made of.
///
/// `Node` is the way to read inputs; `Value` is the way to build outputs.
public enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    /// An integer above `Int64.max`.
    case uint(UInt64)
    case double(Double)
    case string(String)
    case array([Value])
    case object(Object)

    /// A mapping that keeps the order in which keys were added.
    public struct Object: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
        /// The keys in order.
        public private(set) var keys: [String] = []
        private var values: [String: Value] = [:]

        /// Makes an empty mapping.
        public init() {}

        /// Makes a mapping of the pairs in order; of equal keys the last value counts.
        public init(dictionaryLiteral elements: (String, Value)...) {
            for (key, value) in elements { self[key] = value }
        }

        /// Makes a mapping of the pairs in order; of equal keys the last value counts.
        public init(_ pairs: some Sequence<(String, Value)>) {
            for (key, value) in pairs { self[key] = value }
        }

        /// The value of a key; setting `nil` removes it, setting a new key adds it at the end.
        public subscript(_ key: String) -> Value? {
            get { values[key] }
            set {
                if let newValue {
                    if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
                } else if values.removeValue(forKey: key) != nil {
                    keys.removeAll { $0 == key }
                }
            }
        }

        /// The number of keys.
        public var count: Int { keys.count }
        /// Whether there is no key.
        public var isEmpty: Bool { keys.isEmpty }

        /// Walks the pairs in order.
        public func makeIterator() -> AnyIterator<(key: String, value: Value)> {
            var index = 0
            return AnyIterator { [keys, values] in
                while index < keys.count {
                    let key = keys[index]
                    index += 1
                    if let value = values[key] { return (key, value) }
                }
                return nil
            }
        }

        /// Two mappings are equal when they hold the same keys and values in any order.
        public static func == (a: Object, b: Object) -> Bool { a.values == b.values }

        /// Hashes without regard to order.
        public func hash(into hasher: inout Hasher) { hasher.combine(values) }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByFloatLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// An array.
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    /// A mapping in the order written.
    public init(dictionaryLiteral elements: (String, Value)...) { self = .object(Object(elements)) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }

    /// The value of a node: aliases followed, merge keys laid open, keys as strings. Scalars that are invalid become their text.
    public init(_ node: Node) {
        switch node.kind {
        case .sequence: self = .array(node.items.map { Value($0) })
        case .mapping:
            var object = Object()
            for (key, value) in node.entries { object[key.keyText] = Value(value) }
            self = .object(object)
        case .scalar:
            switch node.scalar {
            case .null?, nil: self = .null
            case .bool(let value)?: self = .bool(value)
            case .int(let value)?: self = .int(value)
            case .uint(let value)?: self = .uint(value)
            case .float(let value)?: self = .double(value)
            case .string(let value)?: self = .string(value)
            case .binary(let value)?: self = .string(String(decoding: value, as: UTF8.self))
            case .invalid?: self = .string(node.text)
            }
        }
    }

    /// The value under a key of a mapping; `nil` for other kinds and absent keys.
    public subscript(_ key: String) -> Value? {
        get { object?[key] }
        set {
            guard case .object(var object) = self else {
                if let newValue { self = .object([key: newValue]) }
                return
            }
            self = .null
            object[key] = newValue
            self = .object(object)
        }
    }

    /// The mapping, if it is one.
    public var object: Object? { if case .object(let value) = self { value } else { nil } }
    /// The items, if it is an array.
    public var array: [Value]? { if case .array(let value) = self { value } else { nil } }
    /// The string, if it is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The boolean, if it is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The integer, if it is one that fits.
    public var int: Int? { if case .int(let value) = self { Int(exactly: value) } else { nil } }
    /// Whether it is null.
    public var isNull: Bool { if case .null = self { true } else { false } }
}
