import XCTest

@testable import MeshResources

final class RoutingTests: XCTestCase {
    private func outcome(_ rules: String, _ request: TrafficRequest, proxy: TrafficProxy = Sample.gateway) -> RouteOutcome {
        RouteTracer(Sample.mesh(Sample.routes(rules))).outcome(request, at: proxy)
    }

    private let toAPI = "route: [{destination: {host: api}}]"

    func testFirstMatchInOrderWins() {
        let rules = "[{name: a, match: [{uri: {prefix: /a}}], \(toAPI)}, {name: ab, match: [{uri: {prefix: /ab}}], \(toAPI)}]"
        XCTAssertEqual(outcome(rules, Sample.request("/abc")).route, "a")
        XCTAssertEqual(outcome(rules, Sample.request("/b")).status, 404)
        XCTAssertEqual(outcome(rules, Sample.request("/a", host: "other.test")).status, 404)
        XCTAssertEqual(outcome(rules, Sample.request("/a", host: "SHOP.test:99")).route, "a")
        XCTAssertEqual(outcome(rules, Sample.request("/a", host: "shop.test.")).status, 404)
    }

    func testPathsAreNormalizedBeforeTheyAreMatched() {
        let rules = "[{name: a, match: [{uri: {exact: /a}}], \(toAPI)}]"
        for path in ["/a", "/./a", "/x/../a", "/%61", "/a?q", "/a#f", "/x/%2e%2e/a", "\\a".replacingBackslash] {
            XCTAssertEqual(outcome(rules, Sample.request(path)).route, "a", path)
        }
        for path in ["//a", "/a/", "/A", "/a;x", "/%2561"] { XCTAssertEqual(outcome(rules, Sample.request(path)).status, 404, path) }
        XCTAssertEqual(outcome(rules, Sample.request("/a%00")).status, 400)
    }

    func testHeadersAndParameters() {
        let rules = """
            [{name: joined, match: [{headers: {x-tags: {exact: 'a,b'}}}], \(toAPI)},
             {name: without, match: [{withoutHeaders: {end-user: {regex: 'j.*'}}, queryParams: {v: {exact: '2'}}}], \(toAPI)}]
            """
        let tagged = Sample.request { $0.headers = [("X-Tags", "a"), ("x-tags", "b")] }
        XCTAssertEqual(outcome(rules, tagged).route, "joined")
        XCTAssertEqual(outcome(rules, Sample.request("/?v=2&v=3")).route, "without")
        XCTAssertEqual(outcome(rules, Sample.request("/?v=3&v=2")).status, 404)
        XCTAssertEqual(outcome(rules, Sample.request("/?v=2") { $0.headers = [("end-user", "jason")] }).status, 404)
    }

    func testRewritesAndRedirects() {
        let rules = """
            [{match: [{uri: {prefix: /old/}}], rewrite: {uri: /new}, \(toAPI)},
             {match: [{uri: {prefix: /go}}], redirect: {uri: /there, authority: else.test, redirectCode: 307}},
             {match: [{uri: {prefix: /re}}], rewrite: {uriRegexRewrite: {match: '/(\\w+)/(\\w+)', rewrite: '/\\2/\\1'}}, \(toAPI)}]
            """
        XCTAssertEqual(outcome(rules, Sample.request("/old/x?q=1")).upstream?.path, "/newx?q=1")
        let redirect = outcome(rules, Sample.request("/go/x?q=1"))
        XCTAssertEqual(redirect.location, "http://else.test/there?q=1")
        XCTAssertEqual(redirect.status, 307)
        XCTAssertEqual(outcome(rules, Sample.request("/re/x")).upstream?.path, "/x/re")
    }

