import MeshResources

/// `meshctl impact`.
enum ImpactVerb {
    static let change = Option.repeated("filename", "f", "PATH", "the files that change", completes: .file)

    static let command = Command(
        "impact", group: .traffic, summary: "show which workloads and proxies a change can reach",
        details: """
            The operands are the mesh, -f names the files that change. With --from the mesh is that of a snapshot, with -k that of the cluster. Without \
            any of them the changed files are the mesh.
            """,
        operands: .paths,
        options: [.output([.text, .json]), change, SharedOptions.recursive, TrafficOptions.useKube, TrafficOptions.meshConfig],
        examples: [
            .init("Whom do the routes of the sample shop concern?", "meshctl impact samples/shop -f samples/shop/routes.yaml"),
            .init("Whom would they concern in the cluster?", "meshctl impact -k -f samples/shop/routes.yaml"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let paths = call.values(change)
        guard !paths.isEmpty else { throw Failure(.usage, "no change given", help: "name the files that change with -f") }
        let changed = Inputs.load(paths, recursive: call.flag(SharedOptions.recursive))
        let mesh = Inputs.load(call.operands, recursive: true)
        let (resources, problems) = changed.resources()
        let (files, complaints) = mesh.resources()
        let others = call.asksForLiveMesh ? call.laid(files, over: try call.liveResources()) : files
        return ImpactReport(
            impact: Impact(of: resources, in: others, options: try call.trafficMeshOptions(resources + others)),
            diagnostics: changed.diagnostics + problems + mesh.diagnostics + complaints)
    }
}

private struct ImpactReport: Report {
    let impact: Impact
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    func value() -> Value? { impact.value }

    func write(to console: Console, as format: OutputFormat) {
        for item in impact.items where !item.reaches.isEmpty || !item.related.isEmpty {
            console.output.write("\(console.paint(item.resource.resourceName.description, .bold)) (\(item.change))\n")
            var byReason: [String: [String]] = [:]
            var order: [String] = []
            for reach in item.reaches {
                if byReason[reach.reason] == nil { order.append(reach.reason) }
                byReason[reach.reason, default: []].append("\(reach.kind) \(reach.proxy)")
            }
            for reason in order {
                console.output.write("  \(reason):\n")
                for proxy in byReason[reason] ?? [] { console.output.write("    \(proxy)\n") }
            }
            if !item.related.isEmpty {
                console.output.write("  shares hosts with \(item.related.map(\.description).joined(separator: ", "))\n")
            }
        }
        let proxies = Set(impact.items.flatMap { $0.reaches.map(\.proxy) }).count
        console.output.write("\(proxies) \(proxies == 1 ? "proxy" : "proxies") can be reached\n")
    }

    func summarize(on console: Console) {
        for diagnostic in diagnostics { console.report(diagnostic) }
    }
}
