/// Reads RE2's syntax, with the Perl features that RE2 turns on by default, on UTF-8.
///
/// The grammar and the order in which mistakes are noticed follow RE2's description of its syntax; what RE2 refuses is refused
/// with its reason. One limit is Go's: nesting deeper than a thousand levels.
struct RegexParser {
    static let maximumRepeat = 1000
    static let maximumDepth = 1000

    private struct Flags {
        var foldsCase = false
        var multiLine = false
        var dotMatchesNewline = false
        var swapsGreed = false
    }

    /// A parenthesis that is still open; the outermost is the pattern itself.
    private struct Group {
        var branches: [RegexNode] = []
        var parts: [RegexNode] = []
        /// For each part: how often a repetition in it may still multiply; see `multiplicity`.
        var weights: [Int] = []
        var branchWeight = 1
        var flags: Flags
        var captureIndex: Int?
    }

    private let pattern: [UInt8]
    /// Whether what RE2 takes and Go does not is refused: `\C`, and names of groups in other than ASCII.
    private let isGo: Bool
    private var at = 0
    private var flags = Flags()
    private var groups: [Group] = []
    private var captureCount = 0

    private init(_ pattern: [UInt8], asGo isGo: Bool) {
        self.pattern = pattern
        self.isGo = isGo
        groups.append(Group(flags: flags))
    }

    /// Parses a pattern; gives the expression and the number of its captures.
    static func parse(_ pattern: [UInt8], asGo isGo: Bool = false) throws(RegexError) -> (node: RegexNode, captures: Int) {
        var parser = RegexParser(pattern, asGo: isGo)
        let node = try parser.run()
        return (node, parser.captureCount)
    }

    private mutating func run() throws(RegexError) -> RegexNode {
        /// The repetition operator just read, for the mistake of stacking two of them.
        var lastRepetition: Int?
        while at < pattern.count {
            let start = at
            var repetition: Int?
            switch pattern[at] {
            case UInt8(ascii: "("):
                if peek(1) == UInt8(ascii: "?") {
                    try parsePerlGroup()
                } else {
                    at += 1
                    try openGroup(capturing: true)
                }
            case UInt8(ascii: ")"): try closeGroup()
            case UInt8(ascii: "|"):
                at += 1
                endBranch()
            case UInt8(ascii: "^"):
                at += 1
                push(.assertion(flags.multiLine ? .beginLine : .beginText))
            case UInt8(ascii: "$"):
                at += 1
                push(.assertion(flags.multiLine ? .endLine : .endText))
            case UInt8(ascii: "."):
                at += 1
                push(.set(flags.dotMatchesNewline ? .all : .allButNewline))
            case UInt8(ascii: "["): push(.set(try parseClass()))
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
                let letter = pattern[at]
                at += 1
                let minimum = letter == UInt8(ascii: "+") ? 1 : 0
                try repeatLast(minimum, letter == UInt8(ascii: "?") ? 1 : nil, start, lastRepetition)
                repetition = start
            case UInt8(ascii: "{"):
                if let (minimum, maximum) = parseCounts() {
                    try repeatLast(minimum, maximum, start, lastRepetition)
                    repetition = start
                } else {
                    try pushLiteral()
                }
            case UInt8(ascii: "\\"): try parseBackslash()
            default: try pushLiteral()
            }
            lastRepetition = repetition
        }
        guard groups.count == 1 else { throw RegexError(.missingParenthesis, text(0, pattern.count)) }
        endBranch()
        return joined(groups[0])
    }

    // MARK: Groups

    private mutating func push(_ node: RegexNode, weight: Int = 1) {
        groups[groups.count - 1].parts.append(node)
        groups[groups.count - 1].weights.append(weight)
    }

    private mutating func endBranch() {
        let last = groups.count - 1
        let parts = groups[last].parts
        groups[last].branches.append(parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .concatenation(parts))
        groups[last].branchWeight = max(groups[last].branchWeight, groups[last].weights.max() ?? 1)
        groups[last].parts = []
        groups[last].weights = []
    }

