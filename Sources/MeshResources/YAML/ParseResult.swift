/// What reading one text gives: a tree of what could be read, and what was wrong with the rest.
public struct ParseResult: Sendable {
    /// The documents that were read. With errors, only whole documents before and after the broken ones are here.
    public var tree: Tree
    /// Why documents are missing; empty when everything was read.
    public var diagnostics: [Diagnostic]

    /// Whether everything was read.
    public var isComplete: Bool { diagnostics.allSatisfy { $0.severity != .error } }
}
