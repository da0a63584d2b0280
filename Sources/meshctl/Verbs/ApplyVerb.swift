import MeshAPI
import MeshResources

/// `meshctl apply`.
enum ApplyVerb {
    static let dryRun = Option.choice(
        "dry-run", nil, "MODE", ["none", "client", "server"],
        "client prints the plan, server lets the API server check everything and keep nothing", standard: "none")
    static let fieldManager = Option.value("field-manager", nil, "NAME", "the owner of the fields", standard: "meshctl")
    static let force = Option.flag("force-conflicts", nil, "take fields over from other owners")
    static let serverSide = Option.flag("server-side", nil, standard: true, "let the server merge; there is no other way here")
    static let atomic = Option.flag("atomic", nil, "put everything back when any step fails")
    static let prune = Option.flag("prune", nil, "delete what this field manager applied, the selector matches and the inputs lack")
    static let selector = Option.value("selector", "l", "SELECTOR", "the labels that say what belongs together")
    static let wait = Option.flag("wait", nil, "wait until every proxy has acknowledged the change")
    static let timeout = Option.value("timeout", nil, "DURATION", "how long everything may take", standard: "5m")
    static let validate = Option.choice(
        "validate", nil, "LEVEL", ["error", "warn", "ignore"], "what happens to manifests that do not pass validation", standard: "error")
    static let release = Option.value("release", nil, "NAME", "the name under which history keeps what was there", standard: "default")
    static let noHistory = Option.flag("no-history", nil, "keep no record to roll back to")

    static let command = Command(
        "apply", group: .cluster, summary: "bring manifests to a cluster in an order that never strands traffic",
        details: """
            Validates first, then applies by server-side apply: what somebody will need is there before it is used, and what somebody still uses \
            goes last. A destination rule that loses a subset in use is changed in two steps. Ctrl-C stops after the requests under way and says \
            what was done. What was there before is kept in the cluster for 'meshctl rollback'.
            """,
        operands: .paths,
        options: [
            dryRun, force, fieldManager, validate, atomic, prune, selector, wait, timeout, release, noHistory, serverSide,
            .output([.text, .name, .json, .yaml]), SharedOptions.filename, SharedOptions.recursive,
        ],
        examples: [
            .init("Show what would happen, and in which order", "meshctl apply -f samples/shop --dry-run=client"),
            .init("Apply everything or nothing", "meshctl apply -R -f samples/shop --atomic"),
            .init("Apply, and delete what is no longer in the files", "meshctl apply -f deploy --prune -l app=shop"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        Interrupts.catchThem()
        let inputs = try call.inputs()
        let (resources, problems) = inputs.resources()
        let unreadable = inputs.diagnostics + problems
        guard !unreadable.contains(where: { $0.severity == .error }) else {
            throw Failure(.unreadable, "nothing was applied: the inputs cannot be read", diagnostics: unreadable)
        }
        try gate(inputs, resources, call)
        let isOffline = call.value(dryRun) == "client" && !call.namesCluster
        if isOffline { call.console.note("no cluster is configured: the plan takes everything as new") }
        let session = try ApplySession(call, resources, client: isOffline ? nil : call.cluster())
        return try session.run()
    }

    /// Lets only valid manifests pass, or warns. What the files lack may be in the cluster, so findings about several
    /// resources together never stop anything here.
    private static func gate(_ inputs: Inputs, _ resources: [Resource], _ call: Invocation) throws {
        guard let level = call.value(validate), level != "ignore" else { return }
        let findings = ResourceChecks.validate(resources).flatMap { $0 }
        var errors = findings.filter { $0.severity == .error }
        if !errors.isEmpty {
            // Suppressions are lint's: a finding that is silenced there stops nothing here.
            let linter = Linter(filter: try LintSettings(call).filter, isComplete: false)
            let places = Set(linter.lint(inputs).findings.map { "\($0.code) \($0.location?.range.start ?? 0) \($0.message)" })
            errors = errors.filter { places.contains("\($0.code) \($0.location?.range.start ?? 0) \($0.message)") }
        }
        guard !errors.isEmpty else { return }
        if level == "error" {
            throw Failure(
                .failure, "nothing was applied: \(Count.text(errors.count, "error")) in the manifests",
                help: "mend them, or let the server decide with --validate=warn", diagnostics: Array(errors.prefix(shown)))
        }
        for error in errors.prefix(shown) {
            var warning = error
            warning.severity = .warning
            call.console.report(warning)
        }
        if errors.count > shown { call.console.warn("\(errors.count - shown) more; 'meshctl validate' shows all of them") }
    }

    /// How many findings are worth reading before a refusal.
    private static let shown = 20
}
