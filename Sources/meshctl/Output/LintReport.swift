import MeshResources

/// The findings of `lint` in every format.
struct LintReport: Report {
    let findings: [Diagnostic]
    let files: [String]
    let resourceCount: Int
    let suppressed: Int
    /// Findings that the baseline lists.
    let covered: Int
    let skipped: [Analysis.Skipped]
    let failOn: Severity

    var exitCode: ExitCode {
        let isUnreadable = findings.contains { $0.severity == .error && $0.code.hasPrefix("MSH00") }
        let isReached = findings.contains { $0.severity >= failOn }
        return isUnreadable ? .unreadable : isReached ? .findings : .success
    }

    func value() -> Value? {
        .array(findings.map { .object(FindingJSON.full($0, rule: RuleCatalog.name($0), url: RuleCatalog.url($0.code))) })
    }

    func write(to console: Console, as format: OutputFormat) {
        switch format {
        case .sarif: console.output.write(JSONWriter.text(SARIF.value(findings), .pretty) + "\n")
        case .github: console.output.write(GitHubAnnotations.text(findings))
        case .junit: console.output.write(JUnit.text(findings, files: files))
        default:
            let renderer = CaretText(paint: console.paint, width: console.terminal.sourceWidth)
            for finding in findings { console.output.write(renderer.text(finding) + "\n") }
        }
    }

    func summarize(on console: Console) {
        let counts = Severity.allCases.reversed().map { severity in (severity, findings.filter { $0.severity == severity }.count) }
        let words = counts.filter { $0.1 > 0 }.map { severity, count in
            severity == .info ? "\(count) info" : Count.text(count, severity.word)
        }
        var text = findings.isEmpty ? console.paintError("no findings", .green) : words.joined(separator: ", ")
        text += " in \(Count.text(resourceCount, "resource")) of \(Count.text(files.count, "file"))"
        var asides: [String] = []
        if suppressed > 0 { asides.append("\(suppressed) suppressed") }
        if covered > 0 { asides.append("\(covered) in the baseline") }
        if !asides.isEmpty { text += " (\(asides.joined(separator: ", ")))" }
        console.note(text)
        if !skipped.isEmpty {
            let kinds = Set(skipped.flatMap(\.missing)).sorted()
            console.note(
                "\(Count.text(skipped.count, "check")) not run for lack of \(kinds.joined(separator: ", ")); --assume-complete runs them")
        }
    }
}
