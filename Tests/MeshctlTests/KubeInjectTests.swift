import TestSupport
import XCTest

@testable import MeshResources

/// The injection verbs as a person calls them.
final class KubeInjectTests: XCTestCase {
    private let deployment = """
        # the shop's front
        apiVersion: v1
        kind: Service
        metadata: {name: web}   # passes as it is
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: "web:1"}

        """

    private func temporary(_ name: String, _ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "meshctl-inject-\(ProcessInfo.processInfo.processIdentifier)-\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
        return path
    }

    func testCommandLineCases() throws {
        guard let folder = Conformance.path("inject") else { throw XCTSkip("no conformance data beside the checkout") }
        let text = try String(contentsOfFile: folder + "/kubeinject_cases.json", encoding: .utf8)
        let cases = try XCTUnwrap(YAML.parse(SourceText(name: "cases", text: text)).tree.documents.first?.root)
        for testCase in cases.items {
            let name = testCase["name"]?.text ?? ""
            let result = try Program.meshctl(
                testCase["args"]?.items.map(\.text) ?? [], directory: folder + "/" + (testCase["cwd"]?.text ?? ""))
            XCTAssertEqual(result.status != 0, testCase["expect_error"]?.bool, "\(name): \(result.error)")
            if let pattern = testCase["expected_output_regexp"]?.string {
                XCTAssertNotNil((result.output + result.error).range(of: pattern, options: .regularExpression), "\(name): \(result.error)")
            }
            guard let file = testCase["expected_output_file"]?.string else { continue }
            let wanted = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            XCTAssertEqual(
                result.output.trimmingCharacters(in: .whitespacesAndNewlines), wanted.trimmingCharacters(in: .whitespacesAndNewlines), name)
        }
    }

    func testOtherDocumentsPassThrough() throws {
        let result = try Program.meshctl(["kube-inject", "-f", "-"], input: deployment)
        XCTAssertEqual(result.status, 0, result.error)
        XCTAssertTrue(
            result.output.hasPrefix("# the shop's front\napiVersion: v1\nkind: Service\nmetadata: {name: web}   # passes as it is\n---\n"))
        XCTAssertTrue(result.output.hasSuffix("status: {}\n---\n"))
        XCTAssertTrue(result.output.contains("name: istio-proxy"))
        XCTAssertFalse(result.output.contains("restartPolicy: Always"), "without a cluster the sidecar is no init container")
        let native = try Program.meshctl(["kube-inject", "-f", "-"], input: deployment, environment: ["ENABLE_NATIVE_SIDECARS": "true"])
        XCTAssertTrue(native.output.contains("restartPolicy: Always"))
        let again = try Program.meshctl(["kube-inject", "-f", "-"], input: result.output)
        XCTAssertEqual(again.output, result.output)
    }

    func testCarriageReturnsArePassedOn() throws {
        let service = "apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: x # c\r\n"
        let result = try Program.meshctl(["kube-inject", "-f", "-"], input: service)
        XCTAssertEqual(result.output, service + "---\n")
    }

    func testNothingIsWrittenWhenADocumentFails() throws {
        let broken = deployment + "---\nkind: Pod\napiVersion: v1\nmetadata:\n  annotations: {sidecar.istio.io/interceptionMode: X}\n"
        let target = try temporary("out.yaml", "as it was")
        let result = try Program.meshctl(["kube-inject", "-f", "-", "-o", target], input: broken)
        XCTAssertEqual(result.status, 1)
        XCTAssertEqual(result.output, "")
        XCTAssertTrue(result.error.contains("invalid value 'X' for annotation 'sidecar.istio.io/interceptionMode'"), result.error)
        XCTAssertTrue(result.error.contains("-:18:"), "the failing document's line: \(result.error)")
        XCTAssertEqual(try String(contentsOfFile: target, encoding: .utf8), "as it was")
        let fine = try Program.meshctl(["kube-inject", "-f", "-", "-o", target], input: deployment)
        XCTAssertEqual(fine.status, 0)
        XCTAssertEqual(fine.output, "")
        XCTAssertTrue(try String(contentsOfFile: target, encoding: .utf8).contains("istio-proxy"))
    }

    func testExitCodes() throws {
        func status(_ input: String, _ arguments: [String] = []) throws -> Int32 {
            try Program.meshctl(["kube-inject", "-f", "-"] + arguments, input: input).status
        }
        XCTAssertEqual(try Program.meshctl(["kube-inject"]).status, 64)
        XCTAssertEqual(try Program.meshctl(["kube-inject", "-f", "/nonexistent"]).status, 65)
        XCTAssertEqual(try status("a: ["), 65)
        XCTAssertEqual(try status("- a"), 65)
        XCTAssertEqual(try status("apiVersion: v1\nkind: Pod\nspec: {containers: 5}"), 65)
        XCTAssertEqual(try status(deployment, ["--valuesFile", try temporary("values.yaml", "a: [")]), 65)
        XCTAssertEqual(try status(deployment, ["--injectConfigFile", try temporary("config.yaml", "{{ if }}")]), 65)
        let endless = try temporary("endless.yaml", "{{define `a`}}{{template `a` .}}{{end}}{{template `a` .}}")
        let values = try temporary("good.yaml", "global: {}")
        XCTAssertEqual(try status(deployment, ["--injectConfigFile", endless, "--valuesFile", values]), 1)
    }

    func testDiff() throws {
        let result = try Program.meshctl(["kube-inject", "-f", "-", "--diff"], input: deployment)
        XCTAssertEqual(result.status, 0)
        XCTAssertTrue(
            result.output.contains("\n+      labels:\n") || result.output.contains("\n+        security.istio.io/tlsMode: istio\n"))
        XCTAssertFalse(result.output.contains("\n-"), "injection removes nothing here: \(result.output)")
    }

    func testCheckInject() throws {
        func check(_ arguments: String...) throws -> String { try Program.meshctl(["check-inject", "-n", "shop"] + arguments).output }
        XCTAssertEqual(
            try check("-l", "app=web", "--namespace-labels", "istio-injection=enabled"),
            "pod: injected by namespace.sidecar-injector.istio.io (revision default): namespace label 'istio-injection' is 'enabled'\n")
        XCTAssertEqual(
            try check("-l", "sidecar.istio.io/inject=false", "--namespace-labels", "istio-injection=enabled"),
            "pod: not injected: pod label 'sidecar.istio.io/inject' is 'false'\n")
        XCTAssertEqual(
            try check("-r", "canary", "-l", "istio.io/rev=canary"),
            "pod: injected by rev.object.sidecar-injector.istio.io (revision canary): pod label 'istio.io/rev' is 'canary'\n")
        XCTAssertTrue(try check("-l", "a=b").contains("neither namespace nor pod asks for injection"))
        let file = try temporary(
            "all.yaml", deployment + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n")
        XCTAssertTrue(try check("-f", file).hasPrefix("Deployment shop/web: injected by namespace."))
    }
}
