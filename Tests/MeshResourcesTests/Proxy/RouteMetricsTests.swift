import MeshResources
import XCTest

/// Requests and latency by route.
final class RouteMetricsTests: XCTestCase {
    private func json(_ text: String) throws -> Node { try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: text)).tree.roots.first) }

    private func metrics(_ requests: Int, own: Int) throws -> RouteMetrics {
        let dump = """
            {"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.RoutesConfigDump","dynamic_route_configs":[{"route_config":{"name":"80",
            "virtual_hosts":[{"name":"pay.shop:80","routes":[
            {"match":{"prefix":"/pay"},"stat_prefix":"pay","route":{"cluster":"c"}},{"match":{"prefix":"/a"},"route":{"cluster":"c"}},
            {"match":{"path":"/b"},"route":{"weighted_clusters":{"clusters":[{"name":"c"},{"name":"d"}]}}},
            {"match":{"path":"/idle"},"route":{"cluster":"nobody"}}]}]}}]}]}
            """
        let clusters = """
            {"cluster_statuses":[{"name":"c","host_statuses":[{"stats":[{"name":"rq_total","value":"\(requests)"},{"name":"rq_error","value":"1"}]}]},
            {"name":"d","host_statuses":[{"stats":[{"name":"rq_total","value":"5"}]}]},
            {"name":"e","host_statuses":[{"stats":[{"name":"cx_active","value":"1"}]}]}]}
            """
        let statistics = """
            {"stats":[{"name":"vhost.pay.shop:80.route.pay.upstream_rq_total","value":\(own)},
            {"name":"vhost.pay.shop:80.route.pay.upstream_rq_5xx","value":1},
            {"histograms":{"supported_quantiles":[0,50,99],"computed_quantiles":[
            {"name":"vhost.pay.shop:80.route.pay.upstream_rq_time","values":[{"cumulative":0},{"cumulative":2.5},{"cumulative":9}]},
            {"name":"cluster.d.upstream_rq_time","values":[{"cumulative":0},{"cumulative":null},{"cumulative":3}]}]}}]}
            """
        return RouteMetrics(
            ProxyView(name: "p", dump: try ConfigDump(SourceText(name: "d", text: dump))),
            clusters: ProxyMetrics(clusters: try json(clusters), prometheus: ""), statistics: try json(statistics))
    }

    func testRoutes() throws {
        let metrics = try metrics(10, own: 4)
        let rows = metrics.table().lines.dropFirst().map { $0.joined(separator: " ") }
        XCTAssertEqual(
            rows,
            [
                "80 pay.shop:80 /b c + 1 more 11 0.0% 0 - 3.0 ms 1 route", "80 pay.shop:80 /a* c 6 0.0% 0 - - 1 route",
                "80 pay.shop:80 /pay* c 4 25.0% - 2.5 ms 9.0 ms -", "- - - e 0 0.0% 0 - - -",
            ])
        XCTAssertEqual(metrics.rows.map(\.isExact), [true, false, false, false])
    }

    func testDifference() throws {
        let lines = try metrics(30, own: 14).since(metrics(10, own: 4)).table(seconds: 2).lines
        XCTAssertEqual(lines[1][4], "5.0")
        XCTAssertEqual(lines[0][4], "REQUESTS/S")
        XCTAssertEqual(lines.map { $0[2] }.sorted().last, "MATCH")
    }
}
