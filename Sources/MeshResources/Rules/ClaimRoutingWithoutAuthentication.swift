/// Routes match on JWT claims at a gateway whose pods have no RequestAuthentication.
enum ClaimRoutingWithoutAuthentication: Rule {
    static let about = RuleDescription(
        code: "IST0149", name: "claim-routing-without-authentication", severity: .error,
        kinds: ["VirtualService"],
        summary: "routes match on JWT claims that nothing verifies",
        explanation: """
            A match on `@request.auth.claims` looks at the claims of a token that the gateway has verified. Without a \
            RequestAuthentication for the gateway's pods there are no claims, and the match never holds.

            Add a RequestAuthentication that selects the gateway's pods, in their namespace or in the root namespace.
            """,
        examples: [
            .init(
                "no RequestAuthentication at all",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: «shop», namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http:
                  - match: [{headers: {"@request.auth.claims.group": {exact: staff}}}]
                    route: [{destination: {host: shop}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: []
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "one that selects the gateway",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http:
                  - match: [{headers: {"@request.auth.claims.group": {exact: staff}}}]
                    route: [{destination: {host: shop}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: []
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: tokens, namespace: edge}
                spec:
                  selector: {matchLabels: {istio: ingress}}
                """),
        ],
        source: "Istio, analyzer virtualservice.JWTClaimRouteAnalyzer")
    static let analyzers = ["virtualservice.JWTClaimRouteAnalyzer"]
    static let needs: [Mesh.Kind] = [.gateway, .pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var policies: [String: [LabelSelector]] = [:]
        for policy in mesh.all(.requestAuthentication) {
            policies[policy.namespace, default: []].append(LabelSelector(policy.spec["selector"].stringMap("matchLabels")))
        }
        for service in mesh.virtualServices where service.gateways.contains(where: { $0.text != "mesh" }) {
            guard let claim = claim(in: service) else { continue }
            for name in service.gateways where name.text != "mesh" {
                guard let gateway = mesh.gateway(name.text, from: service.object.namespace) else { continue }
                for workload in mesh.workloads.matching(gateway.selector, in: nil) {
                    let inRoot = policies[mesh.config.rootNamespace] ?? []
                    let own = policies[workload.object.namespace] ?? []
                    if (inRoot + own).contains(where: { $0.matches(workload.labels) }) { continue }
                    report.add(
                        service.object,
                        "match on '\(claim)' never holds, because no RequestAuthentication selects \(workload.object.resource.kind) "
                            + "'\(workload.object.fullName)' of gateway '\(gateway.object.fullName)'",
                        istio:
                            "The virtual service uses the JWT claim based routing (key: \(claim)) but found no request authentication for the gateway "
                            + "(\(gateway.object.fullName)) pod (\(workload.object.name)). The request authentication must first be applied for the gateway "
                            + "pods to validate the JWT token and make the claims available for routing.",
                        help: "add a RequestAuthentication that selects the gateway's pods")
                }
            }
        }
    }

    /// The first header of a match that stands for a claim.
    private static func claim(in service: Mesh.VirtualService) -> String? {
        for route in service.spec.items("http") {
            for match in route.items("match") {
                for key in ["headers", "withoutHeaders"] {
                    guard let headers = match[key] else { continue }
                    for (name, _) in headers.rawEntries where isClaim(name.text) { return name.text }
                }
            }
        }
        return nil
    }

    private static func isClaim(_ header: String) -> Bool {
        let prefix = "@request.auth.claims"
        guard header.lowercased().hasPrefix(prefix) else { return false }
        let rest = header.dropFirst(prefix.count)
        return rest.hasPrefix(".") && rest.count > 1 || rest.hasPrefix("[") && rest.hasSuffix("]")
    }
}
