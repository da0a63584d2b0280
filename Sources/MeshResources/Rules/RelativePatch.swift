/// An EnvoyFilter places a patch relative to others and has no priority.
enum RelativePatch: Rule {
    static let about = RuleDescription(
        code: "IST0151", name: "relative-patch", severity: .warning,
        kinds: ["EnvoyFilter"],
        summary: "an EnvoyFilter without priority patches relative to others",
        explanation: """
            INSERT_BEFORE, INSERT_AFTER, REPLACE and REMOVE look for something that another EnvoyFilter may add. Without a `priority`, the \
            order in which filters are applied depends on their age, and the patch can find nothing.

            Set `priority`, or use INSERT_FIRST or ADD.
            """,
        examples: [
            .init(
                "INSERT_BEFORE without priority",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: «INSERT_BEFORE», value: {name: lua}}
                """),
            .init(
                "with a priority",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  priority: 10
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: INSERT_BEFORE, value: {name: lua}}
                """),
            .init(
                "INSERT_FIRST",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: HTTP_FILTER
                    match: {context: SIDECAR_INBOUND}
                    patch: {operation: INSERT_FIRST, value: {name: lua}}
                """),
        ],
        source: "Istio, analyzer envoyfilter.EnvoyPatchAnalyzer")
    static let analyzers = ["envoyfilter.EnvoyPatchAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh) where patch.isRelative && !patch.hasPriority && !patch.followsVersioned {
            report.add(
                patch.filter, at: patch.operationNode, path: "spec.configPatches[\(patch.index)].patch.operation",
                "operation \(patch.operation) depends on other filters, expected a 'priority'",
                istio:
                    "This EnvoyFilter does not have a priority and has a relative patch operation set which can cause the EnvoyFilter not to be "
                    + "applied. Using the INSERT_FIRST of ADD option or setting the priority may help in ensuring the EnvoyFilter is applied correctly.",
                help: "set 'priority'", once: true)
        }
    }
}
