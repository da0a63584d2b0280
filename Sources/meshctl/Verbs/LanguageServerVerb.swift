import MeshResources

/// `meshctl lsp`.
enum LanguageServerVerb {
    static let command = Command(
        "lsp", group: .check, summary: "serve an editor over the Language Server Protocol",
        details: """
            Speaks on standard input and output. Gives findings while one types, documentation of fields, completion of fields, words, hosts, subsets and \
            gateways of the workspace, go to definition, quick fixes and layout. The settings of lint in .meshctl.yaml count.
            """,
        options: [LintVerb.complete],
        examples: [.init("What an editor starts", "meshctl lsp")],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let settings = try LintSettings(call)
        let linter = Linter(filter: settings.filter, isComplete: settings.isComplete)
        let server = LanguageServer(stream: MessageStream(output: call.console.output), workspace: Workspace(linter: linter))
        return DoneReport(exitCode: server.run() ? .success : .failure)
    }
}
