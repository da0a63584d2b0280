/// The definitions of the Kubernetes Gateway API are older than this Istio reads.
enum OldGatewayDefinitions: Rule {
    static let about = RuleDescription(
        code: "IST0176", name: "old-gateway-definitions", severity: .warning,
        kinds: ["CustomResourceDefinition"],
        summary: "a definition of the Gateway API is too old",
        explanation: """
            Istio leaves out kinds of the Gateway API whose installed definition is older than it needs; routes of that kind are ignored \
            without a word.

            Install newer definitions of the Gateway API.
            """,
        examples: [
            .init(
                "TLSRoute of 1.4",
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: «tlsroutes.gateway.networking.k8s.io», annotations: {gateway.networking.k8s.io/bundle-version: v1.4.0}}
                """),
            .init(
                "TLSRoute of 1.5",
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: tlsroutes.gateway.networking.k8s.io, annotations: {gateway.networking.k8s.io/bundle-version: v1.5.0}}
                """),
        ],
        source: "Istio, analyzer k8sgateway.CRDVersionAnalyzer")
    static let analyzers = ["k8sgateway.CRDVersionAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for definition in mesh.all(.customResourceDefinition) {
            guard let least = minimum[definition.name],
                let text = definition.resource.metadata["annotations"]["gateway.networking.k8s.io/bundle-version"]?.text,
                let installed = version(text),
                let needed = version(least), installed.numbers.lexicographicallyPrecedes(needed.numbers)
            else { continue }
            report.add(
                definition, "definition '\(definition.name)' has version \(installed.text), expected at least \(least)",
                istio:
                    "Gateway API CRD \(GoFormat.quoted(definition.name)) is at version \(GoFormat.quoted(installed.text)) but Istio requires at least "
                    + "\(GoFormat.quoted(least)); resources of this kind will not be processed. Upgrade the Gateway API CRDs to satisfy the minimum version.",
                help: "install newer definitions of the Gateway API")
        }
    }

    /// The versions that Istio 1.30 needs.
    private static let minimum = [
        "grpcroutes.gateway.networking.k8s.io": "1.1.0", "backendtlspolicies.gateway.networking.k8s.io": "1.4.0",
        "tlsroutes.gateway.networking.k8s.io": "1.5.0",
    ]

    /// Reads `v1.4.0-rc.1`: the three numbers, and the text without `v`.
    private static func version(_ text: String) -> (numbers: [Int], text: String)? {
        let plain = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let core = plain.prefix { $0 != "-" && $0 != "+" }
        var numbers = core.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard !numbers.isEmpty, numbers.count <= 3, !numbers.contains(-1) else { return nil }
        while numbers.count < 3 { numbers.append(0) }
        return (numbers, numbers.map(String.init).joined(separator: ".") + plain.dropFirst(core.count))
    }
}
