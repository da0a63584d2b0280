/// Why a text could not be read at one place.
struct ParseFailure: Error {
    /// The codes of what can be wrong with a text.
    enum Code: String {
        case syntax = "MSH0001"
        case json = "MSH0002"
        case tabIndentation = "MSH0003"
        case missingSpace = "MSH0004"
        case unclosed = "MSH0005"
        case outsideSubset = "MSH0006"
        case character = "MSH0007"
        case limit = "MSH0008"
        case alias = "MSH0009"
        case template = "MSH0010"
        case scalar = "MSH0011"
        case indentation = "MSH0012"
    }

    /// Which kind of mistake.
    var code: Code
    /// The bytes to point at.
    var range: SourceRange
    /// What was found, then what was expected.
    var message: String
    /// What to do.
    var help: String?
    /// Another place that belongs to it: where a quote was opened.
    var related: (message: String, range: SourceRange)?

    init(
        _ code: Code, _ at: Int, length: Int = 1, _ message: String, help: String? = nil,
        related: (message: String, range: SourceRange)? = nil
    ) {
        self.code = code
        self.range = SourceRange(at, at + length)
        self.message = message
        self.help = help
        self.related = related
    }

    /// The finding for a reader.
    func diagnostic(_ source: SourceText) -> Diagnostic {
        let start = min(range.start, UInt32(source.count))
        let range = SourceRange(start: start, end: max(start, min(range.end, UInt32(source.count))))
        return Diagnostic(
            code: code.rawValue, severity: .error, message: message, location: Location(source: source, range: range), help: help,
            related: related.map { [.init(message: $0.message, location: Location(source: source, range: $0.range))] } ?? [])
    }
}
