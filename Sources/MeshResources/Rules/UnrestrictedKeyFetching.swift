/// istiod fetches JWT keys from addresses that nobody limits.
enum UnrestrictedKeyFetching: Rule {
    static let about = RuleDescription(
        code: "IST0175", name: "unrestricted-key-fetching", severity: .warning,
        kinds: ["Deployment"],
        summary: "istiod fetches JWT keys from any address",
        explanation: """
            Whoever may create a RequestAuthentication chooses the address in `jwksUri` from which istiod fetches keys, and so can let \
            istiod call services that only it reaches.

            Set `BLOCKED_CIDRS_IN_JWKS_URIS` in the environment of istiod.
            """,
        examples: [
            .init(
                "not set",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: «istiod», namespace: istio-system, labels: {app: istiod}}
                spec: {template: {spec: {containers: [{name: discovery, image: pilot}]}}}
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: t, namespace: web}
                spec:
                  jwtRules: [{issuer: a}]
                """),
            .init(
                "set",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}
                spec: {template: {spec: {containers: [{name: discovery, image: pilot, env: [{name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 10.0.0.0/8}]}]}}}
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: t, namespace: web}
                spec:
                  jwtRules: [{issuer: a}]
                """),
        ],
        source: "Istio, analyzer authn.BlockedCIDRsAnalyzer")
    static let analyzers = ["authn.BlockedCIDRsAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let policies = mesh.all(.requestAuthentication)
        if policies.isEmpty { return }
        for deployment in mesh.all(.deployment) where deployment.resource.metadata["labels"]["app"]?.text == "istiod" {
            let containers = deployment.spec["template"]["spec"].items("containers")
            let isSet = containers.contains { container in
                container.items("env").contains { $0["name"]?.text == "BLOCKED_CIDRS_IN_JWKS_URIS" && $0["value"]?.text.isEmpty == false }
            }
            if isSet { continue }
            var names = policies.prefix(5).map(\.fullName).joined(separator: ", ")
            if policies.count > 5 { names += ", and \(policies.count - 5) more" }
            report.add(
                deployment, "BLOCKED_CIDRS_IN_JWKS_URIS is not set, though there are \(policies.count) RequestAuthentications",
                istio:
                    "BLOCKED_CIDRS_IN_JWKS_URIS is not configured but \(policies.count) RequestAuthentication resource(s) exist (\(names)). Consider "
                    + "configuring it to restrict JWKS URI fetches to trusted networks.", help: "set it in the environment of istiod")
        }
    }
}
