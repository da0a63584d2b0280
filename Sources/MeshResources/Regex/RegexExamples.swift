extension RE2 {
    /// A few texts that the pattern matches as a whole; none where it asks for something that short texts seldom are.
    public var examples: [String] {
        guard let (node, _) = try? RegexParser.parse(Array(pattern.utf8)) else { return [] }
        let matcher = RE2Matcher(self)
        var result: [String] = []
        for variant in 0..<3 {
            let text = String(decoding: Self.example(node, variant), as: UTF8.self)
            if matcher.fullMatch(text), !result.contains(text) { result.append(text) }
        }
        return result
    }

    private static func example(_ node: RegexNode, _ variant: Int) -> [UInt8] {
        switch node {
        case .empty, .assertion: return []
        case .literal(let point): return encoded(point)
        case .anyByte: return [0x61]
        case .set(let set):
            let preferred: [ClosedRange<UInt32>] = [0x61...0x7A, 0x30...0x39, 0x41...0x5A, 0x21...0x7E]
            for wanted in preferred {
                for range in set.ranges where range.low <= wanted.upperBound && range.high >= wanted.lowerBound {
                    return encoded(min(max(range.low, wanted.lowerBound) + UInt32(variant), min(range.high, wanted.upperBound)))
                }
            }
            return set.ranges.first.map { encoded($0.low) } ?? []
        case .concatenation(let parts): return parts.flatMap { example($0, variant) }
        case .alternation(let parts): return parts.isEmpty ? [] : example(parts[variant % parts.count], variant)
        case .repetition(let inner, let minimum, let maximum, _):
            let wanted = min(max(minimum, variant == 0 ? minimum : 1), maximum ?? 8)
            let one = example(inner, variant)
            return (0..<min(wanted, 64)).flatMap { _ in one }
        case .capture(let inner, _): return example(inner, variant)
        }
    }

    private static func encoded(_ point: UInt32) -> [UInt8] { UTF8Ranges.encode(point).map(\.0) }
}
