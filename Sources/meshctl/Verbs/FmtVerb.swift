import MeshResources

/// `meshctl fmt`.
enum FmtVerb {
    static let output = Option.output(
        [.yaml, .json], "yaml keeps comments and the order of keys; json prints one canonical document a line")
    static let check = Option.flag("check", nil, "print the names of files that are not in canonical form, and end with status 1")
    static let write = Option.flag("write", "w", "replace the files by their canonical form")

    static let command = Command(
        "fmt", group: .check, summary: "print manifests in canonical form",
        details: """
            Lays YAML out with two blanks a level; comments and the order of keys are kept, and no value changes. With -o json every YAML document becomes \
            one line of JSON (null for an empty one) with the values that the Kubernetes API server would see. Duplicate keys are reported; the \
            last one wins.
            """,
        operands: .paths, options: [output, check, write, SharedOptions.filename, SharedOptions.recursive],
        examples: [
            .init("Fail in CI when a file is not laid out", "meshctl fmt --check samples/shop"),
            .init("Lay the files out", "meshctl fmt --write samples/shop"),
            .init("Every document as one line of JSON", "meshctl fmt -o json samples/shop"),
        ],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let isJSON = call.value(output) == OutputFormat.json.rawValue
        if call.flag(check), call.flag(write) { throw Failure(.usage, "'--check' and '--write' exclude each other") }
        if isJSON, call.flag(check) || call.flag(write) { throw Failure(.usage, "'--check' and '--write' are for '-o yaml'") }
        let inputs = try call.inputs()
        for diagnostic in inputs.diagnostics { call.console.error.write(line(diagnostic)) }
        for tree in inputs.files.flatMap(\.trees) {
            for diagnostic in DuplicateKeys.diagnostics(in: tree) { call.console.error.write(line(diagnostic)) }
        }
        let code = isJSON ? printJSON(inputs, call.console) : try format(inputs, call)
        return DoneReport(exitCode: inputs.exitCode.merged(with: code))
    }

    private static func printJSON(_ inputs: Inputs, _ console: Console) -> ExitCode {
        var writer = JSONWriter(.canonical)
        for tree in inputs.files.flatMap(\.trees) {
            for document in tree.documents {
                if let root = document.root { writer.write(root) } else { writer.append("null") }
                writer.append("\n")
                if writer.bytes.count > 1 << 20 { console.output.write(writer.takeBytes()) }
            }
        }
        console.output.write(writer.takeBytes())
        return .success
    }

    private static func format(_ inputs: Inputs, _ call: Invocation) throws -> ExitCode {
        var code = ExitCode.success
        var isFirst = true
        for file in inputs.files where !file.diagnostics.contains(where: { $0.severity == .error }) {
            let formatted: [UInt8]
            switch Formatter.format(file.trees) {
            case .success(let bytes): formatted = bytes
            case .failure(let refusal):
                call.console.error.write(line(problem(refusal, file)))
                code = code.merged(with: .failure)
                continue
            }
            let isChanged = !file.source.bytes.elementsEqual(formatted)
            if call.flag(check) {
                if isChanged { call.console.output.write(file.source.name + "\n") }
                if isChanged { code = code.merged(with: .failure) }
            } else if call.flag(write), file.source.name != "-" {
                guard isChanged else { continue }
                do {
                    try AtomicFile.write(formatted, to: file.source.name)
                } catch { throw Failure(.failure, error.message) }
                call.console.output.write(file.source.name + "\n")
            } else {
                if !isFirst, !formatted.starts(with: Array("---".utf8)) { call.console.output.write("---\n") }
                isFirst = false
                call.console.output.write(formatted)
            }
        }
        return code
    }

    private static func problem(_ refusal: Formatter.Refusal, _ file: Inputs.File) -> Diagnostic {
        switch refusal {
        case .unusual(let range):
            Diagnostic(
                code: "MSH0094", severity: .error, message: "left as it is: the layout of this is not known",
                location: Location(source: file.text, range: range))
        case .notEqual:
            Diagnostic(
                code: "MSH0094", severity: .error, message: "left as it is: the canonical form would not read the same",
                location: Location(source: file.text, range: SourceRange(0, 0)))
        }
    }

    /// `file:line:column: message`.
    private static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { CaretText.place($0) + ": " } ?? ""
        let label = diagnostic.severity == .error ? "" : "\(diagnostic.severity.word): "
        return "\(place)\(label)\(diagnostic.message)\n"
    }
}
