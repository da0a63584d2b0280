/// The workload selector of a Sidecar matches no pod of its namespace.
enum SidecarSelectsNothing: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "sidecar-selects-nothing", aliases: ["KIA1006"], severity: .error,
        kinds: ["Sidecar"],
        summary: "the workload selector of a Sidecar matches no pod",
        explanation: """
            A Sidecar with a `workloadSelector` applies to pods of its own namespace that have all the labels. When there is none, it does \
            nothing, and the default Sidecar of the namespace or of the mesh applies.

            Mend the labels, or move the Sidecar to the namespace of the pods.
            """,
        examples: [
            .init(
                "the pods are in another namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: shop, namespace: web}
                spec:
                  workloadSelector: {labels: {app: «shop»}}
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: other, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "a pod that matches",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: shop, namespace: web}
                spec:
                  workloadSelector: {labels: {app: shop}}
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer sidecar.SelectorAnalyzer; Kiali, KIA1006")
    static let analyzers = ["sidecar.SelectorAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for sidecar in mesh.all(.sidecar) {
            guard let labels = sidecar.spec["workloadSelector"]["labels"],
                case let selector = LabelSelector(sidecar.spec["workloadSelector"].stringMap("labels")),
                !selector.labels.isEmpty, !mesh.workloads.hasMatch(selector, in: sidecar.namespace)
            else { continue }
            report.add(
                sidecar, at: labels[selector.labels[0].key] ?? labels, path: "spec.workloadSelector.labels",
                "selector '\(selector.text)' matches no pod in the namespace '\(sidecar.namespace)'",
                istio: "Referenced selector not found: \(GoFormat.quoted(selector.text))", help: "use the labels of pods in this namespace")
        }
    }
}
