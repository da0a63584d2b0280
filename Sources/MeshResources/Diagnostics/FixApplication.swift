/// Applies fixes to a text.
public enum FixApplication {
    /// The text with the edits of as many fixes as fit together, and how many that were.
    ///
    /// Fixes are taken in order of their places; one that overlaps with an earlier one is left for the next round, whole.
    public static func apply(_ fixes: [FixIt], to source: SourceText) -> (bytes: [UInt8], applied: Int) {
        let mine = fixes.filter { $0.source === source && !$0.edits.isEmpty }
        let ordered = mine.sorted { first($0) < first($1) }
        var taken: [TextEdit] = []
        var applied = 0
        for fix in ordered {
            let edits = Array(Set(fix.edits)).sorted { $0.range.start < $1.range.start }
            let isKnown = edits.allSatisfy { edit in taken[clashes(edit, taken)].contains(edit) }
            if isKnown {
                applied += 1
            } else if edits.allSatisfy({ clashes($0, taken).isEmpty }), !overlapsItself(edits) {
                for edit in edits { taken.insert(edit, at: clashes(edit, taken).lowerBound) }
                applied += 1
            }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + 64)
        var cursor = 0
        for edit in taken {
            let start = min(max(Int(edit.range.start), cursor), source.count)
            bytes.append(contentsOf: source.bytes[cursor..<start])
            bytes.append(contentsOf: edit.replacement.utf8)
            cursor = min(max(Int(edit.range.end), start), source.count)
        }
        bytes.append(contentsOf: source.bytes[cursor...])
        return (bytes, applied)
    }

    private static func first(_ fix: FixIt) -> UInt32 { fix.edits.map(\.range.start).min() ?? 0 }

    /// Where in `taken`, which is in order and free of overlaps, the edits stand that overlap with `edit`; empty at the place
    /// where it would be inserted.
    private static func clashes(_ edit: TextEdit, _ taken: [TextEdit]) -> Range<Int> {
        var low = 0
        var high = taken.count
        while low < high {
            let middle = (low + high) / 2
            if taken[middle].range.start < edit.range.start { low = middle + 1 } else { high = middle }
        }
        // An insertion and a replacement may begin at one place: the insertion comes first.
        if low < taken.count, taken[low].range.start == edit.range.start, taken[low].range.isEmpty, !edit.range.isEmpty { low += 1 }
        var first = low
        while first > 0, overlaps(taken[first - 1].range, edit.range) { first -= 1 }
        var end = low
        while end < taken.count, overlaps(taken[end].range, edit.range) { end += 1 }
        return first..<end
    }

    private static func overlaps(_ a: SourceRange, _ b: SourceRange) -> Bool {
        a.start < b.end && b.start < a.end || a.start == b.start && a.isEmpty == b.isEmpty
    }

    private static func overlapsItself(_ edits: [TextEdit]) -> Bool {
        zip(edits, edits.dropFirst()).contains { overlaps($0.range, $1.range) }
    }
}
