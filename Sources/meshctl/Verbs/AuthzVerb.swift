import Glibc
import MeshResources

/// `meshctl authz`.
enum AuthzVerb {
    static let workload = Option.value("workload", nil, "NS/NAME", "the workload that is called: a pod, what makes it, or its app label")
    static let inputOptions: [Option] = [SharedOptions.filename, SharedOptions.recursive, TrafficOptions.meshConfig]

    static let command = Command(
        "authz", group: .traffic, summary: "explain authorization: why a request is allowed or denied, and who may call whom",
        subcommands: [AuthorizationCheckVerb.command, matrix, why])

    static let why = Command(
        "why", group: .traffic, summary: "say which policy and rule decide about a request to a workload",
        details: """
            Policies are asked in the order in which proxies ask them: CUSTOM, DENY, ALLOW. Every rule that does not match says which field keeps \
            it from matching. For a denial the smallest change that would allow the request is named.
            """,
        operands: .paths, options: [.output([.text, .json]), workload] + inputOptions + TrafficOptions.request,
        examples: [
            .init(
                "May ratings call the cart?",
                "meshctl authz why -R -f samples/shop --workload shop/cart --port 9090 --source-principal cluster.local/ns/shop/sa/ratings")
        ],
        run: explain)

    static let matrix = Command(
        "matrix", group: .traffic, summary: "show which identities may call which workloads", operands: .paths,
        options: [.output([.table, .csv, .html, .json])] + inputOptions,
        examples: [.init("Show the sample shop as a page", "meshctl authz matrix -R -f samples/shop -o html")],
        run: { call in
            let (mesh, diagnostics) = try call.trafficMesh()
            let namespaces = call.isGiven(GlobalOptions.namespace) ? Set([call.value(GlobalOptions.namespace) ?? ""]) : []
            return MatrixReport(matrix: AccessMatrix(mesh, namespaces: namespaces), diagnostics: diagnostics)
        })

    static func explain(_ call: Invocation) throws -> any Report {
        let (mesh, diagnostics) = try call.trafficMesh()
        guard let name = call.value(workload) else {
            throw Failure(.usage, "no workload given", help: "name the one that is called with --workload NAMESPACE/NAME")
        }
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let namespace = parts.count > 1 ? parts[0] : call.value(GlobalOptions.namespace) ?? "default"
        guard let proxy = ProxyFinder(mesh).workload(named: parts.last ?? name, in: namespace, isInbound: true) else {
            throw Failure(.failure, "no workload '\(parts.last ?? name)' is in namespace '\(namespace)' of the inputs")
        }
        let request = try call.trafficRequest(defaultHost: parts.last)
        return WhyReport(
            request: request, proxy: proxy, trace: RequestTrace(request, at: proxy, in: mesh, now: time(nil)), diagnostics: diagnostics)
    }
}

private struct WhyReport: Report {
    let request: TrafficRequest
    let proxy: TrafficProxy
    let trace: RequestTrace
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    func value() -> Value? { trace.value }

    func write(to console: Console, as format: OutputFormat) {
        let caller = request.scheme == "mtls" ? request.principal ?? "an unknown identity" : "plaintext"
        let line = "\(request.method) \(request.path) at \(proxy.namespace)/\(proxy.name):\(request.port) from \(caller)"
        console.output.write("\(console.paint(line, .bold)) → \(console.paint(trace.summary, trace.comesThrough ? .green : .red))\n")
        console.output.write(TraceText(paint: console.paint, width: console.terminal.columns).text(trace.steps.flatMap(\.steps)))
    }

    func summarize(on console: Console) {
        for diagnostic in diagnostics { console.report(diagnostic) }
    }
}

private struct MatrixReport: Report {
    let matrix: AccessMatrix
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    func value() -> Value? { matrix.value }

    func write(to console: Console, as format: OutputFormat) {
        let text = MatrixText(matrix: matrix)
        switch format {
        case .csv: console.output.write(text.csv)
        case .html: console.output.write(text.html)
        default: console.output.write(text.table(console.paint))
        }
    }

    func summarize(on console: Console) {
        for diagnostic in diagnostics { console.report(diagnostic) }
    }
}
