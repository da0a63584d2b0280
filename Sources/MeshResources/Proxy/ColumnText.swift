/// A table as `istioctl` prints it: columns as wide as their widest cell and a gap, the last one not filled up.
///
/// A column is a run of neighbouring lines that have it; a line with fewer cells ends it. This is the elastic tab stop of Go's
/// `text/tabwriter`, which scripts that cut such tables by columns rely on.
public struct ColumnText: Sendable {
    /// The lines, each a list of cells; the header is the first.
    public private(set) var lines: [[String]] = []
    /// The blanks between two columns.
    public let gap: Int

    /// Makes an empty table.
    public init(gap: Int) {
        self.gap = gap
    }

    /// Adds a line.
    public mutating func add(_ cells: [String]) { lines.append(cells) }

    /// Adds a line.
    public mutating func add(_ cells: String...) { lines.append(cells) }

    /// The table as text, a line feed after each line.
    public var text: String {
        let widths = self.widths
        var output: [UInt8] = []
        for (line, cells) in lines.enumerated() {
            for (column, cell) in cells.enumerated() {
                output.append(contentsOf: cell.utf8)
                guard column + 1 < cells.count else { break }
                let fill = widths[line][column] - cell.unicodeScalars.count
                output.append(contentsOf: repeatElement(0x20, count: max(0, fill)))
            }
            output.append(0x0A)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// For each line and each cell but its last: how wide the cell's column is there, gap included.
    private var widths: [[Int]] {
        var widths = lines.map { [Int](repeating: 0, count: max(0, $0.count - 1)) }
        let columns = widths.map(\.count).max() ?? 0
        for column in 0..<columns {
            var start = 0
            while start < lines.count {
                guard widths[start].count > column else {
                    start += 1
                    continue
                }
                var end = start
                var widest = 0
                while end < lines.count, widths[end].count > column {
                    widest = max(widest, lines[end][column].unicodeScalars.count)
                    end += 1
                }
                for line in start..<end { widths[line][column] = widest + gap }
                start = end
            }
        }
        return widths
    }
}
