/// A Sidecar applies to workloads that have no sidecar, because they are in ambient mode.
enum SidecarInAmbient: Rule {
    static let about = RuleDescription(
        code: "IST0167", name: "sidecar-in-ambient", severity: .warning,
        kinds: ["Sidecar"],
        summary: "a Sidecar applies to ambient workloads",
        explanation: """
            In ambient mode pods have no sidecar proxy, so that a Sidecar object has nothing to configure.

            Remove the Sidecar, or take the workloads out of ambient mode.
            """,
        examples: [
            .init(
                "a default in an ambient namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: «all», namespace: web}
                spec:
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio.io/dataplane-mode: ambient}}
                """),
            .init(
                "an ordinary namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: all, namespace: web}
                spec:
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: enabled}}
                """),
        ],
        source: "Istio, analyzer sidecar.SelectorAnalyzer")
    static let analyzers = ["sidecar.SelectorAnalyzer"]
    static let needs: [Mesh.Kind] = [.namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var reported: Set<ObjectIdentifier> = []
        func add(_ sidecar: Mesh.Object, _ reason: String, _ message: String) {
            guard reported.insert(ObjectIdentifier(sidecar)).inserted else { return }
            report.add(sidecar, message, istio: "The policy has no impact: \(reason).", help: "remove it")
        }
        for sidecar in mesh.all(.sidecar) {
            let labels = sidecar.spec["workloadSelector"].stringMap("labels")
            if labels.isEmpty {
                guard Ambient.isNamespace(mesh, sidecar.namespace) else { continue }
                add(
                    sidecar, "namespace is in ambient mode, the policy has no impact",
                    "a Sidecar has no effect, because the namespace '\(sidecar.namespace)' is in ambient mode")
            } else if mesh.workloads.contains(LabelSelector(labels), in: sidecar.namespace, where: { $0.isAmbient }) {
                add(
                    sidecar, "selected workload is in ambient mode, the policy has no impact",
                    "a Sidecar has no effect on the pods it selects, because they are in ambient mode")
            }
        }
    }
}
