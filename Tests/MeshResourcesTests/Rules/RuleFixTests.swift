import XCTest

@testable import MeshResources

/// Safe fixes mend what they belong to, in the layout of the file.
final class RuleFixTests: XCTestCase {
    private func mended(_ yaml: String, _ rule: any Rule.Type) -> String {
        let tree = YAML.parse(SourceText(name: "t", text: yaml)).tree
        let findings = Analysis.run(Mesh(resources: Resource.all(in: tree).resources), rules: [rule]).findings
        var bytes = Array(yaml.utf8)
        let edits = findings.flatMap { $0.diagnostic.fixes.first { $0.isSafe }?.edits ?? [] }
        for edit in edits.sorted(by: { $0.range.start > $1.range.start }) {
            bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: Array(edit.replacement.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: shop, namespace: web}
        spec: {ports: [{name: http, port: 80}, {name: tcp-admin, port: 9000}]}
        ---

        """

    private func route(_ destination: String, delay: String = "") -> String {
        service + """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: web}
            spec:
              hosts: [shop]
              http:
              - route:
            \(destination)
            """
    }

    func testThePortIsAddedInBlockLayout() {
        let yaml = route("    - destination:\n        host: shop # ours\n      weight: 100\n")
        let expected = route("    - destination:\n        host: shop\n        port: {number: 80} # ours\n      weight: 100\n")
        XCTAssertEqual(mended(yaml, DestinationPortRequired.self), expected)
    }

    func testThePortIsAddedInFlowLayout() {
        XCTAssertEqual(
            mended(route("    - destination: {host: \"shop\"}\n"), DestinationPortRequired.self),
            route("    - destination: {host: \"shop\", port: {number: 80}}\n"))
    }

    func testASlipInAHostIsMended() {
        XCTAssertEqual(
            mended(route("    - destination: {host: 'shpo', port: {number: 80}}\n"), MissingDestinationHost.self),
            route("    - destination: {host: 'shop', port: {number: 80}}\n"))
    }

    func testPercentBecomesPercentage() {
        let yaml = { (delay: String) in
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [a]\n  http:\n  - fault:\n      delay:\n"
                + "        \(delay) # half\n        fixedDelay: 1s\n    route: [{destination: {host: a}}]\n"
        }
        XCTAssertEqual(mended(yaml("percent: 50"), DeprecatedFeature.self), yaml("percentage: {value: 50}"))
    }
}