    func testDestinationsThatDoNotExistAndThatNobodyServes() {
        let rules = """
            [{match: [{uri: {exact: /ghost}}], route: [{destination: {host: ghost}}]},
             {match: [{uri: {exact: /v9}}], route: [{destination: {host: api, port: {number: 80}, subset: v9}}]},
             {match: [{uri: {exact: /v3}}], route: [{destination: {host: api, port: {number: 80}, subset: v3}}]},
             {route: [{destination: {host: api, subset: v1}, weight: 0}, {destination: {host: api, port: {number: 80}, subset: v1}, weight: 3}]}]
            """
        XCTAssertEqual(outcome(rules, Sample.request("/ghost")).flags, "NC")
        XCTAssertEqual(outcome(rules, Sample.request("/v9")).trouble, "DestinationRule shop/api has no subset 'v9'")
        XCTAssertEqual(outcome(rules, Sample.request("/v3")).flags, "UH")
        let plain = outcome(rules, Sample.request("/"))
        XCTAssertEqual(plain.upstream?.endpoint, "10.1.0.1:5000")
        XCTAssertFalse(plain.isWeighted)
        XCTAssertEqual(plain.clusters.first?.weight, 100)
    }

    func testSidecarsKnowServicesByTheirNamesAndTakeOneVirtualService() {
        let mesh = Sample.mesh(
            Sample.routes("[{name: first, match: [{uri: {prefix: /a}}], \(toAPI)}]", hosts: "api", gateways: "[mesh]", name: "a")
                + Sample.routes("[{name: second, \(toAPI)}]", hosts: "api", gateways: "[mesh]", name: "b"))
        let tracer = RouteTracer(mesh)
        for host in ["api", "api.shop", "api.shop.svc", "api.shop.svc.cluster.local", "api.shop.svc.cluster.local.", "10.2.0.1", "api:80"] {
            XCTAssertEqual(tracer.outcome(Sample.request("/a", host: host), at: Sample.client).route, "first", host)
        }
        XCTAssertEqual(tracer.outcome(Sample.request("/b", host: "api"), at: Sample.client).status, 404)
        var elsewhere = Sample.client
        elsewhere.namespace = "pay"
        XCTAssertEqual(tracer.outcome(Sample.request("/a", host: "api"), at: elsewhere).cluster, "PassthroughCluster")
        XCTAssertEqual(tracer.outcome(Sample.request("/", host: "api") { $0.port = 9 }, at: Sample.client).route, nil)
    }

    func testPatternsThatProxiesDoNotTakeAreNamed() throws {
        func steps(_ pattern: String) -> [TraceStep] {
            let mesh = Sample.mesh(Sample.routes("[{name: a, match: [{uri: {regex: '\(pattern)'}}], \(toAPI)}, {name: b, \(toAPI)}]"))
            return RequestTrace(Sample.request(), at: Sample.gateway, in: mesh, now: 0).steps.filter { $0.subject == "pattern" }
        }
        XCTAssertEqual(steps("/a.*").count, 0)
        XCTAssertTrue(try XCTUnwrap(steps("/(a").first).text.contains("RE2 refuses it: missing )"))
        let long = try XCTUnwrap(steps(String(repeating: "a{1000}", count: 33)).first)
        XCTAssertTrue(long.text.contains("proxies take at most 32768"), long.text)
        XCTAssertEqual(long.location?.source.name, "mesh.yaml")
    }

    func testDelegatesNarrowTheirRoots() {
        let mesh = Sample.mesh(
            Sample.routes("[{name: root, match: [{uri: {prefix: /api}}], delegate: {name: child}}, {name: rest, \(toAPI)}]") + """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: child, namespace: shop}
                spec:
                  http:
                  - {name: in, match: [{uri: {prefix: /api/v1}}], \(toAPI)}
                  - {name: out, match: [{uri: {prefix: /other}}], \(toAPI)}
                """)
        let tracer = RouteTracer(mesh)
        XCTAssertEqual(tracer.outcome(Sample.request("/api/v1/x"), at: Sample.gateway).route, "root-in")
        XCTAssertEqual(tracer.outcome(Sample.request("/other"), at: Sample.gateway).route, "rest")
        XCTAssertEqual(mesh.virtualServices.all.first?.dropped.map(\.rule.name), ["out"])
    }

