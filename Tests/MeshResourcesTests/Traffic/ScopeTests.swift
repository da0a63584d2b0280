import XCTest

@testable import MeshResources

/// Which services and DestinationRules count where several could, and rules that need more than path and headers.
final class ScopeTests: XCTestCase {
    private func entry(_ name: String, _ namespace: String, host: String, port: Int, created: String = "2024-01-01T00:00:00Z") -> String {
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: \(name), namespace: \(namespace), creationTimestamp: '\(created)'}
        spec:
          hosts: [\(host)]
          ports: [{number: \(port), name: http, protocol: HTTP}]
          resolution: STATIC
          endpoints: [{address: 10.9.0.\(port % 250)}]
        ---

        """
    }

    private func sent(_ yaml: String, host: String, port: Int) -> RouteOutcome {
        RouteTracer(Sample.mesh(yaml)).outcome(Sample.request(host: host) { $0.port = port }, at: Sample.client)
    }

    func testServiceEntriesOfOneHostAreJoined() {
        let both = entry("a", "pay", host: "out.test", port: 80) + entry("b", "pay", host: "out.test", port: 81)
        XCTAssertEqual(sent(both, host: "out.test", port: 80).upstream?.endpoint, "10.9.0.80:80")
        XCTAssertEqual(sent(both, host: "out.test", port: 81).upstream?.endpoint, "10.9.0.81:81")
        let apart = entry("a", "pay", host: "out.test", port: 80) + entry("b", "ops", host: "out.test", port: 81)
        // Of two namespaces the first counts, whatever ports it has.
        XCTAssertEqual(sent(apart, host: "out.test", port: 81).upstream?.endpoint, "10.9.0.81:81")
        XCTAssertEqual(sent(apart, host: "out.test", port: 80).cluster, "PassthroughCluster")
        // A ServiceEntry of another namespace does not take the name of a Service.
        let squatter = entry("s", "ops", host: "api.shop.svc.cluster.local", port: 80, created: "2020-01-01T00:00:00Z")
        XCTAssertEqual(sent(squatter, host: "api.shop", port: 80).upstream?.endpoint, "10.1.0.1:5000")
    }

    func testDestinationRulesMergeAsTheirExportsAllow() {
        func rule(_ name: String, _ subset: String, _ rest: String = "") -> String {
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: \(name), namespace: shop}\n"
                + "spec: {host: other, subsets: [{name: \(subset), labels: {v: \(subset)}}]\(rest)}\n---\n"
        }
        let service =
            "apiVersion: v1\nkind: Service\nmetadata: {name: other, namespace: shop}\nspec: {ports: [{name: http, port: 80}]}\n---\n"
        func subsets(_ rules: String) -> [String] {
            let mesh = Sample.mesh(service + rules)
            let found = mesh.registry.service("other.shop.svc.cluster.local", in: "shop").flatMap {
                mesh.destinationRules.rule(for: $0, clientNamespace: "shop", labels: ["app": "client"])
            }
            return (found?.subsets.map(\.name) ?? []).sorted()
        }
        XCTAssertEqual(subsets(rule("a", "a") + rule("b", "b")), ["a", "b"])
        XCTAssertEqual(subsets(rule("a", "a", ", exportTo: ['.']") + rule("b", "b", ", exportTo: ['*']")), ["b"])
        XCTAssertEqual(subsets(rule("a", "a", ", workloadSelector: {matchLabels: {app: client}}") + rule("b", "b")), ["a"])
        XCTAssertEqual(subsets(rule("a", "a", ", workloadSelector: {matchLabels: {app: other}}") + rule("b", "b")), ["b"])
    }

    func testClaimsOfAcceptedTokensRoute() {
        let mesh = Sample.mesh(
            Sample.routes(
                "[{name: ops, match: [{headers: {'@request.auth.claims[group][name]': {exact: ops}}}], redirect: {uri: /ops}}, "
                    + "{name: rest, redirect: {uri: /rest}}]")
                + "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: jwt, namespace: istio-system}\n"
                + "spec: {jwtRules: [{issuer: i}]}\n---\n")
        func route(_ claims: Value?, at proxy: TrafficProxy = Sample.gateway) -> String? {
            let request = Sample.request {
                guard let claims else { return }
                $0.token = .init(claims: claims)
                $0.headers = [("authorization", "Bearer x")]
            }
            return RequestTrace(request, at: proxy, in: mesh, now: 0).route?.route
        }
        XCTAssertEqual(route(["iss": "i", "group": ["name": ["dev", "ops"]]]), "ops")
        XCTAssertEqual(route(["iss": "i", "group": ["name": "dev"]]), "rest")
        XCTAssertEqual(route(nil), "rest")
    }

    func testBrowsersOfAllowedOriginsAreAnsweredBeforeTheRoute() {
        let rules =
            "[{corsPolicy: {allowOrigins: [{exact: 'https://a.test'}], allowMethods: [GET, PUT], maxAge: 1h, exposeHeaders: [x]}, "
            + "route: [{destination: {host: api}}]}]"
        func outcome(_ origin: String, _ method: String) -> RouteOutcome {
            let request = Sample.request {
                $0.method = method
                $0.headers = [("origin", origin), ("access-control-request-method", "PUT")]
            }
            return RouteTracer(Sample.mesh(Sample.routes(rules))).outcome(request, at: Sample.gateway)
        }
        let answer = outcome("https://a.test", "OPTIONS")
        XCTAssertEqual(answer.details, "cors_response")
        XCTAssertEqual(
            answer.responseChanged.map { "\($0.name)=\($0.values[0])" },
            ["access-control-allow-origin=https://a.test", "access-control-allow-methods=GET,PUT", "access-control-max-age=3600"])
        XCTAssertEqual(outcome("https://b.test", "OPTIONS").details, "via_upstream")
        XCTAssertEqual(
            outcome("https://a.test", "GET").responseChanged.map(\.name), ["access-control-allow-origin", "access-control-expose-headers"])
    }

    func testTrustDomainsOfOneMeshStandForOneAnother() {
        var options = TrafficMesh.Options()
        options.trustDomain = "new.test"
        options.trustDomainAliases = ["old.test"]
        func allows(_ source: String, _ principal: String) -> Bool {
            let policy =
                "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\n"
                + "spec: {rules: [{from: [{source: {\(source)}}]}]}\n---\n"
            let mesh = TrafficMesh(Sample.resources(Sample.base + policy), options: options)
            let request = Sample.request {
                ($0.scheme, $0.principal, $0.port) = ("mtls", principal, 5000)
            }
            return AuthorizationTracer(mesh, now: 0).outcome(request, at: Sample.api).decision == .allow
        }
        for domain in ["new.test", "old.test"] {
            XCTAssertTrue(allows("principals: [cluster.local/ns/shop/sa/web]", "\(domain)/ns/shop/sa/web"))
            XCTAssertTrue(allows("principals: [old.test/ns/shop/sa/web]", "\(domain)/ns/shop/sa/web"))
            XCTAssertTrue(allows("trustDomains: [old.test]", "\(domain)/ns/shop/sa/web"))
        }
        XCTAssertFalse(allows("trustDomains: [cluster.local]", "new.test/ns/shop/sa/web"))
        XCTAssertTrue(allows("namespaces: ['sh*p']", "new.test/ns/shop/sa/web"))
        XCTAssertTrue(allows("namespaces: ['*ho*']", "new.test/ns/shop/sa/web"))
        XCTAssertFalse(allows("namespaces: ['s*x']", "new.test/ns/shop/sa/web"))
        XCTAssertTrue(allows("trustDomains: ['n*t']", "new.test/ns/shop/sa/web"))
    }

    func testTheMeshConfigurationIsThatOfTheControlPlane() {
        let map =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\n"
            + "data:\n  mesh: |\n    trustDomain: corp.test\n    outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n"
        let options = TrafficMesh.Options(Sample.resources(map))
        XCTAssertEqual(options.trustDomain, "corp.test")
        XCTAssertTrue(options.isRegistryOnly)
        XCTAssertEqual(TrafficMesh.Options(Sample.resources(map), revision: "canary").trustDomain, "cluster.local")
    }

    func testDestinationsSeeWhatRulesMakeOfHeaders() {
        let policy =
            "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\n"
            + "spec: {rules: [{when: [{key: 'request.headers[x-via]', values: [gateway]}]}]}\n---\n"
        let rules = "[{headers: {request: {set: {x-via: gateway}}}, route: [{destination: {host: api, port: {number: 80}}}]}]"
        let trace = RequestTrace(Sample.request(), at: Sample.gateway, in: Sample.mesh(policy + Sample.routes(rules)), now: 0)
        XCTAssertEqual(trace.destination?.outcome.decision, .allow)
    }
}
