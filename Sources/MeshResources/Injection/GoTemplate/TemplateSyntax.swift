/// A parsed template text: statements, and the places they came from.
enum TemplateStatement: Sendable {
    case text([UInt8])
    case action(TemplatePipeline)
    case condition(TemplateBranch)
    case range(TemplateBranch)
    case with(TemplateBranch)
    case call(name: String, argument: TemplatePipeline?, at: Int)
    case leave
    case next
}

/// `if`, `range` or `with`.
final class TemplateBranch: Sendable {
    let pipeline: TemplatePipeline
    let body: [TemplateStatement]
    let otherwise: [TemplateStatement]

    init(_ pipeline: TemplatePipeline, _ body: [TemplateStatement], _ otherwise: [TemplateStatement]) {
        self.pipeline = pipeline
        self.body = body
        self.otherwise = otherwise
    }
}

/// Commands joined by `|`, and the variables that take the result.
final class TemplatePipeline: Sendable {
    let range: Range<Int>
    /// Numbers of the variables that are declared or assigned.
    let variables: [Int]
    let assigns: Bool
    let commands: [TemplateCommand]

    init(range: Range<Int>, variables: [Int], assigns: Bool, commands: [TemplateCommand]) {
        self.range = range
        self.variables = variables
        self.assigns = assigns
        self.commands = commands
    }
}

/// An operand, or a function and its arguments.
final class TemplateCommand: Sendable {
    let range: Range<Int>
    let first: TemplateOperand
    let arguments: [TemplateOperand]

    init(range: Range<Int>, first: TemplateOperand, arguments: [TemplateOperand]) {
        self.range = range
        self.first = first
        self.arguments = arguments
    }
}

/// One operand. Classes keep evaluation from copying what it only looks at.
final class TemplateOperand: Sendable {
    enum Kind: Sendable {
        case dot
        case null
        case constant(TemplateValue)
        case number(TemplateNumberBox)
        /// `.A.B` of the dot.
        case field([String])
        /// `$x.A.B`
        case variable(Int, [String])
        /// A parenthesized pipeline.
        case pipeline(TemplatePipeline)
        /// `(…).A.B` and the like.
        case chain(TemplateOperand, [String])
        case function(TemplateFunction)
    }

    let kind: Kind
    let range: Range<Int>

    init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

final class TemplateNumberBox: Sendable {
    let number: TemplateNumber
    init(_ number: TemplateNumber) { self.number = number }
}

/// A named body: the text itself, or a `define` in it.
final class TemplateDefinition: Sendable {
    let name: String
    /// The text that it stands in.
    let source: TemplateSource
    let body: [TemplateStatement]

    init(name: String, source: TemplateSource, body: [TemplateStatement]) {
        self.name = name
        self.source = source
        self.body = body
    }
}

final class TemplateSource: Sendable {
    let name: String
    let bytes: [UInt8]
    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
