/// What a reader should know about one kind of finding. `explain`, the rule reference, SARIF and the tests read this.
public struct RuleDescription: Sendable {
    /// `IST####` where Istio has a code for the same finding, otherwise `MSH####`. Never reused.
    public var code: String
    /// A short name in kebab case, such as `missing-gateway`.
    public var name: String
    /// Other codes for the same finding, such as `KIA1104`.
    public var aliases: [String]
    /// The severity of its findings.
    public var severity: Severity
    /// The kinds whose resources it reads; empty for rules about text.
    public var kinds: [String]
    /// One line: what it finds.
    public var summary: String
    /// What is wrong, why it matters, how to mend it. Plain paragraphs.
    public var explanation: String
    /// Inputs that fire and inputs that do not.
    public var examples: [Example]
    /// Where the rule comes from: documentation of Istio, Kiali or Kubernetes.
    public var source: String

    /// Makes a description.
    public init(
        code: String, name: String, aliases: [String] = [], severity: Severity, kinds: [String] = [], summary: String, explanation: String,
        examples: [Example] = [], source: String = ""
    ) {
        self.code = code
        self.name = name
        self.aliases = aliases
        self.severity = severity
        self.kinds = kinds
        self.summary = summary
        self.explanation = explanation
        self.examples = examples
        self.source = source
    }

    /// One example. In `yaml`, the marks `«` and `»` around a piece of text say where the finding must lie; they are taken out
    /// before the text is read. An example without marks must not fire.
    public struct Example: Sendable {
        /// What the example shows.
        public var title: String
        /// The manifests.
        public var yaml: String

        /// Makes an example.
        public init(_ title: String, _ yaml: String) {
            self.title = title
            self.yaml = yaml
        }

        /// Whether the rule must fire.
        public var fires: Bool { yaml.contains("«") }
    }
}
