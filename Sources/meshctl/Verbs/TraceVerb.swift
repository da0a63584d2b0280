import Glibc
import MeshResources

/// `meshctl trace`.
enum TraceVerb {
    static let requests = Option.value(
        "requests", nil, "FILE", "follow many requests: a JSON line each with id, proxy and request, answered by a JSON line each",
        completes: .file)

    static let command = Command(
        "trace", group: .traffic, summary: "follow a request through gateways, routes and policies, and say why",
        operands: .paths,
        options: [.output([.text, .json]), SharedOptions.filename, SharedOptions.recursive, requests],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let inputs = try call.inputs()
        let (resources, problems) = inputs.resources()
        let mesh = TrafficMesh(resources)
        guard let path = call.value(requests) else { throw Failure(.usage, "no request given", help: "name one with --host") }
        switch FileReader.read(path) {
        case .failure(let problem): throw Failure(.unreadable, "cannot read the requests", diagnostics: [problem.diagnostic])
        case .success(let source):
            return TraceLines(mesh: mesh, source: source, diagnostics: inputs.diagnostics + problems)
        }
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
        let tracer = RouteTracer(mesh)
        let authorizer = AuthorizationTracer(mesh, now: time(nil))
        for line in String(decoding: source.bytes, as: UTF8.self).split(separator: "\n") {
            let parsed = YAML.parse(SourceText(name: source.name, text: String(line)))
            guard let root = parsed.tree.roots.first else { continue }
            let value = Value(root)
            let proxy = TrafficProxy(value["proxy"] ?? .null)
            let request = TrafficRequest(value["request"] ?? .null)
            var answer: Value = .object(["id": value["id"] ?? .null])
            for (key, field) in Self.answer(request, proxy, tracer, authorizer) { answer[key] = field }
            console.output.write(JSONWriter.text(answer, .init(sortsKeys: false)) + "\n")
        }
    }

    /// At a gateway policies decide before routes do, so its answers hold both.
    private static func answer(_ request: TrafficRequest, _ proxy: TrafficProxy, _ tracer: RouteTracer, _ authorizer: AuthorizationTracer)
        -> Value.Object
    {
        if proxy.isInbound { return authorizer.outcome(request, at: proxy).value.object ?? [:] }
        guard proxy.kind == .gateway else { return tracer.outcome(request, at: proxy).value.object ?? [:] }
        let decision = authorizer.outcome(request, at: proxy)
        var result = decision.route?.value.object ?? [:]
        for (key, field) in decision.value.object ?? [:] where result[key] == nil { result[key] = field }
        return result
    }
}
