/// A piece of a source line as a terminal shows it: tabs as blanks, control characters and broken bytes as replacement signs.
///
/// Most lines are printable ASCII, where a byte is a column; only others are taken apart.
enum LinePiece {
    /// Printable ASCII.
    case plain(Slice<UnsafeBufferPointer<UInt8>>)
    /// Anything else: what each scalar is shown as, and its columns.
    case cells(ArraySlice<(text: String, width: Int)>)

    /// Reads a piece of a line, which holds no line break.
    init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            self = .plain(bytes)
        } else {
            self = .cells(ArraySlice(String(decoding: bytes, as: UTF8.self).unicodeScalars.map(Self.cell)))
        }
    }

    private static func cell(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
        switch scalar.value {
        case 0x09: ("    ", 4)
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: ("\u{FFFD}", 1)
        default: (String(Character(scalar)), Terminal.width(of: scalar))
        }
    }

    /// How many cells there are; a cell is a scalar.
    var count: Int {
        switch self {
        case .plain(let bytes): bytes.count
        case .cells(let cells): cells.count
        }
    }

    /// The columns it takes.
    var columns: Int {
        switch self {
        case .plain(let bytes): bytes.count
        case .cells(let cells): cells.reduce(0) { $0 + $1.width }
        }
    }

    /// What is shown.
    var text: String {
        switch self {
        case .plain(let bytes): String(decoding: bytes, as: UTF8.self)
        case .cells(let cells): cells.map(\.text).joined()
        }
    }

    /// As many of the first cells as fit into `limit` columns.
    func prefix(_ limit: Int) -> LinePiece {
        switch self {
        case .plain(let bytes): return .plain(bytes.prefix(max(0, limit)))
        case .cells(let cells):
            var total = 0
            return .cells(
                cells.prefix { cell in
                    total += cell.width
                    return total <= limit
                })
        }
    }

    /// As many of the last cells as fit into `limit` columns.
    func suffix(_ limit: Int) -> LinePiece {
        switch self {
        case .plain(let bytes): return .plain(bytes.suffix(max(0, limit)))
        case .cells(let cells):
            var total = 0
            var first = cells.endIndex
            while first > cells.startIndex {
                total += cells[first - 1].width
                if total > limit { break }
                first -= 1
            }
            return .cells(cells[first...])
        }
    }
}
