import MeshResources

/// `meshctl graph`.
enum GraphVerb {
    static let access = Option.flag("access", nil, standard: true, "draw who may call whom by the policies")

    static let command = Command(
        "graph", group: .traffic, summary: "draw gateways, hosts, routes, destinations and workloads",
        details: "The page of '-o html' needs nothing from elsewhere: pointing at a node shows what it is connected with.",
        operands: .paths,
        options: [
            .output([.dot, .mermaid, .svg, .html, .json]), SharedOptions.filename, SharedOptions.recursive, access,
            TrafficOptions.meshConfig,
        ],
        examples: [
            .init("Draw the sample shop as a page", "meshctl graph -R -f samples/shop -o html"),
            .init("Hand it to Graphviz", "meshctl graph -R -f samples/shop -o dot --access=false"),
        ],
        run: { call in
            let (mesh, diagnostics) = try call.trafficMesh()
            return GraphReport(graph: TrafficGraph(mesh, access: call.flag(access)), diagnostics: diagnostics)
        })
}

private struct GraphReport: Report {
    let graph: TrafficGraph
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    func value() -> Value? {
        let nodes: [Value] = graph.nodes.map {
            [
                "id": .string($0.id), "kind": .string($0.kind.name), "label": .string($0.label), "detail": .string($0.detail),
                "broken": .bool($0.isBroken),
            ]
        }
        let edges: [Value] = graph.edges.map {
            ["from": .string($0.from), "to": .string($0.to), "label": .string($0.label), "access": .bool($0.isAccess)]
        }
        return ["nodes": .array(nodes), "edges": .array(edges)]
    }

    func write(to console: Console, as format: OutputFormat) {
        switch format {
        case .mermaid: console.output.write(GraphText(graph: graph).mermaid)
        case .svg: console.output.write(GraphDrawing(graph).svg)
        case .html: console.output.write(GraphDrawing(graph).html)
        default: console.output.write(GraphText(graph: graph).dot)
        }
    }

    func summarize(on console: Console) {
        for diagnostic in diagnostics { console.report(diagnostic) }
    }
}
