import MeshResources

/// The formats that `-o` knows; each verb names the ones it offers.
enum OutputFormat: String, Sendable, CaseIterable {
    case text, json, yaml, sarif, github, junit, log, name, wide, short, table, patch, dot, mermaid, svg, html, jsonl, csv
}

/// What a verb returns: a value that prints itself. JSON and YAML come from `value()`, so they cannot drift from each other.
protocol Report {
    /// How the run ends.
    var exitCode: ExitCode { get }
    /// What `-o json` and `-o yaml` print; `nil` when `write` does those formats too.
    func value() -> Value?
    /// Prints every format that `value()` does not serve.
    func write(to console: Console, as format: OutputFormat)
    /// Says what is worth knowing beside the result, on standard error, whatever the format.
    func summarize(on console: Console)
}

extension Report {
    var exitCode: ExitCode { .success }
    func value() -> Value? { nil }
    func summarize(on console: Console) {}

    /// Prints the report.
    func print(on console: Console, as format: OutputFormat) {
        if format == .json, let value = value() {
            console.output.write(JSONWriter.text(value, .pretty) + "\n")
        } else if format == .yaml, let value = value() {
            console.output.write(YAMLEmitter.text(value, .ordered))
        } else {
            write(to: console, as: format)
        }
        summarize(on: console)
    }
}

/// A report that is a text.
struct TextReport: Report {
    var text: String
    var exitCode = ExitCode.success

    func write(to console: Console, as format: OutputFormat) { console.output.write(text) }
}

/// The report of a verb that printed everything while it worked.
struct DoneReport: Report {
    var exitCode: ExitCode

    func write(to console: Console, as format: OutputFormat) {}
}
