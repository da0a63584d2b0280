/// An EnvoyFilter removes a route, which Istio ignores.
enum MisusedRemove: Rule {
    static let about = RuleDescription(
        code: "IST0154", name: "misused-remove", severity: .error,
        kinds: ["EnvoyFilter"],
        summary: "an EnvoyFilter removes what cannot be removed",
        explanation: """
            REMOVE is ignored for ROUTE_CONFIGURATION and HTTP_ROUTE.

            Change the VirtualService that the route comes from, or use MERGE.
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
                    patch: {operation: «REMOVE», value: {name: lua}}
                """),
            .init(
                "a filter",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  priority: 1
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: REMOVE, value: {name: lua}}
                """),
        ],
        source: "Istio, analyzer envoyfilter.EnvoyPatchAnalyzer")
    static let analyzers = ["envoyfilter.EnvoyPatchAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh) where patch.operation == "REMOVE" && patch.isRoute {
            report.add(
                patch.filter, at: patch.operationNode, path: "spec.configPatches[\(patch.index)].patch.operation",
                "REMOVE of \(patch.applyTo) has no effect",
                istio: "The REMOVE operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE.", help: "use MERGE",
                once: true)
        }
    }
}
