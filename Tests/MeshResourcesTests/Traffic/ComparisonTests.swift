import XCTest

@testable import MeshResources

final class ComparisonTests: XCTestCase {
    private let toV1 = "route: [{destination: {host: api, port: {number: 80}, subset: v1}}]"
    private let toAll = "route: [{destination: {host: api, port: {number: 80}}}]"

    private func diff(_ old: String, _ new: String) -> SemanticDiff {
        SemanticDiff(old: Sample.resources(Sample.base + old), new: Sample.resources(Sample.base + new), now: 0)
    }

    func testNothingChangesWhereOnlyNamesAndTheOrderOfUnrelatedRulesDo() {
        let a = "{name: a, match: [{uri: {prefix: /a}}], \(toV1)}"
        let b = "{name: b, match: [{uri: {prefix: /b}}], \(toAll)}"
        let rest = "{name: rest, redirect: {uri: /}}"
        let found = diff(
            Sample.routes("[\(a), \(b), \(rest)]"), Sample.routes("[\(b), {name: other, match: [{uri: {prefix: /a}}], \(toV1)}, \(rest)]"))
        XCTAssertEqual(found.verdict, .same, "\(found.unexplained) \(found.witnesses.map(\.request.path))")
    }

    func testOrderOfOverlappingRulesIsShownByARequestForBoth() throws {
        let header = "{match: [{headers: {x-user: {exact: jason}}}], \(toV1)}"
        let path = "{match: [{uri: {prefix: /a}}], \(toAll)}"
        let found = diff(Sample.routes("[\(header), \(path)]"), Sample.routes("[\(path), \(header)]"))
        XCTAssertEqual(found.verdict, .differs)
        let request = try XCTUnwrap(found.witnesses.first?.request)
        XCTAssertTrue(request.path.hasPrefix("/a"))
        XCTAssertEqual(request.headers.first?.value, "jason")
    }

    func testRegularExpressionsAreMetByExamples() throws {
        let old = Sample.routes("[{match: [{uri: {regex: '/v[0-9]+/(items|users)'}}], \(toV1)}, {\(toAll)}]")
        let found = diff(old, Sample.routes("[{\(toAll)}]"))
        XCTAssertEqual(found.verdict, .differs)
        XCTAssertEqual(found.witnesses.first?.differences.first?.field, "clusters")
    }

    func testPoliciesAreCompared() {
        func policy(_ method: String) -> String {
            "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\n"
                + "spec: {rules: [{to: [{operation: {methods: [\(method)]}}]}]}\n"
        }
        XCTAssertEqual(diff(policy("GET"), policy("GET")).verdict, .same)
        let found = diff(policy("GET"), policy("PUT"))
        XCTAssertEqual(found.verdict, .differs)
        XCTAssertTrue(found.witnesses.contains { $0.differences.contains { $0.field == "decision" } })
    }

    private func fields(_ old: String, _ new: String) -> Set<String> {
        Set(diff(old, new).witnesses.flatMap { $0.differences.map(\.field) })
    }

