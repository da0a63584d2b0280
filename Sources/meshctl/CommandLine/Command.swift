/// One verb as a plain value: what it is called, what it takes, what it does.
struct Command: Sendable {
    /// The heading under which `meshctl --help` lists a verb.
    enum Group: String, CaseIterable, Sendable {
        case check = "Check configuration"
        case traffic = "Understand traffic"
        case inject = "Inject sidecars"
        case cluster = "Change a cluster"
        case proxy = "Look into proxies"
        case other = "Other"
    }

    /// An example: what it does, and the line to type.
    struct Example: Sendable {
        let comment: String
        let line: String

        init(_ comment: String, _ line: String) {
            self.comment = comment
            self.line = line
        }
    }

    /// The words after the options.
    struct Operands: Sendable {
        /// As the usage line shows them: `PATH...`.
        let usage: String
        /// The fewest and the most that are allowed.
        let count: ClosedRange<Int>
        /// What a shell offers.
        let completion: Option.Completion
        /// The words that a shell offers beside that.
        let choices: [String]

        init(_ usage: String, _ count: ClosedRange<Int>, completes completion: Option.Completion = .nothing, choices: [String] = []) {
            self.usage = usage
            self.count = count
            self.completion = completion
            self.choices = choices
        }

        /// No operand is allowed.
        static let none = Operands("", 0...0)
        /// Any number of files and directories.
        static let paths = Operands("[PATH...]", 0...Int.max, completes: .file)
    }

    let name: String
    let aliases: [String]
    let group: Group
    /// One line, lower case, without a full stop.
    let summary: String
    /// A few paragraphs; may be empty.
    let details: String
    let operands: Operands
    let options: [Option]
    let examples: [Example]
    /// Whether help shows the options that name a cluster; every verb accepts them.
    let usesCluster: Bool
    let isHidden: Bool
    let subcommands: [Command]
    /// Does the work. `nil` for a verb that only holds subcommands.
    let run: (@Sendable (Invocation) throws -> any Report)?

    init(
        _ name: String, aliases: [String] = [], group: Group, summary: String, details: String = "", operands: Operands = .none,
        options: [Option] = [], examples: [Example] = [], usesCluster: Bool = false, isHidden: Bool = false, subcommands: [Command] = [],
        run: (@Sendable (Invocation) throws -> any Report)? = nil
    ) {
        self.name = name
        self.aliases = aliases
        self.group = group
        self.summary = summary
        self.details = details
        self.operands = operands
        self.options = options
        self.examples = examples
        self.usesCluster = usesCluster
        self.isHidden = isHidden
        self.subcommands = subcommands
        self.run = run
    }

    /// Whether `word` calls this verb.
    func answers(to word: String) -> Bool { name == word || aliases.contains(word) }
}
