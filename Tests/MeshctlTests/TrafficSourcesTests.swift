import Foundation
import MeshResources
import TestSupport
import XCTest

@testable import meshctl

/// The traffic verbs against files, a snapshot and a config dump.
final class TrafficSourcesTests: XCTestCase {
    private var folder = ""

    private static let mesh = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: public, namespace: shop}
        spec:
          selector: {istio: ingressgateway}
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: routes, namespace: shop}
        spec:
          hosts: [shop.test]
          gateways: [public]
          http: [{name: all, route: [{destination: {host: SERVICE}}]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api, namespace: shop}
        spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: other, namespace: shop}
        spec: {selector: {app: other}, ports: [{name: http, port: 80}]}

        """

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-traffic-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("mesh.yaml", Self.mesh.replacingOccurrences(of: "SERVICE", with: "api"))
        try write("change.yaml", Self.mesh.components(separatedBy: "---\n")[1].replacingOccurrences(of: "SERVICE", with: "other"))
        try write(
            "suite.yaml",
            """
            apiVersion: meshctl.dev/v1
            kind: TestSuite
            metadata: {name: shop}
            spec:
              mesh: [mesh.yaml]
              cases: [{name: all, request: {host: shop.test}, expect: {route: all, destination: api}}]

            """)
        let mesh = YAML.parse(SourceText(name: "mesh.yaml", text: Self.mesh.replacingOccurrences(of: "SERVICE", with: "api")))
        let items = mesh.tree.roots.map { JSONWriter.text(Value($0)) }.joined(separator: ",")
        let entries = [
            TarArchive.Entry(name: "meshctl-snapshot.json", bytes: Array("{\"skipped\":[]}".utf8)),
            TarArchive.Entry(name: "resources/all.json", bytes: Array("{\"items\":[\(items)]}".utf8)),
        ]
        try Data(TarArchive.bytes(entries, time: 0)).write(to: URL(fileURLWithPath: folder + "/mesh.tar"))
        try write(
            "dump.json",
            """
            {"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.RoutesConfigDump","dynamic_route_configs":[{"route_config":
            {"name":"http.80","virtual_hosts":[{"name":"shop","domains":["shop.test"],"routes":[{"name":"all","match":{"prefix":"/"},
            "route":{"cluster":"outbound|80||other.shop.svc.cluster.local"}}]}]}}]}]}
            """)
    }

    override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }

    private func meshctl(_ arguments: String...) throws -> TestSupport.Program.Result {
        try TestSupport.Program.meshctl(arguments, directory: folder)
    }

    func testSuitesRunAgainstFilesSnapshotsAndDumps() throws {
        let files = try meshctl("test", "suite.yaml")
        XCTAssertEqual(files.status, 0, files.output + files.error)
        try FileManager.default.removeItem(atPath: folder + "/mesh.yaml")
        let snapshot = try meshctl("test", "suite.yaml", "--from", "mesh.tar")
        XCTAssertEqual(snapshot.status, 0, snapshot.output + snapshot.error)
        let changed = try meshctl("test", "suite.yaml", "--from", "mesh.tar", "-f", "change.yaml")
        XCTAssertEqual(changed.status, 1)
        XCTAssertTrue(changed.output.contains("destination is 'other.shop.svc.cluster.local', expected 'api'"), changed.output)
        let dump = try meshctl("test", "suite.yaml", "--config-dump", "dump.json")
        XCTAssertEqual(dump.status, 1)
        XCTAssertTrue(dump.output.contains("destination is 'other.shop.svc.cluster.local', expected 'api'"), dump.output)
    }

    func testChangesAreHeldAgainstSnapshots() throws {
        let impact = try meshctl("impact", "-f", "change.yaml", "--from", "mesh.tar")
        XCTAssertTrue(impact.output.contains("VirtualService shop/routes (changed)"), impact.output + impact.error)
        let diff = try meshctl("diff", "--semantic", "-f", "change.yaml", "--from", "mesh.tar")
        XCTAssertEqual(diff.status, 1, diff.error)
        XCTAssertTrue(diff.output.contains("shop.test"), diff.output)
        XCTAssertEqual(try meshctl("diff", "--semantic", "mesh.tar", "mesh.yaml").output, "no difference in behaviour\n")
    }

    func testLongSuitesRunOnAllProcessors() throws {
        let rows = (0..<9_000).map { "      - {path: /\($0)\($0 == 8_999 ? ", route: none" : "")}\n" }.joined()
        try write(
            "long.yaml",
            "apiVersion: meshctl.dev/v1\nkind: TestSuite\nmetadata: {name: long}\nspec:\n  mesh: [mesh.yaml]\n  cases:\n"
                + "  - name: many\n    request: {host: shop.test}\n    expect: {destination: api}\n    rows:\n\(rows)")
        let result = try meshctl("test", "long.yaml")
        XCTAssertEqual(result.status, 1)
        XCTAssertTrue(result.output.contains("route is 'all', expected 'none'"), result.output)
        XCTAssertTrue(result.output.contains("long: 8999 of 9000 cases passed"), result.output)
    }
}
