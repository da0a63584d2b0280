import Glibc

/// What is known about the terminal behind standard output.
struct Terminal {
    /// Whether standard output is a terminal.
    let isInteractive: Bool
    /// Its columns; `nil` when it is none.
    let columns: Int?
    /// Its lines; those of the smallest usual terminal when it is none.
    let rows: Int

    init() {
        isInteractive = isatty(STDOUT_FILENO) == 1
        var size = winsize()
        if isInteractive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            columns = Int(size.ws_col)
        } else {
            columns = nil
        }
        rows = size.ws_row > 0 ? Int(size.ws_row) : 24
    }

    /// The width for running text.
    var textWidth: Int { min(max(columns ?? 80, 40), 100) }
    /// The width for lines of source; wide when the output goes to a file.
    var sourceWidth: Int { max(columns ?? 140, 40) }

    /// How many columns a scalar takes on a terminal: 0 for marks that combine, 2 for wide East Asian characters and emoji.
    static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: 1
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0x20D0...0x20FF, 0xFEFF: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}

/// When colours are used.
enum ColorChoice: String {
    case automatic = "auto"
    case always, never
}

/// Colours that read on light and dark backgrounds: bold, and the terminal's own palette.
enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case green = "1;32"
    case cyan = "1;36"
    case blue = "1;34"
    case dim = "2"
}
