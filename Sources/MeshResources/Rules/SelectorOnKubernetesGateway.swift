/// A policy selects pods of a Kubernetes Gateway by their labels.
enum SelectorOnKubernetesGateway: Rule {
    static let about = RuleDescription(
        code: "IST0166", name: "selector-on-kubernetes-gateway", severity: .warning,
        kinds: ["AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin"],
        summary: "a policy selects pods of a Kubernetes Gateway by labels",
        explanation: """
            Proxies of a Gateway of the Kubernetes API, waypoints among them, take policies by `targetRefs`. A `selector` that matches \
            their labels has no effect on them.

            Write `targetRefs` with the Gateway.
            """,
        examples: [
            .init(
                "by label",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: «p», namespace: web}
                spec:
                  selector: {matchLabels: {gateway.networking.k8s.io/gateway-name: edge}}
                  rules: [{}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: edge-1, namespace: web, labels: {gateway.networking.k8s.io/gateway-name: edge}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "by reference",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
                  rules: [{}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: edge-1, namespace: web, labels: {gateway.networking.k8s.io/gateway-name: edge}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer k8sgateway.SelectorAnalyzer")
    static let analyzers = ["k8sgateway.SelectorAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let label = "gateway.networking.k8s.io/gateway-name"
        let gateways = Dictionary(grouping: mesh.workloads.all.filter { $0.labels[label] != nil }) { $0.object.namespace }
        if gateways.isEmpty { return }
        for kind in [Mesh.Kind.authorizationPolicy, .requestAuthentication, .telemetry, .wasmPlugin] {
            for policy in mesh.all(kind) {
                guard let selector = policy.spec.value("selector"), !policy.spec.has("targetRef") else { continue }
                let labels = LabelSelector(selector.stringMap("matchLabels"))
                let isTargeted = policy.spec.items("targetRefs").contains { _ in true }
                var names: Set<String> = []
                for workload in gateways[policy.namespace] ?? [] where labels.matches(workload.labels) {
                    names.insert(workload.labels[label] ?? "")
                }
                for name in names.sorted() {
                    report.add(
                        policy, "selector has no effect on the pods of the Kubernetes Gateway '\(name)', expected 'targetRefs'",
                        istio: "Ineffective selector on Kubernetes Gateway \(name). Use the TargetRef field instead.",
                        help: "add 'targetRefs' with the Gateway '\(name)'", onlyIstios: isTargeted)
                }
            }
        }
    }
}
