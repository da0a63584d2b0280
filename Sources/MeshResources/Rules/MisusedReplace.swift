/// An EnvoyFilter replaces something that cannot be replaced.
enum MisusedReplace: Rule {
    static let about = RuleDescription(
        code: "IST0152", name: "misused-replace", severity: .error,
        kinds: ["EnvoyFilter"],
        summary: "an EnvoyFilter replaces what cannot be replaced",
        explanation: """
            REPLACE works for HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only; for anything else the patch is ignored.

            Use MERGE, or REMOVE and ADD.
            """,
        examples: [
            .init(
                "a cluster",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  priority: 1
                  configPatches:
                  - applyTo: CLUSTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: «REPLACE», value: {name: lua}}
                """),
            .init(
                "an HTTP filter",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  priority: 1
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: REPLACE, value: {name: lua}}
                """),
        ],
        source: "Istio, analyzer envoyfilter.EnvoyPatchAnalyzer")
    static let analyzers = ["envoyfilter.EnvoyPatchAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh)
        where patch.operation == "REPLACE" && !patch.isReplaceable {
            report.add(
                patch.filter, at: patch.operationNode, path: "spec.configPatches[\(patch.index)].patch.operation",
                "REPLACE of \(patch.applyTo) has no effect, expected HTTP_FILTER, NETWORK_FILTER or VIRTUAL_HOST",
                istio: "The REPLACE operation is only valid for HTTP_FILTER and NETWORK_FILTER.", help: "use MERGE, or REMOVE and ADD",
                once: true)
        }
    }
}
