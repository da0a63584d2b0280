/// A selector by labels: equalities, and the expressions of Kubernetes' `LabelSelector`.
public struct LabelSelector: Sendable {
    /// Labels that must be equal, sorted by key.
    public let labels: [(key: String, value: String)]
    /// Further conditions.
    public let expressions: [Expression]
    /// An operator that does not exist was asked for, so that nothing can match.
    public let isInvalid: Bool

    /// One entry of `matchExpressions`.
    public struct Expression: Sendable {
        /// The label.
        public let key: String
        /// What is asked of it.
        public let operation: Operation
        /// What it is compared with.
        public let values: [String]

        /// The operators of Kubernetes.
        public enum Operation: String, Sendable { case isIn = "In", notIn = "NotIn", exists = "Exists", doesNotExist = "DoesNotExist" }

        func matches(_ labels: [String: String]) -> Bool {
            let value = labels[key]
            switch operation {
            case .isIn: return value.map { values.contains($0) } ?? false
            case .notIn: return value.map { !values.contains($0) } ?? true
            case .exists: return value != nil
            case .doesNotExist: return value == nil
            }
        }
    }

    /// A selector of equalities.
    public init(_ labels: [String: String]) {
        self.labels = labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        expressions = []
        isInvalid = false
    }

    /// A selector of equalities and expressions.
    init(_ labels: [String: String], _ expressions: [Expression]) {
        self.labels = labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.expressions = expressions
        isInvalid = false
    }

    /// Reads `matchLabels` and `matchExpressions`; absent fields ask nothing.
    public init(kubernetes node: Node?) {
        labels = node.stringMap("matchLabels").sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var expressions: [Expression] = []
        var isInvalid = false
        for item in node.items("matchExpressions") {
            guard let key = item.text("key"), let word = item.text("operator"), let operation = Expression.Operation(rawValue: word) else {
                isInvalid = true
                continue
            }
            let values = item.names("values").map(\.text)
            if operation == .isIn || operation == .notIn, values.isEmpty { isInvalid = true }
            expressions.append(Expression(key: key, operation: operation, values: values))
        }
        self.expressions = expressions
        self.isInvalid = isInvalid
    }

    /// Whether it asks nothing and so matches everything.
    public var isEmpty: Bool { labels.isEmpty && expressions.isEmpty && !isInvalid }

    /// Whether an object with these labels is selected.
    public func matches(_ other: [String: String]) -> Bool {
        if isInvalid { return false }
        for (key, value) in labels where other[key] != value { return false }
        for expression in expressions where !expression.matches(other) { return false }
        return true
    }

    /// `a=b,c=d` in order of the keys, as Kubernetes prints it.
    public var text: String { labels.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}
