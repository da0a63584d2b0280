import MeshResources

/// The graph drawn: a column for each kind of node, and curves between them.
struct GraphDrawing {
    private static let columnWidth = 250
    private static let columnGap = 90
    private static let rowHeight = 46
    private static let boxHeight = 30
    private static let margin = 24

    private struct Place {
        var x: Int
        var y: Int
    }

    private let graph: TrafficGraph
    private let places: [String: Place]
    private let columns: [TrafficGraph.Kind]
    private let width: Int
    private let height: Int

    init(_ graph: TrafficGraph) {
        self.graph = graph
        columns = TrafficGraph.Kind.allCases.filter { kind in graph.nodes.contains { $0.kind == kind } }
        var places: [String: Place] = [:]
        var incoming: [String: [String]] = [:]
        for edge in graph.edges where !edge.isAccess { incoming[edge.to, default: []].append(edge.from) }
        var rows = 0
        for (index, kind) in columns.enumerated() {
            let nodes = graph.nodes.filter { $0.kind == kind }
            // A node stands about where its callers stand.
            let keyed = nodes.enumerated().map { order, node -> (Double, Int, TrafficGraph.Node) in
                let above = (incoming[node.id] ?? []).compactMap { places[$0]?.y }
                return (above.isEmpty ? Double(order * 1_000_000) : Double(above.reduce(0, +)) / Double(above.count), order, node)
            }
            for (row, entry) in keyed.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }).enumerated() {
                places[entry.2.id] = Place(
                    x: Self.margin + index * (Self.columnWidth + Self.columnGap), y: Self.margin + 30 + row * Self.rowHeight)
            }
            rows = max(rows, nodes.count)
        }
        self.places = places
        width = 2 * Self.margin + max(1, columns.count) * (Self.columnWidth + Self.columnGap) - Self.columnGap + 60
        height = 2 * Self.margin + 30 + max(1, rows) * Self.rowHeight
    }

    /// The drawing as SVG.
    var svg: String {
        var text =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
            + "font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
        text +=
            "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">"
            + "<path d=\"M0 0L8 4L0 8z\" fill=\"#777\"/></marker></defs>\n"
        for (index, kind) in columns.enumerated() {
            let x = Self.margin + index * (Self.columnWidth + Self.columnGap)
            text += "<text x=\"\(x)\" y=\"\(Self.margin + 6)\" fill=\"#777\" font-weight=\"600\">\(kind.name)s</text>\n"
        }
        for edge in graph.edges { text += draw(edge) }
        for node in graph.nodes { text += draw(node) }
        return text + "</svg>\n"
    }

    private func draw(_ node: TrafficGraph.Node) -> String {
        guard let place = places[node.id] else { return "" }
        let label = node.label.count > 38 ? node.label.prefix(37) + "…" : node.label[...]
        let title = node.detail.isEmpty ? node.label : "\(node.label): \(node.detail)"
        let fill = node.isBroken ? "#f4c7c3" : GraphPalette.fill(node.kind)
        return "<g class=\"node\" data-id=\"\(Markup.escape(node.id))\"><title>\(Markup.escape(title))</title>"
            + "<rect x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(Self.columnWidth)\" height=\"\(Self.boxHeight)\" rx=\"6\" fill=\"\(fill)\" "
            + "stroke=\"\(node.isBroken ? "#b00" : "#8a8a8a")\"/>"
            + "<text x=\"\(place.x + 10)\" y=\"\(place.y + 19)\" fill=\"#222\">\(Markup.escape(String(label)))</text></g>\n"
    }

    private func draw(_ edge: TrafficGraph.Edge) -> String {
        guard let from = places[edge.from], let to = places[edge.to] else { return "" }
        let y1 = from.y + Self.boxHeight / 2
        let y2 = to.y + Self.boxHeight / 2
        let x1 = from.x + Self.columnWidth
        // Who may call whom stays in one column: the curve leaves and comes back on the right.
        let x2 = edge.isAccess ? to.x + Self.columnWidth : to.x
        let bend = edge.isAccess ? 50 : Self.columnGap / 2
        let second = edge.isAccess ? x2 + bend : x2 - bend
        let style = edge.isAccess ? "stroke-dasharray=\"4 4\" stroke=\"#a0a0c8\"" : "stroke=\"#8a8a8a\""
        var text = "<g class=\"edge\" data-from=\"\(Markup.escape(edge.from))\" data-to=\"\(Markup.escape(edge.to))\">"
        if edge.isAccess { text += "<title>\(Markup.escape("\(edge.from) \(edge.label) \(edge.to)"))</title>" }
        text += "<path d=\"M\(x1) \(y1)C\(x1 + bend) \(y1) \(second) \(y2) \(x2) \(y2)\" fill=\"none\" \(style) marker-end=\"url(#tip)\"/>"
        if !edge.label.isEmpty, !edge.isAccess {
            text +=
                "<text x=\"\((x1 + x2) / 2)\" y=\"\((y1 + y2) / 2 - 4)\" text-anchor=\"middle\" fill=\"#777\" font-size=\"11\">\(Markup.escape(edge.label))</text>"
        }
        return text + "</g>\n"
    }

    /// One page with the drawing: pointing at a node shows what it is connected with, a field finds nodes.
    var html: String {
        Markup.page(
            title: "Traffic of the mesh",
            style: """
                .faded { opacity: .12 } .node { cursor: pointer } svg { max-width: none; background: #fff; border-radius: 8px }
                input { font: inherit; padding: .3rem .6rem; margin-bottom: 1rem; width: 22rem } .scroll { overflow: auto }
                """,
            body: """
                <label>Find <input id="find" type="search" placeholder="host, route, workload"></label>
                <div class="scroll">
                \(svg)</div>
                <script>
                const nodes = [...document.querySelectorAll('.node')], edges = [...document.querySelectorAll('.edge')];
                function show(ids) {
                  for (const node of nodes) node.classList.toggle('faded', ids !== null && !ids.has(node.dataset.id));
                  for (const edge of edges)
                    edge.classList.toggle('faded', ids !== null && !(ids.has(edge.dataset.from) && ids.has(edge.dataset.to)));
                }
                function reach(start, from, to) {
                  const found = new Set([start]);
                  for (let grew = true; grew;) {
                    grew = false;
                    for (const edge of edges) {
                      if (edge.querySelector('title') || !found.has(edge.dataset[from]) || found.has(edge.dataset[to])) continue;
                      found.add(edge.dataset[to]);
                      grew = true;
                    }
                  }
                  return found;
                }
                for (const node of nodes) {
                  node.addEventListener('mouseenter', () => show(new Set([...reach(node.dataset.id, 'from', 'to'), ...reach(node.dataset.id, 'to', 'from')])));
                  node.addEventListener('mouseleave', () => show(null));
                }
                document.getElementById('find').addEventListener('input', event => {
                  const word = event.target.value.trim().toLowerCase();
                  show(word ? new Set(nodes.filter(node => node.textContent.toLowerCase().includes(word)).map(node => node.dataset.id)) : null);
                });
                </script>

                """)
    }
}
