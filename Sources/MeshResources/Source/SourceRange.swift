/// A half-open range of byte offsets into one `SourceText`.
///
/// Offsets are 32 bits wide so that a tree node stays small; `SourceText` refuses longer inputs.
public struct SourceRange: Hashable, Sendable {
    /// The offset of the first byte.
    public var start: UInt32
    /// The offset after the last byte.
    public var end: UInt32

    /// Makes the range `start ..< end`.
    @inlinable
    public init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }

    /// Makes a range from `Int` offsets; values that do not fit are clamped.
    @inlinable
    public init(_ start: Int, _ end: Int) {
        self.start = UInt32(clamping: start)
        self.end = UInt32(clamping: end)
    }

    /// The number of bytes.
    @inlinable public var count: Int { end > start ? Int(end - start) : 0 }

    /// Whether the range holds no byte: a position between two bytes.
    @inlinable public var isEmpty: Bool { end <= start }

    /// Whether `offset` lies in the range.
    @inlinable
    public func contains(_ offset: UInt32) -> Bool { start <= offset && offset < end }
}

/// A place for a reader: a range in a named text.
public struct Location: Sendable {
    /// The text that the range belongs to.
    public var source: SourceText
    /// The bytes meant.
    public var range: SourceRange

    /// Makes a location.
    public init(source: SourceText, range: SourceRange) {
        self.source = source
        self.range = range
    }

    /// Line and column of the first byte, both from 1; the column counts Unicode scalars.
    public var start: Position { source.position(at: range.start) }
    /// Line and column after the last byte.
    public var end: Position { source.position(at: range.end) }
}

/// A line and a column, both from 1. Columns count Unicode scalars, as editors do.
public struct Position: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int

    /// Makes a position.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
