import MeshResources

/// `meshctl fmt`.
enum FmtVerb {
    static let output = Option.output(
        [.yaml, .json], "yaml keeps comments and the order of keys; json prints one canonical document a line")

    static let command = Command(
        "fmt", group: .check, summary: "print manifests in canonical form",
        details: """
            With -o json every YAML document becomes one line of JSON (null for an empty one) with the values that the Kubernetes API \
            server would see. Duplicate keys are reported; the last one wins.
            """,
        operands: .paths, options: [output, SharedOptions.filename, SharedOptions.recursive],
        examples: [.init("Every document as one line of JSON", "meshctl fmt -o json samples/shop")],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let inputs = try call.inputs()
        for diagnostic in inputs.diagnostics { call.console.error.write(line(diagnostic)) }
        var writer = JSONWriter(.canonical)
        for tree in inputs.files.flatMap(\.trees) {
            for diagnostic in DuplicateKeys.diagnostics(in: tree) { call.console.error.write(line(diagnostic)) }
            for document in tree.documents {
                if let root = document.root { writer.write(root) } else { writer.append("null") }
                writer.append("\n")
                if writer.bytes.count > 1 << 20 { call.console.output.write(writer.takeBytes()) }
            }
        }
        call.console.output.write(writer.takeBytes())
        return DoneReport(exitCode: inputs.exitCode)
    }

    /// `file:line:column: message`.
    private static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { CaretText.place($0) + ": " } ?? ""
        let label = diagnostic.severity == .error ? "" : "\(diagnostic.severity.word): "
        return "\(place)\(label)\(diagnostic.message)\n"
    }
}
