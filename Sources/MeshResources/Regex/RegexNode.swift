/// A parsed regular expression.
indirect enum RegexNode {
    case empty
    /// One code point.
    case literal(UInt32)
    /// One code point of a set.
    case set(CharacterSet)
    /// One byte, whatever it is: `\C`.
    case anyByte
    case assertion(RegexAssertion)
    case concatenation([RegexNode])
    case alternation([RegexNode])
    /// From `minimum` to `maximum` times; no upper end where `maximum` is `nil`.
    case repetition(RegexNode, minimum: Int, maximum: Int?, greedy: Bool)
    case capture(RegexNode, index: Int)

    /// The code points it matches, if it always matches exactly one.
    var singleCharacters: CharacterSet? {
        switch self {
        case .literal(let point): CharacterSet([(point, point)])
        case .set(let set): set
        default: nil
        }
    }

    /// Whether it can match nothing at all.
    var matchesEmpty: Bool {
        switch self {
        case .empty, .assertion: true
        case .literal, .set, .anyByte: false
        case .concatenation(let parts): parts.allSatisfy(\.matchesEmpty)
        case .alternation(let parts): parts.contains(where: \.matchesEmpty)
        case .repetition(let node, let minimum, _, _): minimum == 0 || node.matchesEmpty
        case .capture(let node, _): node.matchesEmpty
        }
    }
}

/// A condition on a place between two bytes.
struct RegexAssertion: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let beginText = RegexAssertion(rawValue: 1)
    static let endText = RegexAssertion(rawValue: 2)
    static let beginLine = RegexAssertion(rawValue: 4)
    static let endLine = RegexAssertion(rawValue: 8)
    static let wordBoundary = RegexAssertion(rawValue: 16)
    static let noWordBoundary = RegexAssertion(rawValue: 32)

    /// What holds between two bytes; `nil` stands for the text's begin or end.
    static func holding(between previous: UInt8?, and next: UInt8?) -> RegexAssertion {
        var result: RegexAssertion = []
        if previous == nil { result.formUnion([.beginText, .beginLine]) }
        if previous == 0x0A { result.insert(.beginLine) }
        if next == nil { result.formUnion([.endText, .endLine]) }
        if next == 0x0A { result.insert(.endLine) }
        result.insert(isWord(previous) != isWord(next) ? .wordBoundary : .noWordBoundary)
        return result
    }

    static func isWord(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }
}
