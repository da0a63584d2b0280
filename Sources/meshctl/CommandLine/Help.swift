/// Renders help from the command table.
enum Help {
    /// The program's first line.
    static let tagline = "meshctl checks, applies and explains Istio configuration"

    /// The help of the verb at the end of `path`, or of the program.
    static func text(_ path: [Command], table: [Command], width: Int) -> String {
        guard let command = path.last else { return program(table, width: width) }
        var text = command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".\n"
        if !command.details.isEmpty { text += "\n" + paragraphs(command.details, width: width) }
        text += "\nUsage:\n  \(usage(path))\n"
        if !command.aliases.isEmpty { text += "\nAliases:\n  \(([command.name] + command.aliases).joined(separator: ", "))\n" }
        if !command.examples.isEmpty {
            text += "\nExamples:\n"
            text += command.examples.map { "  # \($0.comment)\n  \($0.line)\n" }.joined(separator: "\n")
        }
        let subcommands = command.subcommands.filter { !$0.isHidden }
        if !subcommands.isEmpty { text += "\nCommands:\n" + definitions(subcommands.map { ($0.name, $0.summary) }, width: width) }
        if !command.options.isEmpty { text += "\nOptions:\n" + options(command.options, width: width) }
        // A verb's own option of the same name or letter takes the place of the global one.
        if command.usesCluster { text += "\nConnection:\n" + options(visible(GlobalOptions.connection, beside: command), width: width) }
        text += "\nEverywhere:\n" + options(visible(GlobalOptions.common, beside: command), width: width)
        return text
    }

    /// The global options that a verb does not replace by its own.
    static func visible(_ options: [Option], beside command: Command) -> [Option] {
        options.filter { option in !command.options.contains { $0.long == option.long || ($0.short != nil && $0.short == option.short) } }
    }

    /// One line: `meshctl lint [PATH...] [options]`.
    static func usage(_ path: [Command]) -> String {
        var words = ["meshctl"] + path.map(\.name)
        if let command = path.last {
            if command.run == nil { words.append("COMMAND") }
            if !command.operands.usage.isEmpty { words.append(command.operands.usage) }
        } else {
            words.append("COMMAND")
        }
        return (words + ["[options]"]).joined(separator: " ")
    }

    private static func program(_ table: [Command], width: Int) -> String {
        var text = "\(tagline).\n"
        for group in Command.Group.allCases {
            let commands = table.filter { $0.group == group && !$0.isHidden }
            guard !commands.isEmpty else { continue }
            text += "\n\(group.rawValue):\n" + definitions(commands.map { ($0.name, $0.summary) }, width: width)
        }
        text += "\nEverywhere:\n" + options(GlobalOptions.common, width: width)
        text += "\nConnection:\n" + options(GlobalOptions.connection, width: width)
        text += "\nUsage:\n  \(usage([]))\n\nRun 'meshctl COMMAND --help' for more about a command.\n"
        return text
    }

    private static func options(_ options: [Option], width: Int) -> String {
        definitions(options.map { ($0.heading, $0.fullDoc) }, width: width)
    }

    /// Terms on the left, their meaning on the right; long terms stand on a line of their own.
    private static func definitions(_ pairs: [(String, String)], width: Int) -> String {
        let column = min(pairs.map(\.0.count).max() ?? 0, 26) + 3
        var text = ""
        for (term, meaning) in pairs {
            let lines = wrap(meaning, width: max(30, width - column - 2))
            var head = "  " + term
            if term.count > column - 2 {
                text += head + "\n"
                head = String(repeating: " ", count: column + 2)
            } else {
                head += String(repeating: " ", count: column - term.count)
            }
            text += head + lines.joined(separator: "\n" + String(repeating: " ", count: column + 2)) + "\n"
        }
        return text
    }

    private static func paragraphs(_ text: String, width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix(" ") ? String(line) : wrap(String(line), width: width).joined(separator: "\n")
        }.joined(separator: "\n") + "\n"
    }

    /// Breaks a text at blanks into lines of at most `width` characters where words allow.
    static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
