import Glibc
import MeshResources

/// `meshctl analyze`.
enum AnalyzeVerb {
    static let useKube = Option.flag("use-kube", "k", standard: true, "look at the cluster; '--use-kube=false' looks at files only")
    static let meshConfig = Option.value("meshConfigFile", nil, "FILE", "the mesh configuration to use", completes: .file)
    static let meshNetworks = Option.value("meshNetworksFile", nil, "FILE", "the mesh networks to use", completes: .file)
    static let analyzer = Option.list("analyzer", nil, "NAME", "run these analyzers only; see --list-analyzers")
    static let levels = ["Error", "Warning", "Info"]
    static let failureThreshold = Option.choice(
        "failure-threshold", nil, "LEVEL", levels, "end with status 79 when there are messages of at least this level", standard: "Error",
        isOpen: true)
    static let outputThreshold = Option.choice(
        "output-threshold", nil, "LEVEL", levels, "print messages of at least this level", standard: "Info", isOpen: true)
    static let suppress = Option.repeated(
        "suppress", "S", "CODE=RESOURCE", "leave out a code for a resource, such as 'IST0102=Namespace web'; '*' stands for any text")
    static let list = Option.flag("list-analyzers", "L", "list the analyzers and do nothing else")
    static let ignoreUnknown = Option.flag("ignore-unknown", nil, "do not fail because of documents that cannot be read")
    static let remoteContexts = Option.list(
        "remote-contexts", nil, "CONTEXT", "contexts of further clusters of the mesh", completes: .live("contexts"))

    static let command = Command(
        "analyze", group: .check, summary: "look for mistakes in how resources work together",
        details: """
            Runs the analyzers of istioctl and more over files, the cluster, or both; files go before what the cluster has. Offline, a check \
            that concludes from what it does not find runs only when the inputs hold objects of the kind it looks for, or with \
            --assume-complete; the report says which checks were left out.
            """,
        operands: .paths,
        options: [
            .output([.log, .json, .yaml, .sarif, .github, .junit]), useKube, ProxyAnalysis.proxy, SharedOptions.allNamespaces, meshConfig,
            meshNetworks,
            analyzer,
            failureThreshold, outputThreshold, suppress, list, LintVerb.complete, ignoreUnknown, remoteContexts, SharedOptions.filename,
            SharedOptions.recursive,
        ],
        examples: [
            .init("Analyze files only", "meshctl analyze --use-kube=false samples/shop"),
            .init("The files are the whole mesh", "meshctl analyze --use-kube=false --assume-complete -R samples/shop"),
            .init("Leave out one message", "meshctl analyze --use-kube=false -S 'IST0102=Namespace shop' samples/shop"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        if call.flag(list) { return TextReport(text: AnalyzerList.text) }
        if call.flag(ProxyAnalysis.proxy) { return try ProxyAnalysis.run(call) }
        let selection = try AnalyzerSelection(call.values(analyzer))
        let cluster = call.flag(useKube) ? try LiveInputs(call, remoteContexts: call.values(remoteContexts)) : nil
        let live = cluster?.inputs ?? []
        if cluster == nil, call.paths.isEmpty {
            throw Failure(
                .usage, "no input given: expected files, directories or a cluster", help: "name a path, or '-' for standard input")
        }
        let inputs = Inputs.load(call.paths, recursive: true)
        let (resources, problems) = inputs.resources()
        var options = Mesh.Options()
        options.isComplete = call.flag(LintVerb.complete) || cluster?.isComplete ?? false
        options.defaultNamespace = call.value(GlobalOptions.namespace) ?? "default"
        options.istioNamespace = call.value(GlobalOptions.istioNamespace) ?? options.istioNamespace
        options.revision = call.value(GlobalOptions.revision)
        options.meshConfig = try call.value(meshConfig).map(AnalyzeSources.settings)
        options.meshNetworks = try call.value(meshNetworks).map(AnalyzeSources.settings)
        options.now = time(nil)
        // Files come last, so that they replace what the cluster has.
        let mesh = Mesh(inputs: live + resources.map { Mesh.Input($0) }, options: options)
        var outcome = selection.run(mesh)
        outcome.findings = try filter(call).apply(outcome.findings, mesh)
        let diagnostics = inputs.diagnostics + problems
        for diagnostic in diagnostics { call.console.report(diagnostic) }
        let isBroken = diagnostics.contains { $0.severity == .error } && !call.flag(ignoreUnknown)
        return try AnalyzeReport(
            findings: outcome.findings, skipped: outcome.skipped, files: inputs.files.map(\.source.name),
            failureThreshold: level(call, failureThreshold), outputThreshold: level(call, outputThreshold), isBroken: isBroken,
            showsClusters: !mesh.remoteObjects.isEmpty)
    }

    private static func filter(_ call: Invocation) throws -> AnalysisFilter {
        var filter = AnalysisFilter()
        let everywhere = call.flag(SharedOptions.allNamespaces) || !call.isGiven(GlobalOptions.namespace)
        if !everywhere { filter.namespace = call.value(GlobalOptions.namespace) }
        for text in call.values(suppress) {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw Failure(.usage, "invalid suppression '\(text)': expected CODE=RESOURCE", help: "write 'IST0102=Namespace web'")
            }
            filter.suppressions.append((String(parts[0]), String(parts[1])))
            if RuleCatalog.matching(String(parts[0])).isEmpty, !parts[0].hasPrefix("IST01") {
                call.console.note("the code '\(parts[0])' is not known and suppresses nothing")
            }
        }
        return filter
    }

    /// The severity that an option names.
    static func level(_ call: Invocation, _ option: Option) throws -> Severity {
        let word = call.value(option) ?? ""
        guard let severity = Severity(word: word) else {
            throw Failure(.usage, "invalid level '\(word)' for \(option.name)", help: "use Error, Warning or Info")
        }
        return severity
    }
}

/// Where the objects of `analyze` come from, besides manifests.
enum AnalyzeSources {
    /// The root of a settings file.
    static func settings(_ path: String) throws -> Node {
        switch FileReader.read(path) {
        case .failure(let problem): throw Failure(.unreadable, "'\(path)' cannot be read", diagnostics: [problem.diagnostic])
        case .success(let source):
            let result = YAML.parse(source)
            guard let root = result.tree.roots.first, root.isMapping else {
                throw Failure(.unreadable, "'\(path)' holds no settings: expected a mapping", diagnostics: result.diagnostics)
            }
            return root
        }
    }
}

/// The analyzers that a call asks for.
struct AnalyzerSelection {
    private let rules: [any Rule.Type]
    /// The kinds whose validation runs.
    private let kinds: Set<String>

