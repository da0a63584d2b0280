/// A regular expression as instructions on bytes.
struct RegexProgram: Sendable {
    enum Operation: UInt8, Sendable {
        /// A byte from `low` to `high`, then `next`.
        case bytes
        /// `next` first, `other` if that fails.
        case split
        /// Remembers the place in slot `other`, then `next`.
        case capture
        /// Goes on to `next` if the assertion in `low` holds.
        case assertion
        case match
    }

    struct Instruction: Sendable {
        var operation: Operation
        var low: UInt8 = 0
        var high: UInt8 = 0
        var next: UInt32 = 0
        var other: UInt32 = 0
    }

    var instructions: [Instruction] = []
    /// Where a match from the first byte begins.
    var start: UInt32 = 0
    /// Where a match from any byte begins.
    var searchStart: UInt32 = 0
    /// Slots for places: two a capture, the whole match included.
    var slotCount = 2
    var hasAssertions = false
}

/// Turns an expression into a program. It works from the end to the begin: every part is given what follows it.
struct RegexCompiler {
    /// The instructions that RE2 has room for in its default memory budget.
    static let maximumInstructions = 170_000

    private var program = RegexProgram()
    /// Byte instructions by (low, high, next), so that code points share the ends of their encodings.
    private var shared: [UInt64: UInt32] = [:]

    static func compile(_ node: RegexNode, captures: Int) throws(RegexError) -> RegexProgram {
        var compiler = RegexCompiler()
        let match = try compiler.emit(.init(operation: .match))
        let end = try compiler.emit(.init(operation: .capture, next: match, other: 1))
        let body = try compiler.compile(node, end)
        compiler.program.start = try compiler.emit(.init(operation: .capture, next: body, other: 0))
        let loop = try compiler.emit(.init(operation: .split, next: compiler.program.start))
        let any = try compiler.emit(.init(operation: .bytes, low: 0, high: 0xFF, next: loop))
        compiler.program.instructions[Int(loop)].other = any
        compiler.program.searchStart = loop
        compiler.program.slotCount = 2 * (captures + 1)
        return compiler.program
    }

    private mutating func emit(_ instruction: RegexProgram.Instruction) throws(RegexError) -> UInt32 {
        guard program.instructions.count < Self.maximumInstructions else { throw RegexError(.patternTooLarge, "compile failed") }
        program.instructions.append(instruction)
        return UInt32(program.instructions.count - 1)
    }

    private mutating func bytes(_ low: UInt8, _ high: UInt8, _ next: UInt32) throws(RegexError) -> UInt32 {
        let key = UInt64(low) << 40 | UInt64(high) << 32 | UInt64(next)
        if let known = shared[key] { return known }
        let index = try emit(.init(operation: .bytes, low: low, high: high, next: next))
        shared[key] = index
        return index
    }

    private mutating func compile(_ node: RegexNode, _ next: UInt32) throws(RegexError) -> UInt32 {
        switch node {
        case .empty: return next
        case .literal(let point): return try sequence(UTF8Ranges.encode(point), next)
        case .set(let set): return try compile(set, next)
        case .anyByte: return try bytes(0, 0xFF, next)
        case .assertion(let assertion):
            program.hasAssertions = true
            return try emit(.init(operation: .assertion, low: assertion.rawValue, next: next))
        case .concatenation(let parts):
            var next = next
            for part in parts.reversed() { next = try compile(part, next) }
            return next
        case .alternation(let parts):
            var starts: [UInt32] = []
            for part in parts { starts.append(try compile(part, next)) }
            return try choose(starts)
        case .capture(let inner, let index):
            let end = try emit(.init(operation: .capture, next: next, other: UInt32(2 * index + 1)))
            let body = try compile(inner, end)
            return try emit(.init(operation: .capture, next: body, other: UInt32(2 * index)))
        case .repetition(let inner, let minimum, let maximum, let greedy):
            return try compile(inner, minimum, maximum, greedy, next)
        }
    }

