import Foundation
import MeshResources
import TestSupport
import XCTest

/// `analyze --proxy` on many proxies of a stand-in cluster.
final class ProxySurveyTests: XCTestCase {
    private func dump(_ name: String) -> String {
        """
        {"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.BootstrapConfigDump","bootstrap":{"node":{
        "id":"sidecar~10.0.0.1~\(name)~shop.svc.cluster.local","metadata":{"NAMESPACE":"shop","WORKLOAD_NAME":"web"}}}},
        {"@type":"type.googleapis.com/envoy.admin.v3.ClustersConfigDump","dynamic_active_clusters":[{"cluster":{"name":"c"}}]},
        {"@type":"type.googleapis.com/envoy.admin.v3.RoutesConfigDump","dynamic_route_configs":[{"route_config":{"name":"80",
        "virtual_hosts":[{"name":"v","domains":["*"],"routes":[{"match":{"prefix":"/"},"route":{"cluster":"none"}}]}]}}]}]}
        """
    }

    private func pod(_ name: String, _ namespace: String, _ app: String) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": ["app": .string(app)]],
            "spec": ["containers": [["name": "istio-proxy"]]], "status": ["phase": "Running"],
        ]
    }

    /// A few at a time, each once; one that answers rubbish and one that is gone hide none of the others.
    func testAFewAtATime() throws {
        let names = (0..<30).map { "web-\($0).shop" }
        var ports: [String: StandInCluster.Port] = [:]
        for name in names.dropLast() {
            let text = name == "web-3.shop" ? "<html>" : dump(name)
            ports[name] = { target in
                usleep(20_000)
                return target.hasPrefix("/config_dump") ? text : "{}"
            }
        }
        let rows = names.map { #"{"proxy":"\#($0)","istio_version":"1.30.3"}"# }.joined(separator: ",")
        ports["istiod-1.istio-system"] = { $0.hasPrefix("/debug/syncz") ? "[\(rows)]" : "1.30.3-x" }
        let cluster = try StandInCluster([pod("istiod-1", "istio-system", "istiod")], pods: ports)
        let result = try cluster.meshctl(["analyze", "--proxy"])
        XCTAssertEqual(result.status, 69, result.error)
        let found = Set(result.output.split(separator: "\n").filter { $0.contains("MSH3002") }.map { $0.split(separator: " ")[3] })
        XCTAssertEqual(found.count, 28, result.output)
        XCTAssertTrue(result.error.contains("Envoy of web-3.shop gave no config dump"), result.error)
        XCTAssertTrue(result.error.contains("cannot reach Envoy of web-29.shop"), result.error)
        XCTAssertLessThanOrEqual(cluster.peak, 8)
        XCTAssertGreaterThan(cluster.peak, 1)
        let dumps = cluster.requests.filter { $0.contains("/pods/web-") }
        XCTAssertLessThanOrEqual(dumps.count, 30 * 3)
    }
}
