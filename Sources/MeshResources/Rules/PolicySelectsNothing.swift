/// An AuthorizationPolicy selects no workload of the mesh.
enum PolicySelectsNothing: Rule {
    static let about = RuleDescription(
        code: "IST0127", name: "policy-selects-nothing", severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "an AuthorizationPolicy selects no workload",
        explanation: """
            A policy protects the workloads of its namespace that its selector picks (in the root namespace: of every namespace), as far \
            as they are part of the mesh. This one protects nothing.

            Mend the labels, move the policy, or add the workloads to the mesh.
            """,
        examples: [
            .init(
                "no such labels",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: «p», namespace: web}
                spec:
                  selector: {matchLabels: {app: shopp}}
                  rules: [{}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
            .init(
                "a pod that matches",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  selector: {matchLabels: {app: shop}}
                  rules: [{}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
            .init(
                "a policy for a waypoint",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: way}]
                  rules: [{}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: other, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
        ],
        source: "Istio, analyzer auth.AuthorizationPoliciesAnalyzer; Kiali, KIA0004")
    static let analyzers = ["auth.AuthorizationPoliciesAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod, .namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for policy in mesh.all(.authorizationPolicy) {
            let isMeshWide = policy.namespace == mesh.config.rootNamespace
            let isTargeted = policy.spec.has("targetRef") || policy.spec.items("targetRefs").contains { _ in true }
            let written = policy.spec.value("selector")
            if written == nil, isMeshWide { continue }
            let selector = LabelSelector(written.stringMap("matchLabels"))
            let isProtected = mesh.workloads.contains(selector, in: isMeshWide ? nil : policy.namespace) { $0.hasSidecar || $0.isAmbient }
            if isProtected { continue }
            let text = selector.text
            report.add(
                policy,
                text.isEmpty
                    ? "namespace '\(policy.namespace)' has no workload of the mesh for this policy"
                    : "selector '\(text)' matches no workload of the mesh\(isMeshWide ? "" : " in the namespace '\(policy.namespace)'")",
                istio: "No matching workloads for this resource with the following labels: \(text)",
                help: "use the labels of workloads of the mesh",
                onlyIstios: isTargeted)
        }
    }
}
