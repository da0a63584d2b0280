/// A parsed Go template with its definitions, ready to be run any number of times.
public struct Template: Sendable {
    /// The name shown in errors.
    public let name: String
    private let definitions: [String: TemplateDefinition]

    /// Parses a text.
    ///
    /// - Parameters:
    ///   - text: The template.
    ///   - name: The name for errors.
    ///   - functions: The functions that it may call; others are errors.
    /// - Throws: `TemplateError` with line and column.
    public init(_ text: String, name: String, functions: TemplateFunctions) throws(TemplateError) {
        self.name = name
        definitions = try TemplateParser.parse(TemplateSource(name: name, bytes: Array(text.utf8)), functions)
    }

    /// Runs the template.
    ///
    /// - Parameters:
    ///   - data: The dot.
    ///   - limits: When to give up.
    /// - Returns: The bytes written.
    public func render(_ data: TemplateValue, limits: TemplateLimits = TemplateLimits()) throws(TemplateError) -> [UInt8] {
        guard let main = definitions[name] else { return [] }
        var run = TemplateEvaluator(definitions: definitions, main: main, data: data, limits: limits)
        return try run.render()
    }
}
