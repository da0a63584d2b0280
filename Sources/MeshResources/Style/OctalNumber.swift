/// A number with a leading zero, which Kubernetes reads as octal.
enum OctalNumber: StyleRule {
    static let about = RuleDescription(
        code: "MSH4002", name: "octal-number", severity: .warning, summary: "a number with a leading zero is read as octal",
        explanation: """
            Kubernetes reads YAML 1.1, where `010` is the octal number 8. File modes are meant so and are left alone; for ports, codes and \
            identifiers it is a surprise.

            Write the number without the zero, or put it in quotes when it is a text.
            """,
        examples: [
            .init("a port", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: «0100»}]}\n"),
            .init(
                "a file mode",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{name: v, secret: {secretName: s, defaultMode: 0400}}]}\n"
            ),
        ],
        source: "YAML 1.1, integer type")

    static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic] {
        PlainValues.find(tree, where: isOctal).compactMap { value in
            guard let number = value.node.int, value.key != "defaultMode", value.key != "mode" else { return nil }
            let isText = TextMaps.isText(value.path)
            return finding(
                value.node, "'\(value.node.text)' is read as the octal number \(number)", path: value.path,
                help: "write '\(number)', or put it in quotes if it is a text",
                fixes: isText ? [replacement(of: value.node, by: "\"\(value.node.text)\"")] : [])
        }
    }

    private static func isOctal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count > 1, bytes[0] == 0x30 else { return false }
        let start = bytes[1] == UInt8(ascii: "o") ? 2 : 1
        guard bytes.count > start else { return false }
        for index in start..<bytes.count where bytes[index] < 0x30 || bytes[index] > 0x37 { return false }
        return true
    }
}
