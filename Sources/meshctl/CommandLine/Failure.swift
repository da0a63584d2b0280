import MeshResources

/// Why a verb could not do its work: thrown by verbs, printed by `main`.
struct Failure: Error {
    /// How the run ends.
    var exitCode: ExitCode
    /// What happened: lower case, no full stop.
    var message: String
    /// The next step, as an imperative.
    var help: String?
    /// Findings in the input that are the reason, printed before the message.
    var diagnostics: [Diagnostic]

    init(_ exitCode: ExitCode, _ message: String, help: String? = nil, diagnostics: [Diagnostic] = []) {
        self.exitCode = exitCode
        self.message = message
        self.help = help
        self.diagnostics = diagnostics
    }
}
