/// A value as a Go template sees it.
///
/// Go's templates tell four kinds of nothing apart, and so does this: `missing` is what the lookup of an absent key gives (a
/// further field of it is missing again), `null` is a nil stored in an untyped map or list (a further field is an error), a nil
/// pointer to a message, and the empty text, list or map.
public enum TemplateValue: Sendable {
    case missing
    case null
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case string(String)
    case list([TemplateValue])
    case map(TemplateMap)
    /// A structure with named fields.
    case object(any TemplateObject)
    /// An unset pointer to a structure of the named type, which may still answer methods.
    case nilPointer(any TemplateObject)
    /// A named number: the text it prints as, and the number.
    case enumeration(String, Int64)

    /// Whether Go counts the value as true: not for false, 0, nothing, and empty texts, lists and maps. Structures are true.
    public var isTrue: Bool {
        switch self {
        case .missing, .null, .nilPointer: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .float(let value): value != 0
        case .string(let value): !value.isEmpty
        case .list(let items): !items.isEmpty
        case .map(let map): !map.isEmpty
        case .object: true
        case .enumeration(_, let number): number != 0
        }
    }

    /// Whether there is no value at all.
    public var isNil: Bool {
        switch self {
        case .missing, .null, .nilPointer: true
        default: false
        }
    }

    /// Go's name of the value's type, for messages.
    public var typeName: String {
        switch self {
        case .missing, .null: "interface {}"
        case .bool: "bool"
        case .int: "int"
        case .float: "float64"
        case .string: "string"
        case .list: "[]interface {}"
        case .map(let map): map.holdsStrings ? "map[string]string" : "map[string]interface {}"
        case .object(let object): object.typeName
        case .nilPointer(let object): "*" + object.typeName
        case .enumeration: "int32"
        }
    }

    /// A value read from YAML or JSON: numbers are floating point, as Go's decoder makes them.
    public init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .float(Double(value))
        case .uint(let value): self = .float(Double(value))
        case .double(let value): self = .float(value)
        case .string(let value): self = .string(value)
        case .array(let items): self = .list(items.map { TemplateValue($0) })
        case .object(let object):
            var entries: [String: TemplateValue] = [:]
            entries.reserveCapacity(object.count)
            for (key, value) in object { entries[key] = TemplateValue(value) }
            self = .map(TemplateMap(entries))
        }
    }

    /// The value for comparisons: numbers of different types differ, as they do for Go.
    var exact: Value {
        switch self {
        case .float(let value): .double(value)
        case .list(let items): .array(items.map(\.exact))
        case .map(let map): .object(Value.Object(map.sortedKeys.map { ($0, map[$0]?.exact ?? .null) }))
        default: plain
        }
    }

    /// The value as JSON and YAML writers take it. Whole floating-point numbers become integers, as JSON writes them.
    public var plain: Value {
        switch self {
        case .missing, .null, .nilPointer: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .float(let value): abs(value) < 1e15 && value == value.rounded() ? .int(Int64(value)) : .double(value)
        case .string(let value): .string(value)
        case .list(let items): .array(items.map(\.plain))
        case .map(let map): .object(Value.Object(map.sortedKeys.map { ($0, map[$0]?.plain ?? .null) }))
        case .object(let object): object.plain
        case .enumeration(_, let number): .int(number)
        }
    }
}

/// A map with text keys.
public final class TemplateMap: Sendable {
    /// The values by key.
    public let entries: [String: TemplateValue]
    /// Whether the map can hold nothing but texts, as labels and annotations do; a missing key then reads as the empty text.
    public let holdsStrings: Bool

    /// Makes a map of any values.
    public init(_ entries: [String: TemplateValue]) {
        self.entries = entries
        holdsStrings = false
    }

    /// Makes a map of texts.
    public init(strings: [String: TemplateValue]) {
        entries = strings
        holdsStrings = true
    }

    /// Makes a map of texts from pairs with different keys.
    public convenience init(pairs: some Sequence<(String, String)>) {
        self.init(strings: Dictionary(pairs.map { ($0.0, TemplateValue.string($0.1)) }, uniquingKeysWith: { _, last in last }))
    }

    /// The value of a key.
    public subscript(_ key: String) -> TemplateValue? { entries[key] }
    /// Whether the map has no key.
    public var isEmpty: Bool { entries.isEmpty }
    /// The number of keys.
    public var count: Int { entries.count }
    /// The keys in the order of their bytes.
    public var sortedKeys: [String] { entries.keys.sorted { JSONWriter.precedes($0, $1) } }
}

/// A structure with named fields, such as a Kubernetes container or a protobuf message.
public protocol TemplateObject: Sendable {
    /// Go's name of the type: `v1.Container`.
    var typeName: String { get }
    /// A field, or the result of a method without arguments; `nil` where there is neither.
    func field(_ name: String) -> TemplateValue?
    /// Whether `name` is a method, which may be called on an unset pointer too.
    func hasMethod(_ name: String) -> Bool
    /// The structure as JSON and YAML writers take it, with keys in the order of declaration.
    var plain: Value { get }
}

extension TemplateObject {
    /// Most structures have no methods.
    public func hasMethod(_ name: String) -> Bool { false }
}
