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
}
