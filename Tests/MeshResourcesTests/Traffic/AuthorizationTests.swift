import XCTest

@testable import MeshResources

final class AuthorizationTests: XCTestCase {
    private func policy(_ name: String, _ spec: String, namespace: String = "shop") -> String {
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: \(name), namespace: \(namespace)}\nspec: \(spec)\n---\n"
    }

    private func outcome(_ policies: String, _ request: TrafficRequest, proxy: TrafficProxy = Sample.api) -> AuthorizationOutcome {
        AuthorizationTracer(Sample.mesh(policies), now: 1_800_000_000).outcome(request, at: proxy)
    }

    private func call(
        _ path: String = "/", port: Int = 5000, from principal: String? = "cluster.local/ns/shop/sa/web", host: String = "api"
    )
        -> TrafficRequest
    {
        Sample.request(path, host: host) {
            $0.port = port
            $0.principal = principal
            $0.scheme = principal == nil ? "http" : "mtls"
        }
    }

    func testDenyComesBeforeAllowAndNothingAllowsByItself() {
        let both = policy("a", "{rules: [{}]}") + policy("d", "{action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}")
        XCTAssertEqual(outcome(both, call("/x/../admin")).decision, .deny)
        XCTAssertEqual(outcome(both, call("/admin/")).decision, .allow)
        XCTAssertEqual(outcome(policy("empty", "{}"), call()).decision, .deny)
        XCTAssertEqual(outcome("", call()).decision, .allow)
        XCTAssertEqual(outcome(policy("other", "{}", namespace: "pay"), call()).decision, .allow)
    }

    func testTheRuleReportedIsTheFirstInByteOrder() {
        let rules = (0..<12).map { _ in "{}" }.joined(separator: ", ")
        let found = outcome(policy("d", "{action: DENY, rules: [{to: [{operation: {paths: [/none]}}]}, \(rules)]}"), call())
        XCTAssertEqual(found.decidedBy, .rule(.init(namespace: "shop", name: "d", rule: 10)))
    }

    func testPlaintextHasNoIdentity() {
        let named = policy("a", "{rules: [{from: [{source: {principals: ['*']}}]}]}")
        XCTAssertEqual(outcome(named, call(from: nil)).decision, .deny)
        XCTAssertEqual(outcome(named, call()).decision, .allow)
        let excluded = policy("a", "{rules: [{from: [{source: {notNamespaces: [pay]}}]}]}")
        XCTAssertEqual(outcome(excluded, call(from: nil)).decision, .allow)
        XCTAssertEqual(outcome(excluded, call(from: "cluster.local/ns/pay/sa/x")).decision, .deny)
        XCTAssertEqual(outcome("", call(from: "other.test/ns/shop/sa/web")).decision, .noConnection)
    }

    func testTemplatesOfPaths() {
        let template = policy("a", "{rules: [{to: [{operation: {paths: ['/v1/{*}/items/{**}']}}]}]}")
        for path in ["/v1/u/items/", "/v1/u/items/a/b", "/v1/a%2Fb/items/x"] {
            XCTAssertEqual(outcome(template, call(path)).decision, .allow, path)
        }
        for path in ["/v1//items/x", "/v1/u/items", "/v1/u/v/items/x"] {
            XCTAssertEqual(outcome(template, call(path)).decision, .deny, path)
        }
    }

    func testPortsThatAreNotHTTP() {
        let methods = "rules: [{to: [{operation: {methods: [DELETE]}}]}]"
        XCTAssertEqual(outcome(policy("d", "{action: DENY, \(methods)}"), call(port: 3306)).decision, .deny)
        XCTAssertEqual(outcome(policy("a", "{\(methods)}"), call(port: 3306)).decision, .deny)
        let ports = policy("a", "{rules: [{to: [{operation: {ports: ['3306']}}]}]}")
        XCTAssertEqual(outcome(ports, call(port: 3306)).decision, .allow)
        XCTAssertNil(outcome(policy("a", "{}"), call(port: 3306)).status)
    }

    func testTokens() {
        let authentication = """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: jwt, namespace: shop}
            spec: {jwtRules: [{issuer: 'https://issuer', audiences: [web]}]}
            ---

            """
        let needs = policy("a", "{rules: [{when: [{key: 'request.auth.claims[group][name]', values: [ops]}]}]}")
        func token(_ claims: Value, valid: Bool = true) -> TrafficRequest {
            var request = call()
            request.headers = [("Authorization", "Bearer x")]
            request.token = .init(claims: claims, signatureIsValid: valid)
            return request
        }
        let good: Value = ["iss": "https://issuer", "sub": "a", "aud": "web", "group": ["name": ["dev", "ops"]]]
        XCTAssertEqual(outcome(authentication + needs, token(good)).decision, .allow)
        XCTAssertEqual(outcome(authentication + needs, token(good, valid: false)).status, 401)
        XCTAssertEqual(outcome(authentication, token(["iss": "https://issuer", "aud": "app"])).status, 403)
        XCTAssertEqual(outcome(authentication, token(["iss": "https://issuer", "aud": "web", "exp": 1])).status, 401)
        XCTAssertEqual(outcome(authentication + needs, call()).decision, .deny)
        XCTAssertEqual(outcome(needs, token(good)).decision, .deny)
    }

    func testPeerAuthenticationOfThePortOverThatOfTheWorkload() {
        let peers = """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: api, namespace: shop}
            spec: {selector: {matchLabels: {app: api}}, mtls: {mode: STRICT}, portLevelMtls: {3306: {mode: DISABLE}}}
            ---

            """
        XCTAssertEqual(outcome(peers, call(from: nil)).reason, "plaintext where mutual TLS is required")
        XCTAssertEqual(outcome(peers, call(port: 3306)).reason, "mutual TLS where it is disabled")
        XCTAssertEqual(outcome(peers, call(port: 3306, from: nil)).decision, .allow)
    }

    func testRemedyNamesTheRuleThatComesClosest() throws {
        let yaml = policy(
            "a", "{rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}], to: [{operation: {methods: [POST]}}]}]}")
        let mesh = Sample.mesh(yaml)
        let request = call()
        let outcome = AuthorizationTracer(mesh, now: 0).outcome(request, at: Sample.api)
        let remedy = try XCTUnwrap(AuthorizationExplanation(outcome, request, at: Sample.api, in: mesh).remedy)
        XCTAssertTrue(remedy.text.contains("method is 'GET', rule wants 'POST'"), remedy.text)
    }

    func testMatrixTellsWhatDependsFromWhatDoesNot() throws {
        let mesh = Sample.mesh(
            policy("a", "{rules: [{from: [{source: {namespaces: [shop]}}], to: [{operation: {ports: ['5000'], methods: [GET]}}]}]}"))
        let matrix = AccessMatrix(mesh)
        let own = try XCTUnwrap(matrix.identities.firstIndex { $0.name == "shop/api" })
        let http = try XCTUnwrap(matrix.targets.firstIndex { $0.name == "shop/api-1:5000" })
        let database = try XCTUnwrap(matrix.targets.firstIndex { $0.name == "shop/api-1:3306" })
        XCTAssertEqual(matrix.cells[own][http].access, .depends)
        XCTAssertEqual(matrix.cells[own][database].access, .denied)
        XCTAssertEqual(matrix.cells[matrix.identities.count - 1][http].access, .denied)
    }

    func testBlocksOfAddresses() throws {
        func contains(_ block: String, _ address: String) throws -> Bool {
            try XCTUnwrap(AddressBlock(block)).contains(XCTUnwrap(AddressBlock(address)))
        }
        XCTAssertTrue(try contains("10.8.0.0/13", "10.15.255.255"))
        XCTAssertFalse(try contains("10.8.0.0/13", "10.16.0.0"))
        XCTAssertTrue(try contains("2001:db8::/33", "2001:db8:7fff::1"))
        XCTAssertFalse(try contains("2001:db8::/33", "2001:db8:8000::1"))
        for broken in ["", "1.2.3", "1.2.3.4/33", "1.2.3.256", "::1::", "1:2:3:4:5:6:7:8:9", "10.0.0.0/-1", "g::"] {
            XCTAssertNil(AddressBlock(broken), broken)
        }
    }
}
