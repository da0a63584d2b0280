/// `meshctl completion bash|zsh|fish`.
enum CompletionVerb {
    static let shells = ["bash", "zsh", "fish"]

    static let command = Command(
        "completion", group: .other, summary: "print a completion script for a shell",
        details: """
            bash: source <(meshctl completion bash)

            zsh: meshctl completion zsh > "${fpath[1]}/_meshctl"

            fish: meshctl completion fish > ~/.config/fish/completions/meshctl.fish
            """,
        operands: .init("bash|zsh|fish", 1...1, choices: shells),
        examples: [.init("Complete in this bash", "meshctl completion bash")],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let table = CommandTable.verbs
        switch call.operands.first {
        case "bash"?: return TextReport(text: BashCompletion.script(table))
        case "zsh"?: return TextReport(text: ZshCompletion.script(table))
        case "fish"?: return TextReport(text: FishCompletion.script(table))
        case let shell?:
            let near = Suggestions.nearest(to: shell, in: shells)
            throw Failure(.usage, "unknown shell '\(shell)': expected bash, zsh or fish", help: near.map { "did you mean '\($0)'?" })
        case nil: throw Failure(.usage, "no shell given: expected bash, zsh or fish")
        }
    }
}
