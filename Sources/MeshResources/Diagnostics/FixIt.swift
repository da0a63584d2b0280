/// A named set of edits to one text that mends a finding.
public struct FixIt: Sendable {
    /// What the fix does, as an imperative: `replace 'gatway' by 'gateway'`.
    public var title: String
    /// Whether the fix never changes what a correct reading of the file meant, so that `lint --fix` may apply it.
    public var isSafe: Bool
    /// The text that the edits apply to.
    public var source: SourceText
    /// The edits; their ranges do not overlap.
    public var edits: [TextEdit]

    /// Makes a fix.
    public init(title: String, isSafe: Bool, source: SourceText, edits: [TextEdit]) {
        self.title = title
        self.isSafe = isSafe
        self.source = source
        self.edits = edits
    }
}

/// Replaces a range of bytes by a text; an empty range inserts, an empty text removes.
public struct TextEdit: Sendable, Hashable {
    /// The bytes to replace.
    public var range: SourceRange
    /// What stands there afterwards.
    public var replacement: String

    /// Makes an edit.
    public init(range: SourceRange, replacement: String) {
        self.range = range
        self.replacement = replacement
    }
}