    /// The branches as one expression. Neighbours that match one code point each become one set.
    private func joined(_ group: Group) -> RegexNode {
        guard group.branches.count > 1 else { return group.branches.first ?? .empty }
        var branches: [RegexNode] = []
        for branch in group.branches {
            if let last = branches.last, var set = last.singleCharacters, let more = branch.singleCharacters {
                set.add(more)
                set.normalize()
                branches[branches.count - 1] = .set(set)
            } else {
                branches.append(branch)
            }
        }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func openGroup(capturing: Bool, flags inner: Flags? = nil) throws(RegexError) {
        guard groups.count < Self.maximumDepth else { throw RegexError(.nestsTooDeeply, text(0, pattern.count)) }
        if capturing { captureCount += 1 }
        groups.append(Group(flags: flags, captureIndex: capturing ? captureCount : nil))
        if let inner { flags = inner }
    }

    private mutating func closeGroup() throws(RegexError) {
        guard groups.count > 1 else { throw RegexError(.unexpectedParenthesis, text(0, pattern.count)) }
        at += 1
        endBranch()
        let group = groups.removeLast()
        flags = group.flags
        let node = joined(group)
        push(group.captureIndex.map { .capture(node, index: $0) } ?? node, weight: group.branchWeight)
    }

    /// `(?i)`, `(?i:…)`, `(?P<name>…)` and `(?<name>…)`.
    private mutating func parsePerlGroup() throws(RegexError) {
        let start = at
        let third = peek(2)
        let fourth = peek(3)
        let looksAround: (UInt8?) -> Bool = { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "!") }
        if looksAround(third) && peek(3) != nil { throw RegexError(.invalidPerlOperator, text(start, start + 3)) }
        if third == UInt8(ascii: "<"), looksAround(fourth), peek(4) != nil {
            throw RegexError(.invalidPerlOperator, text(start, start + 4))
        }
        let isNamed = third == UInt8(ascii: "P") && fourth == UInt8(ascii: "<") && peek(4) != nil
        if isNamed || (third == UInt8(ascii: "<") && peek(3) != nil) {
            let nameStart = start + (isNamed ? 4 : 3)
            var end = start + 2
            while end < pattern.count, pattern[end] != UInt8(ascii: ">") { end += 1 }
            guard end < pattern.count else {
                try requireUTF8(start, pattern.count)
                throw RegexError(.invalidNamedCapture, text(start, pattern.count))
            }
            try requireUTF8(min(nameStart, end), end)
            guard end > nameStart, isCaptureName(nameStart, end) else { throw RegexError(.invalidNamedCapture, text(start, end + 1)) }
            at = end + 1
            return try openGroup(capturing: true)
        }
        at += 2
        var inner = flags
        var negated = false
        var sawFlag = false
        while true {
            guard at < pattern.count else { throw RegexError(.invalidPerlOperator, text(start, at)) }
            let letter = try codePoint()
            switch letter {
            case 0x69: inner.foldsCase = !negated
            case 0x6D: inner.multiLine = !negated
            case 0x73: inner.dotMatchesNewline = !negated
            case 0x55: inner.swapsGreed = !negated
            case 0x2D where !negated:
                negated = true
                sawFlag = false
                continue
            case 0x3A where !negated || sawFlag: return try openGroup(capturing: false, flags: inner)
            case 0x29 where !negated || sawFlag:
                flags = inner
                return
            default: throw RegexError(.invalidPerlOperator, text(start, at))
            }
            sawFlag = true
        }
    }

