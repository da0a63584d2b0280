/// What a function's parameter accepts, by the rules of Go's text/template.
public enum TemplateType: Sendable {
    /// Anything; a missing value arrives as `null`.
    case any
    /// Anything, a missing value as it is (Go's `reflect.Value`).
    case value
    case string, bool, int, float
    /// `[]interface{}`.
    case list
    /// `map[string]interface{}`.
    case map
    /// `map[string]string`.
    case stringMap
    /// A structure.
    case object

    /// Go's name, for messages.
    var name: String {
        switch self {
        case .any: "interface {}"
        case .value: "reflect.Value"
        case .string: "string"
        case .bool: "bool"
        case .int: "int"
        case .float: "float64"
        case .list: "[]interface {}"
        case .map: "map[string]interface {}"
        case .stringMap: "map[string]string"
        case .object: "struct"
        }
    }

    /// The value as the parameter takes it, or why it does not fit.
    func accept(_ value: TemplateValue) throws(TemplateFunctionError) -> TemplateValue {
        switch (self, value) {
        case (.value, _): return value
        case (.any, .missing): return .null
        case (.any, _), (.string, .string), (.bool, .bool), (.int, .int), (.float, .float), (.list, .list), (.object, .object): return value
        case (.map, .map(let map)) where !map.holdsStrings: return value
        case (.stringMap, .map(let map)) where map.holdsStrings: return value
        case (.list, .missing): return .list([])
        case (.map, .missing): return .map(TemplateMap([:]))
        case (.stringMap, .missing): return .map(TemplateMap(strings: [:]))
        case (_, .missing): throw TemplateFunctionError("invalid value; expected \(name)")
        default: throw TemplateFunctionError("wrong type for value; expected \(name); got \(value.typeName)")
        }
    }
}

/// A function that templates call.
public final class TemplateFunction: Sendable {
    /// Functions that do not evaluate all of their arguments.
    enum Shortcut: Sendable { case none, and, or }

    /// The body: arguments already checked, a result, or an error.
    public typealias Body = @Sendable ([TemplateValue]) throws -> TemplateValue

    /// The name in templates.
    public let name: String
    let parameters: [TemplateType]
    let rest: TemplateType?
    let shortcut: Shortcut
    let body: Body

    init(_ name: String, _ parameters: [TemplateType], rest: TemplateType?, shortcut: Shortcut = .none, body: @escaping Body) {
        self.name = name
        self.parameters = parameters
        self.rest = rest
        self.shortcut = shortcut
        self.body = body
    }

    /// What the argument at `index` must be.
    func type(at index: Int) -> TemplateType? { index < parameters.count ? parameters[index] : rest }
}

/// A table of functions by name.
public struct TemplateFunctions: Sendable {
    private var table: [String: TemplateFunction] = [:]

    /// Makes an empty table.
    public init() {}

    /// The function of a name.
    public subscript(_ name: String) -> TemplateFunction? { table[name] }

    /// The names, sorted.
    public var names: [String] { table.keys.sorted() }

    /// Adds a function; one that is already there is replaced.
    ///
    /// - Parameters:
    ///   - name: The name in templates.
    ///   - parameters: What the arguments must be.
    ///   - rest: What further arguments must be; `nil` where none may follow.
    ///   - body: The function.
    public mutating func add(
        _ name: String, _ parameters: TemplateType..., rest: TemplateType? = nil, body: @escaping TemplateFunction.Body
    ) {
        table[name] = TemplateFunction(name, parameters, rest: rest, body: body)
    }

    mutating func add(_ function: TemplateFunction) { table[function.name] = function }

    /// Adds a second name for a function.
    public mutating func alias(_ name: String, of other: String) {
        guard let function = table[other] else { return }
        table[name] = TemplateFunction(name, function.parameters, rest: function.rest, shortcut: function.shortcut, body: function.body)
    }
}

/// Arguments as Swift values. Types were checked before the call; what does not fit reads as empty.
extension TemplateValue {
    var text: String { if case .string(let text) = self { text } else { "" } }
    var integer: Int { if case .int(let value) = self { Int(value) } else { 0 } }
    var flag: Bool { if case .bool(let value) = self { value } else { false } }
    var items: [TemplateValue] { if case .list(let items) = self { items } else { [] } }
    var mapping: TemplateMap { if case .map(let map) = self { map } else { TemplateMap([:]) } }
}
