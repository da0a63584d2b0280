import MeshAPI
import MeshResources

/// `meshctl proxy-config log`: the levels of a proxy's loggers, shown and set.
enum ProxyLogVerb {
    static let level = Option.value(
        "level", nil, "[LOGGER:]LEVEL,...", "set these levels; without a logger, of all. Levels: \(levels.joined(separator: ", "))")
    static let reset = Option.flag("reset", "r", "set all loggers back to warning")
    static let selector = Option.value("selector", "l", "SELECTOR", "the pods with these labels")
    private static let levels = ["trace", "debug", "info", "warning", "error", "critical", "off"]

    static let command = Command(
        "log", aliases: ["o"], group: .proxy, summary: "show and set the levels of the proxy's loggers", operands: ProxyTarget.operand,
        options: [level, reset, selector, ProxyTarget.adminPort],
        examples: [
            .init("Show the levels", "meshctl proxy-config log productpage-v1-7d4f9c6b5d-x2k8p"),
            .init("Say more about two things", "meshctl proxy-config log productpage-v1-7d4f9c6b5d-x2k8p --level http:debug,rbac:debug"),
        ], usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        guard !call.operands.isEmpty || call.isGiven(selector) || call.isGiven(GlobalOptions.envoyURL) else {
            throw Failure(.usage, "log requires pod name or --selector")
        }
        guard !(call.flag(reset) && call.isGiven(level)) else { throw Failure(.usage, "--level cannot be combined with --reset") }
        do {
            var text = ""
            for (name, envoy) in try ProxyAccess(call).envoys(call.operands.first, selector: call.value(selector)) {
                text += try apply(call, name, envoy)
            }
            return TextReport(text: text)
        } catch let failure as ServiceFailure {
            throw Failure(failure)
        }
    }

    private static func apply(_ call: Invocation, _ name: String, _ envoy: EnvoyAdminClient) throws -> String {
        var answer = try envoy.loggers()
        let wanted = call.flag(reset) ? [("level", "warning")] : try changes(call.value(level) ?? "", known: loggers(in: answer))
        for (logger, level) in wanted { answer = try envoy.setLevel(level, of: logger) }
        return "\(name):\n\(answer)"
    }

    /// The names in Envoy's list: `  http: warning` or `  http = warning`.
    private static func loggers(in answer: String) -> Set<String> {
        Set(
            answer.split(separator: "\n").filter { $0.hasPrefix(" ") }.map { line in
                String(line.drop { $0 == " " }.prefix { $0 != ":" && $0 != " " })
            })
    }

    /// Reads `http:debug,rbac:info` or `debug`; a bare level replaces what came before it.
    static func changes(_ text: String, known: Set<String>) throws -> [(logger: String, level: String)] {
        var all: String?
        var single: [(logger: String, level: String)] = []
        for part in text.split(separator: ",").map(String.init) {
            guard let mark = part.lastIndex(where: { $0 == ":" || $0 == "=" }) else {
                all = try canonical(part)
                single = []
                continue
            }
            // A name may have a namespace before it, as in `admin::http:debug`.
            let name = String(part[..<mark].split(separator: ":").last ?? "")
            guard known.contains(name) || name == "level" else { throw Failure(.usage, "unrecognized logger name: \(name)") }
            let level = try canonical(String(part[part.index(after: mark)...]))
            if name == "level" { all = level } else { single.append((name, level)) }
        }
        return (all.map { [("level", $0)] } ?? []) + single
    }

    private static func canonical(_ level: String) throws -> String {
        let name = level == "warn" ? "warning" : level
        guard levels.contains(name) else { throw Failure(.usage, "unrecognized logging level: \(level)") }
        return name
    }
}
