/// Several Sidecars select the same pod.
enum ConflictingSidecars: Rule {
    static let about = RuleDescription(
        code: "IST0110", name: "conflicting-sidecars", aliases: ["KIA0004"], severity: .error,
        kinds: ["Sidecar"],
        summary: "several Sidecars select the same pod",
        explanation: """
            A pod takes its settings from one Sidecar. When several of a namespace select it, which one wins is not defined.

            Make the selectors disjoint, or merge the Sidecars.
            """,
        examples: [
            .init(
                "two for one pod",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: «a», namespace: web}
                spec:
                  workloadSelector: {labels: {app: shop}}
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: «b», namespace: web}
                spec:
                  workloadSelector: {labels: {tier: front}}
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop, tier: front}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "each has pods of its own",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: a, namespace: web}
                spec:
                  workloadSelector: {labels: {app: shop}}
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: b, namespace: web}
                spec:
                  workloadSelector: {labels: {app: pay}}
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: pay-1, namespace: web, labels: {app: pay}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer sidecar.SelectorAnalyzer; Kiali, KIA0004")
    static let analyzers = ["sidecar.SelectorAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        SelectorConflicts.find(mesh.all(.sidecar), selector: { $0.spec["workloadSelector"].stringMap("labels") }, mesh) {
            workload, sidecar, names in
            if workload.isAmbient { return }
            report.add(
                sidecar,
                "pod '\(workload.object.name)' is also selected by Sidecar "
                    + names.filter { $0 != sidecar.name }.map { "'\($0)'" }.joined(separator: ", "),
                istio:
                    "The Sidecars \(GoFormat.list(names)) in namespace \(GoFormat.quoted(workload.object.namespace)) select the same workload pod "
                    + "\(GoFormat.quoted(workload.object.name)), which can lead to undefined behavior.", help: "make the selectors disjoint"
            )
        }
    }
}
