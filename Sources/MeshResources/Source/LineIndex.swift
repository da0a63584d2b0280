/// Finds lines and columns in a text from sparse checkpoints, one a kilobyte.
///
/// Counting every line start would cost memory that few readers need; a checkpoint holds the line number at its offset and
/// where that line began, and the rest is counted when a position is rendered. LF, CR LF and a lone CR end a line.
struct LineIndex: Sendable {
    private static let shift = 10
    /// For each block: how many lines ended before it.
    private var linesBefore: [UInt32] = []
    /// For each block: the offset at which the line that runs into it began.
    private var lineStart: [UInt32] = []

    /// Reads `count` bytes at `base`, which must be followed by at least one more readable byte that is not a line feed.
    init(_ base: UnsafePointer<UInt8>, count: Int) {
        let blocks = (count >> Self.shift) + 1
        linesBefore.reserveCapacity(blocks)
        lineStart.reserveCapacity(blocks)
        var lines = 0
        var start = 0
        for block in 0..<blocks {
            linesBefore.append(UInt32(truncatingIfNeeded: lines))
            lineStart.append(UInt32(truncatingIfNeeded: start))
            let from = block << Self.shift
            let to = min(from + 1 << Self.shift, count)
            let found = Self.countBreaks(base, from, to)
            guard found > 0 else { continue }
            lines += found
            var last = to - 1
            while !Self.endsLine(base, last) { last -= 1 }
            start = last + 1
        }
    }

    /// The line breaks whose last byte lies in `from ..< to`, counted eight bytes at a time while no CR is met.
    @inline(__always)
    private static func countBreaks(_ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        var index = from
        var total: UInt64 = 0
        while index &+ 8 <= to {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let returns = word ^ (ones &* 0x0D)
            if (returns &- ones) & ~returns & high != 0 { break }
            let feeds = word ^ (ones &* 0x0A)
            // The high bit of each byte that is not zero; then one a byte that is.
            let others = ((feeds & ~high) &+ ~high) | feeds
            total &+= (((~others & high) &>> 7) &* ones) &>> 56
            index &+= 8
        }
        var count = Int(truncatingIfNeeded: total)
        while index < to {
            count &+= endsLine(base, index) ? 1 : 0
            index &+= 1
        }
        return count
    }

    @inline(__always)
    private static func endsLine(_ base: UnsafePointer<UInt8>, _ index: Int) -> Bool {
        base[index] == 0x0A || (base[index] == 0x0D && base[index + 1] != 0x0A)
    }

    /// Line and column, from 1, of the byte at `offset`.
    func position(at offset: Int, _ base: UnsafePointer<UInt8>, count: Int) -> Position {
        let offset = max(0, min(offset, count))
        let block = min(offset >> Self.shift, linesBefore.count - 1)
        let first = block << Self.shift
        let breaks = Self.countBreaks(base, first, offset)
        let line = Int(linesBefore[block]) + breaks
        var start = Int(lineStart[block])
        if breaks > 0 {
            start = offset
            while !Self.endsLine(base, start - 1) { start -= 1 }
        }
        if start == 0, count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { start = min(3, offset) }
        var column = 1
        while start < offset {
            column += base[start] & 0xC0 != 0x80 ? 1 : 0
            start += 1
        }
        return Position(line: line + 1, column: column)
    }

    /// The bytes of a line (from 1) without its break; `nil` past the last line.
    func range(ofLine line: Int, _ base: UnsafePointer<UInt8>, count: Int) -> SourceRange? {
        guard line >= 1 else { return nil }
        var low = 0
        var high = linesBefore.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(linesBefore[middle]) < line { low = middle } else { high = middle }
        }
        var current = Int(linesBefore[low]) + 1
        var start = Int(lineStart[low])
        var index = low << Self.shift
        while current < line {
            guard index < count else { return nil }
            if Self.endsLine(base, index) {
                current += 1
                start = index + 1
            }
            index += 1
        }
        var end = start
        while end < count, base[end] != 0x0A, base[end] != 0x0D { end += 1 }
        return SourceRange(start, end)
    }
}