    /// Letters, marks, digits and connectors, as in Unicode identifiers.
    private func isCaptureName(_ start: Int, _ end: Int) -> Bool {
        if isGo { return pattern[start..<end].allSatisfy { HostRules.isAlphanumeric($0) || $0 == UInt8(ascii: "_") } }
        return text(start, end).unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
                .decimalNumber, .letterNumber, .connectorPunctuation:
                true
            default: false
            }
        }
    }

    // MARK: Repetition

    private mutating func repeatLast(_ minimum: Int, _ maximum: Int?, _ start: Int, _ lastRepetition: Int?) throws(RegexError) {
        var greedy = !flags.swapsGreed
        let operatorEnd: Int
        if peek(0) == UInt8(ascii: "?") {
            greedy.toggle()
            at += 1
        }
        operatorEnd = at
        if let lastRepetition { throw RegexError(.nestedRepetition, text(lastRepetition, operatorEnd)) }
        let tooBig = minimum > Self.maximumRepeat || (maximum ?? 0) > Self.maximumRepeat
        guard !tooBig, (maximum ?? minimum) >= minimum else { throw RegexError(.invalidRepeatSize, text(start, operatorEnd)) }
        let last = groups.count - 1
        guard let node = groups[last].parts.popLast(), let weight = groups[last].weights.popLast() else {
            throw RegexError(.missingRepeatArgument, text(start, operatorEnd))
        }
        let counted = max(maximum ?? minimum, 1)
        guard multiplicity(weight, counted) <= Self.maximumRepeat else { throw RegexError(.invalidRepeatSize, text(start, operatorEnd)) }
        push(.repetition(node, minimum: minimum, maximum: maximum, greedy: greedy), weight: multiplicity(weight, counted))
    }

    /// How many copies nested counts come to. Capped, for the product of nested counts must not pass a thousand anyway.
    private func multiplicity(_ weight: Int, _ count: Int) -> Int { min(weight * count, Self.maximumRepeat * Self.maximumRepeat) }

    /// `{2}`, `{2,}` or `{2,5}`; anything else leaves the brace a literal.
    private mutating func parseCounts() -> (Int, Int?)? {
        let start = at
        at += 1
        if let minimum = parseNumber() {
            if peek(0) == UInt8(ascii: "}") {
                at += 1
                return (minimum, minimum)
            }
            if peek(0) == UInt8(ascii: ",") {
                at += 1
                let open = peek(0) == UInt8(ascii: "}")
                let maximum = open ? nil : parseNumber()
                if open || maximum != nil, peek(0) == UInt8(ascii: "}") {
                    at += 1
                    return (minimum, maximum)
                }
            }
        }
        at = start
        return nil
    }

    private mutating func parseNumber() -> Int? {
        guard let first = peek(0), isDigit(first) else { return nil }
        if first == UInt8(ascii: "0"), let next = peek(1), isDigit(next) { return nil }
        var value = 0
        while let digit = peek(0), isDigit(digit) {
            value = min(value * 10 + Int(digit - 0x30), 100_000_000)
            at += 1
        }
        return value
    }

    // MARK: Literals and escapes

    private mutating func pushLiteral() throws(RegexError) {
        pushLiteral(try codePoint())
    }

    private mutating func pushLiteral(_ point: UInt32) {
        guard flags.foldsCase else { return push(.literal(point)) }
        var set = CharacterSet()
        set.addFolded(point, point)
        set.normalize()
        push(set.ranges.count == 1 && set.ranges[0].low == set.ranges[0].high ? .literal(point) : .set(set))
    }

    private mutating func parseBackslash() throws(RegexError) {
        switch peek(1) {
        case UInt8(ascii: "b"): return pushAssertion(.wordBoundary)
        case UInt8(ascii: "B"): return pushAssertion(.noWordBoundary)
        case UInt8(ascii: "A"): return pushAssertion(.beginText)
        case UInt8(ascii: "z"): return pushAssertion(.endText)
        case UInt8(ascii: "C"):
            if isGo { throw RegexError(.invalidEscape, text(at, at + 2)) }
            at += 2
            return push(.anyByte)
        case UInt8(ascii: "Q"):
            at += 2
            while at < pattern.count {
                if pattern[at] == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "E") {
                    at += 2
                    return
                }
                try pushLiteral()
            }
            return
        default: break
        }
        var set = CharacterSet()
        if try parseNamedClass(into: &set) {
            set.normalize()
            return push(.set(set))
        }
        pushLiteral(try parseEscape())
    }

    private mutating func pushAssertion(_ assertion: RegexAssertion) {
        at += 2
        push(.assertion(assertion))
    }

    /// A backslash and what belongs to it, as one code point.
    private mutating func parseEscape() throws(RegexError) -> UInt32 {
        let start = at
        at += 1
        guard at < pattern.count else { throw RegexError(.trailingBackslash) }
        let letter = try codePoint()
        switch letter {
        case 0x31...0x37:
            guard let next = peek(0), isOctal(next) else { break }
            return octal(letter)
        case 0x30: return octal(letter)
        case 0x78: return try parseHexadecimal(start)
        case 0x6E: return 0x0A
        case 0x72: return 0x0D
        case 0x74: return 0x09
        case 0x61: return 0x07
        case 0x66: return 0x0C
        case 0x76: return 0x0B
        default:
            let isWordCharacter = letter != 0x5F && RegexAssertion.isWord(UInt8(truncatingIfNeeded: letter))
            if letter < 0x80, !isWordCharacter { return letter }
        }
        throw RegexError(.invalidEscape, text(start, at))
    }

    private mutating func octal(_ first: UInt32) -> UInt32 {
        var value = first - 0x30
        for _ in 0..<2 {
            guard let digit = peek(0), isOctal(digit) else { break }
            value = value * 8 + UInt32(digit - 0x30)
            at += 1
        }
        return value
    }

    private mutating func parseHexadecimal(_ start: Int) throws(RegexError) -> UInt32 {
        guard at < pattern.count else { throw RegexError(.invalidEscape, text(start, at)) }
        var point = try codePoint()
        guard point == 0x7B else {
            guard at < pattern.count else { throw RegexError(.invalidEscape, text(start, at)) }
            let second = try codePoint()
            if let high = hexadecimal(point), let low = hexadecimal(second) { return high * 16 + low }
            throw RegexError(.invalidEscape, text(start, at))
        }
        guard at < pattern.count else { throw RegexError(.invalidUTF8) }
        point = try codePoint()
        var value: UInt32 = 0
        var digits = 0
        while let digit = hexadecimal(point) {
            digits += 1
            value = value * 16 + digit
            guard value <= CharacterSet.maximum, at < pattern.count else { throw RegexError(.invalidEscape, text(start, at)) }
            point = try codePoint()
        }
        guard point == 0x7D, digits > 0 else { throw RegexError(.invalidEscape, text(start, at)) }
        return value
    }

    // MARK: Classes

    private mutating func parseClass() throws(RegexError) -> CharacterSet {
        let start = at
        at += 1
        let negated = peek(0) == UInt8(ascii: "^")
        if negated { at += 1 }
        var set = CharacterSet()
        var isFirst = true
        while let byte = peek(0), byte != UInt8(ascii: "]") || isFirst {
            isFirst = false
            if byte == UInt8(ascii: "["), peek(1) == UInt8(ascii: ":"), try parsePosixClass(into: &set) { continue }
            if byte == UInt8(ascii: "\\"), peek(2) != nil || NamedClasses.perl((peek(1) ?? 0) | 0x20) != nil,
                try parseNamedClass(into: &set)
            {
                continue
            }
            let rangeStart = at
            let low = try parseClassCharacter(start)
            var high = low
            if peek(0) == UInt8(ascii: "-"), let after = peek(1), after != UInt8(ascii: "]") {
                at += 1
                high = try parseClassCharacter(start)
                guard high >= low else { throw RegexError(.invalidCharacterClassRange, text(rangeStart, at)) }
            }
            if flags.foldsCase { set.addFolded(low, high) } else { set.add(low, high) }
        }
        guard at < pattern.count else { throw RegexError(.missingBracket, text(start, pattern.count)) }
        at += 1
        set.normalize()
        return negated ? set.inverted : set
    }

    private mutating func parseClassCharacter(_ classStart: Int) throws(RegexError) -> UInt32 {
        guard at < pattern.count else { throw RegexError(.missingBracket, text(classStart, pattern.count)) }
        return pattern[at] == UInt8(ascii: "\\") ? try parseEscape() : try codePoint()
    }

    /// `[:alpha:]` or `[:^alpha:]`; `false` when it is no such thing.
    private mutating func parsePosixClass(into set: inout CharacterSet) throws(RegexError) -> Bool {
        var end = at + 2
        while end + 1 < pattern.count, !(pattern[end] == UInt8(ascii: ":") && pattern[end + 1] == UInt8(ascii: "]")) { end += 1 }
        guard end + 1 < pattern.count else { return false }
        let negated = pattern[at + 2] == UInt8(ascii: "^")
        guard let found = NamedClasses.posix(text(min(at + (negated ? 3 : 2), end), end)) else {
            throw RegexError(.invalidCharacterClassRange, text(at, end + 2))
        }
        at = end + 2
        add(found, negated, &set)
        return true
    }

    /// `\d`, `\D`, …, `\pL`, `\p{Greek}`, `\P{^Greek}`; `false` when it is no such thing.
    private mutating func parseNamedClass(into set: inout CharacterSet) throws(RegexError) -> Bool {
        guard let letter = peek(1) else { return false }
        if let found = NamedClasses.perl(letter | 0x20) {
            at += 2
            add(found, letter & 0x20 == 0, &set)
            return true
        }
        guard letter | 0x20 == UInt8(ascii: "p") else { return false }
        var negated = letter == UInt8(ascii: "P")
        let start = at
        guard at + 2 < pattern.count else { throw RegexError(.invalidCharacterClassRange, text(start, pattern.count)) }
        at += 2
        var nameStart = at
        var nameEnd: Int
        if try codePoint() == 0x7B {
            nameStart = at
            nameEnd = at
            while nameEnd < pattern.count, pattern[nameEnd] != UInt8(ascii: "}") { nameEnd += 1 }
            try requireUTF8(nameStart, nameEnd)
            guard nameEnd < pattern.count else { throw RegexError(.invalidCharacterClassRange, text(start, pattern.count)) }
            at = nameEnd + 1
        } else {
            nameEnd = at
        }
        if nameStart < nameEnd, pattern[nameStart] == UInt8(ascii: "^") {
            negated.toggle()
            nameStart += 1
        }
        guard let found = NamedClasses.unicode(text(nameStart, nameEnd)) else {
            throw RegexError(.invalidCharacterClassRange, text(start, at))
        }
        add(found, negated, &set)
        return true
    }

    private func add(_ found: CharacterSet, _ negated: Bool, _ set: inout CharacterSet) {
        var folded = found
        if flags.foldsCase {
            for range in found.ranges { folded.addFolded(range.low, range.high) }
            folded.normalize()
        }
        set.add(negated ? folded.inverted : folded)
    }

    // MARK: Bytes

    private func peek(_ distance: Int) -> UInt8? { at + distance < pattern.count ? pattern[at + distance] : nil }

    private func text(_ start: Int, _ end: Int) -> String {
        let end = min(end, pattern.count)
        return String(decoding: pattern[min(start, end)..<end], as: UTF8.self)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private func isOctal(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x37 }

    private func hexadecimal(_ point: UInt32) -> UInt32? {
        switch point {
        case 0x30...0x39: point - 0x30
        case 0x41...0x46: point - 0x37
        case 0x61...0x66: point - 0x57
        default: nil
        }
    }

    private mutating func requireUTF8(_ start: Int, _ end: Int) throws(RegexError) {
        let saved = at
        at = start
        while at < end { _ = try codePoint() }
        at = saved
    }

    /// Reads one code point of well-formed UTF-8.
    private mutating func codePoint() throws(RegexError) -> UInt32 {
        guard let first = peek(0) else { throw RegexError(.invalidUTF8) }
        if first < 0x80 {
            at += 1
            return UInt32(first)
        }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4 else { throw RegexError(.invalidUTF8) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for distance in 1..<length {
            guard let byte = peek(distance), byte & 0xC0 == 0x80 else { throw RegexError(.invalidUTF8) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let minimum: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= minimum, value <= CharacterSet.maximum else { throw RegexError(.invalidUTF8) }
        at += length
        return value
    }
}
