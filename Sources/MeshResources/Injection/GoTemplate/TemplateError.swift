/// Why a template could not be read or run, and where.
///
/// The text has the form that Go's text/template gives it, with the column added where Go has none:
/// `template: sidecar:12:34: executing "sidecar" at <.Spec.Foo>: can't evaluate field Foo in type v1.PodSpec`.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the template text.
    public var template: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in bytes.
    public var column: Int
    /// The definition that was running; the template's name outside a `define`.
    public var definition: String
    /// What was being evaluated; empty for errors of reading.
    public var context: String
    /// What is wrong.
    public var message: String

    /// The whole text.
    public var description: String {
        let place = "template: \(template):\(line):\(column): "
        return context.isEmpty ? place + message : place + "executing \"\(definition)\" at <\(context)>: " + message
    }
}

/// An error inside a function; the evaluator adds where the call stands.
public struct TemplateFunctionError: Error, Sendable, Equatable {
    /// What is wrong.
    public var message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }
}

/// What a template may use up before it is stopped. Templates are inputs: one that never ends must not take the program with it.
public struct TemplateLimits: Sendable {
    /// Statements and expressions evaluated.
    public var steps = 1_000_000
    /// Bytes written.
    public var outputBytes = 16 << 20
    /// Templates that call templates.
    public var depth = 200
    /// Elements of a list, or bytes of a text, that a single function makes.
    public var functionResult = 1 << 20

    /// Makes the default limits.
    public init() {}
}
