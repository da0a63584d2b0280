/// MSH3008: what a proxy enforces is not what the authorization policies say.
enum StalePolicy: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3008", name: "stale-policy", severity: .error, kinds: ["AuthorizationPolicy", "Proxy"],
        summary: "a proxy's RBAC filters do not match the AuthorizationPolicies",
        explanation: """
            Each rule of an AuthorizationPolicy stands in the RBAC filter of the proxies that it selects, under its namespace, name and index. A \
            policy that no filter has does not protect the workload; a filter for a policy that is gone still decides. The proxy has not got the \
            newest configuration, or the manifests are not those of the cluster. Needs the mesh's manifests.
            """,
        examples: [
            .init(
                "a policy that the proxy does not have",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: «"sidecar~10.0.0.1~a.shop~shop.svc.cluster.local"», metadata: {NAMESPACE: shop, LABELS: {app: a}}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state: {listener: {name: virtualInbound}}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: only-get, namespace: shop}
                spec:
                  selector: {matchLabels: {app: a}}
                  rules:
                  - to:
                    - operation: {methods: [GET]}
                """),
            .init(
                "a policy for another workload, and one that is attached by reference",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local", metadata: {NAMESPACE: shop, LABELS: {app: a}}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state: {listener: {name: virtualInbound}}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: only-get, namespace: shop}
                spec:
                  selector: {matchLabels: {app: b}}
                  rules: [{}]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: waypoint, namespace: shop}
                spec:
                  targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: waypoint}]
                  rules: [{}]
                """),
        ], source: "Istio, AuthorizationPolicy; the names in RBAC filters are those that istiod gives")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        guard let mesh = context.mesh else { return }
        let policies = mesh.all(.authorizationPolicy)
        guard !policies.isEmpty else { return }
        let known = Set(policies.map(\.fullName))
        for proxy in context.proxies {
            guard let found = try? AuthorizationReport(proxy.dump) else { continue }
            let enforced = Set(found.entries.filter { !$0.namespace.isEmpty }.map { "\($0.namespace)/\($0.name)" })
            for name in enforced.subtracting(known).sorted() {
                report.add(
                    proxy, at: nil, "the proxy enforces AuthorizationPolicy '\(name)', which the manifests do not have",
                    help: "compare the manifests with the cluster", severity: .warning)
            }
            for policy in policies where !enforced.contains(policy.fullName) && applies(policy, to: proxy, mesh) {
                report.add(
                    proxy, at: nil, "AuthorizationPolicy '\(policy.fullName)' selects this workload, and no RBAC filter has it",
                    help: "see with 'meshctl proxy-status' whether the proxy refused its configuration",
                    related: [policy.related("the policy")])
            }
        }
    }

    /// Whether a policy has rules that must stand in a proxy's filters.
    private static func applies(_ policy: Mesh.Object, to proxy: ProxyView, _ mesh: Mesh) -> Bool {
        guard let spec = policy.spec, spec["targetRefs"] == nil, spec["targetRef"] == nil else { return false }
        guard let rules = spec["rules"], rules.count > 0, spec["action"]?.text != "AUDIT" else { return false }
        if policy.annotations["istio.io/dry-run"] == "true" { return false }
        guard policy.namespace == proxy.namespace || policy.namespace == mesh.options.istioNamespace else { return false }
        let labels = spec["selector"]?["matchLabels"]?.entries ?? []
        return labels.allSatisfy { proxy.labels[$0.key.text] == $0.value.text }
    }
}
