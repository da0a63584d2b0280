import MeshResources

/// `meshctl lint`.
enum LintVerb {
    static let failOn = Option.choice(
        "fail-on", nil, "SEVERITY", ["error", "warning", "info"], "end with status 79 when there are findings of at least this severity",
        standard: "error")
    static let select = Option.list("select", "s", "CODE", "run these rules only: codes, names, aliases, or the beginning of codes")
    static let ignore = Option.list("ignore", nil, "CODE", "do not run these rules")
    static let baseline = Option.value("baseline", nil, "FILE", "do not report the findings that this file lists", completes: .file)
    static let writeBaseline = Option.value("write-baseline", nil, "FILE", "write the findings to this file and end well", completes: .file)
    static let fix = Option.flag("fix", nil, "apply the fixes that are certain, then report what is left")
    static let complete = Option.flag("assume-complete", nil, "the inputs are the whole mesh: what they lack does not exist")

    static let command = Command(
        "lint", group: .check, summary: "check manifests by themselves and together, for people and for CI",
        details: """
            Runs what validate checks, what analyze checks without a cluster, and questions of style. A finding is silenced by a comment \
            '# meshctl:ignore CODE reason' on or above its line, or for a whole resource by the annotation 'meshctl.dev/ignore: CODE reason'. The \
            file .meshctl.yaml in the working directory or above holds the same settings under 'lint'.
            """,
        operands: .paths,
        options: [
            .output([.text, .json, .sarif, .github, .junit]), failOn, select, ignore, baseline, writeBaseline, fix, complete,
            SharedOptions.filename,
            SharedOptions.recursive,
        ],
        examples: [
            .init("Check a directory and everything below it", "meshctl lint -R samples/shop"),
            .init("Annotate a pull request, and fail on warnings too", "meshctl lint -R deploy -o github --fail-on warning"),
            .init("Mend what can be mended without doubt", "meshctl lint --fix samples/mistakes"),
            .init("Accept what is there, report what is new", "meshctl lint -R deploy --baseline .meshctl-baseline.json"),
        ],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let settings = try LintSettings(call)
        var linter = Linter(filter: settings.filter, isComplete: settings.isComplete)
        linter.namespace = call.value(GlobalOptions.namespace) ?? linter.namespace
        linter.istioNamespace = call.value(GlobalOptions.istioNamespace) ?? linter.istioNamespace
        let baseline = try settings.baseline.map { try Baseline(path: $0) }
        var inputs = try call.inputs()
        var outcome = linter.lint(inputs)
        if call.flag(fix) { try mend(&inputs, &outcome, linter, call) }
        if let path = call.value(writeBaseline) {
            do {
                try AtomicFile.write(Array(Baseline.text(outcome.findings).utf8), to: path)
            } catch { throw Failure(.failure, error.message) }
            call.console.note("wrote \(Count.text(outcome.findings.count, "finding")) to \(path)")
            return DoneReport(exitCode: inputs.exitCode)
        }
        // The process ends with the report: giving the mesh back object by object would only delay that.
        _ = Unmanaged.passRetained(outcome.mesh)
        let (findings, covered) = baseline?.filter(outcome.findings) ?? (outcome.findings, 0)
        return LintReport(
            findings: findings, files: inputs.files.map(\.source.name), resourceCount: outcome.resourceCount,
            suppressed: outcome.suppressed,
            covered: covered, skipped: outcome.skipped, failOn: settings.failOn)
    }

    /// Applies safe fixes until none is left; a file is only replaced when it still reads as well as before.
    private static func mend(_ inputs: inout Inputs, _ outcome: inout Linter.Outcome, _ linter: Linter, _ call: Invocation) throws {
        var mended = 0
        var files = Set<String>()
        for _ in 0..<8 {
            var changed = false
            let fixes = outcome.findings.compactMap { $0.fixes.first(where: \.isSafe) }
            for file in inputs.files {
                let source = file.text
                let (bytes, applied) = FixApplication.apply(fixes, to: source)
                guard applied > 0 else { continue }
                guard source.name != "-" else { throw Failure(.usage, "standard input cannot be fixed", help: "name a file") }
                guard source === file.source, YAML.parse(SourceText(name: source.name, bytes: bytes)).isComplete else { continue }
                do {
                    try AtomicFile.write(bytes, to: source.name)
                } catch { throw Failure(.failure, error.message) }
                mended += applied
                files.insert(source.name)
                changed = true
            }
            guard changed else { break }
            inputs = try call.inputs()
            outcome = linter.lint(inputs)
        }
        call.console.note("fixed \(Count.text(mended, "finding")) in \(Count.text(files.count, "file"))")
    }
}

/// Numbers with their nouns.
enum Count {
    /// `1 finding`, `2 findings`.
    static func text(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
