/// The entrance to reading: text in, tree and diagnostics out.
public enum YAML {
    /// Reads every document of a text. JSON is YAML; a text that is one JSON value is read by the faster reader.
    public static func parse(_ source: SourceText) -> ParseResult {
        let bytes = source.bytes
        if bytes.count >= 2, bytes[0] == 0xFE && bytes[1] == 0xFF || bytes[0] == 0xFF && bytes[1] == 0xFE {
            return Parser.parse(UTF16Text.transcoded(source))
        }
        if let first = bytes.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        {
            let result = JSONReader.parse(source)
            if result.diagnostics.isEmpty, result.tree.documentList.count == 1 { return result }
        }
        return Parser.parse(source)
    }

    /// Cuts a long text into parts that can be read apart from each other, on several threads: each is at least `size` bytes
    /// long, if there is as much, and ends before a line that begins a document. Texts with directives are not cut.
    public static func parts(of source: SourceText, size: Int = 1 << 20) -> [SourceRange] {
        let bytes = source.bytes
        var parts: [SourceRange] = []
        var start = 0
        var at = max(size, 4)
        while at < bytes.count {
            // A line feed, three dashes, and a blank or a line's end.
            guard bytes[at] == 0x0A else {
                at += 1
                continue
            }
            let line = at + 1
            guard source.base[line] == 0x2D, source.base[line + 1] == 0x2D, source.base[line + 2] == 0x2D,
                [0x20, 0x09, 0x0A, 0x0D, 0].contains(source.base[line + 3])
            else {
                at += 1
                continue
            }
            if hasDirective(before: at, bytes) { return [SourceRange(0, bytes.count)] }
            parts.append(SourceRange(start, line))
            start = line
            at = line + max(size, 4)
        }
        parts.append(SourceRange(start, bytes.count))
        return parts
    }

    /// Whether the line that ends at `end`, or a comment or blank line above it, is a directive.
    private static func hasDirective(before end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var end = end
        while true {
            var start = end
            while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
            if start < end, bytes[start] == UInt8(ascii: "%") { return true }
            let isEmpty = bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard isEmpty || bytes[start] == UInt8(ascii: "#"), start > 0 else { return false }
            end = start - 1
        }
    }

    /// Reads one of the parts that `parts` gave. Documents are counted from the part's first one.
    public static func parse(_ source: SourceText, part: SourceRange) -> ParseResult {
        part.count == source.count ? parse(source) : Parser.parse(source, part: part)
    }
}
