/// Finds the word that was probably meant.
enum Suggestions {
    /// The nearest of `candidates`, if one is near enough to be worth naming.
    static func nearest(to word: String, in candidates: [String]) -> String? {
        let limit = max(1, min(3, word.utf8.count / 3))
        var best: (distance: Int, word: String)?
        for candidate in candidates {
            let distance = distance(Array(word.lowercased().utf8), Array(candidate.lowercased().utf8))
            if distance <= limit, distance < (best?.distance ?? Int.max) { best = (distance, candidate) }
        }
        if let best { return best.word }
        return word.utf8.count >= 3 ? candidates.first { $0.hasPrefix(word) } : nil
    }

    /// The number of insertions, removals, replacements and swaps of neighbours between two words.
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard !a.isEmpty else { return b.count }
        guard !b.isEmpty else { return a.count }
        guard a.count <= 100, b.count <= 100 else { return Int.max }
        var before = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var current = [i]
            for j in 1...b.count {
                var cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
                current.append(cost)
            }
            before = previous
            previous = current
        }
        return previous[b.count]
    }
}
