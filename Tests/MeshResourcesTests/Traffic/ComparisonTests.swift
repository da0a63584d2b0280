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

    func testGraphConnectsGatewaysWithWorkloads() {
        let graph = TrafficGraph(Sample.mesh(Sample.routes("[{name: a, \(toV1)}]")))
        func edge(_ from: String, _ to: String) -> Bool { graph.edges.contains { $0.from == from && $0.to == to } }
        XCTAssertTrue(edge("gateway shop/public", "host shop.test"))
        XCTAssertTrue(edge("route 'a' of shop/routes", "destination outbound|80|v1|api.shop.svc.cluster.local"))
        XCTAssertTrue(edge("destination outbound|80|v1|api.shop.svc.cluster.local", "workload shop/api-1"))
    }
}
