/// A workload runs as the user that belongs to the sidecar.
enum ReservedUserID: Rule {
    static let about = RuleDescription(
        code: "IST0144", name: "reserved-user-id", severity: .warning,
        kinds: ["Pod", "Deployment"],
        summary: "a workload runs as user 1337",
        explanation: """
            The traffic of user 1337 is the sidecar's own and is not captured. An application that runs as this user goes around the \
            sidecar.

            Use another `runAsUser`.
            """,
        examples: [
            .init(
                "a container as 1337",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: shop, namespace: web}
                spec: {containers: [{name: app, image: shop, securityContext: {runAsUser: «1337»}}]}
                """),
            .init(
                "only the sidecar",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: shop, namespace: web}
                spec: {securityContext: {runAsUser: 1000}, containers: [{name: istio-proxy, image: proxyv2, securityContext: {runAsUser: 1337}}]}
                """),
        ],
        source: "Istio, analyzer applicationUID.Analyzer")
    static let analyzers = ["applicationUID.Analyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for workload in mesh.workloads.all where workload.object.kind == .pod || workload.object.kind == .deployment {
            if workload.object.isControlPlane { continue }
            func add(_ context: Node?, _ path: String) {
                guard let user = context["runAsUser"], user.int == 1337 else { return }
                report.add(
                    workload.object, at: user, path: "\(workload.podPath).\(path)securityContext.runAsUser",
                    "user 1337 belongs to the sidecar, expected another",
                    istio: "User ID (UID) 1337 is reserved for the sidecar proxy.", help: "choose another user", once: true)
            }
            add(workload.podSpec["securityContext"], "")
            for (index, container) in workload.podSpec.items("containers").enumerated() {
                let name = container.text("name")
                if name == "istio-proxy" || name == "istio-operator" { continue }
                add(container["securityContext"], "containers[\(index)].")
            }
        }
    }
}
