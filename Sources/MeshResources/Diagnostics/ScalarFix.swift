extension FixIt {
    /// Writes another text in place of a scalar's content; quotes stay as they are.
    static func replacing(_ node: Node, by text: String, isSafe: Bool = true) -> FixIt {
        FixIt(
            title: "replace '\(node.text)' by '\(text)'", isSafe: isSafe, source: node.tree.source,
            edits: [TextEdit(range: node.contentRange, replacement: text)])
    }

    /// Adds a key after an entry of a mapping, in the mapping's own layout: after a comma in brackets, else on a line of its own.
    static func adding(_ text: String, after entry: (key: Node, value: Node), of mapping: Node) -> FixIt {
        let end = entry.value.range.end
        let column = entry.key.location.start.column
        let insertion = mapping.isFlow ? ", \(text)" : "\n\(String(repeating: " ", count: max(0, column - 1)))\(text)"
        return FixIt(
            title: "add '\(text)'", isSafe: true, source: mapping.tree.source,
            edits: [TextEdit(range: SourceRange(start: end, end: end), replacement: insertion)])
    }
}
