/// What is known about one field of a kind: type, limits, default and a line of documentation.
public struct FieldSchema: Sendable {
    /// Whether the field holds one value, a list or a map with string keys.
    public enum Shape: Sendable {
        case single, list, map
    }

    /// The type of the value, or of each element of a list or map.
    public enum ValueType: Sendable, Equatable {
        case string, bool, int32, uint32, int64, uint64, double
        /// A Go duration such as `1.5s`, at least a millisecond.
        case duration
        /// A Go duration that may be zero.
        case looseDuration
        /// A duration of at least a millisecond, however fine: the server asks for that, istiod for no more.
        case fineDuration
        /// A Go duration of any length.
        case anyDuration
        /// Base64.
        case bytes
        /// One of these words.
        case enumeration([String])
        /// A mapping with known fields.
        case message(String)
        /// A mapping with any content.
        case structure
        /// Anything.
        case any
    }

    /// A pattern that a string must fit.
    public enum Format: UInt8, Sendable {
        case none, port, group, kind, headerName, sha256, label
    }

    /// The key, as written in a manifest.
    public let name: String
    /// Single, list or map.
    public let shape: Shape
    /// Type of the value or element.
    public let type: ValueType
    /// Whether the API server refuses an object without it.
    public let isRequired: Bool
    /// Fields of one message with the same group exclude each other.
    public let oneOf: String?
    /// Smallest and largest number.
    public let range: (least: Double?, most: Double?)
    /// Shortest and longest text, in characters; of each element for lists and maps.
    public let length: (least: Int, most: Int?)
    /// Fewest and most elements.
    public let count: (least: Int, most: Int?)
    /// The key by which list items are told apart.
    public let uniqueKey: String?
    /// Pattern of the text.
    public let format: Format
    /// What holds when the field is absent, as text.
    public let defaultValue: String?
    /// Whether Istio asks to use another field instead.
    public let isDeprecated: Bool
    /// What the field is for, in one line.
    public let documentation: String

    /// The type in words: `string`, `list of HTTPRoute`, `map of string`.
    public var typeName: String {
        let element =
            switch type {
            case .string: "string"
            case .bool: "boolean"
            case .int32, .int64: "integer"
            case .uint32, .uint64: "non-negative integer"
            case .double: "number"
            case .duration, .looseDuration, .fineDuration, .anyDuration: "duration"
            case .bytes: "base64 text"
            case .enumeration: "enumeration"
            case .message(let name): name
            case .structure: "object"
            case .any: "any value"
            }
        return switch shape {
        case .single: element
        case .list: "list of \(element)"
        case .map: "map of \(element)"
        }
    }

    /// The words of an enumeration; empty for other types.
    public var enumeration: [String] {
        if case .enumeration(let words) = type { words } else { [] }
    }

    /// The name of the message that the value, or each element, is.
    public var messageName: String? {
        if case .message(let name) = type { name } else { nil }
    }
}

/// A mapping with known fields.
public struct MessageSchema: Sendable {
    /// The name of the type, such as `HTTPRoute`.
    public let name: String
    /// The fields in the order of the documentation.
    public let fields: [FieldSchema]

    /// The field under a key.
    public func field(_ key: String) -> FieldSchema? { fields.first { $0.name == key } }
}

/// A kind of resource with its versions.
public struct KindSchema: Sendable {
    /// `VirtualService`.
    public let kind: String
    /// `networking.istio.io`.
    public let group: String
    /// The served versions, best first.
    public let versions: [String]
    /// The served versions with their group, as `apiVersion` has them.
    public let apiVersions: [String]
    /// The type of `spec`.
    public let message: String
    /// Whether the API server refuses an object without `spec`.
    public let requiresSpec: Bool
}
