/// Finds the word that was probably meant.
enum Spelling {
    /// Of the candidates the one nearest to `word`, if it is near enough to be a slip: up to a third of the letters.
    static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.utf8)
        var best: (word: String, distance: Int)?
        var tried = 0
        for candidate in candidates {
            tried += 1
            if tried > 2000 { break }
            let limit = min(best.map { $0.distance - 1 } ?? max(1, letters.count / 3), max(1, letters.count / 3))
            if abs(candidate.utf8.count - letters.count) > limit { continue }
            let distance = distance(letters, Array(candidate.utf8), limit: limit)
            if distance <= limit, distance > 0 { best = (candidate, distance) }
            if distance == 1 { break }
        }
        return best?.word
    }

    /// Like `closest`, but case, hyphens and underscores do not count: for keys and enumerations.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let folded = fold(word)
        guard !folded.isEmpty, folded.count <= 64 else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let other = fold(candidate)
            if other == folded { return candidate }
            let limit = min(best.map { $0.distance - 1 } ?? .max, max(1, folded.count / 3))
            guard abs(other.count - folded.count) <= limit else { continue }
            let distance = distance(folded, other, limit: limit)
            if distance <= limit { best = (candidate, distance) }
        }
        return best?.word
    }

    private static func fold(_ word: String) -> [UInt8] {
        word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    }

    /// The number of letters to add, drop, change or swap with a neighbour; more than `limit` when it is more.
    static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before: [Int] = []
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var current = [i] + Array(repeating: 0, count: b.count)
            var least = i
            for j in 1...b.count {
                let same = a[i - 1] == b[j - 1]
                var value = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { value = min(value, before[j - 2] + 1) }
                current[j] = value
                least = min(least, value)
            }
            if least > limit { return limit + 1 }
            before = previous
            previous = current
        }
        return previous[b.count]
    }
}
