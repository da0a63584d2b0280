import MeshResources
import XCTest

/// The tables of the corpus, and the small tables behind their columns.
final class ProxyTableTests: XCTestCase {
    private static let now = Moment(year: 2026, month: 11, day: 25, hour: 10, minute: 0, second: 0)?.seconds ?? 0

    private func check(_ table: String, _ expected: String, line: UInt = #line) throws {
        func lines(_ text: String) -> [String] {
            let all = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
            return Array(all.reversed().drop { $0.isEmpty }.reversed())
        }
        XCTAssertEqual(lines(table), lines(try ProxyCorpus.text(expected)), expected, line: line)
    }

    func testRoutes() throws {
        for name in ["empty-gateway", "istio-gateway-http-route-prefix", "k8s-gateway-http-route-path-prefix"] {
            let folder = "testdata/envoy-configdump/routes/\(name)"
            try check(RouteReport(ProxyCorpus.dump("\(folder)/configdump.json")).table().text, "\(folder)/output.txt")
        }
    }

    func testEndpoints() throws {
        let folder = "testdata/envoy-configdump/endpoint"
        let dump = try ProxyCorpus.dump("\(folder)/configdump.json")
        try check(AssignmentReport(dump).table().text, "\(folder)/emptyfilter_output.txt")
        var filter = EndpointFilter()
        filter.port = 8080
        let report = AssignmentReport(dump, filter: filter)
        try check(report.table().text, "\(folder)/portfilter_output.txt")
        XCTAssertEqual(Value.array(report.values()), Value(try ProxyCorpus.json("\(folder)/portfilter_output.json")))
    }

    func testSecrets() throws {
        for name in ["istio", "spire"] {
            let folder = "testdata/envoy-configdump/secret/\(name)"
            let report = try SecretReport(ProxyCorpus.dump("\(folder)/config_dump.json"))
            try check(report.table(now: Self.now).text, "\(folder)/output")
        }
    }

    func testExtensions() throws {
        let folder = "testdata/envoy-configdump/ecds"
        let report = try ExtensionReport(ProxyCorpus.dump("\(folder)/configdump.json"))
        try check(report.table().text, "\(folder)/output.txt")
        XCTAssertEqual(report.value, Value(try ProxyCorpus.json("\(folder)/output.json")))
    }

    func testBootstrap() throws {
        let report = try BootstrapReport(ProxyCorpus.dump("testdata/envoy-configdump/configdump.json"))
        try check(report.table.text, "testdata/envoy-configdump/versionsummary.txt")
    }

    func testDomainsColumn() throws {
        for row in try ProxyCorpus.json("unit_cases.json")["describe_route_domains"]?["cases"]?.items.map({ $0 }) ?? [] {
            let domains = row["domains"]?.items.map(\.text) ?? []
            XCTAssertEqual(RouteReport.domains(domains), row["want"]?.text, row["name"]?.text ?? "")
        }
    }

    func testListenerFilter() throws {
        let rows = try ProxyCorpus.json("unit_cases.json")["listener_filter"]?["cases"]?.items.map { $0 } ?? []
        XCTAssertGreaterThan(rows.count, 5)
        for row in rows {
            var filter = ListenerReport.Filter()
            filter.address = row["filter"]?["address"]?.text ?? ""
            filter.port = row["filter"]?["port"]?.int ?? 0
            filter.type = row["filter"]?["type"]?.text ?? ""
            let listener = try XCTUnwrap(row["listener"])
            XCTAssertEqual(filter.passes(listener), row["want"]?.bool, row["name"]?.text ?? "")
        }
    }

    func testPodNames() throws {
        for row in try ProxyCorpus.json("unit_cases.json")["infer_pod_info"]?["cases"]?.items.map({ $0 }) ?? [] {
            let name = PodName(row["arg"]?.text ?? "", namespace: row["namespace"]?.text ?? "")
            XCTAssertEqual(name.name, row["want_name"]?.text)
            XCTAssertEqual(name.namespace, row["want_namespace"]?.text)
        }
    }

    /// What the tables say of a recorded proxy, and what each filter leaves of it.
    func testFiltersOnRecordedDumps() throws {
        let dump = try Recordings.dump("envoy/1.40/productpage/config_dump-include_eds.http")
        let all = try ClusterReport(dump)
        XCTAssertEqual(all.nodes.count, 34)
        var clusters = ClusterReport.Filter()
        clusters.port = 9080
        XCTAssertEqual(try ClusterReport(dump, filter: clusters).nodes.count, 10)
        clusters.direction = "inbound"
        XCTAssertEqual(try ClusterReport(dump, filter: clusters).nodes.count, 1)
        clusters = ClusterReport.Filter()
        clusters.subset = "v1"
        clusters.host = "ratings"
        XCTAssertEqual(try ClusterReport(dump, filter: clusters).nodes.count, 2)

        var listeners = ListenerReport.Filter()
        listeners.port = 9080
        let table = try ListenerReport(dump, filter: listeners).table()
        XCTAssertEqual(
            table.lines,
            [
                ["ADDRESSES", "PORT", "MATCH", "DESTINATION"],
                ["0.0.0.0", "9080", "Trans: raw_buffer; App: http/1.1,h2c", "Route: 9080"],
                ["0.0.0.0", "9080", "ALL", "PassthroughCluster"],
            ])
        listeners = ListenerReport.Filter()
        listeners.type = "http"
        XCTAssertTrue(
            try ListenerReport(dump, filter: listeners).table(isVerbose: false).lines.dropFirst().allSatisfy { $0.last == "HTTP" })
        XCTAssertEqual(try RouteReport(dump, name: "9090").table(isVerbose: false).lines.last, ["9090", "2"])
        XCTAssertEqual(try RouteReport(dump, name: "no-such").nodes.count, 0)
    }

    /// The same table, whichever sections were read.
    func testSectionsAreReadAlone() throws {
        let source = try Recordings.body("envoy/1.40/gateway/config_dump-include_eds.http")
        let whole = try ConfigDump(source)
        XCTAssertEqual(
            try RouteReport(ConfigDump(source, only: [.routes])).table().text, try RouteReport(whole).table().text)
        XCTAssertEqual(
            try ClusterReport(ConfigDump(source, only: [.clusters])).table().text, try ClusterReport(whole).table().text)
        XCTAssertThrowsError(try ClusterReport(ConfigDump(source, only: [.routes])))
    }
}