    /// All that run by default when no names are given.
    init(_ names: [String]) throws {
        if names.isEmpty {
            rules = RuleRegistry.defaults
            kinds = Set(SchemaAnalysis.kinds)
            return
        }
        var rules: [any Rule.Type] = []
        var kinds: Set<String> = []
        for name in names {
            let own = RuleRegistry.rules(named: name)
            if let kind = SchemaAnalysis.kinds.first(where: { SchemaAnalysis.analyzer($0) == name }) {
                kinds.insert(kind)
            } else if own.isEmpty {
                let near = Suggestions.nearest(to: name, in: AnalyzerList.names)
                throw Failure(
                    .usage, "unknown analyzer '\(name)'", help: near.map { "did you mean '\($0)'?" } ?? "list them with --list-analyzers")
            }
            rules += own.filter { rule in !rules.contains { $0 == rule } }
        }
        self.rules = rules
        self.kinds = kinds
    }

    /// Runs them.
    func run(_ mesh: Mesh) -> Analysis.Outcome {
        var outcome = Analysis.run(mesh, rules: rules, forAnalyze: true) { count, body in Parallel.map(count, body) }
        let objects = mesh.objects.filter { kinds.contains($0.resource.kind) }
        if objects.isEmpty { return outcome }
        let validated = ResourceChecks.validate(objects.map(\.resource))
        outcome.findings = Analysis.sorted(outcome.findings + zip(objects, validated).flatMap { SchemaAnalysis.findings($0, $1) })
        return outcome
    }
}

/// The analyzers there are, as `--list-analyzers` prints them.
enum AnalyzerList {
    /// The names in order.
    static let names: [String] = {
        let rules = RuleRegistry.all.flatMap { $0.analyzers.isEmpty ? [$0.analyzerName] : $0.analyzers }
        return Set(rules + SchemaAnalysis.kinds.map(SchemaAnalysis.analyzer)).sorted()
    }()

    /// Each name with what it looks for.
    static var text: String {
        var text = ""
        for name in names {
            text += "* \(name):\n"
            let rules = RuleRegistry.all.filter { $0.analyzerName == name || $0.analyzers.contains(name) }
            for rule in rules { text += "    \(rule.about.summary) [\(rule.about.code)]\n" }
            if rules.isEmpty {
                text += "    what 'meshctl validate' finds in a \(name.split(separator: ".").last ?? "resource") [IST0106, IST0133]\n"
            }
        }
        return text
    }
}
