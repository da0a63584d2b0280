/// Reads a command line by the command table, with kubectl's habits: options and operands in any order, `--flag value`,
/// `--flag=value`, `-n ns`, `-nns`, bundled letters, `--flag=false`, `--` before words that are never options.
struct Parser {
    /// What the words ask for.
    enum Request {
        /// Show help for the verb at this path; empty for the program.
        case help([Command])
        /// Run the last verb of the path.
        case run([Command], Arguments)
        /// Print the program's version.
        case version
    }

    /// A command line that cannot be read.
    struct UsageError: Error {
        var message: String
        var help: String?
        /// The verbs read before the error, for the usage line.
        var path: [Command]
    }

    private let table: [Command]
    private var words: ArraySlice<String>
    private var path: [Command] = []
    private var arguments = Arguments()
    private var wantsHelp = false
    private var wantsVersion = false

    /// Reads `words` (without the program's name).
    static func parse(_ words: [String], table: [Command]) throws(UsageError) -> Request {
        var parser = Parser(table: table, words: words[...])
        return try parser.parse()
    }

    private init(table: [Command], words: ArraySlice<String>) {
        self.table = table
        self.words = words
    }

    private mutating func parse() throws(UsageError) -> Request {
        var onlyOperands = false
        while let word = words.popFirst() {
            if onlyOperands || !word.hasPrefix("-") || word == "-" {
                try takeWord(word)
            } else if word == "--" {
                onlyOperands = true
            } else if word.hasPrefix("--") {
                try takeLong(word)
            } else {
                try takeShort(word)
            }
        }
        if wantsVersion, path.isEmpty { return .version }
        guard let command = path.last, !wantsHelp else { return .help(path) }
        guard command.run != nil else {
            if let word = arguments.operands.first { throw unknown(word, among: command.subcommands) }
            return .help(path)
        }
        let count = arguments.operands.count
        if !command.operands.count.contains(count) {
            if count > command.operands.count.upperBound {
                throw error("unexpected argument '\(arguments.operands[command.operands.count.upperBound])'")
            }
            throw error("too few arguments: expected \(command.operands.usage)")
        }
        return .run(path, arguments)
    }

    private mutating func takeWord(_ word: String) throws(UsageError) {
        let candidates = path.last?.subcommands ?? table
        if arguments.operands.isEmpty, let command = candidates.first(where: { $0.answers(to: word) }) {
            path.append(command)
        } else if path.isEmpty {
            if word == "x" || word == "experimental" { return }
            throw unknown(word, among: table)
        } else {
            arguments.operands.append(word)
        }
    }

    private func unknown(_ word: String, among commands: [Command]) -> UsageError {
        let names = commands.filter { !$0.isHidden }.flatMap { [$0.name] + $0.aliases }
        let help = Suggestions.nearest(to: word, in: names).map { "did you mean '\($0)'?" }
        return error(
            "unknown command '\(word)'",
            help: help ?? "run '\((["meshctl"] + path.map(\.name)).joined(separator: " ")) --help' for the list")
    }

    private func error(_ message: String, help: String? = nil) -> UsageError { UsageError(message: message, help: help, path: path) }

    // MARK: Options

    private var known: [Option] { (path.last?.options ?? []) + GlobalOptions.all }

    private mutating func takeLong(_ word: String) throws(UsageError) {
        let body = word.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let value = body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil
        if path.isEmpty, name == "version" {
            wantsVersion = true
            return
        }
        guard let option = known.first(where: { $0.longNames.contains(name) }) else {
            // An option before its verb: kubectl and istioctl allow the global ones only.
            let near = Suggestions.nearest(to: name, in: known.flatMap(\.longNames))
            throw error("unknown flag '--\(name)'", help: near.map { "did you mean '--\($0)'?" })
        }
        if option.takesValue {
            if let value {
                try take(option, value)
            } else if let next = words.popFirst() {
                try take(option, next)
            } else {
                throw error("'--\(name)' needs a value: expected \(option.valueName)")
            }
        } else {
            try take(option, value ?? "true")
        }
    }

    private mutating func takeShort(_ word: String) throws(UsageError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = known.first(where: { $0.short == letter }) else {
                let near = letters.isEmpty ? nil : Suggestions.nearest(to: String(word.dropFirst()), in: known.flatMap(\.longNames))
                throw error("unknown flag '-\(letter)' in '\(word)'", help: near.map { "did you mean '--\($0)'?" })
            }
            if option.takesValue {
                if letters.first == "=" { letters.removeFirst() }
                if !letters.isEmpty {
                    try take(option, String(letters))
                } else if let next = words.popFirst() {
                    try take(option, next)
                } else {
                    throw error("'-\(letter)' needs a value: expected \(option.valueName)")
                }
                return
            }
            if letters.first == "=" {
                try take(option, String(letters.dropFirst()))
                return
            }
            try take(option, "true")
        }
    }

    private mutating func take(_ option: Option, _ value: String) throws(UsageError) {
        if case .flag = option.kind {
            guard let bool = Self.bool(value) else {
                throw error("'\(value)' is no value for '\(option.name)': expected true or false")
            }
            if option.long == GlobalOptions.help.long { wantsHelp = bool }
            arguments.add(option, bool ? "true" : "false")
            return
        }
        if !option.choices.isEmpty, !option.isOpen, !option.choices.contains(value) {
            let near = Suggestions.nearest(to: value, in: option.choices)
            throw error(
                "'\(value)' is no value for '\(option.name)': expected \(Self.either(option.choices))",
                help: near.map { "did you mean '\($0)'?" })
        }
        arguments.add(option, value)
    }

    /// What Go's `strconv.ParseBool` takes.
    private static func bool(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "True", "TRUE": true
        case "0", "f", "F", "false", "False", "FALSE": false
        default: nil
        }
    }

    private static func either(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
