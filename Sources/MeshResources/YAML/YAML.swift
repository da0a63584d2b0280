/// The entrance to reading: text in, tree and diagnostics out.
public enum YAML {
    /// Reads every document of a text. JSON is YAML, and read as such.
    public static func parse(_ source: SourceText) -> ParseResult {
        JSONReader.parse(source)
    }
}
