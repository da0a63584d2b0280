import Glibc
import MeshResources

/// What `lint` is asked to do: its options over the file `.meshctl.yaml` of the working directory or one above.
struct LintSettings {
    var failOn = Severity.error
    var select: [String] = []
    var ignore: [String] = []
    var baseline: String?
    var isComplete = false

    /// The file's name.
    static let fileName = ".meshctl.yaml"

    /// Reads the file, if there is one, and lays the options over it.
    init(_ call: Invocation) throws {
        if let path = Self.findFile() { try read(path) }
        if call.isGiven(LintVerb.failOn), let severity = call.value(LintVerb.failOn).flatMap(Severity.init(word:)) { failOn = severity }
        if call.isGiven(LintVerb.select) { select = call.values(LintVerb.select) }
        if call.isGiven(LintVerb.ignore) { ignore = call.values(LintVerb.ignore) }
        if let path = call.value(LintVerb.baseline) { baseline = path }
        if call.isGiven(LintVerb.complete) { isComplete = call.flag(LintVerb.complete) }
        for word in select + ignore where !RuleFilter.isKnown(word) {
            let near = Suggestions.nearest(to: word, in: RuleCatalog.all.flatMap { [$0.code, $0.name] })
            throw Failure(.usage, "no rule is called '\(word)'", help: near.map { "did you mean '\($0)'?" })
        }
    }

    /// Which findings are wanted.
    var filter: RuleFilter { RuleFilter(select: select, ignore: ignore) }

    /// The nearest settings file, from the working directory upwards.
    private static func findFile() -> String? {
        guard let pointer = getcwd(nil, 0) else { return nil }
        var folder = String(cString: pointer)
        free(pointer)
        var relative = ""
        while true {
            let path = (folder == "/" ? "" : folder) + "/" + fileName
            if access(path, F_OK) == 0 { return relative + fileName }
            guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
            relative += "../"
        }
    }

    private mutating func read(_ path: String) throws {
        let source: SourceText
        switch FileReader.read(path) {
        case .success(let text): source = text
        case .failure(let problem): throw Failure(.unreadable, "the settings cannot be read", diagnostics: [problem.diagnostic])
        }
        let result = YAML.parse(source)
        guard result.isComplete else {
            throw Failure(.unreadable, "the settings in '\(path)' cannot be read", diagnostics: result.diagnostics)
        }
        guard let root = result.tree.roots.first, let lint = root["lint"] else { return }
        for (key, value) in lint.entries {
            switch key.text {
            case LintVerb.failOn.long:
                guard let severity = Severity(word: value.text) else {
                    throw bad("unknown severity '\(value.text)', expected error, warning or info", value)
                }
                failOn = severity
            case LintVerb.select.long: select = words(value)
            case LintVerb.ignore.long: ignore = words(value)
            case LintVerb.baseline.long:
                baseline = value.text.hasPrefix("/") ? value.text : String(path.dropLast(Self.fileName.count)) + value.text
            case LintVerb.complete.long: isComplete = value.bool ?? false
            default:
                let names = [LintVerb.failOn, LintVerb.select, LintVerb.ignore, LintVerb.baseline, LintVerb.complete].map(\.long)
                throw bad("unknown setting '\(key.text)', expected one of \(names.joined(separator: ", "))", key)
            }
        }
    }

    private func words(_ node: Node) -> [String] {
        node.isSequence ? node.items.map(\.text) : node.text.split(separator: ",").map(String.init)
    }

    private func bad(_ message: String, _ node: Node) -> Failure {
        let finding = Diagnostic(code: "MSH0093", severity: .error, message: message, location: node.location)
        return Failure(.usage, "the settings cannot be used", diagnostics: [finding])
    }
}

/// Chooses findings by code, alias, rule name or the beginning of a code.
struct RuleFilter {
    let select: [String]
    let ignore: [String]

    /// Whether a finding is wanted. Inputs that cannot be read are always told.
    func wants(_ finding: Diagnostic) -> Bool {
        if finding.code.hasPrefix("MSH00") || isOpen { return true }
        let names = RuleCatalog.names(finding).map { $0.lowercased() }
        return (select.isEmpty || select.contains { Self.matches($0, names) }) && !ignore.contains { Self.matches($0, names) }
    }

    /// Whether every rule runs.
    var isOpen: Bool { select.isEmpty && ignore.isEmpty }

    /// Codes match by their beginning, names as a whole.
    private static func matches(_ word: String, _ names: [String]) -> Bool {
        let word = word.lowercased()
        return names.contains(word) || names.first?.hasPrefix(word) ?? false
    }

    /// Whether some rule answers to the word.
    static func isKnown(_ word: String) -> Bool {
        RuleCatalog.all.contains { rule in matches(word, ([rule.code, rule.name] + rule.aliases).map { $0.lowercased() }) }
    }
}
