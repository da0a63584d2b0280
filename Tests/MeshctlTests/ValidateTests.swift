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
}
