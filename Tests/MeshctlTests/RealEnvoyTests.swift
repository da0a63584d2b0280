import Foundation
import TestSupport
import XCTest

/// `proxy-config`, `log`, `metrics` and `analyze --proxy` against a real Envoy on loopback.
///
/// `scripts/install-envoy.sh` fetches the binary; `MESHCTL_ENVOY` names another one. Without either the tests are skipped.
final class RealEnvoyTests: XCTestCase {
    /// An Envoy that runs for one test.
    private final class Envoy {
        let url: String
        private let process = Process()
        private let folder: URL

        init(_ configuration: String, files: [String: String] = [:]) throws {
            let installed = Project.path(".build/envoy/envoy-1.40.0")
            let binary = ProcessInfo.processInfo.environment["MESHCTL_ENVOY"] ?? installed
            guard FileManager.default.isExecutableFile(atPath: binary) else {
                throw XCTSkip("no Envoy: run scripts/install-envoy.sh, or set MESHCTL_ENVOY")
            }
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-envoy-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in files { try text.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8) }
            let file = folder.appendingPathComponent("envoy.yaml")
            try configuration.replacingOccurrences(of: "FOLDER", with: folder.path).write(to: file, atomically: false, encoding: .utf8)
            let admin = folder.appendingPathComponent("admin")
            process.executableURL = URL(fileURLWithPath: binary)
            process.arguments = [
                "-c", file.path, "--admin-address-path", admin.path, "--use-dynamic-base-id", "--concurrency", "1", "-l", "error",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            var address = ""
            for _ in 0..<200 where address.isEmpty {
                usleep(50_000)
                address = (try? String(contentsOf: admin, encoding: .utf8)) ?? ""
            }
            url = "http://\(address)"
            guard !address.isEmpty, process.isRunning else { throw CocoaError(.executableLoad) }
        }

        deinit {
            if process.isRunning { process.terminate() }
            process.waitUntilExit()
            try? FileManager.default.removeItem(at: folder)
        }

        func meshctl(_ arguments: String...) throws -> Program.Result { try Program.meshctl(arguments + ["--envoy-url", url]) }
    }

    private static let staticConfiguration = """
        node: {id: "sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local", cluster: web, metadata: {NAMESPACE: shop, ISTIO_VERSION: 1.30.3}}
        admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
        static_resources:
          clusters:
          - name: outbound|80||pay.shop.svc.cluster.local
            type: STATIC
            load_assignment:
              cluster_name: outbound|80||pay.shop.svc.cluster.local
              endpoints:
              - lb_endpoints:
                - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 9}}}
          listeners:
          - name: web
            address: {socket_address: {address: 127.0.0.1, port_value: 0}}
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: web
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                  route_config:
                    name: web
                    validate_clusters: false
                    virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes:
                      - {match: {prefix: /pay}, route: {cluster: "outbound|80||pay.shop.svc.cluster.local"}}
                      - {match: {prefix: /}, route: {cluster: "outbound|80|v9|pay.shop.svc.cluster.local"}}
                      - {match: {prefix: /late}, route: {cluster: "outbound|80||pay.shop.svc.cluster.local"}}
        """

