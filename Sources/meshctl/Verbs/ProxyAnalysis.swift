import Glibc
import MeshAPI
import MeshResources

/// `meshctl analyze --proxy`: the rules about what proxies were configured with.
enum ProxyAnalysis {
    static let proxy = Option.flag(
        "proxy", nil,
        "look at what proxies were configured with: config dumps among the files, the pods named, or all proxies of the mesh")

    /// What is looked at.
    private struct Subject: Sendable {
        var proxies: [ProxyView] = []
        var istiodVersion = ""
        var problems: [ServiceFailure] = []
    }

    static func run(_ call: Invocation) throws -> any Report {
        var subject = Subject()
        var manifests: [String] = []
        var pods: [String] = []
        for path in call.paths {
            switch FileReader.read(path) {
            case .failure(let problem):
                if call.operands.contains(path), !path.contains("/"), !path.hasSuffix(".json"), !path.hasSuffix(".yaml") {
                    pods.append(path)
                } else if isDirectory(path) {
                    manifests.append(path)
                } else {
                    throw Failure(.unreadable, problem.diagnostic.message)
                }
            case .success(let source):
                if let dump = try? ConfigDump(source), !dump.isEmpty {
                    subject.proxies.append(ProxyView(name: path, dump: dump))
                } else {
                    manifests.append(path)
                }
            }
        }
        let inputs = Inputs.load(manifests, recursive: true)
        let (resources, problems) = inputs.resources()
        for diagnostic in inputs.diagnostics + problems { call.console.report(diagnostic) }
        if subject.proxies.isEmpty { try fetch(pods, call, &subject) }
        var options = Mesh.Options()
        options.istioNamespace = call.value(GlobalOptions.istioNamespace) ?? options.istioNamespace
        options.defaultNamespace = call.value(GlobalOptions.namespace) ?? options.defaultNamespace
        let mesh = resources.isEmpty ? nil : Mesh(resources: resources, options: options)
        let context = ProxyContext(proxies: subject.proxies, mesh: mesh, istiodVersion: subject.istiodVersion, now: Clock.now)
        let findings = context.findings().map { Finding(diagnostic: $0, analyzer: "meshctl.\($0.rule)") }
        for problem in subject.problems { call.console.report(error: problem.message, help: problem.help) }
        let report = AnalyzeReport(
            findings: findings, skipped: [], files: inputs.files.map(\.source.name),
            failureThreshold: try AnalyzeVerb.level(call, AnalyzeVerb.failureThreshold),
            outputThreshold: try AnalyzeVerb.level(call, AnalyzeVerb.outputThreshold),
            isBroken: (inputs.diagnostics + problems).contains { $0.severity == .error }, showsClusters: false)
        guard let problem = subject.problems.first else { return report }
        return PartialReport(report: report, exitCode: report.exitCode.merged(with: Failure(problem).exitCode))
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Asks the proxies themselves, and istiod about them.
    private static func fetch(_ pods: [String], _ call: Invocation, _ subject: inout Subject) throws {
        let access = ProxyAccess(call)
        var syncs: [ProxySync] = []
        if call.isGiven(GlobalOptions.istiodURL) || !call.isGiven(GlobalOptions.envoyURL) {
            let answers = try access.askIstiods { client throws(ServiceFailure) in
                IstiodAnswer(name: client.name, version: (try? client.version()) ?? "", proxies: try client.proxies())
            }
            for answer in answers {
                switch answer {
                case .success(let answer):
                    syncs += answer.proxies
                    if subject.istiodVersion.isEmpty { subject.istiodVersion = answer.version }
                case .failure(let failure): subject.problems.append(failure)
                }
            }
        }
        let namespace = call.value(GlobalOptions.namespace)
        let names = pods.isEmpty ? syncs.map(\.proxy).filter { name in namespace.map { name.hasSuffix(".\($0)") } ?? true } : pods
        if call.isGiven(GlobalOptions.envoyURL) {
            add(call.operands.first ?? "", try access.envoy(nil), syncs, &subject)
        } else if call.isGiven(GlobalOptions.istiodURL), !call.namesCluster {
            // No way to the proxies: istiod's own view of them.
            for answer in try access.askIstiods({ client throws(ServiceFailure) in try dumps(names, client) }) {
                if case .success(let dumps) = answer {
                    for (name, dump) in dumps {
                        subject.proxies.append(ProxyView(name: name, dump: dump, sync: syncs.first { $0.proxy == name }))
                    }
                }
            }
        } else {
            let connect = try access.proxyConnector()
            let known = syncs
            let found = Parallel.map(names.count, threads: min(names.count, 8)) { index in
                var single = Subject()
                add(names[index], connect(names[index]), known, &single)
                return single
            }
            for single in found {
                subject.proxies += single.proxies
                subject.problems += single.problems
            }
        }
    }

    private static func dumps(_ names: [String], _ client: IstiodClient) throws(ServiceFailure) -> [(String, ConfigDump)] {
        let connected = Set(try client.proxies().map(\.proxy))
        var found: [(String, ConfigDump)] = []
        for name in names where connected.contains(name) { found.append((name, try client.configDump(of: name))) }
        return found
    }

    /// Adds a proxy, or why it could not be asked: one that has gone meanwhile does not hide the others.
    private static func add(_ name: String, _ envoy: EnvoyAdminClient, _ syncs: [ProxySync], _ subject: inout Subject) {
        do {
            let dump = try envoy.configDump(.everything)
            let status = try? envoy.clusters()
            let view = ProxyView(name: name, dump: dump, hostStatus: status)
            let sync = syncs.first { $0.proxy == view.name }
            subject.proxies.append(sync == nil ? view : ProxyView(name: name, dump: dump, hostStatus: status, sync: sync))
        } catch {
            subject.problems.append(error)
        }
    }

    /// A report that lacks what could not be asked.
    private struct PartialReport: Report {
        let report: AnalyzeReport
        let exitCode: ExitCode

        func value() -> Value? { report.value() }
        func write(to console: Console, as format: OutputFormat) { report.write(to: console, as: format) }
    }
}
