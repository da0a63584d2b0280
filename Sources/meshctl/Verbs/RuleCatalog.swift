import MeshResources

/// Every kind of finding that the program can report, whoever finds it.
enum RuleCatalog {
    /// All descriptions in order of their codes; several rules may share a code.
    static let all: [RuleDescription] = {
        let rules =
            InputRules.all + SuppressionRules.all + ValidationCatalog.all + RuleRegistry.all.map { $0.about }
            + ProxyRuleRegistry.all.map { $0.about } + StyleRegistry.all.map { $0.about }
        return rules.sorted { ($0.code, $0.name) < ($1.code, $1.name) }
    }()

    private static let byCode = Dictionary(grouping: all, by: \.code)

    /// The description of a finding's rule; of a code that several rules share, the one whose name the finding bears.
    static func description(_ code: String, rule: String = "") -> RuleDescription? {
        let candidates = byCode[code] ?? []
        return candidates.first { $0.name == rule } ?? candidates.first
    }

    /// Everything that a finding's rule is called: code, name and aliases.
    static func names(_ finding: Diagnostic) -> [String] {
        [finding.code] + (description(finding.code, rule: finding.rule).map { [$0.name] + $0.aliases } ?? [])
    }

    /// The short name of a finding's rule; empty when nobody describes it.
    static func name(_ finding: Diagnostic) -> String { finding.rule.isEmpty ? description(finding.code)?.name ?? "" : finding.rule }

    /// Where to read more on the web: Istio's page for its own codes; empty for others, which `meshctl explain` describes.
    static func url(_ code: String) -> String {
        code.hasPrefix("IST") ? "https://istio.io/v\(Version.istio)/docs/reference/config/analysis/\(code.lowercased())/" : ""
    }

    /// The rules that a user means by a code, an alias or a name, in any case.
    static func matching(_ word: String) -> [RuleDescription] {
        let word = word.lowercased()
        return all.filter { rule in
            rule.code.lowercased() == word || rule.name == word || rule.aliases.contains { $0.lowercased() == word }
        }
    }
}

/// The findings about inputs that cannot be opened.
enum InputRules {
    static let all: [RuleDescription] = [
        RuleDescription(
            code: "MSH0020", name: "not-a-manifest", severity: .error, summary: "a document is no Kubernetes object",
            explanation: """
                Every document must be a mapping with 'apiVersion' and 'kind'. Other YAML files (values of Helm charts, settings of other tools) \
                do not belong among the inputs: name the directory with the manifests, or the files one by one.
                """,
            examples: [.init("a document without a kind", "«name»: reviews\nport: 9080\n")], source: "Kubernetes API conventions"),
        RuleDescription(
            code: "MSH0030", name: "repeated-key", severity: .warning, summary: "a key stands twice in one mapping",
            explanation: """
                YAML forbids it, and tools differ: Kubernetes takes the last one silently, strict readers refuse the document. Keep the one that is meant.
                """,
            examples: [.init("a label written twice", "metadata:\n  labels: {app: a, «app»: b}\n")], source: "YAML 1.2, section 3.2.1.1"),
        RuleDescription(
            code: "MSH0090", name: "unreadable-input", severity: .error, summary: "an input cannot be opened or read",
            explanation: "The file is missing, may not be read by this user, or reading it failed. Check the path and its permissions."),
        RuleDescription(
            code: "MSH0091", name: "binary-input", severity: .error, summary: "an input is binary data",
            explanation: "A zero byte stands near the start of the file, so it is no text. Name files with YAML or JSON."),
        RuleDescription(
            code: "MSH0092", name: "no-manifest", severity: .error, summary: "a directory holds no manifest",
            explanation: """
                Of a directory the files named .yaml, .yml and .json are read; this one has none. Directories below it are read with -R only.
                """),
        RuleDescription(
            code: "MSH0093", name: "bad-setting", severity: .error, summary: "a setting in .meshctl.yaml cannot be used",
            explanation:
                "The file .meshctl.yaml holds the options of lint under 'lint': fail-on, select, ignore, baseline and assume-complete."),
    ]
}
