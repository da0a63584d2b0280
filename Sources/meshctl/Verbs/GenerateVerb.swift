/// `meshctl __generate PAGE`: prints the files that `make generate` keeps.
enum GenerateVerb {
    /// Each generated file with its text.
    static let pages: [(path: String, text: @Sendable () -> String)] = [
        ("man/meshctl.1", { ManPage.text(CommandTable.verbs) }),
        ("completions/meshctl.bash", { BashCompletion.script(CommandTable.verbs) }),
        ("completions/_meshctl", { ZshCompletion.script(CommandTable.verbs) }),
        ("completions/meshctl.fish", { FishCompletion.script(CommandTable.verbs) }),
        ("docs/commands.md", { CommandReference.text(CommandTable.verbs) }),
        ("docs/rules.md", { RuleReference.text(RuleCatalog.all) }),
    ]

    static let command = Command(
        "__generate", group: .other, summary: "print a generated file, or the list of them", operands: .init("[PATH]", 0...1),
        isHidden: true,
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        guard let path = call.operands.first else { return TextReport(text: pages.map { $0.path + "\n" }.joined()) }
        guard let page = pages.first(where: { $0.path == path }) else { throw Failure(.usage, "no generated file '\(path)'") }
        return TextReport(text: page.text())
    }
}
