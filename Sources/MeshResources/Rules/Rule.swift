/// A check of a mesh as a whole. One file a rule: what it finds, examples, and the check itself.
///
/// A rule looks at the mesh and adds findings to a report; it never fails, whatever the fields hold. The examples of its
/// description are run as tests.
public protocol Rule: Sendable {
    /// Code, severity, explanation and examples.
    static var about: RuleDescription { get }
    /// The names of Istio's analyzers that report the same; empty for rules that Istio does not have.
    static var analyzers: [String] { get }
    /// The kinds that must be known, because the rule concludes from what it does not find: among the inputs, or the inputs
    /// are complete.
    static var needs: [Mesh.Kind] { get }
    /// Whether the rule only runs when it is asked for by name.
    static var isOptIn: Bool { get }
    /// Looks at the mesh and adds what is found.
    static func check(_ mesh: Mesh, _ report: inout Report)
}

extension Rule {
    /// No analyzer of Istio.
    public static var analyzers: [String] { [] }
    /// Nothing needs to be known.
    public static var needs: [Mesh.Kind] { [] }
    /// Runs by default.
    public static var isOptIn: Bool { false }

    /// The name that `--analyzer` takes: Istio's, or `meshctl.` and the rule's own.
    public static var analyzerName: String { analyzers.first ?? "meshctl.\(about.name)" }
}

/// A finding of a rule, with what Istio would say.
public struct Finding: Sendable {
    /// The finding in this tool's words.
    public var diagnostic: Diagnostic
    /// Istio's message text, where Istio has one for the same finding.
    public var istioText: String?
    /// The analyzer that found it.
    public var analyzer: String
    /// The cluster; empty unless there are several.
    public var cluster: String
    /// Istio reports it, though it repeats another finding or is known to be a false alarm: `analyze` says it, `lint` does not.
    public var isOnlyIstios = false

    /// Makes a finding.
    public init(diagnostic: Diagnostic, istioText: String? = nil, analyzer: String, cluster: String = "") {
        self.diagnostic = diagnostic
        self.istioText = istioText
        self.analyzer = analyzer
        self.cluster = cluster
    }

    /// The text that `analyze` prints.
    public var analyzeText: String { istioText ?? diagnostic.message }
}

/// What the rules found so far.
public struct Report: Sendable {
    /// The findings in the order they were added.
    public private(set) var findings: [Finding] = []
    /// Whether Istio's texts are asked for; `lint` does without.
    public var wantsIstioText = true
    private var said: Set<String> = []
    private var hintsLeft = 300
    var rule: RuleDescription?
    var analyzer = ""

    /// Makes an empty report.
    public init() {}

    /// Adds a finding of the rule that is running.
    ///
    /// - Parameters:
    ///   - object: The object that it is about.
    ///   - node: The place; the object's name when absent.
    ///   - path: The field's path; empty when it concerns no field.
    ///   - message: What was found, then what was expected.
    ///   - istio: Istio's text, for rules that Istio has too.
    ///   - help: The next step.
    ///   - related: Other places to look at.
    ///   - fixes: Edits that mend it.
    ///   - severity: The severity, where it differs from the rule's.
    ///   - onlyIstios: Whether only `analyze` should say it, because Istio does.
    ///   - once: Whether `analyze` says it once for an object, since Istio gives no place; `lint` names every place.
    public mutating func add(
        _ object: Mesh.Object, at node: Node? = nil, path: String = "", _ message: String, istio: @autoclosure () -> String? = nil,
        help: String? = nil,
        related: [Diagnostic.Related] = [], fixes: [FixIt] = [], severity: Severity? = nil, onlyIstios: Bool = false, once: Bool = false
    ) {
        guard let rule else { return }
        let text = wantsIstioText ? istio() : nil
        if once, let text, !said.insert("\(rule.code) \(object.cluster) \(object.resourceName) \(text)").inserted { return }
        var finding = Finding(
            diagnostic: Diagnostic(
                code: rule.code, severity: severity ?? rule.severity, message: message, location: (node ?? object.nameNode).headLocation,
                path: path, help: help, resource: object.resourceName, related: related, fixes: fixes,
                rule: rule.name),
            istioText: text, analyzer: analyzer, cluster: object.cluster)
        finding.isOnlyIstios = onlyIstios
        findings.append(finding)
    }

    /// Adds a finding about something that is no object of the mesh, such as its configuration.
    public mutating func add(
        _ name: ResourceName, at node: Node, path: String, _ message: String, istio: @autoclosure () -> String? = nil, help: String? = nil
    ) {
        guard let rule else { return }
        let diagnostic = Diagnostic(
            code: rule.code, severity: rule.severity, message: message, location: node.headLocation, path: path, help: help, resource: name,
            rule: rule.name)
        findings.append(Finding(diagnostic: diagnostic, istioText: wantsIstioText ? istio() : nil, analyzer: analyzer))
    }

    /// What `body` suggests, for the first findings of a rule only: looking for what was meant is slow, and nobody reads hundreds.
    public mutating func hint<T>(_ body: () -> T?) -> T? {
        guard hintsLeft > 0 else { return nil }
        hintsLeft -= 1
        return body()
    }

    /// Adds a finding made elsewhere.
    public mutating func add(_ finding: Finding) { findings.append(finding) }
}

extension Mesh.Object {
    /// A place to look at, for `related`: the object's name.
    func related(_ message: String, at node: Node? = nil) -> Diagnostic.Related {
        Diagnostic.Related(message: message, location: (node ?? nameNode).headLocation)
    }
}
