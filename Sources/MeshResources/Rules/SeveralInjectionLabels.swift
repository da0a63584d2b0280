/// A namespace has several labels that decide about injection.
enum SeveralInjectionLabels: Rule {
    static let about = RuleDescription(
        code: "IST0123", name: "several-injection-labels", severity: .warning,
        kinds: ["Namespace"],
        summary: "a namespace has several injection labels",
        explanation: """
            `istio-injection`, `istio.io/rev` and `istio.io/dataplane-mode` decide the same thing in different ways. Where two of them \
            stand together, `istio-injection` wins over the revision, and pods may get the wrong sidecar or none.

            Keep one of them.
            """,
        examples: [
            .init(
                "label and revision",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: «web», labels: {istio-injection: enabled, istio.io/rev: canary}}
                """),
            .init(
                "switched off for good",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: disabled, istio.io/rev: canary}}
                """),
        ],
        source: "Istio, analyzer injection.Analyzer")
    static let analyzers = ["injection.Analyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for namespace in mesh.all(.namespace) where namespace.name != "istio-system" {
            let labels = namespace.resource.metadata["labels"]
            let injection = labels["istio-injection"]?.text
            var found: [String] = injection.map { ["istio-injection=\($0)"] } ?? []
            for key in ["istio.io/rev", "istio.io/dataplane-mode"] where injection == nil || injection == "enabled" {
                if let value = labels?[key]?.text { found.append("\(key)=\(value)") }
            }
            if found.count < 2 { continue }
            report.add(
                namespace,
                "namespace '\(namespace.name)' has the labels \(found.map { "'\($0)'" }.joined(separator: " and ")), expected one of them",
                istio:
                    "The namespace has more than one type of injection labels \(GoFormat.list(found)), which may lead to undefined behavior. Make sure "
                    + "only one injection label exists.", help: "keep one of them")
        }
    }
}
