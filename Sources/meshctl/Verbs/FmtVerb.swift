import MeshResources

/// `meshctl fmt`.
enum FmtVerb {
    static let output = Option.output(
        [.yaml, .json], "yaml keeps comments and the order of keys; json prints one canonical document a line")
    static let check = Option.flag(
        "check", nil, "print nothing but the names of files that are not in canonical form; exit 1 if there are any")
    static let write = Option.flag("write", "w", "write the result to the files instead of printing it")

    static let command = Command(
        "fmt", group: .check, summary: "print manifests in canonical form",
        details: """
            The layout is canonical: two blanks a level, dashes at the indent of their key, at most one blank line in a row. Comments, \
            the order of keys, quotes and anchors stay. The result is read again and compared before it is printed or written.

            With -o json every YAML document becomes one line of JSON (null for an empty one) with the values that the Kubernetes API \
            server would see. Duplicate keys are reported; the last one wins.
            """,
        operands: .paths, options: [output, check, write, SharedOptions.filename, SharedOptions.recursive],
        examples: [
            .init("Every document as one line of JSON", "meshctl fmt -o json samples/shop"),
            .init("Which files are not in canonical form", "meshctl fmt --check samples/shop"),
        ],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        if call.flag(check) && call.flag(write) {
            throw Failure(.usage, "--check and --write exclude each other", help: "give one of them")
        }
        let inputs = try call.inputs()
        for diagnostic in inputs.diagnostics { call.console.error.write(line(diagnostic)) }
        for tree in inputs.files.flatMap(\.trees) {
            for diagnostic in DuplicateKeys.diagnostics(in: tree) { call.console.error.write(line(diagnostic)) }
        }
        if call.value(output) == OutputFormat.json.rawValue {
            json(inputs, call)
            return DoneReport(exitCode: inputs.exitCode)
        }
        return DoneReport(exitCode: inputs.exitCode.merged(with: try layout(inputs, call)))
    }

    private static func json(_ inputs: Inputs, _ call: Invocation) {
        var writer = JSONWriter(.canonical)
        for tree in inputs.files.flatMap(\.trees) {
            for document in tree.documents {
                if let root = document.root { writer.write(root) } else { writer.append("null") }
                writer.append("\n")
                if writer.bytes.count > 1 << 20 { call.console.output.write(writer.takeBytes()) }
            }
        }
        call.console.output.write(writer.takeBytes())
    }

    /// Prints, checks or writes the canonical layout of every file that could be read whole.
    private static func layout(_ inputs: Inputs, _ call: Invocation) throws -> ExitCode {
        var changed = 0
        var isFirst = true
        for file in inputs.files where file.diagnostics.allSatisfy({ $0.severity != .error }) {
            let before = Array(file.source.bytes)
            let after = canonical(file, call)
            if call.flag(check) {
                if after != before {
                    call.console.output.write(file.source.name + "\n")
                    changed += 1
                }
            } else if call.flag(write) {
                guard after != before else { continue }
                guard file.source.name != "-" else { throw Failure(.usage, "standard input cannot be written", help: "name a file") }
                do {
                    try AtomicFile.write(after, to: file.source.name)
                } catch { throw Failure(.failure, error.message) }
                changed += 1
            } else {
                if !isFirst, !after.starts(with: "---".utf8) { call.console.output.write("---\n") }
                call.console.output.write(after)
                isFirst = false
            }
        }
        if call.flag(write), changed > 0 { call.console.error.write("formatted \(changed) \(changed == 1 ? "file" : "files")\n") }
        return call.flag(check) && changed > 0 ? .failure : .success
    }

    /// The canonical text of a file, or the text as it is where the layout is not known, which is said. JSON stays JSON.
    private static func canonical(_ file: Inputs.File, _ call: Invocation) -> [UInt8] {
        let bytes = Array(file.source.bytes)
        if let first = bytes.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            let roots = file.trees.flatMap(\.roots)
            let isPlain = roots.count == 1 && file.trees.allSatisfy { DuplicateKeys.diagnostics(in: $0).isEmpty }
            return isPlain ? Array((JSONWriter.text(roots[0], .pretty) + "\n").utf8) : bytes
        }
        switch Formatter.format(file.trees) {
        case .success(let text): return text
        case .failure(.unusual(let range)):
            let place = CaretText.place(Location(source: file.text, range: range))
            call.console.error.write("\(place): warning: left as it is: the layout of this is not known\n")
        case .failure(.notEqual):
            call.console.error.write("\(file.source.name): warning: left as it is: its canonical form would not read the same\n")
        }
        return bytes
    }

    /// `file:line:column: message`.
    private static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { CaretText.place($0) + ": " } ?? ""
        let label = diagnostic.severity == .error ? "" : "\(diagnostic.severity.word): "
        return "\(place)\(label)\(diagnostic.message)\n"
    }
}