    func testTablesOfAStaticConfiguration() throws {
        let envoy = try Envoy(Self.staticConfiguration)
        let clusters = try envoy.meshctl("proxy-config", "cluster")
        XCTAssertEqual(
            clusters.output,
            "SERVICE FQDN                   PORT     SUBSET     DIRECTION     TYPE       DESTINATION RULE\n"
                + "pay.shop.svc.cluster.local     80       -          outbound      STATIC     \n", clusters.error)
        XCTAssertTrue(try envoy.meshctl("proxy-config", "listener").output.contains("Inline Route: /pay*, /*, /late*"))
        XCTAssertTrue(
            try envoy.meshctl("proxy-config", "route", "--name", "web").output.contains("web      all            *           /late*"))
        XCTAssertTrue(try envoy.meshctl("pc", "endpoint").output.contains("127.0.0.1:9     HEALTHY     OK                outbound|80||pay"))
        XCTAssertTrue(try envoy.meshctl("pc", "eds").output.contains("127.0.0.1:9     HEALTHY"))
        XCTAssertTrue(try envoy.meshctl("pc", "bootstrap", "-o", "short").output.contains("Envoy Version: 1."))
        XCTAssertTrue(try envoy.meshctl("pc", "all", "-o", "yaml").output.hasPrefix("configs:\n"))
        let json = try envoy.meshctl("pc", "cluster", "-o", "json").output
        XCTAssertTrue(json.contains("\"loadAssignment\": {"), json)
        XCTAssertEqual(try envoy.meshctl("pc", "secret").output, "No active or warming secrets found.\n")
    }

    func testLoggers() throws {
        let envoy = try Envoy(Self.staticConfiguration)
        XCTAssertTrue(try envoy.meshctl("proxy-config", "log", "--level", "http:debug,router:trace").output.contains("http: debug"))
        XCTAssertTrue(try envoy.meshctl("proxy-config", "log").output.contains("router: trace"))
        XCTAssertTrue(try envoy.meshctl("proxy-config", "log", "-r").output.contains("router: warning"))
        let unknown = try envoy.meshctl("proxy-config", "log", "--level", "nosuch:debug")
        XCTAssertEqual(unknown.status, 64)
        XCTAssertTrue(unknown.error.contains("unrecognized logger name: nosuch"), unknown.error)
    }

    func testAnalysis() throws {
        let envoy = try Envoy(Self.staticConfiguration)
        let result = try envoy.meshctl("analyze", "--proxy", "--output-threshold", "Warning")
        XCTAssertEqual(result.status, 79, result.error)
        XCTAssertTrue(result.output.contains("[MSH3002] (Proxy web-1.shop"), result.output)
        XCTAssertTrue(result.output.contains("[MSH3004]"), result.output)
    }

    /// Configuration from files: what Envoy refuses shows in its dump.
    func testDynamicConfiguration() throws {
        let clusters = """
            resources:
            - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
              name: outbound|80||pay.shop.svc.cluster.local
              type: STATIC
              metadata: {filter_metadata: {istio: {config: /apis/networking.istio.io/v1/namespaces/shop/destination-rule/pay}}}
            """
        let listeners = """
            resources:
            - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
              name: broken
              address: {socket_address: {address: 127.0.0.1, port_value: 0}}
              filter_chains: [{filters: [{name: no.such.filter, typed_config: {"@type": type.googleapis.com/google.protobuf.Empty}}]}]
            """
        let configuration = """
            node: {id: "sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local", cluster: web}
            admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
            dynamic_resources:
              cds_config: {resource_api_version: V3, path_config_source: {path: FOLDER/cds.yaml}}
              lds_config: {resource_api_version: V3, path_config_source: {path: FOLDER/lds.yaml}}
            """
        let envoy = try Envoy(configuration, files: ["cds.yaml": clusters, "lds.yaml": listeners])
        var table = ""
        for _ in 0..<50 where !table.contains("pay.shop") {
            usleep(100_000)
            table = try envoy.meshctl("pc", "cluster").output
        }
        XCTAssertTrue(table.contains("STATIC     pay.shop"), table)
        var findings = ""
        for _ in 0..<50 where !findings.contains("MSH3001") {
            usleep(100_000)
            findings = try envoy.meshctl("analyze", "--proxy").output
        }
        XCTAssertTrue(findings.contains("[MSH3001] (Proxy web-1.shop"), findings)
    }

    func testNobodyThere() throws {
        let result = try Program.meshctl(["proxy-config", "cluster", "--envoy-url", "http://127.0.0.1:1"])
        XCTAssertEqual(result.status, 69)
        XCTAssertTrue(result.error.contains("cannot reach Envoy at http://127.0.0.1:1"), result.error)
    }
}
