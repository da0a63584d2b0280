import MeshResources

/// One call of one verb: its arguments and the console to work with.
struct Invocation {
    /// The verb called, with the words that lead to it: `["proxy-config", "cluster"]`.
    let path: [String]
    /// What the user gave.
    let arguments: Arguments
    /// Where results, diagnostics and progress go.
    let console: Console

    /// Whether a flag is on.
    func flag(_ option: Option) -> Bool { arguments.flag(option) }
    /// The value of an option, else its default.
    func value(_ option: Option) -> String? { arguments.value(option) }
    /// Every value of an option that adds up.
    func values(_ option: Option) -> [String] { arguments.values(option) }
    /// Whether the user gave an option.
    func isGiven(_ option: Option) -> Bool { arguments.isGiven(option) }
    /// The words that are no options.
    var operands: [String] { arguments.operands }

    /// The paths to read: operands, then every `-f`.
    var paths: [String] { operands + values(SharedOptions.filename) }

    /// Reads and parses `paths`. Without any path it is a usage error.
    func inputs() throws -> Inputs {
        guard !paths.isEmpty else {
            throw Failure(.usage, "no input given: expected at least one file or directory", help: "name a path, or '-' for standard input")
        }
        return Inputs.load(paths, recursive: flag(SharedOptions.recursive))
    }
}
