import XCTest

@testable import MeshResources

/// Paths, places, help and fixes of findings.
final class FindingTests: XCTestCase {
    private func findings(_ text: String) -> [Diagnostic] {
        Resource.all(in: YAML.parse(SourceText(name: "test", text: text)).tree).resources.flatMap(ResourceValidator.validate)
    }

    private func virtualService(_ spec: String) -> String {
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n" + spec
    }

    func testAFindingNamesFieldAndPlace() throws {
        let found = findings(
            virtualService(
                "  hosts: [a]\n  http:\n  - route:\n    - destination: {host: a}\n      weight: 50\n    - destination: {host: b}\n      weight: -5\n"
            ))
        let finding = try XCTUnwrap(found.first)
        XCTAssertEqual(found.count, 1)
        XCTAssertEqual(finding.code, "MSH1015")
        XCTAssertEqual(finding.path, "spec.http[0].route[1].weight")
        XCTAssertEqual(finding.location?.start, Position(line: 11, column: 15))
        XCTAssertEqual(finding.location?.end, Position(line: 11, column: 17))
        XCTAssertEqual(finding.resource?.description, "VirtualService a")
    }

    func testTyposAreMended() throws {
        let found = findings(virtualService("  hosts: [a]\n  http:\n  - rout:\n    - destination: {host: a}\n    redirect: {uri: /b}\n"))
        let finding = try XCTUnwrap(found.first { $0.code == "MSH0101" })
        XCTAssertEqual(finding.help, "did you mean 'route'?")
        XCTAssertEqual(finding.fixes.first?.edits.first?.replacement, "route")
        XCTAssertEqual(finding.fixes.first?.isSafe, true)
    }

    func testWordsOfEnumerationsAreMended() throws {
        let text = "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: a}\nspec: {mtls: {mode: strict}}\n"
        let finding = try XCTUnwrap(findings(text).first)
        XCTAssertEqual(finding.code, "MSH0103")
        XCTAssertEqual(finding.fixes.first?.edits.first?.replacement, "STRICT")
    }

    func testNumbersThatShouldBeTextAreQuoted() throws {
        let text =
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec: {host: a, subsets: [{name: v1, labels: {version: 1.10}}]}\n"
        let finding = try XCTUnwrap(findings(text).first)
        XCTAssertEqual(finding.code, "MSH0102")
        XCTAssertEqual(finding.path, "spec.subsets[0].labels.version")
        XCTAssertEqual(finding.fixes.first?.edits.first?.replacement, "\"1.10\"")
    }

    func testKeysWithDotsAreQuotedInPaths() {
        let text =
            "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: a, labels: {a.b/c: \"x y\"}}\nspec: {egress: [{hosts: ['./*']}]}\n"
        XCTAssertEqual(findings(text).map(\.path), ["metadata.labels[\"a.b/c\"]"])
    }

    /// What is false, 0 or empty counts as absent when matches are compared, as it does in a message.
    func testDefaultsDoNotMakeAMatchAnother() {
        let spec = { (extra: String) in
            "  hosts: [a]\n  http:\n  - {match: [{uri: {exact: /a}}, {uri: {exact: /a}\(extra)}], route: [{destination: {host: a}}]}\n"
        }
        for extra in [", ignoreUriCase: false", ", port: 0", ", name: x", ", gateways: []", ", sourceNamespace: ''"] {
            XCTAssertEqual(findings(virtualService(spec(extra))).map(\.code), ["IST0131"], extra)
        }
        for extra in [", ignoreUriCase: true", ", port: 80", ", headers: {a: {}}"] {
            XCTAssertEqual(findings(virtualService(spec(extra))).map(\.code), [], extra)
        }
    }

    func testVariablesThatAreNotPutInYetAreSaidToBeSo() {
        for host in ["'shop.${DOMAIN}'", "'shop.{{ .Values.domain }}'"] {
            let found = findings(virtualService("  hosts: [\(host)]\n  http:\n  - route:\n    - destination: {host: a}\n"))
            XCTAssertEqual(found.map(\.code), ["MSH0126"], host)
            XCTAssertTrue(found.first?.help?.contains("envsubst") ?? false, host)
        }
    }

    func testFindingsComeInOrderOfTheText() {
        let found = findings(virtualService("  hosts: ['a b']\n  http:\n  - timeout: 1x\n    nonsense: 1\n  exportTo: ['~']\n"))
        let places = found.compactMap { $0.location?.range.start }
        XCTAssertEqual(places, places.sorted())
        XCTAssertEqual(found.map(\.code), ["MSH0126", "MSH1012", "MSH0120", "MSH0101", "MSH0146"])
    }

    func testAMistypedValueIsReportedOnce() {
        XCTAssertEqual(findings(virtualService("  hosts: a\n  http: 5\n")).map(\.code), ["MSH0102", "MSH0102"])
        XCTAssertEqual(findings(virtualService("  - hosts\n")).map(\.code), ["MSH0102"])
    }

    func testNullCountsAsAbsent() {
        XCTAssertEqual(
            findings(virtualService("  hosts: [a]\n  tls: null\n  http:\n  - name: ~\n    route: [{destination: {host: a, subset: }}]\n"))
                .map(\.message), [])
        XCTAssertEqual(findings(virtualService("  hosts: [a]\n  http:\n  - route: [{destination: null}]\n")).map(\.code), ["MSH0104"])
    }

    func testOtherKindsArePassedOver() {
        XCTAssertEqual(findings("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n").count, 0)
        XCTAssertEqual(findings("apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: a}\nspec: {x: 1}\n").count, 0)
    }
}
