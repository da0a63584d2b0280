import TestSupport
import XCTest

/// `lint` as its users and scripts see it.
final class LintTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        folder = NSTemporaryDirectory() + "meshctl-lint-\(getpid())-\(name.hashValue.magnitude)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }

    private func lint(_ arguments: String...) throws -> Program.Result { try Program.meshctl(["lint"] + arguments, directory: folder) }

    private func codes(_ json: String) throws -> [String] {
        let list = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]] ?? []
        return list.compactMap { $0["code"] as? String }
    }

    private let route = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: shop
          namespace: shop
        spec:
          hosts: [shop.example.com]
          http:
            - route:
                - destination: {host: shop}
              timout: 3s

        """

    func testTheSampleMeshIsClean() throws {
        let result = try Program.meshctl(["lint", "samples/shop"])
        XCTAssertEqual(result.status, 0, result.output)
        XCTAssertEqual(result.output, "")
    }

    func testMistakesInEveryFormat() throws {
        for (format, suffix) in [("text", "txt"), ("json", "json"), ("sarif", "sarif"), ("github", "github"), ("junit", "xml")] {
            let result = try Program.meshctl(["lint", "samples/shop", "samples/mistakes", "-o", format])
            XCTAssertEqual(result.status, 79, format)
            Golden.check(result.output, "Tests/MeshctlTests/Goldens/lint.\(suffix)")
        }
    }

    func testJSONHasTheKeysOfTheContract() throws {
        try write(route, to: "a.yaml")
        let result = try lint("-o", "json", "a.yaml")
        XCTAssertEqual(result.status, 79)
        let list = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
        let finding = try XCTUnwrap(list.first)
        let keys = [
            "code", "column", "endColumn", "endLine", "file", "help", "line", "message", "path", "related", "resource", "rule", "severity",
            "url",
        ]
        XCTAssertEqual(finding.keys.sorted(), keys)
        XCTAssertEqual(finding["path"] as? String, "spec.http[0].timout")
        XCTAssertEqual(finding["line"] as? Int, 11)
        XCTAssertEqual(finding["column"] as? Int, 7)
        XCTAssertEqual(finding["endColumn"] as? Int, 13)
        XCTAssertEqual(finding["resource"] as? String, "VirtualService shop/shop")
    }

    /// Istio names every rival in every message, which grows with their square.
    func testAHostOfHundredsIsNotNamedHundredsOfTimes() throws {
        let rivals = (0..<400).map { "\(route.replacingOccurrences(of: "name: shop\n", with: "name: rival-\($0)\n"))---\n" }
        try write(rivals.joined(), to: "rivals.yaml")
        let result = try Program.meshctl(["analyze", "--use-kube=false", "rivals.yaml"], directory: folder)
        let lines = result.output.split(separator: "\n").filter { $0.contains("IST0109") }
        XCTAssertEqual(lines.count, 400)
        XCTAssertEqual(lines.filter { $0.contains(" and 300 more associated with mesh gateway") }.count, 400)
    }

    /// Two processes have two orders of hashing; whoever compares two runs must not see them.
    func testRunsAgreeToTheLetter() throws {
        let routers = (0..<100).map { index in
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: router-\(index), namespace: shop}
            spec:
              hosts: [shop.example.com, pay.example.com]
              gateways: [public, mesh]
              http:
                - match: [{uri: {prefix: /a}}, {uri: {prefix: /b}}, {headers: {x-user: {exact: bob}}}]
                  route: [{destination: {host: shop, subset: v\(index % 7)}}, {destination: {host: pay}}]
                - route: [{destination: {host: shop}, weight: 50}, {destination: {host: shop}, weight: 50}]

            """
        }
        try write(routers.joined(separator: "---\n"), to: "routers.yaml")
        for verb in [["lint"], ["lint", "--assume-complete"], ["analyze", "--use-kube=false"]] {
            let runs = try (0..<3).map { _ in try Program.meshctl(verb + ["routers.yaml"], directory: folder).output }
            XCTAssertGreaterThan(runs[0].utf8.count, 1000)
            XCTAssertEqual(runs[0], runs[1], "\(verb)")
            XCTAssertEqual(runs[0], runs[2], "\(verb)")
        }
    }

    func testThresholds() throws {
        try write(route.replacingOccurrences(of: "timout: 3s", with: "timeout: 3s  # meshctl:ignore MSH0101"), to: "a.yaml")
        XCTAssertEqual(try lint("a.yaml").status, 0, "a warning is below the default threshold")
        XCTAssertEqual(try lint("a.yaml", "--fail-on", "warning").status, 79)
        XCTAssertEqual(try lint("a.yaml", "--fail-on=warning", "-o", "sarif").status, 79)
        XCTAssertEqual(try lint("a.yaml", "--fail-on", "warning", "--ignore", "MSH4901").status, 0)
        XCTAssertEqual(try lint("a.yaml", "--fail-on", "warning", "--select", "IST").status, 0)
    }

    func testSuppressions() throws {
        let comment = route.replacingOccurrences(of: "timout: 3s", with: "timout: 3s  # meshctl:ignore MSH0101 an old controller reads it")
        try write(comment, to: "beside.yaml")
        let above = route.replacingOccurrences(
            of: "      timout: 3s", with: "      # meshctl:ignore MSH0101 an old controller reads it\n      # really\n      timout: 3s")
        try write(above, to: "above.yaml")
        let note = "  namespace: shop\n  annotations: {meshctl.dev/ignore: \"MSH0101 an old controller reads it\"}"
        try write(route.replacingOccurrences(of: "  namespace: shop", with: note), to: "annotation.yaml")
        for file in ["beside.yaml", "above.yaml", "annotation.yaml"] {
            let result = try lint("-o", "json", file)
            XCTAssertEqual(try codes(result.output), [], file)
            XCTAssertTrue(result.error.contains("(1 suppressed)"), result.error)
        }
        try write(comment.replacingOccurrences(of: " an old controller reads it", with: ""), to: "void.yaml")
        XCTAssertEqual(try codes(try lint("-o", "json", "void.yaml").output), ["MSH0101", "MSH4901"])
        try write(comment.replacingOccurrences(of: "timout", with: "timeout"), to: "unused.yaml")
        XCTAssertEqual(try codes(try lint("-o", "json", "unused.yaml").output), ["MSH4902"])
    }

    func testBaseline() throws {
        try write(route, to: "a.yaml")
        XCTAssertEqual(try lint("a.yaml", "--write-baseline", ".known.json").status, 0)
        XCTAssertEqual(try lint("a.yaml", "--baseline", ".known.json").status, 0)
        // Lines may move; a second finding of the same kind is new.
        try write("# a remark\n" + route, to: "a.yaml")
        XCTAssertEqual(try lint("a.yaml", "--baseline", ".known.json").status, 0)
        try write(route.replacingOccurrences(of: "hosts:", with: "hostz: [a]\n  hosts:"), to: "a.yaml")
        XCTAssertEqual(try codes(try lint("a.yaml", "--baseline", ".known.json", "-o", "json").output), ["MSH0101"])
        let missing = try lint("a.yaml", "--baseline", "nowhere.json")
        XCTAssertEqual(missing.status, 65)
        XCTAssertTrue(missing.error.contains("--write-baseline nowhere.json"), missing.error)
    }

    func testFixes() throws {
        try write("# kept\n" + route, to: "a.yaml")
        chmod(folder + "/a.yaml", 0o640)
        let result = try lint("--fix", "a.yaml")
        XCTAssertEqual(result.status, 0, result.output)
        XCTAssertTrue(result.error.hasPrefix("fixed 1 finding in 1 file\n"), result.error)
        let fixed = "# kept\n" + route.replacingOccurrences(of: "timout", with: "timeout")
        XCTAssertEqual(try String(contentsOfFile: folder + "/a.yaml", encoding: .utf8), fixed)
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/a.yaml")[.posixPermissions] as? Int
        XCTAssertEqual(mode, 0o640)
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["a.yaml"], "no temporary file is left")
        XCTAssertEqual(try Program.meshctl(["lint", "--fix", "-"], input: route).status, 64)
    }

    func testSettingsFile() throws {
        try FileManager.default.createDirectory(atPath: folder + "/deep", withIntermediateDirectories: true)
        try write(route, to: "deep/a.yaml")
        try write("lint:\n  ignore: [MSH0101]\n", to: ".meshctl.yaml")
        XCTAssertEqual(try Program.meshctl(["lint", "a.yaml"], directory: folder + "/deep").status, 0)
        XCTAssertEqual(try Program.meshctl(["lint", "a.yaml", "--ignore", "IST"], directory: folder + "/deep").status, 79, "options win")
        try write("lint:\n  ignored: [MSH0101]\n", to: ".meshctl.yaml")
        let bad = try lint("deep/a.yaml")
        XCTAssertEqual(bad.status, 64)
        XCTAssertTrue(bad.error.contains(".meshctl.yaml:2:3"), bad.error)
        try write("lint: {", to: ".meshctl.yaml")
        XCTAssertEqual(try lint("deep/a.yaml").status, 65)
    }

    func testUnknownCodesAreAnsweredByASuggestion() throws {
        let result = try lint("--select", "missing-gatway", "x.yaml")
        XCTAssertEqual(result.status, 64)
        XCTAssertTrue(result.error.contains("did you mean 'missing-gateway'?"), result.error)
    }

    func testWhatCanBeReadIsStillReported() throws {
        try write(route, to: "a.yaml")
        try write("a: [", to: "b.yaml")
        let result = try lint("-o", "json", "a.yaml", "b.yaml", "c.yaml")
        XCTAssertEqual(result.status, 65)
        let found = try codes(result.output)
        XCTAssertTrue(found.contains("MSH0101") && found.contains("MSH0090") && found.count == 3, "\(found)")
    }
}
