/// An EnvoyFilter adds a route, which Istio ignores.
enum MisusedAdd: Rule {
    static let about = RuleDescription(
        code: "IST0153", name: "misused-add", severity: .error,
        kinds: ["EnvoyFilter"],
        summary: "an EnvoyFilter adds what cannot be added",
        explanation: """
            ADD is ignored for ROUTE_CONFIGURATION and HTTP_ROUTE.

            Use INSERT_FIRST for routes, or MERGE.
            """,
        examples: [
            .init(
                "a route",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: HTTP_ROUTE
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: «ADD», value: {name: lua}}
                """),
            .init(
                "a cluster",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: CLUSTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: ADD, value: {name: lua}}
                """),
        ],
        source: "Istio, analyzer envoyfilter.EnvoyPatchAnalyzer")
    static let analyzers = ["envoyfilter.EnvoyPatchAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh) where patch.operation == "ADD" && patch.isRoute {
            report.add(
                patch.filter, at: patch.operationNode, path: "spec.configPatches[\(patch.index)].patch.operation",
                "ADD of \(patch.applyTo) has no effect",
                istio: "The ADD operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE.",
                help: "use INSERT_FIRST or MERGE", once: true)
        }
    }
}