    func testExplanationNamesTheLosersWithTheirPlaces() throws {
        let rules = """
            [{name: jason, match: [{headers: {end-user: {exact: jason}}}], \(toAPI)}, {name: rest, \(toAPI)}]
            """
        let mesh = Sample.mesh(Sample.routes(rules))
        let request = Sample.request { $0.headers = [("end-user", "bob")] }
        let outcome = RouteTracer(mesh).outcome(request, at: Sample.gateway)
        let steps = RouteExplanation(outcome, request, at: Sample.gateway, in: mesh).steps
        let route = try XCTUnwrap(steps.first { $0.subject == "route" })
        let lost = try XCTUnwrap(route.steps.first { $0.verdict == .lost })
        XCTAssertEqual(lost.text, "'jason' of shop/routes: header 'end-user' is 'bob', rule wants exact 'jason'")
        XCTAssertEqual(lost.location?.source.name, "mesh.yaml")
        XCTAssertNotNil(lost.location?.start.line)
    }
}

extension String {
    fileprivate var replacingBackslash: String { "/x/..\\" + dropFirst() }
}

final class DumpTraceTests: XCTestCase {
    private let dump = """
        configs:
        - '@type': type.googleapis.com/envoy.admin.v3.RoutesConfigDump
          dynamic_route_configs:
          - route_config:
              name: http.8080
              ignore_port_in_host_matching: true
              virtual_hosts:
              - name: shop.test:80
                domains: [shop.test]
                routes:
                - name: a
                  match: {path_separated_prefix: /a, headers: [{name: x-user, string_match: {exact: jason}, invert_match: true}]}
                  route: {cluster: one}
                - name: b
                  match: {prefix: /, query_parameters: [{name: v, string_match: {safe_regex: {regex: '[0-9]+'}}}]}
                  route: {weighted_clusters: {clusters: [{name: one, weight: 1}, {name: two, weight: 9}]}}
                - match: {path: /go}
                  redirect: {response_code: FOUND, host_redirect: else.test, path_redirect: /there}
                - match: {prefix: /old}
                  route:
                    cluster: outbound|80|v1|api.shop.svc.cluster.local
                    prefix_rewrite: /new
                    host_rewrite_literal: inner.test
                    timeout: 3s
                    request_mirror_policies: [{cluster: outbound|80||copy.shop.svc.cluster.local}]
        """

    func testFollowsTheActualRoutes() throws {
        let root = try XCTUnwrap(YAML.parse(SourceText(name: "dump", text: dump)).tree.roots.first)
        func trace(_ path: String, _ headers: [(String, String)] = [], host: String = "SHOP.test:99") throws -> DumpTrace {
            DumpTrace(
                Sample.request(path, host: host) {
                    $0.port = 8080
                    $0.headers = headers.map { (name: $0.0, value: $0.1) }
                }, in: try DumpRoutes(ConfigDump(root)))
        }
        XCTAssertEqual(try trace("/a/x").route, "a")
        XCTAssertNil(try trace("/ab").route)
        XCTAssertEqual(try trace("/a", [("x-user", "jason")]).status, 404)
        XCTAssertEqual(try trace("/?v=12").clusters.map(\.weight), [1, 9])
        XCTAssertEqual(try trace("/go").status, 302)
        XCTAssertEqual(try trace("/a", host: "else.test").status, 404)
    }

    func testSuitesRunThroughAConfigDump() throws {
        let root = try XCTUnwrap(YAML.parse(SourceText(name: "dump", text: dump)).tree.roots.first)
        let suite = TestSuite(
            try XCTUnwrap(
                Sample.resources(
                    """
                    apiVersion: meshctl.dev/v1
                    kind: TestSuite
                    metadata: {name: t}
                    spec:
                      cases:
                      - name: all
                        request: {host: shop.test, port: 8080}
                        rows:
                        - {path: /go?q=1, status: 302, redirect: 'http://else.test/there?q=1'}
                        - {path: /old/x, destination: api, subset: v1, weights: {v1: 100}, rewrite: /new/x, authority: inner.test, timeout: 3s,
                           mirrors: [copy], status: 200}
                        - {path: /none, status: 200}
                        - {path: /old, allowed: true}
                    """
                ).first))
        let runner = TestRunner(try DumpRoutes(ConfigDump(root)))
        let results = suite.cases.map(runner.run)
        XCTAssertEqual(
            results.map { $0.failures.map(\.message) },
            [
                [], [], ["status is '404', expected '200'"], ["allowed is 'not known from a config dump', expected 'true'"],
            ])
    }
}