    func testEverythingThatChangesTrafficIsSeen() {
        func rule(_ rest: String) -> String { Sample.routes("[{\(rest), \(toAll)}]") }
        XCTAssertEqual(fields(rule("retries: {attempts: 2}"), rule("retries: {attempts: 3}")), ["retries"])
        XCTAssertEqual(fields(rule("corsPolicy: {allowCredentials: true}"), rule("timeout: 1s")), ["cors", "timeout"])
        func policy(_ mode: String) -> String {
            rule("name: a") + "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: tls, namespace: shop}\n"
                + "spec: {host: api, trafficPolicy: {tls: {mode: \(mode)}}}\n---\n"
        }
        XCTAssertEqual(fields(policy("DISABLE"), policy("SIMPLE")), ["traffic policy"])
        func bytes(_ subset: String) -> String {
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: db, namespace: shop}\n"
                + "spec: {hosts: [api], tcp: [{route: [{destination: {host: api, subset: \(subset)}}]}]}\n---\n"
        }
        XCTAssertEqual(fields(bytes("v1"), bytes("v3")), ["clusters"])
    }

    func testWhatIsNotFollowedIsNotCalledTheSame() {
        let filter = "apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: f, namespace: shop}\nspec: {}\n---\n"
        XCTAssertEqual(diff("", filter).verdict, .unknown)
        XCTAssertEqual(diff(filter, filter).verdict, .same)
        func server(_ mode: String) -> String {
            "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: tls, namespace: shop}\nspec:\n  selector: {istio: ingressgateway}\n"
                + "  servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['*'], tls: {mode: \(mode), credentialName: c}}]\n---\n"
        }
        XCTAssertEqual(diff(server("SIMPLE"), server("MUTUAL")).verdict, .unknown)
    }

    func testPoliciesAreMetByTheRequestsThatTheyAskFor() {
        func policy(_ spec: String, _ name: String = "p", _ namespace: String = "shop") -> String {
            "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: \(name), namespace: \(namespace)}\nspec: \(spec)\n---\n"
        }
        func condition(_ key: String, _ value: String) -> String { policy("{rules: [{when: [{key: '\(key)', values: ['\(value)']}]}]}") }
        let tokens =
            "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: j, namespace: shop}\n"
            + "spec: {jwtRules: [{issuer: i}]}\n---\n"
        for (key, old, new) in [
            ("source.ip", "10.0.0.0/8", "10.1.0.0/16"), ("remote.ip", "10.0.0.1", "10.0.0.2"), ("request.auth.claims[group]", "a", "b"),
            ("request.auth.principal", "i/a", "i/b"), ("source.namespace", "a", "b"), ("source.trustDomain", "*", "other"),
            ("connection.sni", "a", "b"), ("request.headers[x]", "a", "b"), ("destination.port", "5000", "3306"),
            ("source.serviceAccount", "shop/a", "shop/b"),
        ] {
            XCTAssertEqual(diff(tokens + condition(key, old), tokens + condition(key, new)).verdict, .differs, key)
        }
        let allow = policy("{rules: [{from: [{source: {namespaces: [a]}}], to: [{operation: {paths: [/a]}}]}]}")
        let deny = policy("{action: DENY, rules: [{to: [{operation: {methods: [POST]}}]}]}", "d")
        XCTAssertEqual(diff(allow, allow + deny).verdict, .differs)
        // A gateway's policies count too.
        let atGateway = policy("{action: DENY, rules: [{to: [{operation: {paths: ['/x/{*}/y']}}]}]}", "g", "istio-system")
        XCTAssertEqual(diff(Sample.routes("[{\(toAll)}]"), Sample.routes("[{\(toAll)}]") + atGateway).verdict, .differs)
    }

    func testImpactFollowsGatewaysAndVisibility() {
        let change = Sample.resources(Sample.routes("[{\(toAll)}]", gateways: "[public, mesh]"))
        let items = Impact(of: change, in: Sample.resources(Sample.base)).items
        XCTAssertEqual(items.first?.change, "added")
        XCTAssertEqual(items.first?.reaches.map(\.kind), ["gateway", "sidecar", "sidecar"])
    }

    func testSuitesReportWhatIsNotAsExpectedAndWhatNoCaseMet() throws {
        let mesh = Sample.mesh(Sample.routes("[{name: a, match: [{uri: {prefix: /a}}], \(toV1)}, {name: b, \(toAll)}]"))
        let suite = TestSuite(
            try XCTUnwrap(
                Sample.resources(
                    """
                    apiVersion: meshctl.dev/v1
                    kind: TestSuite
                    metadata: {name: t}
                    spec:
                      cases:
                      - name: table
                        request: {host: shop.test}
                        expect: {status: 200, subset: v1}
                        rows: [{path: /a}, {path: /b}]
                    """
                ).first))
        XCTAssertEqual(suite.diagnostics.map(\.message), [])
        let runner = TestRunner(mesh, now: 0)
        let results = suite.cases.map(runner.run)
        XCTAssertEqual(results.map(\.passed), [true, false])
        XCTAssertEqual(results[1].failures.map(\.message), ["subset is '', expected 'v1'"])
        XCTAssertEqual(runner.unmetRules.map(\.name), [])
    }

    func testMistakesInSuitesHaveAPlaceAndASuggestion() throws {
        let suite = TestSuite(
            try XCTUnwrap(
                Sample.resources(
                    """
                    apiVersion: meshctl.dev/v1
                    kind: TestSuite
                    metadata: {name: t}
                    spec: {cases: [{name: a, request: {host: h}, expect: {statsu: 200}}]}
                    """
                ).first))
        let found = try XCTUnwrap(suite.diagnostics.first)
        XCTAssertTrue(found.help?.contains("status") ?? false)
        XCTAssertEqual(found.location?.start.line, 4)
    }

    func testGraphLeavesOutRulesOnPortsThatAServiceLacks() {
        let service =
            "apiVersion: v1\nkind: Service\nmetadata: {name: odd, namespace: shop}\nspec: {selector: {app: api}, "
            + "ports: [{name: http, port: 9080, targetPort: 5000}]}\n---\n"
        let rules = Sample.routes("[{name: a, route: [{destination: {host: odd}}]}]", hosts: "odd", gateways: "[mesh]")
        let graph = TrafficGraph(Sample.mesh(service + rules))
        XCTAssertEqual(graph.nodes.filter(\.isBroken).map(\.label), [])
    }

    func testGraphConnectsGatewaysWithWorkloads() {
        let graph = TrafficGraph(Sample.mesh(Sample.routes("[{name: a, \(toV1)}]")))
        func edge(_ from: String, _ to: String) -> Bool { graph.edges.contains { $0.from == from && $0.to == to } }
        XCTAssertTrue(edge("gateway shop/public", "host shop.test"))
        XCTAssertTrue(edge("route 'a' of shop/routes", "destination outbound|80|v1|api.shop.svc.cluster.local"))
        XCTAssertTrue(edge("destination outbound|80|v1|api.shop.svc.cluster.local", "workload shop/api-1"))
    }
}
