import TestSupport
import XCTest

/// `validate` and `explain` as their users see them.
final class ValidateTests: XCTestCase {
    func testValidFilesSaySo() throws {
        let result = try Program.meshctl(["validate", "-f", "samples/shop/routes.yaml"])
        XCTAssertEqual(result.status, 0)
        XCTAssertEqual(result.output, "\"samples/shop/routes.yaml\" is valid\n")
        XCTAssertEqual(result.error, "")
    }

    func testInvalidOnesShowThePlace() throws {
        let result = try Program.meshctl(["validate", "samples/mistakes"])
        XCTAssertEqual(result.status, 1)
        Golden.check(result.output + result.error, "Tests/MeshctlTests/Goldens/validate.txt")
    }

    func testJSON() throws {
        let result = try Program.meshctl(["validate", "samples/mistakes/checkout.yaml", "-o", "json"])
        XCTAssertEqual(result.status, 1)
        Golden.check(result.output, "Tests/MeshctlTests/Goldens/validate.json")
    }

    func testExplain() throws {
        let field = try Program.meshctl(["explain", "virtualservice.spec.http[0].retries"])
        XCTAssertEqual(field.status, 0)
        XCTAssertTrue(field.output.contains("VirtualService.spec.http.retries <HTTPRetry>"), field.output)
        let wrong = try Program.meshctl(["explain", "VirtualService.http.rout"])
        XCTAssertEqual(wrong.status, 1)
        XCTAssertTrue(wrong.error.contains("did you mean 'VirtualService.http.route'?"), wrong.error)
        let rule = try Program.meshctl(["explain", "ist0101"])
        XCTAssertTrue(rule.output.contains("missing-gateway"), rule.output)
        XCTAssertEqual(try Program.meshctl(["explain", "nonsense"]).status, 1)
    }

    /// Whatever a rule reports is described, so that `explain` and SARIF have something to say.
    func testEveryCodeOfTheCorpusIsDescribed() throws {
        guard let folder = Conformance.path("validate/testdata") ?? Conformance.path("validate") else {
            throw XCTSkip("no conformance data")
        }
        let result = try Program.meshctl(["lint", "-R", folder, "-o", "json"])
        let list = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
        let nameless = Set(list.filter { ($0["rule"] as? String ?? "").isEmpty }.compactMap { $0["code"] as? String })
        XCTAssertEqual(nameless.sorted(), [], "codes that no description explains")
    }

    private func cases(_ path: String) throws -> [[String: Any]] {
        guard let file = Conformance.path(path), let data = FileManager.default.contents(atPath: file) else {
            throw XCTSkip("no conformance data")
        }
        return try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }

    /// What Istio says about a field, and what stands for it here.
    private static let said = [
        ".*unknown field \"unexpected_junk\"": "unknown field 'unexpected_junk'",
        ".*key \".*\" already set": "written twice in one mapping",
        "^\".*\" is valid\n$": "is valid",
    ]

    /// The command lines of Istio's own tests end alike, and what they say names the same.
    func testCommandLinesOfIstioctl() throws {
        for item in try cases("validate/istioctl_command_cases.json") {
            let name = try XCTUnwrap(item["name"] as? String)
            let words = (item["args"] as? [String] ?? []).map { $0.contains("/") ? Conformance.path("validate/\($0)") ?? $0 : $0 }
            let result = try Program.meshctl(["validate"] + words)
            XCTAssertEqual(result.status != 0, item["want_error"] as? Bool, "\(name): \(result.error)")
            guard let pattern = item["output_regex"] as? String else { continue }
            let all = result.output + result.error
            if name == "warning" {
                XCTAssertTrue(all.contains("deprecated field 'consecutiveErrors'") && all.contains("weight -15 found"), all)
            } else {
                XCTAssertTrue(all.contains(Self.said[pattern] ?? pattern), "\(name): \(all)")
            }
        }
    }

    func testAnalyzeCommandLinesOfIstioctl() throws {
        for item in try cases("analyze/cli_cases.json") {
            let name = try XCTUnwrap(item["name"] as? String)
            let words = (item["args"] as? [String] ?? []).map { $0.contains("/") ? Conformance.path("analyze/\($0)") ?? $0 : $0 }
            let space = item["istio_namespace"] as? String ?? ""
            let result = try Program.meshctl(["analyze"] + words + (space.isEmpty ? [] : ["-i", space]))
            XCTAssertEqual(result.status, item["want_error"] as? Bool == true ? 79 : 0, "\(name): \(result.output + result.error)")
        }
    }
}
