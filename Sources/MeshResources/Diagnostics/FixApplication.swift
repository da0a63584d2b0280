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
            let known = edits.allSatisfy { taken.contains($0) }
            if known {
                applied += 1
            } else if edits.allSatisfy({ edit in !taken.contains { overlaps($0.range, edit.range) } }), !overlapsItself(edits) {
                taken += edits
                applied += 1
            }
        }
        taken.sort { $0.range.start < $1.range.start }
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

    private static func overlaps(_ a: SourceRange, _ b: SourceRange) -> Bool {
        a.start < b.end && b.start < a.end || a.start == b.start && a.isEmpty == b.isEmpty
    }

    private static func overlapsItself(_ edits: [TextEdit]) -> Bool {
        zip(edits, edits.dropFirst()).contains { overlaps($0.range, $1.range) }
    }
}
