import MeshResources

/// The graph as text for other programs: Graphviz and Mermaid.
struct GraphText {
    let graph: TrafficGraph

    /// Graphviz.
    var dot: String {
        var text =
            "digraph mesh {\n  rankdir=LR;\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n"
        for node in graph.nodes {
            let color = node.isBroken ? "#f4c7c3" : GraphPalette.fill(node.kind)
            text +=
                "  \(Self.quote(node.id)) [label=\(Self.quote(node.label)), tooltip=\(Self.quote(node.detail)), fillcolor=\"\(color)\"];\n"
        }
        for edge in graph.edges {
            let style = edge.isAccess ? ", style=dashed, constraint=false" : ""
            text += "  \(Self.quote(edge.from)) -> \(Self.quote(edge.to)) [label=\(Self.quote(edge.label))\(style)];\n"
        }
        return text + "}\n"
    }

    private static func quote(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) }.joined() + "\""
    }

    /// Mermaid.
    var mermaid: String {
        var text = "flowchart LR\n"
        var names: [String: String] = [:]
        for (index, node) in graph.nodes.enumerated() {
            names[node.id] = "n\(index)"
            text += "  n\(index)[\"\(Self.plain(node.label))\"]:::\(node.isBroken ? "broken" : node.kind.name)\n"
        }
        for edge in graph.edges {
            guard let from = names[edge.from], let to = names[edge.to] else { continue }
            let arrow = edge.isAccess ? "-.->" : "-->"
            text += "  \(from) \(arrow)\(edge.label.isEmpty ? "" : "|\"\(Self.plain(edge.label))\"|") \(to)\n"
        }
        for kind in TrafficGraph.Kind.allCases {
            text += "  classDef \(kind.name) fill:\(GraphPalette.fill(kind)),stroke:#666,color:#222\n"
        }
        return text + "  classDef broken fill:#f4c7c3,stroke:#b00,color:#222\n"
    }

    private static func plain(_ text: String) -> String {
        text.map { $0 == "\"" ? "#quot;" : $0 == "#" ? "#35;" : $0 == "\n" ? " " : String($0) }.joined()
    }
}

/// The colours of the kinds of nodes.
enum GraphPalette {
    static func fill(_ kind: TrafficGraph.Kind) -> String {
        switch kind {
        case .gateway: "#d7e3fc"
        case .host: "#e2f0cb"
        case .route: "#fff1c1"
        case .destination: "#e7dcf7"
        case .workload: "#d9f2ef"
        }
    }
}
