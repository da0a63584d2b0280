/// An input text and the name that a reader knows it by.
///
/// The bytes are kept in one block that never moves and is followed by `padding` zero bytes, so that scanners may look
/// ahead without a bounds check. Nothing is decoded here: bytes that are not UTF-8 are kept as they came.
public final class SourceText: @unchecked Sendable {
    /// Zero bytes that follow the text.
    public static let padding = 64
    /// The longest text that is read, in bytes; node offsets are 32 bits wide.
    public static let maximumCount = Int(UInt32.max) - 2 * padding

    /// The name shown in diagnostics: a path as the user wrote it, or `-` for standard input.
    public let name: String
    /// The number of bytes.
    public let count: Int
    /// Whether a last line without a line break is read as if it had one, as kubectl and istioctl read files.
    public let impliesFinalLineBreak: Bool
    /// The first byte.
    @usableFromInline let base: UnsafePointer<UInt8>
    private let allocation: UnsafeMutableRawPointer
    private let lineIndex: LineIndex

    /// Makes a text by letting `fill` write at most `capacity` bytes into fresh memory and return how many it wrote.
    ///
    /// This is the way to read a file without a second copy.
    public init(
        name: String, capacity: Int, impliesFinalLineBreak: Bool = false, fill: (UnsafeMutableRawBufferPointer) throws -> Int
    ) rethrows {
        let capacity = max(0, min(capacity, Self.maximumCount))
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + Self.padding, alignment: 64)
        var written = 0
        do {
            written = try fill(UnsafeMutableRawBufferPointer(start: memory, count: capacity))
        } catch {
            memory.deallocate()
            throw error
        }
        written = max(0, min(written, capacity))
        (memory + written).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
        self.name = name
        self.count = written
        self.impliesFinalLineBreak = impliesFinalLineBreak
        self.allocation = memory
        let base = UnsafePointer(memory.bindMemory(to: UInt8.self, capacity: written + Self.padding))
        self.base = base
        self.lineIndex = LineIndex(base, count: written)
    }

    /// Makes a text from bytes.
    public convenience init(name: String, bytes: some Collection<UInt8>) {
        self.init(name: name, capacity: bytes.count) { buffer in
            buffer.copyBytes(from: bytes)
            return buffer.count
        }
    }

    /// Makes a text from a string.
    public convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    deinit {
        allocation.deallocate()
    }

    /// The bytes, without the padding. Valid while this object lives.
    @inlinable public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// The bytes of `range`, cut to the text. Valid while this object lives.
    @inlinable
    public func bytes(in range: SourceRange) -> UnsafeBufferPointer<UInt8> {
        let start = min(Int(range.start), count)
        let end = max(start, min(Int(range.end), count))
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }

    /// Whether a range of this text and one of another hold the same bytes.
    public func hasSameBytes(_ range: SourceRange, as other: SourceText, _ otherRange: SourceRange) -> Bool {
        let (a, b) = (UnsafeRawBufferPointer(bytes(in: range)), UnsafeRawBufferPointer(other.bytes(in: otherRange)))
        guard a.count == b.count else { return false }
        var place = 0
        while place + 8 <= a.count {
            guard a.loadUnaligned(fromByteOffset: place, as: UInt64.self) == b.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            else { return false }
            place += 8
        }
        while place < a.count {
            guard a[place] == b[place] else { return false }
            place += 1
        }
        return true
    }

    /// How many bytes stand between the start of the line and the byte at `offset`.
    func lineHead(of offset: UInt32) -> Int {
        var place = min(Int(offset), count)
        let end = place
        while place > 0, base[place - 1] != 0x0A, base[place - 1] != 0x0D { place -= 1 }
        return end - place
    }

    /// The text of `range`; bytes that are not UTF-8 become U+FFFD.
    public func text(in range: SourceRange) -> String {
        String(decoding: bytes(in: range), as: UTF8.self)
    }

    /// Line and column of the byte at `offset`.
    public func position(at offset: UInt32) -> Position {
        lineIndex.position(at: Int(offset), base, count: count)
    }

    /// The bytes of the line (from 1), without its line break; `nil` past the last line.
    public func lineRange(_ line: Int) -> SourceRange? {
        lineIndex.range(ofLine: line, base, count: count)
    }

    /// The offset of the byte at a line and column (both from 1), cut to the line's end; `nil` past the last line.
    public func offset(line: Int, column: Int) -> UInt32? {
        guard let range = lineRange(line) else { return nil }
        var offset = Int(range.start)
        var left = column - 1
        while left > 0, offset < Int(range.end) {
            offset += 1
            while offset < Int(range.end), base[offset] & 0xC0 == 0x80 { offset += 1 }
            left -= 1
        }
        return UInt32(truncatingIfNeeded: offset)
    }
}
