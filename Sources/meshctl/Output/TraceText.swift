import MeshResources

/// An explanation as a tree: what decided in plain, what lost with its reason, each with its place.
struct TraceText {
    let paint: Painter
    /// The columns that there are.
    let width: Int

    /// The tree, a line a step.
    func text(_ steps: [TraceStep]) -> String {
        var lines: [String] = []
        for (index, step) in steps.enumerated() { add(step, prefix: "", isLast: index == steps.count - 1, &lines) }
        return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
    }

    private func add(_ step: TraceStep, prefix: String, isLast: Bool, _ lines: inout [String]) {
        let mark =
            switch step.verdict {
            case .taken: paint("✓", .green)
            case .lost: paint("✗", .red)
            case .note: paint("·", .dim)
            }
        var line = "\(paint(prefix + (isLast ? "└─ " : "├─ "), .dim))\(mark) \(paint(step.subject, .bold)) \(step.text)"
        if let location = step.location {
            let start = location.start
            line += paint("  \(location.source.name):\(start.line):\(start.column)", .dim)
        }
        lines.append(line)
        let inner = prefix + (isLast ? "   " : "│  ")
        for (index, child) in step.steps.enumerated() { add(child, prefix: inner, isLast: index == step.steps.count - 1, &lines) }
    }
}
