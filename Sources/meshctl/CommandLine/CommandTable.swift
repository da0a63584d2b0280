/// Every verb there is. Adding one: a file in `Verbs/` with its `command`, and its line here in the order of the names.
enum CommandTable {
    static let verbs: [Command] = [
        AnalyzeVerb.command,
        ApplyVerb.command,
        AuthzVerb.command,
        CompletionVerb.command,
        DeleteVerb.command,
        DiffVerb.command,
        ExplainVerb.command,
        FmtVerb.command,
        GenerateVerb.command,
        GetVerb.command,
        HelpVerb.command,
        HistoryVerb.command,
        ImpactVerb.command,
        KubeInjectVerb.command,
        LintVerb.command,
        LiveNamesVerb.command,
        LanguageServerVerb.command,
        ProxyConfigVerb.command,
        ProxyStatusVerb.command,
        RollbackVerb.command,
        TestVerb.command,
        TraceVerb.command,
        ValidateVerb.command,
        VersionVerb.command,
    ]
}
