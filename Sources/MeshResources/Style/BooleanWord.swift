/// A word such as `yes`, `no`, `on` or `off` that Kubernetes reads as a boolean.
enum BooleanWord: StyleRule {
    static let about = RuleDescription(
        code: "MSH4001", name: "boolean-word", severity: .warning, summary: "a word is read as a boolean",
        explanation: """
            Kubernetes reads YAML 1.1, where `yes`, `no`, `on`, `off`, `y` and `n` in any case are booleans: the country code `no` becomes \
            `false`. Where a boolean is meant, `true` and `false` say so to everybody; where a text is meant, it needs quotes.

            Write `true` or `false`, or put the word in quotes.
            """,
        examples: [
            .init("a country", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {country: «no»}}\n"),
            .init("a switch", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: «yes»}\n"),
            .init(
                "in quotes, and plain booleans",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {country: \"no\"}}\nspec: {hostNetwork: true}\n"),
        ],
        source: "YAML 1.1, boolean type")

    static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic] {
        PlainValues.find(tree, where: isWord).compactMap { value in
            guard let meaning = value.node.bool else { return nil }
            let isText = TextMaps.isText(value.path)
            return finding(
                value.node, "'\(value.node.text)' is read as the boolean \(meaning)", path: value.path,
                help: isText ? "put it in quotes" : "write '\(meaning)', or put the word in quotes",
                fixes: [replacement(of: value.node, by: isText ? "\"\(value.node.text)\"" : "\(meaning)")])
        }
    }

    private static func isWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count <= 3 else { return false }
        switch bytes[0] | 0x20 {
        case UInt8(ascii: "y"), UInt8(ascii: "n"), UInt8(ascii: "o"): return true
        default: return false
        }
    }
}
