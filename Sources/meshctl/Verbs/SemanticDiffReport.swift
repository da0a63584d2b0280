import Glibc
import MeshResources

/// What differs in behaviour: requests whose outcome is another, with both traces.
struct SemanticDiffReport: Report {
    private static let tracesShown = 3

    let diff: SemanticDiff

    /// Compares two sides.
    static func make(old: [Resource], new: [Resource], _ call: Invocation) throws -> any Report {
        let options = (try call.trafficMeshOptions(old), try call.trafficMeshOptions(new))
        return SemanticDiffReport(diff: SemanticDiff(old: old, new: new, options: options.0, newOptions: options.1, now: time(nil)))
    }

    var exitCode: ExitCode {
        switch diff.verdict {
        case .same: .success
        case .differs: .failure
        case .unknown: .cannotCompare
        }
    }

    func value() -> Value? {
        let witnesses: [Value] = diff.witnesses.map { witness in
            [
                "proxy": .string(Self.name(witness.proxy)), "request": Self.value(witness.request),
                "differences": .array(
                    witness.differences.map { ["field": .string($0.field), "old": .string($0.old), "new": .string($0.new)] }),
                "old": witness.old.value, "new": witness.new.value,
            ]
        }
        let verdict =
            switch diff.verdict {
            case .same: "same"
            case .differs: "differs"
            case .unknown: "unknown"
            }
        return [
            "verdict": .string(verdict), "witnesses": .array(witnesses), "tried": .int(Int64(diff.tried)),
            "unexplained": .array(diff.unexplained.map(Value.string)),
        ]
    }

    private static func value(_ request: TrafficRequest) -> Value {
        var result: Value.Object = [
            "scheme": .string(request.scheme), "host": .string(request.host), "port": .int(Int64(request.port)),
            "method": .string(request.method), "path": .string(request.path),
            "headers": .array(request.headers.map { .array([.string($0.name), .string($0.value)]) }),
        ]
        if let principal = request.principal { result["source"] = ["principal": .string(principal)] }
        return .object(result)
    }

    private static func name(_ proxy: TrafficProxy) -> String {
        "\(proxy.kind.rawValue) \(proxy.namespace)\(proxy.name.isEmpty ? "" : "/\(proxy.name)")"
    }

    /// Witnesses that differ by the proxy alone are shown once.
    private var groups: [(title: String, witness: SemanticDiff.Witness, proxies: [String])] {
        var result: [(title: String, witness: SemanticDiff.Witness, proxies: [String])] = []
        var places: [String: Int] = [:]
        for witness in diff.witnesses {
            let request = witness.request
            let headers = request.headers.map { " -H '\($0.name): \($0.value)'" }.joined()
            let caller = request.principal.map { " as \($0)" } ?? ""
            let title = "\(request.method) \(request.scheme)://\(request.host)\(request.path)\(headers) on port \(request.port)\(caller)"
            let key = title + witness.differences.map { "\($0.field)\($0.old)\($0.new)" }.joined()
            let name = Self.name(witness.proxy)
            if let place = places[key] {
                if !result[place].proxies.contains(name) { result[place].proxies.append(name) }
            } else {
                places[key] = result.count
                result.append((title, witness, [name]))
            }
        }
        return result
    }

    func write(to console: Console, as format: OutputFormat) {
        let paint = console.paint
        for (index, group) in groups.enumerated() {
            let witness = group.witness
            console.output.write("\(paint(group.title, .bold))  at \(group.proxies.joined(separator: ", "))\n")
            for difference in witness.differences {
                console.output.write("  \(difference.field): \(paint(difference.old, .red)) → \(paint(difference.new, .green))\n")
            }
            guard index < Self.tracesShown else { continue }
            let text = TraceText(paint: paint, width: console.terminal.columns)
            console.output.write("before: \(witness.old.summary)\n\(text.text(witness.old.steps))")
            console.output.write("after: \(witness.new.summary)\n\(text.text(witness.new.steps))\n")
        }
        for place in diff.unexplained {
            console.output.write("\(paint("?", .yellow)) \(place) differ in form; none of the requests made from their matches shows it\n")
        }
        switch diff.verdict {
        case .same: console.output.write("no difference in behaviour\n")
        case .differs: console.output.write("\(diff.witnesses.count) requests differ, of \(diff.tried) tried\n")
        case .unknown: console.output.write("whether behaviour differs is not known: \(diff.tried) requests were tried\n")
        }
    }
}
