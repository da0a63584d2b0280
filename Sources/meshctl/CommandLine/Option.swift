/// One option as a plain value. Parser, help, man page and completions read it and nothing else.
struct Option: Sendable {
    /// What the option takes and how repeating it counts.
    enum Kind: Sendable, Equatable {
        /// Nothing, or `=true` / `=false`; the payload is the value when the option is absent.
        case flag(Bool)
        /// One value; of several the last one counts.
        case value
        /// Values that add up; each may hold several, separated by commas.
        case list
        /// Values that add up and are taken as they are.
        case repeated
    }

    /// What a shell offers for the value.
    enum Completion: Sendable, Equatable {
        case nothing, file, directory
        /// Names that the cluster knows: `namespaces`, `pods`, …
        case live(String)
    }

    /// The long name without dashes.
    let long: String
    /// The letter, if there is one.
    let short: Character?
    /// What it takes.
    let kind: Kind
    /// The name of its value in help, in capitals; empty for flags.
    let valueName: String
    /// One or two sentences, without a full stop at the end.
    let doc: String
    /// The value that counts when the option is absent.
    let standard: String?
    /// The values allowed; empty when anything is.
    let choices: [String]
    /// Whether other values than `choices` are allowed too.
    let isOpen: Bool
    /// What a shell offers.
    let completion: Completion
    /// Long names that mean the same and are not shown.
    let aliases: [String]

    private init(
        _ long: String, _ short: Character?, _ kind: Kind, _ valueName: String, _ doc: String, standard: String? = nil,
        choices: [String] = [],
        isOpen: Bool = false, completion: Completion = .nothing, aliases: [String] = []
    ) {
        self.long = long
        self.short = short
        self.kind = kind
        self.valueName = valueName
        self.doc = doc
        self.standard = standard
        self.choices = choices
        self.isOpen = isOpen
        self.completion = completion
        self.aliases = aliases
    }

    /// An option that is on or off.
    static func flag(_ long: String, _ short: Character?, standard: Bool = false, _ doc: String, aliases: [String] = []) -> Option {
        Option(long, short, .flag(standard), "", doc, aliases: aliases)
    }

    /// An option with one value.
    static func value(
        _ long: String, _ short: Character?, _ valueName: String, _ doc: String, standard: String? = nil,
        completes completion: Completion = .nothing, aliases: [String] = []
    ) -> Option {
        Option(long, short, .value, valueName, doc, standard: standard, completion: completion, aliases: aliases)
    }

    /// An option with one of a few values.
    static func choice(
        _ long: String, _ short: Character?, _ valueName: String, _ choices: [String], _ doc: String, standard: String? = nil,
        isOpen: Bool = false
    ) -> Option {
        Option(long, short, .value, valueName, doc, standard: standard, choices: choices, isOpen: isOpen)
    }

    /// An option that may be given several times and splits at commas.
    static func list(
        _ long: String, _ short: Character?, _ valueName: String, _ doc: String, completes completion: Completion = .nothing,
        aliases: [String] = []
    ) -> Option {
        Option(long, short, .list, valueName, doc, completion: completion, aliases: aliases)
    }

    /// An option that may be given several times and is taken as it is.
    static func repeated(
        _ long: String, _ short: Character?, _ valueName: String, _ doc: String, completes completion: Completion = .nothing,
        aliases: [String] = []
    ) -> Option {
        Option(long, short, .repeated, valueName, doc, completion: completion, aliases: aliases)
    }

    /// The `-o` option with the formats that a verb knows; the first is the one used when none is given.
    static func output(_ formats: [OutputFormat], _ doc: String = "how to print the result", isOpen: Bool = false) -> Option {
        choice("output", "o", "FORMAT", formats.map(\.rawValue), doc, standard: formats.first?.rawValue, isOpen: isOpen)
    }

    /// Whether it takes a value.
    var takesValue: Bool { if case .flag = kind { false } else { true } }
    /// Whether giving it several times adds up.
    var addsUp: Bool { kind == .list || kind == .repeated }
    /// Every long name.
    var longNames: [String] { [long] + aliases }
    /// `--namespace`.
    var name: String { "--" + long }
    /// `-n, --namespace NS`, with room where there is no letter.
    var heading: String { (short.map { "-\($0), " } ?? "    ") + name + (takesValue ? " \(valueName)" : "") }
    /// The documentation with the default and the choices added.
    var fullDoc: String {
        var text = doc
        if !choices.isEmpty { text += ": " + choices.joined(separator: ", ") }
        if case .flag(true) = kind { text += " (default true)" }
        if let standard { text += " (default \(standard))" }
        return text
    }
}