    private mutating func compile(_ inner: RegexNode, _ minimum: Int, _ maximum: Int?, _ greedy: Bool, _ next: UInt32) throws(RegexError)
        -> UInt32
    {
        var entry = next
        var copies = minimum
        if let maximum {
            for _ in 0..<max(0, maximum - minimum) {
                let body = try compile(inner, entry)
                entry = try split(body, next, greedy)
            }
        } else {
            let loop = try split(0, next, greedy)
            let body = try compile(inner, loop)
            if greedy { program.instructions[Int(loop)].next = body } else { program.instructions[Int(loop)].other = body }
            if minimum > 0 {
                entry = body
                copies -= 1
            } else {
                // What may match nothing must pass through once before it is left, or captures would be lost.
                entry = inner.matchesEmpty ? try split(body, next, greedy) : loop
            }
        }
        for _ in 0..<max(0, copies) { entry = try compile(inner, entry) }
        return entry
    }

    private mutating func split(_ body: UInt32, _ skip: UInt32, _ greedy: Bool) throws(RegexError) -> UInt32 {
        try emit(.init(operation: .split, next: greedy ? body : skip, other: greedy ? skip : body))
    }

    /// The first of `starts` that leads to a match. An empty list never does.
    private mutating func choose(_ starts: [UInt32]) throws(RegexError) -> UInt32 {
        guard var result = starts.last else { return try emit(.init(operation: .bytes, low: 1, high: 0)) }
        for start in starts.dropLast().reversed() { result = try emit(.init(operation: .split, next: start, other: result)) }
        return result
    }

    private mutating func sequence(_ ranges: [(UInt8, UInt8)], _ next: UInt32) throws(RegexError) -> UInt32 {
        var next = next
        for (low, high) in ranges.reversed() { next = try bytes(low, high, next) }
        return next
    }

    private mutating func compile(_ set: CharacterSet, _ next: UInt32) throws(RegexError) -> UInt32 {
        var starts: [UInt32] = []
        var sequences: [[(UInt8, UInt8)]] = []
        for range in set.ranges { UTF8Ranges.split(range.low, range.high, into: &sequences) }
        for ranges in sequences {
            let start = try sequence(ranges, next)
            if starts.last != start { starts.append(start) }
        }
        return try choose(starts)
    }
}

/// Ranges of code points as ranges of UTF-8 bytes.
enum UTF8Ranges {
    /// The bytes of one code point, each as a range of one.
    static func encode(_ point: UInt32) -> [(UInt8, UInt8)] {
        bytes(point).map { ($0, $0) }
    }

    private static func bytes(_ point: UInt32) -> [UInt8] {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (point >> shift & 0x3F)) }
        if point < 0x80 { return [UInt8(point)] }
        if point < 0x800 { return [UInt8(truncatingIfNeeded: 0xC0 | point >> 6), tail(0)] }
        if point < 0x10000 { return [UInt8(truncatingIfNeeded: 0xE0 | point >> 12), tail(6), tail(0)] }
        return [UInt8(truncatingIfNeeded: 0xF0 | point >> 18), tail(12), tail(6), tail(0)]
    }

    /// Cuts a range where the length of the encoding changes and where it does not fill a whole last byte, and appends one
    /// sequence of byte ranges for each piece.
    static func split(_ low: UInt32, _ high: UInt32, into result: inout [[(UInt8, UInt8)]]) {
        guard low <= high else { return }
        for limit: UInt32 in [0x7F, 0x7FF, 0xFFFF] where low <= limit && limit < high {
            split(low, limit, into: &result)
            split(limit + 1, high, into: &result)
            return
        }
        if high >= 0x80 {
            for shift: UInt32 in [6, 12, 18] {
                let mask: UInt32 = (1 << shift) - 1
                guard low & ~mask != high & ~mask else { continue }
                if low & mask != 0 {
                    split(low, low | mask, into: &result)
                    split((low | mask) + 1, high, into: &result)
                    return
                }
                if high & mask != mask {
                    split(low, (high & ~mask) - 1, into: &result)
                    split(high & ~mask, high, into: &result)
                    return
                }
            }
        }
        result.append(Array(zip(bytes(low), bytes(high))))
    }
}
