/// An AuthorizationPolicy names a method that no request has.
enum UnknownMethod: Rule {
    static let about = RuleDescription(
        code: "MSH2020", name: "unknown-method", aliases: ["KIA0102"], severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "an AuthorizationPolicy names a method that does not exist",
        explanation: """
            `methods` are HTTP methods in upper case, perhaps with `*` at one end. A method that no request has allows, or forbids, \
            nothing. The methods of gRPC are paths, and every gRPC request is a POST.

            Write the method in upper case; put `/package.Service/Method` under `paths`.
            """,
        examples: [
            .init(
                "lower case",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {methods: [«get»]}}]}]
                """),
            .init(
                "a gRPC method",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {methods: [«/shop.Cart/Add»]}}]}]
                """),
            .init(
                "methods and patterns",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{to: [{operation: {methods: [GET, "P*", PATCH], notMethods: [CONNECT]}}]}]
                """),
        ],
        source: "Istio, AuthorizationPolicy reference; Kiali, KIA0102")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        PolicyRules.forEach(mesh, in: "to", "operation", ["methods", "notMethods"]) { policy, name, place in
            let text = name.text
            if text.contains("*") || known.contains(text) { return }
            let isPath = text.hasPrefix("/")
            let upper = text.uppercased()
            var help = Spelling.closest(to: upper, among: known.sorted()).map { "did you mean '\($0)'?" }
            if isPath { help = "put it under 'paths', and POST here" }
            if known.contains(upper) { help = "write '\(upper)'" }
            let fixes =
                known.contains(upper)
                ? [
                    FixIt(
                        title: "replace '\(text)' by '\(upper)'", isSafe: true, source: name.node.tree.source,
                        edits: [TextEdit(range: name.node.contentRange, replacement: upper)])
                ] : []
            report.add(
                policy, at: name.node, path: place.path, "method '\(text)' is that of no HTTP request\(isPath ? ", but a path" : "")",
                help: help,
                fixes: fixes)
        }
    }

    private static let known: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE",
        "LOCK",
        "UNLOCK", "REPORT", "SEARCH", "PURGE", "LINK", "UNLINK", "QUERY",
    ]
}
