import XCTest

@testable import MeshResources

/// Connections that are not read as HTTP: `tcp` and `tls` rules at sidecars and gateways.
final class ConnectionTests: XCTestCase {
    private func virtualService(_ name: String, _ spec: String) -> String {
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: \(name), namespace: shop}\nspec: \(spec)\n---\n"
    }

    private func gateway(_ servers: String) -> String {
        "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: shop}\n"
            + "spec: {selector: {istio: ingressgateway}, servers: \(servers)}\n---\n"
    }

    private func sent(_ yaml: String, _ change: (inout TrafficRequest) -> Void) -> RouteOutcome {
        RouteTracer(Sample.mesh(yaml)).outcome(Sample.request(host: "api", change), at: Sample.client)
    }

    func testSidecarsFollowTCPRules() {
        let toDatabase: (inout TrafficRequest) -> Void = { $0.port = 3306 }
        XCTAssertEqual(sent("", toDatabase).cluster, "outbound|3306||api.shop.svc.cluster.local")
        let rule = "{hosts: [api], tcp: [{match: [{port: 3306}], route: [{destination: {host: api, subset: v1}}]}]}"
        let routed = sent(virtualService("db", rule), toDatabase)
        XCTAssertEqual(routed.cluster, "outbound|3306|v1|api.shop.svc.cluster.local")
        XCTAssertEqual(routed.connectionRoute?.record?.name.name, "db")
        for match in ["port: 80", "sourceLabels: {app: other}", "destinationSubnets: [10.9.0.0/16]", "gateways: [public]"] {
            let other = "{hosts: [api], tcp: [{match: [{\(match)}], route: [{destination: {host: api, subset: v1}}]}]}"
            XCTAssertEqual(sent(virtualService("db", other), toDatabase).cluster, "outbound|3306||api.shop.svc.cluster.local", match)
        }
        let split =
            "{hosts: [api], tcp: [{route: [{destination: {host: api, subset: v1}, weight: 20}, "
            + "{destination: {host: api}, weight: 80}]}]}"
        XCTAssertEqual(sent(virtualService("db", split), toDatabase).clusters.map(\.weight), [20, 80])
    }

    func testPoliciesOfWorkloadsReachedByBytesAreAsked() {
        let policy =
            "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\n"
            + "spec: {action: DENY, rules: [{to: [{operation: {ports: ['3306']}}]}]}\n---\n"
        let request = Sample.request(host: "api") { $0.port = 3306 }
        func decision(_ yaml: String) -> AuthorizationOutcome.Decision? {
            RequestTrace(request, at: Sample.client, in: Sample.mesh(yaml), now: 0).destination?.outcome.decision
        }
        XCTAssertEqual(decision(policy), .deny)
        XCTAssertEqual(decision(""), .allow)
    }

    func testSidecarsTellTLSApartByServerName() {
        let entry = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: out, namespace: shop}
            spec:
              hosts: ['*.out.test', special.out.test]
              ports: [{number: 443, name: tls, protocol: TLS}]
              resolution: NONE
            ---

            """
        let rule =
            "{hosts: ['*.out.test'], tls: [{match: [{port: 443, sniHosts: ['*.out.test']}], route: [{destination: {host: api}}]}, "
            + "{match: [{port: 443, sniHosts: [a.out.test]}], route: [{destination: {host: api, subset: v1}}]}]}"
        func cluster(_ name: String, _ yaml: String) -> String? {
            sent(yaml) {
                $0.host = name
                $0.port = 443
                $0.sni = name
            }.cluster
        }
        XCTAssertEqual(cluster("special.out.test", entry), "outbound|443||special.out.test")
        XCTAssertEqual(cluster("a.out.test", entry + virtualService("out", rule)), "outbound|443|v1|api.shop.svc.cluster.local")
        XCTAssertEqual(cluster("b.out.test", entry + virtualService("out", rule)), "outbound|443||api.shop.svc.cluster.local")
    }

    func testGatewaysPassTLSOnByTheClosestServerName() {
        let servers = "[{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.a.test'], tls: {mode: PASSTHROUGH}}]"
        let rules = virtualService(
            "wide",
            "{hosts: ['*.a.test'], gateways: [edge], tls: [{match: [{sniHosts: ['*.a.test']}], route: [{destination: {host: api}}]}, "
                + "{match: [{sniHosts: [x.a.test], port: 443}], route: [{destination: {host: api, subset: v1}}]}]}")
        let mesh = Sample.mesh(gateway(servers) + rules)
        func outcome(_ name: String) -> RouteOutcome {
            RouteTracer(mesh).outcome(
                Sample.request(host: name) {
                    $0.port = 443
                    $0.scheme = "https"
                    $0.sni = name
                }, at: Sample.gateway)
        }
        XCTAssertEqual(outcome("x.a.test").cluster, "outbound|443|v1|api.shop.svc.cluster.local")
        XCTAssertEqual(outcome("y.a.test").cluster, "outbound|443||api.shop.svc.cluster.local")
        XCTAssertEqual(outcome("y.b.test").connection, "closed")
    }

    func testGatewaysListenForBytesOnlyWhereARuleTakesThem() {
        let servers = "[{port: {number: 9000, name: tcp, protocol: TCP}, hosts: ['*']}]"
        let rule = virtualService(
            "bytes",
            "{hosts: ['*'], gateways: [edge], tcp: [{match: [{port: 9000}], route: [{destination: {host: api, port: {number: 3306}}}]}]}")
        func outcome(_ yaml: String) -> RouteOutcome {
            RouteTracer(Sample.mesh(yaml)).outcome(Sample.request { $0.port = 9000 }, at: Sample.gateway)
        }
        XCTAssertEqual(outcome(gateway(servers)).connection, "refused")
        XCTAssertEqual(outcome(gateway(servers) + rule).cluster, "outbound|3306||api.shop.svc.cluster.local")
    }

    func testServersBetweenClustersReadTheNameOfTheCluster() {
        let servers = "[{port: {number: 15443, name: tls, protocol: TLS}, hosts: ['*.local'], tls: {mode: AUTO_PASSTHROUGH}}]"
        let mesh = Sample.mesh(gateway(servers))
        func outcome(_ name: String) -> RouteOutcome {
            RouteTracer(mesh).outcome(
                Sample.request {
                    $0.port = 15443
                    $0.scheme = "https"
                    $0.sni = name
                }, at: Sample.gateway)
        }
        XCTAssertEqual(outcome("outbound_.80_.v1_.api.shop.svc.cluster.local").cluster, "outbound|80|v1|api.shop.svc.cluster.local")
        XCTAssertEqual(outcome("outbound_.81_._.api.shop.svc.cluster.local").connection, "closed")
        XCTAssertEqual(outcome("api.shop.svc.cluster.local").connection, "closed")
    }
}
