/// An EnvoyFilter without priority patches relative to others what an earlier patch limits to a proxy version.
enum RelativeVersionedPatch: Rule {
    static let about = RuleDescription(
        code: "IST0155", name: "relative-versioned-patch", severity: .warning,
        kinds: ["EnvoyFilter"],
        summary: "an EnvoyFilter without priority patches what another limits to a proxy version",
        explanation: """
            An earlier patch for the same filter has a `proxyVersion`. During an upgrade it does not apply to every proxy, and a patch \
            that is placed relative to it is lost there.

            Set `priority`, or use INSERT_FIRST or ADD.
            """,
        examples: [
            .init(
                "a second patch for the same filter",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: a, namespace: web}
                spec:
                  priority: 5
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {proxy: {proxyVersion: "^1.29.*"}}
                    patch: {operation: INSERT_FIRST, value: {name: lua}}
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: b, namespace: web}
                spec:
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: «INSERT_AFTER», value: {name: lua}}
                """),
            .init(
                "the earlier patch is for another filter",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: a, namespace: web}
                spec:
                  priority: 5
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {proxy: {proxyVersion: "^1.29.*"}}
                    patch: {operation: INSERT_FIRST, value: {name: wasm}}
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: b, namespace: web}
                spec:
                  priority: 7
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: INSERT_AFTER, value: {name: lua}}
                """),
        ],
        source: "Istio, analyzer envoyfilter.EnvoyPatchAnalyzer")
    static let analyzers = ["envoyfilter.EnvoyPatchAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh) where patch.isRelative && !patch.hasPriority && patch.followsVersioned {
            report.add(
                patch.filter, at: patch.operationNode, path: "spec.configPatches[\(patch.index)].patch.operation",
                "operation \(patch.operation) depends on a filter that is limited to a proxy version, expected a 'priority'",
                istio:
                    "This EnvoyFilter does not have a priority and has a relative patch operation (NSTERT_BEFORE/AFTER, REPLACE, MERGE, DELETE) and "
                    + "proxyVersion set which can cause the EnvoyFilter not to be applied during an upgrade. Using the INSERT_FIRST or ADD option or "
                    + "setting the priority may help in ensuring the EnvoyFilter is applied correctly.", help: "set 'priority'", once: true)
        }
    }
}
