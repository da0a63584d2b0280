import MeshResources

/// Renders a diagnostic for people: message, place, the source line, carets under it, the next step.
struct CaretText {
    let paint: Painter
    /// Columns for the source line; longer lines are cut around the place meant.
    let width: Int

    /// The whole diagnostic, ending with a line feed.
    func text(_ diagnostic: Diagnostic) -> String {
        let style: Style =
            switch diagnostic.severity {
            case .error: .red
            case .warning: .yellow
            case .info: .cyan
            }
        let code = diagnostic.code.isEmpty ? "" : "[\(diagnostic.code)]"
        var text = "\(paint(diagnostic.severity.word + code, style))\(paint(": " + diagnostic.message, .bold))\n"
        if let location = diagnostic.location { text += excerpt(location, style) }
        for related in diagnostic.related {
            text += "\(paint("note:", .bold)) \(related.message) (\(Self.place(related.location)))\n"
        }
        if let help = diagnostic.help { text += "\(paint("help:", .cyan)) \(help)\n" }
        if let fix = diagnostic.fixes.first(where: \.isSafe) { text += "\(paint("fix:", .green)) \(fix.title)\n" }
        return text
    }

    /// `file:line:column`; only the file where it could not be read.
    static func place(_ location: Location) -> String {
        guard location.source.count > 0 else { return location.source.name }
        let start = location.start
        return "\(location.source.name):\(start.line):\(start.column)"
    }

    private func excerpt(_ location: Location, _ style: Style) -> String {
        let source = location.source
        guard source.count > 0 else { return " \(paint("-->", .blue)) \(source.name)\n" }
        let start = location.start
        let number = String(start.line)
        let margin = String(repeating: " ", count: number.count)
        let window = Window(location, width: max(20, width - number.count - 3))
        var text = "\(margin)\(paint("-->", .blue)) \(source.name):\(start.line):\(start.column)\n"
        text += "\(margin) \(paint("|", .blue))\n"
        text += "\(paint("\(number) |", .blue)) \(window.line)\n"
        text += "\(margin) \(paint("|", .blue)) \(window.blanks)\(paint(window.carets, style))\n"
        return text
    }

    /// The part of a line that is shown, and where the carets stand. It reads a bounded number of bytes however long the line is.
    private struct Window {
        var line = ""
        var blanks = ""
        var carets = ""

        init(_ location: Location, width: Int) {
            let bytes = location.source.bytes
            let start = min(Int(location.range.start), bytes.count)
            let end = max(start, min(Int(location.range.end), bytes.count))
            var first = start
            while first > 0, start - first < 4 * width, !Self.endsLine(bytes[first - 1]) { first -= 1 }
            var last = start
            while last < bytes.count, last - start < 4 * width, !Self.endsLine(bytes[last]) { last += 1 }
            let isCutBefore = first > 0 && !Self.endsLine(bytes[first - 1])
            let before = LinePiece(bytes[first..<start])
            let marked = LinePiece(bytes[start..<min(end, last)])
            let after = LinePiece(bytes[min(end, last)..<last])
            let isCutAfter = last < bytes.count && !Self.endsLine(bytes[last])

            // As much as fits: the marked piece first, then what leads up to it, then the rest of the line.
            let shownMarked = marked.prefix(max(10, width - 4))
            let room = max(0, width - shownMarked.columns - 2)
            let shownBefore = before.suffix(max(room - min(after.columns, room / 3), 0))
            let shownAfter = after.prefix(shownMarked.count < marked.count ? 0 : max(0, room - shownBefore.columns))
            let elided = shownBefore.count < before.count || isCutBefore
            let cut = shownMarked.count < marked.count || shownAfter.count < after.count || isCutAfter
            line = (elided ? "…" : "") + shownBefore.text + shownMarked.text + shownAfter.text + (cut ? "…" : "")
            blanks = String(repeating: " ", count: shownBefore.columns + (elided ? 1 : 0))
            carets = String(repeating: "^", count: max(1, shownMarked.columns))
            while line.utf8.last == 0x20 { line.removeLast() }
        }

        private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    }
}
