/// A port of an AuthorizationPolicy is written with leading zeros.
enum UnusablePort: Rule {
    static let about = RuleDescription(
        code: "MSH2065", name: "unusable-port", severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "a port with leading zeros matches nothing",
        explanation: """
            `ports` of an operation are texts that are compared with the port's number. Istio accepts `080`, but it is another text than \
            `80`.

            Write the number without zeros in front.
            """,
        examples: [
            .init(
                "080",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {ports: [«"080"»]}}]}]
                """),
            .init(
                "80",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {ports: ["80"]}}]}]
                """),
        ],
        source: "Istio, AuthorizationPolicy reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        PolicyRules.forEach(mesh, in: "to", "operation", ["ports", "notPorts"], where: { $0.first == 0x30 || $0.first == 0x2B }) {
            policy, name, place in
            guard name.text.utf8.count > 1, let number = Int(name.text), String(number) != name.text else { return }
            report.add(
                policy, at: name.node, path: place.path, "port '\(name.text)' is not written as the number \(number)",
                help: "write '\(number)'",
                fixes: [
                    FixIt(
                        title: "replace '\(name.text)' by '\(number)'", isSafe: true, source: name.node.tree.source,
                        edits: [TextEdit(range: name.node.contentRange, replacement: String(number))])
                ])
        }
    }
}
