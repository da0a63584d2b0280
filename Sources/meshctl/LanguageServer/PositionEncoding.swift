import MeshResources

/// How an editor counts columns.
enum PositionEncoding: String {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case utf32 = "utf-32"

    /// Line and column, both from 0, as the protocol wants them.
    func position(_ offset: UInt32, in source: SourceText) -> Value {
        let place = source.position(at: offset)
        var column = place.column - 1
        if self != .utf32, let line = source.lineRange(place.line) {
            let before = source.bytes(in: SourceRange(start: line.start, end: max(line.start, min(offset, line.end))))
            column = self == .utf8 ? before.count : before.reduce(0) { $0 + Self.units($1) }
        }
        return ["line": .int(Int64(place.line - 1)), "character": .int(Int64(column))]
    }

    /// A range of bytes.
    func range(_ range: SourceRange, in source: SourceText) -> Value {
        ["start": position(range.start, in: source), "end": position(range.end, in: source)]
    }

    /// The offset of a position of the protocol, cut to the line.
    func offset(_ position: Node?, in source: SourceText) -> UInt32 {
        let line = max(0, min(position?["line"]?.int ?? 0, Int(Int32.max))) + 1
        guard let range = source.lineRange(line) else { return UInt32(clamping: source.count) }
        var left = max(0, position?["character"]?.int ?? 0)
        var offset = Int(range.start)
        let bytes = source.bytes
        while left > 0, offset < Int(range.end) {
            left -= self == .utf8 ? 1 : self == .utf16 ? Self.units(bytes[offset]) : 1
            offset += 1
            if self != .utf8 { while offset < Int(range.end), bytes[offset] & 0xC0 == 0x80 { offset += 1 } }
        }
        return UInt32(clamping: offset)
    }

    /// UTF-16 units that the scalar beginning with this byte takes; 0 for the bytes that follow.
    private static func units(_ byte: UInt8) -> Int { byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }
}
