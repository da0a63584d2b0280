/// One finding: what was found, where, and what to do about it.
///
/// Messages are lower case, without a full stop and without a position; user text stands in quotes; what was found comes
/// before what was expected. `help` is an imperative sentence or a question.
public struct Diagnostic: Sendable {
    /// The rule's code: `IST####` where Istio has one for the same finding, otherwise `MSH####`.
    public var code: String
    /// How much it matters.
    public var severity: Severity
    /// What was found, then what was expected.
    public var message: String
    /// Where; `nil` for findings about something absent from every input.
    public var location: Location?
    /// The field's path from the document's root, such as `spec.http[0].route[1].weight`; empty when it concerns no field.
    public var path: String
    /// The next step, if there is one to name.
    public var help: String?
    /// The resource that the finding is about.
    public var resource: ResourceName?
    /// Other places that a reader should look at.
    public var related: [Related]
    /// Edits that mend it.
    public var fixes: [FixIt]
    /// The short name of the rule that found it; empty where the code alone says it.
    public var rule: String

    /// Makes a finding.
    public init(
        code: String, severity: Severity, message: String, location: Location? = nil, path: String = "", help: String? = nil,
        resource: ResourceName? = nil, related: [Related] = [], fixes: [FixIt] = [], rule: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.path = path
        self.help = help
        self.resource = resource
        self.related = related
        self.fixes = fixes
        self.rule = rule
    }

    /// Another place that belongs to a finding.
    public struct Related: Sendable {
        /// What is there, in the style of a message.
        public var message: String
        /// Where.
        public var location: Location

        /// Makes a related place.
        public init(message: String, location: Location) {
            self.message = message
            self.location = location
        }
    }
}

/// Which resource is meant: kind, namespace and name.
public struct ResourceName: Hashable, Sendable, CustomStringConvertible {
    /// The kind, such as `VirtualService`.
    public var kind: String
    /// The namespace; empty for cluster-scoped resources and where the input gives none.
    public var namespace: String
    /// The name.
    public var name: String

    /// Makes a name.
    public init(kind: String, namespace: String = "", name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// `Kind namespace/name`, or `Kind name` without a namespace.
    public var description: String { namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)" }
}
