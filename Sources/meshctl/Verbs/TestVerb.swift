import Glibc
import MeshResources

/// `meshctl test`.
enum TestVerb {
    static let failUnder = Option.value("fail-under", nil, "PERCENT", "fail when the cases meet less than this share of the rules")

    static let command = Command(
        "test", group: .traffic, summary: "run traffic tests: requests, and what must come of them",
        details: """
            A suite is a YAML file of kind TestSuite ('meshctl explain TestSuite' lists its fields). Its mesh is read from the paths that it names, \
            relative to itself, and from every -f. With --from it is that of a snapshot and with -k that of the cluster, both with every -f laid over \
            it; with --config-dump or --pod the requests go through the actual configuration of one proxy, which does not tell what policies \
            allow. A case that fails prints its trace. The report ends with the rules that no case met.
            """,
        operands: .init("SUITE...", 1...Int.max, completes: .file),
        options: [
            .output([.text, .junit, .json]), SharedOptions.filename, SharedOptions.recursive, failUnder, TrafficOptions.useKube,
            TrafficOptions.configDump, TrafficOptions.pod, TrafficOptions.meshConfig,
        ],
        examples: [
            .init("Run the tests of the sample mesh", "meshctl test samples/tests/shop.yaml"),
            .init("Demand that every second rule is met", "meshctl test samples/tests/shop.yaml --fail-under 50 -o junit"),
            .init("Run them against the cluster with a change laid over it", "meshctl test samples/tests/shop.yaml -k -f change.yaml"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let threshold = try call.value(failUnder).map { text in
            guard let number = Double(text), (0...100).contains(number) else {
                throw Failure(.usage, "--fail-under '\(text)' is not a number from 0 to 100")
            }
            return number
        }
        let inputs = Inputs.load(call.operands, recursive: false)
        let (resources, problems) = inputs.resources()
        let suites = resources.filter(TestSuite.isSuite)
        guard !suites.isEmpty else {
            throw Failure(
                .unreadable, "no test suite is among the inputs",
                help: "begin the file with 'apiVersion: meshctl.dev/v1' and 'kind: TestSuite'",
                diagnostics: inputs.diagnostics + problems)
        }
        var report = TestReport(threshold: threshold, diagnostics: inputs.diagnostics + problems)
        let dump = try call.dumpRoutes()
        let live = dump == nil && call.asksForLiveMesh ? try call.liveResources() : nil
        for resource in suites {
            let suite = TestSuite(resource)
            report.diagnostics += suite.diagnostics
            let name = suite.name.isEmpty ? resource.source.name : suite.name
            if let dump {
                let runner = TestRunner(dump)
                report.suites.append(
                    .init(name: name, file: resource.source.name, results: suite.cases.map(runner.run), rules: 0, unmet: []))
                continue
            }
            let (objects, complaints) = try mesh(of: suite, resource, live, call)
            report.diagnostics += complaints
            let (results, rules, unmet) = run(suite.cases, objects, try call.trafficMeshOptions(objects))
            report.suites.append(.init(name: name, file: resource.source.name, results: results, rules: rules, unmet: unmet))
        }
        return report
    }

    /// The objects that a suite is run against: of its files and those of the command line, or of what is live with the latter laid over it.
    private static func mesh(of suite: TestSuite, _ resource: Resource, _ live: [Resource]?, _ call: Invocation) throws
        -> (objects: [Resource], complaints: [Diagnostic])
    {
        let given = call.values(SharedOptions.filename)
        let folder = resource.source.name.lastIndex(of: "/").map { String(resource.source.name[...$0]) } ?? ""
        let files = Inputs.load((live == nil ? suite.meshPaths.map { join(folder, $0) } : []) + given, recursive: true)
        let (found, complaints) = files.resources()
        var objects = found.filter { !TestSuite.isSuite($0) }
        if let live {
            objects = call.laid(objects, over: live)
        } else if suite.meshPaths.isEmpty, given.isEmpty {
            objects = try call.liveResources()
        }
        return (objects, files.diagnostics + complaints)
    }

    /// The fewest cases that are worth a thread and a mesh of its own.
    private static let casesPerThread = 4_000

    /// What a thread hands back: it has done with all of it by then.
    private struct Part: @unchecked Sendable {
        var results: [TestRunner.Result]
        var rules: Int
        var unmet: [TestRunner.Rule]
    }

    /// Runs cases on all processors, each with its own copy of the mesh.
    private static func run(_ cases: [TestSuite.Case], _ objects: [Resource], _ options: TrafficMesh.Options)
        -> (results: [TestRunner.Result], rules: Int, unmet: [TestRunner.Rule])
    {
        let now = time(nil)
        let count = max(1, min(Parallel.processors, cases.count / casesPerThread))
        let parts = Parallel.map(count) { part in
            let runner = TestRunner(TrafficMesh(objects, options: options), now: now)
            let range = part * cases.count / count..<(part + 1) * cases.count / count
            return Part(results: cases[range].map(runner.run), rules: runner.rules.count, unmet: runner.unmetRules)
        }
        let first = parts[0]
        guard count > 1 else { return (first.results, first.rules, first.unmet) }
        let never = parts.dropFirst().reduce(Set(first.unmet.map(\.name))) { $0.intersection($1.unmet.map(\.name)) }
        return (parts.flatMap(\.results), first.rules, first.unmet.filter { never.contains($0.name) })
    }

    /// A path relative to a folder, with `..` taken back where the folder allows.
    private static func join(_ folder: String, _ path: String) -> String {
        guard !path.hasPrefix("/"), !folder.isEmpty else { return path }
        var parts = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        for part in path.split(separator: "/") {
            if part == "..", let last = parts.last, last != "..", !last.isEmpty {
                parts.removeLast()
            } else if part != "." {
                parts.append(String(part))
            }
        }
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}

/// What became of each case, and which rules none met.
private struct TestReport: Report {
    struct Suite {
        var name: String
        var file: String
        var results: [TestRunner.Result]
        var rules: Int
        var unmet: [TestRunner.Rule]
    }

    let threshold: Double?
    var diagnostics: [Diagnostic]
    var suites: [Suite] = []

    private var failed: Int { suites.reduce(0) { $0 + $1.results.count { !$0.passed } } }
    private var rules: Int { suites.reduce(0) { $0 + $1.rules } }
    private var unmet: Int { suites.reduce(0) { $0 + $1.unmet.count } }
    private var coverage: Double { rules == 0 ? 100 : Double((rules - unmet) * 1000 / rules) / 10 }
    private var isUncovered: Bool { threshold.map { coverage < $0 } ?? false }

    var exitCode: ExitCode {
        if diagnostics.contains(where: { $0.severity == .error }) { return .unreadable }
        return failed > 0 || isUncovered ? .failure : .success
    }

    func value() -> Value? {
        let list: [Value] = suites.map { suite in
            let cases: [Value] = suite.results.map { result in
                var entry: Value.Object = ["name": .string(result.testCase.name), "passed": .bool(result.passed)]
                if !result.passed {
                    entry["failures"] = .array(
                        result.failures.map { ["field": .string($0.field), "expected": .string($0.expected), "found": .string($0.found)] })
                    if let trace = result.trace { entry["trace"] = trace.value }
                }
                return .object(entry)
            }
            return [
                "name": .string(suite.name), "file": .string(suite.file), "cases": .array(cases), "rules": .int(Int64(suite.rules)),
                "unmet": .array(suite.unmet.map { .string($0.name) }),
            ]
        }
        return ["suites": .array(list), "failed": .int(Int64(failed)), "coverage": .double(coverage)]
    }

    func write(to console: Console, as format: OutputFormat) {
        if format == .junit { return console.output.write(junit) }
        for suite in suites {
            for result in suite.results where !result.passed { write(result, to: console) }
            let passed = suite.results.count { $0.passed }
            let headline = "\(suite.name): \(passed) of \(suite.results.count) cases passed"
            console.output.write(console.paint(headline, passed == suite.results.count ? .green : .red) + "\n")
            if !suite.unmet.isEmpty {
                console.output.write("\(suite.unmet.count) of \(suite.rules) rules were never met:\n")
                for rule in suite.unmet { console.output.write("  \(rule.name)  \(console.paint(CaretText.place(rule.location), .dim))\n") }
            }
        }
        if isUncovered, let threshold { console.output.write("coverage is \(coverage) %, at least \(threshold) % were demanded\n") }
    }

    private func write(_ result: TestRunner.Result, to console: Console) {
        console.output.write(
            "\(console.paint("✗ \(result.testCase.name)", .red))  \(console.paint(CaretText.place(result.testCase.location), .dim))\n")
        for failure in result.failures { console.output.write("  \(failure.message)\n") }
        if let trace = result.trace {
            console.output.write("  → \(trace.summary)\n")
            console.output.write(TraceText(paint: console.paint, width: console.terminal.columns).text(trace.steps))
        }
    }

    private var junit: String {
        JUnit.text(
            suites.map { suite in
                let cases = suite.results.map { result in
                    let plain = TraceText(paint: Painter(isOn: false), width: nil)
                    let messages = result.failures.map(\.message).joined(separator: "; ")
                    let failure = (type: "expectation", message: messages, text: plain.text(result.trace?.steps ?? []))
                    return JUnit.Case(name: result.testCase.name, className: suite.name, failure: result.passed ? nil : failure)
                }
                return JUnit.Suite(name: suite.name, cases: cases)
            })
    }

    func summarize(on console: Console) {
        for diagnostic in diagnostics { console.report(diagnostic) }
    }
}
