/// A check of how a manifest is written, whatever it says: one file a rule, with examples that are run as tests.
public protocol StyleRule: Sendable {
    /// Code, severity, explanation and examples.
    static var about: RuleDescription { get }
    /// Looks at one text and the resources in it.
    static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic]
}

/// Every rule of style, one a file of this folder.
public enum StyleRegistry {
    /// The rules in order of their codes.
    public static let all: [any StyleRule.Type] = [
        BooleanWord.self,
        OctalNumber.self,
        TextReadAsNumber.self,
        OlderAPIVersion.self,
        RemovedAPIVersion.self,
    ]

    /// What all rules find in one text, in order of the places.
    public static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic] {
        let found = all.flatMap { $0.check(tree, resources) }
        return found.sorted { ($0.location?.range.start ?? 0, $0.code) < ($1.location?.range.start ?? 0, $1.code) }
    }
}

extension StyleRule {
    /// A finding at a node.
    static func finding(
        _ node: Node, _ message: String, path: String = "", help: String? = nil, resource: Resource? = nil, fixes: [FixIt] = []
    )
        -> Diagnostic
    {
        Diagnostic(
            code: about.code, severity: about.severity, message: message, location: node.location, path: path, help: help,
            resource: resource?.resourceName, fixes: fixes, rule: about.name)
    }

    /// A fix that writes another text in place of a scalar.
    static func replacement(of node: Node, by text: String, isSafe: Bool = true) -> FixIt {
        FixIt(
            title: "replace '\(node.text)' by '\(text)'", isSafe: isSafe, source: node.tree.source,
            edits: [TextEdit(range: node.range, replacement: text)])
    }
}
