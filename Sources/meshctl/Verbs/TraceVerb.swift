import Glibc
import MeshResources

/// `meshctl trace`.
enum TraceVerb {
    static let proxy = Option.choice(
        "proxy", nil, "KIND", ["gateway", "sidecar"], "whose view is asked for (default: sidecar if a source is given)")
    static let gateway = Option.value("gateway", nil, "NS/NAME", "the Gateway that the request comes in through")
    static let destinationIP = Option.value("destination-ip", nil, "IP", "the address that the application connects to")
    static let requests = Option.value(
        "requests", nil, "FILE", "follow many requests: a JSON line each with id, proxy and request, answered by a JSON line each",
        completes: .file)

    static let command = Command(
        "trace", group: .traffic, summary: "follow a request through gateways, routes and policies, and say why",
        details: """
            The answer is what istiod 1.30 and its proxies would do with the request, computed from the files alone: the server and virtual host that \
            take it, the rule that matches and why each other candidate lost, rewrites, faults, clusters and endpoints, then the policies at the \
            destination. The upstream is taken to answer 200.
            """,
        operands: .paths,
        options: [.output([.text, .json]), SharedOptions.filename, SharedOptions.recursive, proxy, gateway] + TrafficOptions.request + [
            destinationIP, requests, TrafficOptions.configDump, TrafficOptions.pod, TrafficOptions.meshConfig,
        ],
        examples: [
            .init("Follow a request from outside", "meshctl trace -f samples/shop --scheme https --host shop.example.com --path /api"),
            .init(
                "Follow one that a workload sends",
                "meshctl trace -f samples/shop --source-namespace shop --source-labels app=storefront --host catalog:9080 -H 'x-tester: true'"
            ),
        ],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        if let dump = try call.dumpRoutes() { return try followDump(call, dump) }
        let (mesh, diagnostics) = try call.trafficMesh()
        if let path = call.value(requests) {
            switch FileReader.read(path) {
            case .failure(let problem): throw Failure(.unreadable, "cannot read the requests", diagnostics: [problem.diagnostic])
            case .success(let source): return TraceLines(mesh: mesh, source: source, diagnostics: diagnostics)
            }
        }
        var request = try call.trafficRequest()
        request.destinationIP = call.value(destinationIP)
        let trace = RequestTrace(request, at: try proxy(call, mesh, request), in: mesh, now: time(nil))
        return TraceReport(trace: trace, diagnostics: diagnostics)
    }

    /// Follows the request through a dump, and where resources are given too says where they lead elsewhere.
    private static func followDump(_ call: Invocation, _ dump: DumpRoutes) throws -> any Report {
        let request = try call.trafficRequest()
        let trace = DumpTrace(request, in: dump)
        guard !call.paths.isEmpty || call.isGiven(GlobalOptions.snapshot) else {
            return DumpReport(request: request, trace: trace, disagreements: [])
        }
        let mesh = try call.trafficMesh().mesh
        let outcome = RouteTracer(mesh).outcome(request, at: try proxy(call, mesh, request))
        return DumpReport(request: request, trace: trace, disagreements: trace.disagreements(with: outcome))
    }

    private static func proxy(_ call: Invocation, _ mesh: TrafficMesh, _ request: TrafficRequest) throws -> TrafficProxy {
        let finder = ProxyFinder(mesh)
        let hasSource = call.isGiven(TrafficOptions.sourceNamespace) || call.isGiven(TrafficOptions.sourceLabels)
        let kind = call.value(proxy) ?? (hasSource && !call.isGiven(gateway) ? "sidecar" : "gateway")
        if kind == "sidecar" {
            return finder.workload(
                in: call.value(TrafficOptions.sourceNamespace) ?? "default", labels: try call.labels(TrafficOptions.sourceLabels))
        }
        let name = call.value(gateway)
        guard let found = finder.gateway(named: name, host: request.host, port: request.port) else {
            throw Failure(
                .failure, name.map { "no Gateway '\($0)' is among the inputs" } ?? "no Gateway is among the inputs",
                help: "name a client with --source-namespace to ask what its sidecar does")
        }
        return found
    }
}

/// One trace: a headline and the tree, or the fields of the conformance data.
private struct TraceReport: Report {
    let trace: RequestTrace
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    func value() -> Value? { trace.value }

    func write(to console: Console, as format: OutputFormat) {
        let request = trace.request
        let line = "\(request.method) \(request.scheme)://\(request.host)\(request.path)"
        console.output.write("\(console.paint(line, .bold)) → \(console.paint(trace.summary, trace.comesThrough ? .green : .red))\n")
        console.output.write(TraceText(paint: console.paint, width: console.terminal.columns).text(trace.steps))
    }

    func summarize(on console: Console) {
        for diagnostic in diagnostics { console.report(diagnostic) }
    }
}

/// A trace through a dump.
private struct DumpReport: Report {
    let request: TrafficRequest
    let trace: DumpTrace
    let disagreements: [TraceStep]

    var exitCode: ExitCode { disagreements.isEmpty ? .success : .failure }

    func value() -> Value? {
        var result = trace.value
        result["disagreements"] = .array(disagreements.map(\.value))
        return result
    }

    func write(to console: Console, as format: OutputFormat) {
        let line = "\(request.method) \(request.scheme)://\(request.host)\(request.path)"
        console.output.write("\(console.paint(line, .bold)) → \(trace.summary)\n")
        let text = TraceText(paint: console.paint, width: console.terminal.columns)
        console.output.write(text.text(trace.steps + disagreements))
    }
}

/// One answer a line.
private struct TraceLines: Report {
    let mesh: TrafficMesh
    let source: SourceText
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    func write(to console: Console, as format: OutputFormat) {
        for diagnostic in diagnostics { console.report(diagnostic) }
        let now = time(nil)
        for line in String(decoding: source.bytes, as: UTF8.self).split(separator: "\n") {
            let parsed = YAML.parse(SourceText(name: source.name, text: String(line)))
            guard let root = parsed.tree.roots.first, root.isMapping else { continue }
            let value = Value(root)
            let trace = RequestTrace(
                TrafficRequest(value["request"] ?? .null), at: TrafficProxy(value["proxy"] ?? .null), in: mesh, now: now,
                asksDestination: false)
            var answer: Value = .object(["id": value["id"] ?? .null])
            for (key, field) in trace.value.object ?? [:] { answer[key] = field }
            console.output.write(JSONWriter.text(answer, .init(sortsKeys: false)) + "\n")
        }
    }
}
