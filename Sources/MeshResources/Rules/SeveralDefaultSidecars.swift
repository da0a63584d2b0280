/// Several Sidecars of a namespace have no workload selector.
enum SeveralDefaultSidecars: Rule {
    static let about = RuleDescription(
        code: "IST0111", name: "several-default-sidecars", aliases: ["KIA0002"], severity: .error,
        kinds: ["Sidecar"],
        summary: "a namespace has several Sidecars without workload selector",
        explanation: """
            A Sidecar without `workloadSelector` is the default of its namespace. There may be one; with several, which one wins is not \
            defined.

            Keep one, or give the others a selector.
            """,
        examples: [
            .init(
                "two defaults",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: «a», namespace: web}
                spec:
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: «b», namespace: web}
                spec:
                  egress: [{hosts: ["./*"]}]
                """),
            .init(
                "a default and one with a selector",
                """
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: a, namespace: web}
                spec:
                  egress: [{hosts: ["./*"]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: b, namespace: web}
                spec:
                  workloadSelector: {labels: {app: pay}}
                  egress: [{hosts: ["./*"]}]
                """),
        ],
        source: "Istio, analyzer sidecar.SelectorAnalyzer; Kiali, KIA0002")
    static let analyzers = ["sidecar.SelectorAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let defaults = mesh.all(.sidecar).filter { $0.spec["workloadSelector"].stringMap("labels").isEmpty }
        for (namespace, sidecars) in Dictionary(grouping: defaults, by: \.namespace).sorted(by: { $0.key < $1.key })
        where sidecars.count > 1 {
            if Ambient.isNamespace(mesh, namespace) { continue }
            let names = sidecars.map(\.name).sorted()
            for sidecar in sidecars {
                let rivals = sidecars.filter { $0 !== sidecar && $0.sharesRevision(with: sidecar) }
                if rivals.isEmpty { continue }
                report.add(
                    sidecar, "namespace '\(namespace)' has \(sidecars.count) Sidecars without workload selector, expected one",
                    istio:
                        "The Sidecars \(GoFormat.list(names)) in namespace \(GoFormat.quoted(namespace)) have no workload selector, which can lead to "
                        + "undefined behavior.", help: "keep one of them, or add a 'workloadSelector'",
                    related: rivals.prefix(3).map { $0.related("another default is here") })
            }
        }
    }
}
