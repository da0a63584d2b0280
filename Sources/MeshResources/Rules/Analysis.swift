/// Runs rules over a mesh and says which could not be run.
public enum Analysis {
    /// What came of it.
    public struct Outcome: Sendable {
        /// The findings. For `analyze` worst first, then by code, object and place, equal ones only once; else in order of the rules.
        public var findings: [Finding]
        /// Checks that were not run.
        public var skipped: [Skipped]
    }

    /// A check that could not be run because a kind of object is not known.
    public struct Skipped: Sendable, Hashable {
        /// The analyzer's name.
        public var analyzer: String
        /// The rule's short name.
        public var rule: String
        /// The code that it would report.
        public var code: String
        /// The kinds that it would have needed.
        public var missing: [String]
    }

    /// Runs many independent pieces of work and gives the results in order; this module itself has no threads.
    public typealias Mapper = (_ count: Int, _ body: @escaping @Sendable (Int) -> [Finding]) -> [[Finding]]

    /// Runs the rules.
    ///
    /// A rule is skipped when it needs kinds that the mesh does not know. It counts as skipped only when there is something
    /// that it would have looked at.
    ///
    /// - Parameters:
    ///   - forAnalyze: Whether the findings are for `analyze`: with Istio's texts, and with what only Istio reports.
    ///   - map: Runs the rules, perhaps on several threads; one after another when absent.
    public static func run(
        _ mesh: Mesh, rules: [any Rule.Type] = RuleRegistry.defaults, forAnalyze: Bool = false,
        map: Mapper = { count, body in (0..<count).map(body) }
    ) -> Outcome {
        let kinds = Set(mesh.objects.map(\.resource.kind))
        var skipped: [Skipped] = []
        var ready: [any Rule.Type] = []
        for rule in rules {
            let missing = rule.needs.filter { !mesh.knows($0) }
            if missing.isEmpty {
                ready.append(rule)
            } else if rule.about.kinds.contains(where: kinds.contains) {
                let about = rule.about
                skipped.append(Skipped(analyzer: rule.analyzerName, rule: about.name, code: about.code, missing: missing.map(\.word)))
            }
        }
        let rulesToRun = ready
        let found = map(ready.count) { index in
            let rule = rulesToRun[index]
            var report = Report()
            report.wantsIstioText = forAnalyze
            report.rule = rule.about
            report.analyzer = rule.analyzerName
            rule.check(mesh, &report)
            return forAnalyze ? report.findings : report.findings.filter { !$0.isOnlyIstios }
        }
        let findings = found.flatMap { $0 }
        return Outcome(findings: forAnalyze ? sorted(findings) : findings, skipped: skipped)
    }

    /// Worst first, then by code, object, file and place; of findings that would print the same only one.
    public static func sorted(_ findings: [Finding]) -> [Finding] {
        var files: [ObjectIdentifier: Int] = [:]
        var keyed: [(key: Key, finding: Finding)] = []
        keyed.reserveCapacity(findings.count)
        for finding in findings {
            let location = finding.diagnostic.location
            var file = -1
            if let source = location?.source {
                let id = ObjectIdentifier(source)
                file = files[id] ?? files.count
                files[id] = file
            }
            let resource = finding.diagnostic.resource
            keyed.append(
                (
                    Key(
                        weight: -finding.diagnostic.severity.rawValue, code: finding.diagnostic.code, kind: resource?.kind ?? "",
                        namespace: resource?.namespace ?? "", name: resource?.name ?? "", file: file, offset: location?.range.start ?? 0,
                        text: finding.analyzeText), finding
                ))
        }
        keyed.sort { $0.key < $1.key }
        var result: [Finding] = []
        result.reserveCapacity(keyed.count)
        var last: Key?
        for (key, finding) in keyed where key != last {
            result.append(finding)
            last = key
        }
        return result
    }

    private struct Key: Comparable {
        let weight: Int
        let code: String
        let kind: String
        let namespace: String
        let name: String
        let file: Int
        let offset: UInt32
        let text: String

        static func < (a: Key, b: Key) -> Bool {
            if a.weight != b.weight { return a.weight < b.weight }
            if a.code != b.code { return a.code < b.code }
            if a.kind != b.kind { return a.kind < b.kind }
            if a.namespace != b.namespace { return a.namespace < b.namespace }
            if a.name != b.name { return a.name < b.name }
            if a.file != b.file { return a.file < b.file }
            if a.offset != b.offset { return a.offset < b.offset }
            return a.text < b.text
        }
    }
}
