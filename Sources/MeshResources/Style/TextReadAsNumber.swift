/// A label or annotation whose value is read as a number.
enum TextReadAsNumber: StyleRule {
    static let about = RuleDescription(
        code: "MSH4003", name: "text-read-as-number", severity: .warning, summary: "a label or annotation is read as a number",
        explanation: """
            Values of labels, annotations and selectors must be texts. Without quotes `1.10` is the number 1.1 and `1e3` is 1000; the API server \
            refuses the object, and tools that convert numbers to texts change the value.

            Put the value in quotes.
            """,
        examples: [
            .init(
                "a version",
                "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n  subsets: [{name: a, labels: {version: «1.10»}}]\n"
            ),
            .init("in quotes", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {version: \"1.10\", tag: v1.10}}\n"),
        ],
        source: "Kubernetes, labels and selectors")

    static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for resource in resources {
            for (map, path) in TextMaps.all(resource) {
                for (key, value) in map.rawEntries where value.isScalar && value.style == .plain && !value.isAlias {
                    guard let first = value.rawBytes.first, first < 0x3A, let number = value.double else { continue }
                    let text = NumberFormat.json(number)
                    found.append(
                        finding(
                            value, "'\(value.text)' is read as the number \(text), expected a text", path: "\(path).\(key.text)",
                            help: "put it in quotes", resource: resource, fixes: [replacement(of: value, by: "\"\(value.text)\"")]))
                }
            }
        }
        return found
    }
}
