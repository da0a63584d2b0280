/// What the three completion scripts need to know about a verb and the verbs below it.
struct CompletionEntry {
    /// The verbs typed so far, separated by blanks; empty for the program itself.
    let path: String
    let command: Command?
    let subcommands: [Command]
    /// The verb's options, then the global ones that it does not replace.
    let options: [Option]

    /// Every verb in the order of the table, the program first.
    static func all(_ table: [Command]) -> [CompletionEntry] {
        var entries = [CompletionEntry(path: "", command: nil, subcommands: visible(table), options: GlobalOptions.all)]
        for command in visible(table) { add(command, path: command.name, &entries) }
        return entries
    }

    private static func add(_ command: Command, path: String, _ entries: inout [CompletionEntry]) {
        let options = command.options + Help.visible(GlobalOptions.all, beside: command)
        entries.append(CompletionEntry(path: path, command: command, subcommands: visible(command.subcommands), options: options))
        for child in visible(command.subcommands) { add(child, path: path + " " + child.name, &entries) }
    }

    private static func visible(_ commands: [Command]) -> [Command] { commands.filter { !$0.isHidden } }
}

extension Option {
    /// `-n`, `--namespace`.
    var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + [name] }
    /// Every spelling that takes a value, aliases included; nothing for flags.
    var valuedSpellings: [String] { takesValue ? spellings + aliases.map { "--" + $0 } : [] }
}
