import MeshResources

/// Where the nodes of a drawing stand: a column for each kind, in each a row for every node and a lane for every edge that passes through.
struct GraphLayout {
    /// One node, or the lane of an edge through a column.
    private struct Slot {
        var column: Int
        var isLane: Bool
        /// The slots of the neighbouring columns that it is connected with.
        var before: [Int] = []
        var after: [Int] = []
        var place = 0.0
        var top = 0
    }

    static let columnWidth = 250
    static let columnGap = 90
    static let boxHeight = 30
    static let margin = 24
    private static let rowHeight = 46
    private static let laneHeight = 16
    private static let sweeps = 4

    /// The kinds that have nodes, from left to right.
    let columns: [TrafficGraph.Kind]
    /// The number of points from the top edge to the lowest row's end.
    private(set) var height = 0
    private var slots: [Slot] = []
    private var ofNode: [String: Int] = [:]
    private var lanes: [Int: [Int]] = [:]

    init(_ graph: TrafficGraph) {
        columns = TrafficGraph.Kind.allCases.filter { kind in graph.nodes.contains { $0.kind == kind } }
        for node in graph.nodes {
            ofNode[node.id] = slots.count
            slots.append(Slot(column: columns.firstIndex(of: node.kind) ?? 0, isLane: false))
        }
        for (index, edge) in graph.edges.enumerated() where !edge.isAccess {
            guard let from = ofNode[edge.from], let to = ofNode[edge.to], slots[from].column < slots[to].column else { continue }
            var last = from
            for column in slots[from].column + 1..<slots[to].column {
                let lane = slots.count
                slots.append(Slot(column: column, isLane: true))
                lanes[index, default: []].append(lane)
                connect(last, lane)
                last = lane
            }
            connect(last, to)
        }
        arrange()
    }

    private mutating func connect(_ from: Int, _ to: Int) {
        slots[from].after.append(to)
        slots[to].before.append(from)
    }

    /// Orders each column by where its neighbours stand, from left to right and back.
    private mutating func arrange() {
        var order = columns.indices.map { column in slots.indices.filter { slots[$0].column == column } }
        func settle(_ column: Int) { for (place, slot) in order[column].enumerated() { slots[slot].place = Double(place) } }
        for column in order.indices { settle(column) }
        for sweep in 0..<Self.sweeps {
            let isForward = sweep % 2 == 0
            for column in isForward ? Array(order.indices.dropFirst()) : order.indices.dropLast().reversed() {
                let keyed = order[column].map { slot -> (key: Double, slot: Int) in
                    let neighbours = isForward ? slots[slot].before : slots[slot].after
                    guard !neighbours.isEmpty else { return (slots[slot].place, slot) }
                    return (neighbours.reduce(0) { $0 + slots[$1].place } / Double(neighbours.count), slot)
                }
                order[column] = keyed.sorted { ($0.key, $0.slot) < ($1.key, $1.slot) }.map(\.slot)
                settle(column)
            }
        }
        for column in order {
            var top = Self.margin + 30
            for slot in column {
                slots[slot].top = top
                top += slots[slot].isLane ? Self.laneHeight : Self.rowHeight
            }
            height = max(height, top)
        }
    }

    /// The upper left corner of a node's box.
    func corner(_ node: String) -> (x: Int, y: Int)? {
        ofNode[node].map { (Self.left(slots[$0].column), slots[$0].top) }
    }

    /// The middles of the lanes that an edge takes, each with the left end of its column.
    func lanes(_ edge: Int) -> [(x: Int, y: Int)] {
        (lanes[edge] ?? []).map { (Self.left(slots[$0].column), slots[$0].top + Self.laneHeight / 2 - 4) }
    }

    static func left(_ column: Int) -> Int { margin + column * (columnWidth + columnGap) }
}
