import MeshAPI
import MeshResources

/// `meshctl proxy-status`: whether every proxy has what istiod sent it.
enum ProxyStatusVerb {
    static let output = Option.output([.table, .json, .yaml])
    static let verbosity = Option.value("verbosity", "v", "N", "1: a column for every kind of configuration", standard: "0")
    static let failOn = Option.choice(
        "fail-on", nil, "STATE", ["stale", "error"],
        "end with status 79 when a proxy refused its configuration (error) or has not acknowledged it either (stale)")
    static let file = Option.value("file", nil, "FILE", "compare with this config dump in place of asking the proxy", completes: .file)

    static let command = Command(
        "proxy-status", aliases: ["ps"], group: .proxy, summary: "show whether proxies have what istiod sent them",
        details: """
            Asks every istiod at once. What a proxy refused stands below the table with the proxy's reason. With the name of a proxy: \
            what istiod would send it, held against what it has, resource by resource and field by field.
            """,
        operands: ProxyTarget.operand, options: [output, verbosity, failOn, file, ProxyTarget.adminPort],
        examples: [
            .init("All proxies", "meshctl proxy-status"),
            .init("Fail a job when a proxy has refused something", "meshctl proxy-status --fail-on error"),
            .init("What differs in one proxy", "meshctl proxy-status productpage-v1-7d4f9c6b5d-x2k8p.default"),
        ], usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        guard let operand = call.operands.first else { return try overview(call) }
        do { return try comparison(call, of: operand) } catch let failure as ServiceFailure { throw Failure(failure) }
    }

    private static func overview(_ call: Invocation) throws -> any Report {
        let level = try call.arguments.integer(verbosity, in: 0...9) ?? 0
        // Only the formats for machines say what version a control plane has.
        let wantsVersion = call.value(output) != OutputFormat.table.rawValue
        let access = ProxyAccess(call)
        let places = try access.istiods()
        let answers = try access.askIstiods(at: places) { client throws(ServiceFailure) in
            let proxies = try client.proxies()
            return IstiodAnswer(name: client.name, version: wantsVersion ? (try? client.version()) ?? "" : "", proxies: proxies)
        }
        var exitCode = ExitCode.success
        var reached: [IstiodAnswer] = []
        for answer in answers {
            switch answer {
            case .success(let answer): reached.append(answer)
            case .failure(let failure):
                let failure = Failure(failure)
                call.console.report(error: failure.message, help: failure.help)
                exitCode = exitCode.merged(with: failure.exitCode)
            }
        }
        let report = SyncReport(reached.flatMap(\.proxies), namespace: call.value(GlobalOptions.namespace) ?? "")
        let stale = report.proxies.filter(\.isStale)
        if !stale.isEmpty {
            call.console.note("\(stale.count) of \(report.proxies.count) proxies have not acknowledged everything: \(names(stale))")
        }
        if let limit = call.value(failOn), report.proxies.contains(where: { !$0.refusals.isEmpty || limit == "stale" && $0.isStale }) {
            exitCode = exitCode.merged(with: .findings)
        }
        let revisions = Dictionary(places.map { ($0.name, $0.revision) }) { first, _ in first }
        return Overview(report: report, answers: reached, revisions: revisions, isVerbose: level > 0, exitCode: exitCode)
    }

    private static func names(_ proxies: [ProxySync]) -> String {
        let names = proxies.prefix(5).map(\.proxy).joined(separator: ", ")
        return proxies.count > 5 ? "\(names) and \(proxies.count - 5) more" : names
    }

    private static func comparison(_ call: Invocation, of operand: String) throws -> any Report {
        let access = ProxyAccess(call)
        let proxy = try access.proxyName(operand)
        let envoy = try access.envoyDump(operand, file: call.value(file))
        let answers = try access.askIstiods { client throws(ServiceFailure) in try client.configDump(of: proxy) }
        var failures: [ServiceFailure] = []
        for answer in answers {
            switch answer {
            case .success(let dump): return Comparison(comparison: DumpComparison(istiod: dump, envoy: envoy))
            case .failure(let failure): failures.append(failure)
            }
        }
        // What one istiod says of itself matters more than that the proxy is connected to none of the others.
        throw failures.first { $0.kind != .notFound } ?? failures.first ?? ServiceFailure(.notFound, "no istiod knows proxy '\(proxy)'")
    }

    private struct Comparison: Report {
        let comparison: DumpComparison

        func value() -> Value? { comparison.value }
        func write(to console: Console, as format: OutputFormat) {
            console.output.write(format == .yaml ? YAMLEmitter.text(comparison.value) : comparison.text)
        }
    }

    private struct Overview: Report {
        let report: SyncReport
        let answers: [IstiodAnswer]
        /// The revisions of control planes by name, where they are known.
        let revisions: [String: String]
        let isVerbose: Bool
        let exitCode: ExitCode

        func write(to console: Console, as format: OutputFormat) {
            switch format {
            case .json, .yaml:
                for answer in answers {
                    let proxies = report.proxies.filter { $0.istiod == answer.name }
                    // istioctl prints the message that it was answered: of a control plane that said nothing, an empty one.
                    let isEmpty = proxies.isEmpty && answer.version.isEmpty
                    let value = SyncReport.value(
                        proxies, istiod: answer.name, version: answer.version, revision: revisions[answer.name] ?? "")
                    let layout = JSONWriter.Options(sortsKeys: false, indent: "    ")
                    switch format {
                    case .json: console.output.write(isEmpty ? "{\n\n}\n" : JSONWriter.text(value, layout) + "\n")
                    default: console.output.write(isEmpty ? "{}\n" : YAMLEmitter.text(value))
                    }
                }
            default:
                let now = Clock.now
                console.output.write((isVerbose ? report.verboseTable(now: now) : report.table()).text)
                let refusals = report.refusals(now: now)
                if !refusals.isEmpty { console.output.write("\n" + refusals) }
            }
        }
    }
}

/// What one control plane said.
struct IstiodAnswer: Sendable {
    var name: String
    var version: String
    var proxies: [ProxySync]
}
