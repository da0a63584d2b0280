/// `meshctl help [COMMAND...]`.
enum HelpVerb {
    static let command = Command(
        "help", group: .other, summary: "show help for a command", operands: .init("[COMMAND...]", 0...3),
        examples: [.init("What lint can do", "meshctl help lint")],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        var path: [Command] = []
        var candidates = CommandTable.verbs
        for word in call.operands {
            guard let command = candidates.first(where: { $0.answers(to: word) }) else {
                let near = Suggestions.nearest(to: word, in: candidates.filter { !$0.isHidden }.map(\.name))
                throw Failure(.usage, "unknown command '\(word)'", help: near.map { "did you mean '\($0)'?" })
            }
            path.append(command)
            candidates = command.subcommands
        }
        return TextReport(text: Help.text(path, table: CommandTable.verbs, width: call.console.terminal.textWidth))
    }
}
