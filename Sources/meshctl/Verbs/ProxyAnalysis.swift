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
        /// Proxies whose dumps are files, held whole.
        var proxies: [ProxyView] = []
        /// What is kept of proxies that were asked.
        var parts: [ProxySurvey.Part] = []
        var istiodVersion = ""
        var problems: [ServiceFailure] = []

        mutating func add(_ outcome: Result<ProxySurvey.Part, ServiceFailure>) {
            switch outcome {
            case .success(let part): parts.append(part)
            case .failure(let problem): problems.append(problem)
            }
        }
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
        var options = Mesh.Options()
        options.istioNamespace = call.value(GlobalOptions.istioNamespace) ?? options.istioNamespace
        options.defaultNamespace = call.value(GlobalOptions.namespace) ?? options.defaultNamespace
        let mesh = resources.isEmpty ? nil : Mesh(resources: resources, options: options)
        let now = Clock.now
        let found: [Diagnostic]
        if subject.proxies.isEmpty {
            found = try fetch(pods, call, mesh, now: now, &subject)
        } else {
            found = ProxyContext(proxies: subject.proxies, mesh: mesh, now: now).findings()
        }
        let findings = found.map { Finding(diagnostic: $0, analyzer: "meshctl.\($0.rule)") }
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

    /// Proxies that are asked at one time: each holds a whole dump while it is judged.
    static let parallelism = 8

    /// Asks the proxies themselves, and istiod about them; gives the findings.
    private static func fetch(
        _ pods: [String], _ call: Invocation, _ mesh: Mesh?, now: Int, _ subject: inout Subject
    ) throws -> [Diagnostic] {
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
        let survey = ProxySurvey(mesh: mesh, istiodVersion: subject.istiodVersion, now: now)
        let known = Dictionary(syncs.map { ($0.proxy, $0) }) { first, _ in first }
        if call.isGiven(GlobalOptions.envoyURL) {
            subject.add(look(call.operands.first ?? "", try access.envoy(nil), known, survey))
        } else if call.isGiven(GlobalOptions.istiodURL), !call.namesCluster {
            // No way to the proxies: istiod's own view of them.
            for answer in try access.askIstiods({ client throws(ServiceFailure) in try looks(names, client, known, survey) }) {
                if case .success(let parts) = answer { subject.parts += parts }
            }
        } else {
            let connect = try access.proxyConnector()
            for outcome in Parallel.map(
                names.count, threads: min(names.count, parallelism), { look(names[$0], connect(names[$0]), known, survey) })
            {
                subject.add(outcome)
            }
        }
        return survey.findings(subject.parts)
    }

    private static func looks(
        _ names: [String], _ client: IstiodClient, _ known: [String: ProxySync], _ survey: ProxySurvey
    ) throws(ServiceFailure) -> [ProxySurvey.Part] {
        let connected = Set(try client.proxies().map(\.proxy))
        var parts: [ProxySurvey.Part] = []
        for name in names where connected.contains(name) {
            parts.append(survey.part(ProxyView(name: name, dump: try client.configDump(of: name), sync: known[name]), called: client.name))
        }
        return parts
    }

    /// Judges a proxy, or says why it could not be asked: one that has gone meanwhile does not hide the others.
    private static func look(
        _ name: String, _ envoy: EnvoyAdminClient, _ known: [String: ProxySync], _ survey: ProxySurvey
    ) -> Result<ProxySurvey.Part, ServiceFailure> {
        do throws(ServiceFailure) {
            let dump = try envoy.configDump(.everything)
            let status = try? envoy.clusters()
            let view = ProxyView(name: name, dump: dump, hostStatus: status)
            let sync = known[view.name]
            let proxy = sync == nil ? view : ProxyView(name: name, dump: dump, hostStatus: status, sync: sync)
            return .success(survey.part(proxy, called: envoy.name))
        } catch {
            return .failure(error)
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
