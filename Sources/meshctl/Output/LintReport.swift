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
            // Thousands of findings take as long to lay out as to find: pieces of them on all processors, a bounded number at a time.
            let piece = 128
            for first in stride(from: 0, to: findings.count, by: 64 * piece) {
                let batch = findings[first..<min(findings.count, first + 64 * piece)]
                let texts = Parallel.map((batch.count + piece - 1) / piece) { index in
                    batch.dropFirst(index * piece).prefix(piece).reduce(into: "") { $0 += renderer.text($1) + "\n" }
                }
                for text in texts { console.output.write(text) }
            }
        }
    }

    func summarize(on console: Console) {
        var bySeverity: [Severity: Int] = [:]
        for finding in findings { bySeverity[finding.severity, default: 0] += 1 }
        let counts = Severity.allCases.reversed().map { ($0, bySeverity[$0] ?? 0) }
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
