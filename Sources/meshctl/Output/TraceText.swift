import MeshResources

/// An explanation as a tree: what decided in plain, what lost with its reason, each with its place.
struct TraceText {
    let paint: Painter
    /// The columns of the terminal, where longer lines are broken between words; `nil` leaves lines as they are.
    let width: Int?

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
        let inner = prefix + (isLast ? "   " : "│  ")
        var pieces: [(text: String, style: Style?)] = words(step.subject).map { ($0, .bold) } + words(step.text).map { ($0, nil) }
        if let location = step.location {
            let start = location.start
            pieces.append((" \(location.source.name):\(start.line):\(start.column)", .dim))
        }
        let first = prefix + (isLast ? "└─ " : "├─ ")
        let next = inner + (step.steps.isEmpty ? "  " : "│ ")
        var line = paint(first, .dim) + mark
        // The mark and the blank after it.
        var column = Self.columns(first) + 1
        let start = Self.columns(next)
        for (text, style) in pieces {
            let size = Self.columns(text)
            if let width, column + 1 + size > width, column > start, start + size <= width {
                lines.append(line)
                line = paint(next, .dim)
                column = start
                let rest = text.drop { $0 == " " }
                line += style.map { paint(String(rest), $0) } ?? String(rest)
                column += Self.columns(String(rest))
            } else {
                line += " " + (style.map { paint(text, $0) } ?? text)
                column += 1 + size
            }
        }
        lines.append(line)
        for (index, child) in step.steps.enumerated() { add(child, prefix: inner, isLast: index == step.steps.count - 1, &lines) }
    }

    /// Words to break between; all in one where nothing is broken.
    private func words(_ text: String) -> [String] {
        width == nil ? [text] : text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }

    private static func columns(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + Terminal.width(of: $1) } }
}
