import MeshResources

/// The graph drawn: a column for each kind of node, and curves between them.
struct GraphDrawing {
    private typealias Layout = GraphLayout

    private let graph: TrafficGraph
    private let layout: GraphLayout
    private let width: Int
    private let height: Int

    init(_ graph: TrafficGraph) {
        self.graph = graph
        let layout = GraphLayout(graph)
        let bends = graph.edges.filter(\.isAccess).compactMap { edge -> Int? in
            guard let from = layout.corner(edge.from), let to = layout.corner(edge.to) else { return nil }
            return Self.bend(from.y, to.y)
        }
        self.layout = layout
        width = Layout.left(max(1, layout.columns.count) - 1) + Layout.columnWidth + Layout.margin + (bends.max() ?? 0)
        height = layout.height + Layout.margin
    }

    /// How far the curve between two nodes of one column reaches out.
    private static func bend(_ a: Int, _ b: Int) -> Int { min(200, 30 + abs(a - b) / 4) }

    /// The drawing as SVG.
    var svg: String {
        var text =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
            + "font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
        text +=
            "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">"
            + "<path d=\"M0 0L8 4L0 8z\" fill=\"#777\"/></marker></defs>\n"
        for (index, kind) in layout.columns.enumerated() {
            text +=
                "<text x=\"\(Layout.left(index))\" y=\"\(Layout.margin + 6)\" fill=\"#777\" font-weight=\"600\">\(kind.name)s</text>\n"
        }
        for (index, edge) in graph.edges.enumerated() { text += edge.isAccess ? drawAccess(edge) : draw(edge, index) }
        for node in graph.nodes { text += draw(node) }
        // Numbers stand above everything that they could be hidden by.
        for edge in graph.edges where !edge.isAccess && !edge.label.isEmpty { text += drawLabel(edge) }
        return text + "</svg>\n"
    }

    /// Names of services without the part that they all have.
    private static func shortened(_ label: String) -> String {
        let tail = ".svc.cluster.local"
        guard let dot = label.utf8.indices.first(where: { label.utf8[$0...].starts(with: tail.utf8) }) else { return label }
        return String(label[..<dot] + label[label.utf8.index(dot, offsetBy: tail.utf8.count)...])
    }

    private func draw(_ node: TrafficGraph.Node) -> String {
        guard let place = layout.corner(node.id) else { return "" }
        let name = Self.shortened(node.label)
        let label = name.count > 36 ? name.prefix(35) + "…" : name[...]
        let title = node.detail.isEmpty ? node.label : "\(node.label): \(node.detail)"
        let fill = node.isBroken ? "#f4c7c3" : GraphPalette.fill(node.kind)
        return "<g class=\"node\" data-id=\"\(Markup.escape(node.id))\"><title>\(Markup.escape(title))</title>"
            + "<rect x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(Layout.columnWidth)\" height=\"\(Layout.boxHeight)\" rx=\"6\" fill=\"\(fill)\" "
            + "stroke=\"\(node.isBroken ? "#b00" : "#8a8a8a")\"/>"
            + "<text x=\"\(place.x + 10)\" y=\"\(place.y + 19)\" fill=\"#222\">\(Markup.escape(String(label)))</text></g>\n"
    }

    private func group(_ edge: TrafficGraph.Edge, _ content: String) -> String {
        "<g class=\"edge\(edge.isAccess ? " access" : "")\" data-from=\"\(Markup.escape(edge.from))\" data-to=\"\(Markup.escape(edge.to))\">\(content)</g>\n"
    }

    private func draw(_ edge: TrafficGraph.Edge, _ index: Int) -> String {
        guard let from = layout.corner(edge.from), let to = layout.corner(edge.to) else { return "" }
        let bend = Layout.columnGap / 2
        var (x, y) = (from.x + Layout.columnWidth, from.y + Layout.boxHeight / 2)
        var path = "M\(x) \(y)"
        func curve(_ nextX: Int, _ nextY: Int) {
            path += "C\(x + bend) \(y) \(nextX - bend) \(nextY) \(nextX) \(nextY)"
            (x, y) = (nextX, nextY)
        }
        for lane in layout.lanes(index) {
            curve(lane.x, lane.y)
            path += "H\(lane.x + Layout.columnWidth)"
            x = lane.x + Layout.columnWidth
        }
        curve(to.x, to.y + Layout.boxHeight / 2)
        return group(edge, "<path d=\"\(path)\" fill=\"none\" stroke=\"#8a8a8a\" marker-end=\"url(#tip)\"/>")
    }

    /// What an edge carries, just before its end, where no other edge of the same source comes by.
    private func drawLabel(_ edge: TrafficGraph.Edge) -> String {
        guard let to = layout.corner(edge.to) else { return "" }
        let others = graph.edges.filter { $0.to == edge.to && !$0.isAccess && !$0.label.isEmpty }
        let row = others.firstIndex { $0.from == edge.from && $0.label == edge.label } ?? 0
        return group(
            edge,
            "<text x=\"\(to.x - 10)\" y=\"\(to.y + Layout.boxHeight / 2 - 4 + row * 18)\" text-anchor=\"end\" fill=\"#555\" font-size=\"11\" "
                + "stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\">\(Markup.escape(edge.label))</text>")
    }

