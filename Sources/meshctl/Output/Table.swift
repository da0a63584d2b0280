/// Columns as kubectl prints them: left-aligned, the last column not padded, no line longer than its text.
struct Table {
    /// The headings.
    let columns: [String]
    /// Blanks between columns.
    var padding = 3
    /// The cells; short rows are filled up with empty cells.
    private(set) var rows: [[String]] = []

    init(_ columns: [String], padding: Int = 3) {
        self.columns = columns
        self.padding = padding
    }

    /// Adds a row.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The table, ending with a line feed.
    func text(showsHeader: Bool = true) -> String {
        let all = showsHeader ? [columns] + rows : rows
        var widths = [Int](repeating: 0, count: columns.count)
        for row in all {
            for (index, cell) in row.prefix(columns.count).enumerated() { widths[index] = max(widths[index], Self.width(cell)) }
        }
        var text = ""
        for row in all {
            var line = ""
            for index in columns.indices {
                let cell = index < row.count ? row[index] : ""
                line += cell
                if index < columns.count - 1 { line += String(repeating: " ", count: widths[index] - Self.width(cell) + padding) }
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }

    private static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + Terminal.width(of: $1) } }
}