    /// Who may call whom stays in one column: the curve leaves and comes back on the right.
    private func drawAccess(_ edge: TrafficGraph.Edge) -> String {
        guard let from = layout.corner(edge.from), let to = layout.corner(edge.to) else { return "" }
        let (y1, y2) = (from.y + Layout.boxHeight / 2 + 5, to.y + Layout.boxHeight / 2 - 5)
        let x = from.x + Layout.columnWidth
        let bend = Self.bend(from.y, to.y)
        return group(
            edge,
            "<title>\(Markup.escape("\(edge.from) \(edge.label) \(edge.to)"))</title>"
                + "<path d=\"M\(x) \(y1)C\(x + bend) \(y1) \(x + bend) \(y2) \(x) \(y2)\" fill=\"none\" stroke-dasharray=\"4 4\" "
                + "stroke=\"\(edge.label == "may call" ? "#6a6ac0" : "#b0b0d0")\" marker-end=\"url(#tip)\"/>")
    }

    private var legend: String {
        var parts: [String] = []
        if graph.nodes.contains(where: \.isBroken) { parts.append("<span class=\"key broken\"></span>leads nowhere: the title says why") }
        if graph.edges.contains(where: \.isAccess) {
            parts.append("<label><input id=\"access\" type=\"checkbox\" checked> dashed: may call by the policies (pale: in part)</label>")
        }
        return parts.isEmpty ? "" : "<p class=\"legend\">\(parts.joined(separator: " "))</p>"
    }

    /// One page with the drawing: pointing at a node shows what it is connected with, a click keeps it, a field finds nodes.
    var html: String {
        Markup.page(
            title: "Traffic of the mesh",
            style: """
                .faded { opacity: .1 } .hidden { display: none } .node { cursor: pointer } .node.kept rect { stroke: #222; stroke-width: 2 }
                svg { max-width: none; background: #fff; border-radius: 8px } .scroll { overflow: auto }
                input[type=search] { font: inherit; padding: .3rem .6rem; width: 22rem }
                .legend { font-size: .85rem; display: flex; gap: 1.2rem; align-items: center } .legend .key { width: 1.6rem; height: .9rem;
                border: 1px solid #b00; border-radius: 4px; background: #f4c7c3; margin-right: -.8rem }
                """,
            body: """
                <label>Find <input id="find" type="search" placeholder="host, route, workload"></label>
                \(legend)
                <div class="scroll">
                \(svg)</div>
                <script>
                const nodes = [...document.querySelectorAll('.node')], edges = [...document.querySelectorAll('.edge')];
                let kept = null;
                function show(ids, own) {
                  for (const node of nodes) node.classList.toggle('faded', ids !== null && !ids.has(node.dataset.id));
                  for (const edge of edges) {
                    const {from, to} = edge.dataset;
                    const isShown = ids === null || (edge.classList.contains('access') ? from === own || to === own : ids.has(from) && ids.has(to));
                    edge.classList.toggle('faded', !isShown);
                  }
                }
                function reach(start, from, to) {
                  const found = new Set([start]);
                  for (let grew = true; grew;) {
                    grew = false;
                    for (const edge of edges) {
                      if (edge.classList.contains('access') || !found.has(edge.dataset[from]) || found.has(edge.dataset[to])) continue;
                      found.add(edge.dataset[to]);
                      grew = true;
                    }
                  }
                  return found;
                }
                function showNode(id) {
                  if (id === null) return show(null);
                  const ids = new Set([...reach(id, 'from', 'to'), ...reach(id, 'to', 'from')]);
                  for (const {classList, dataset} of edges) {
                    if (!classList.contains('access') || (dataset.from !== id && dataset.to !== id)) continue;
                    ids.add(dataset.from).add(dataset.to);
                  }
                  show(ids, id);
                }
                for (const node of nodes) {
                  node.addEventListener('mouseenter', () => showNode(node.dataset.id));
                  node.addEventListener('mouseleave', () => showNode(kept));
                  node.addEventListener('click', () => {
                    kept = kept === node.dataset.id ? null : node.dataset.id;
                    for (const other of nodes) other.classList.toggle('kept', other.dataset.id === kept);
                    showNode(kept);
                  });
                }
                document.getElementById('access')?.addEventListener('change', event => {
                  for (const edge of edges) if (edge.classList.contains('access')) edge.classList.toggle('hidden', !event.target.checked);
                });
                document.getElementById('find').addEventListener('input', event => {
                  const word = event.target.value.trim().toLowerCase();
                  show(word ? new Set(nodes.filter(node => node.textContent.toLowerCase().includes(word)).map(node => node.dataset.id)) : null);
                });
                </script>

                """)
    }
}
