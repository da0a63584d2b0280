import TestSupport
import XCTest

@testable import MeshResources

/// `describe` on the corpus: objects of a cluster, the proxies' dumps, and the text.
final class DescriptionTests: XCTestCase {
    private func source(_ path: String) throws -> SourceText {
        guard let file = Conformance.path("describe/\(path)") else { throw XCTSkip("no conformance data beside the checkout") }
        return SourceText(name: path, text: try String(contentsOfFile: file, encoding: .utf8))
    }

    private func cases(_ key: String) throws -> [Node] {
        let root = try XCTUnwrap(JSONReader.parse(source("cases.json")).tree.roots.first)
        return root[key]?.items.map { $0 } ?? []
    }

    func testServices() throws {
        var count = 0
        for row in try cases("describe") where row["kube_objects"]?.isNull == false {
            count += 1
            var objects = ClusterObjects()
            for key in ["kube_objects", "istio_objects"] {
                for resource in Resource.all(in: YAML.parse(try source(row[key]?.text ?? "")).tree).resources {
                    objects.add(resource.node, kind: resource.kind)
                }
            }
            var dumps: [String: ConfigDump] = [:]
            for (pod, file) in row["config_dumps"]?.entries ?? [] {
                dumps[pod.text] = try ConfigDump(file["inline"].map { SourceText(name: "inline", text: $0.text) } ?? source(file.text))
            }
            let known = dumps
            let description = Description(objects, namespace: "default", istioNamespace: "default") { pod, _ in
                try XCTUnwrap(known[pod], "no dump of \(pod)")
            }
            let name = row["args"]?.items.map(\.text).last ?? ""
            XCTAssertEqual(try description.service(name, namespace: "default"), row["expected_output"]?.text, row["name"]?.text ?? "")
        }
        XCTAssertEqual(count, 4)
    }

    func testWhatIsMissing() {
        let description = Description(ClusterObjects(), namespace: "default", istioNamespace: "istio-system") { _, _ in
            throw Description.Failure(description: "")
        }
        XCTAssertThrowsError(try description.pod("not-a-pod", namespace: "default")) {
            XCTAssertEqual("\($0)", "pods \"not-a-pod\" not found")
        }
        XCTAssertThrowsError(try description.service("not-a-service", namespace: "default")) {
            XCTAssertEqual("\($0)", "services \"not-a-service\" not found")
        }
    }

    func testVirtualServiceOfRoutes() throws {
        for row in try cases("virtual_service_path_from_route") {
            let dump = try ConfigDump(source(row["config_dump"]?.text ?? ""))
            let trace = ServiceTrace(
                dump: dump, name: row["service"]?["name"]?.text ?? "", namespace: row["service"]?["namespace"]?.text ?? "",
                port: row["port"]?.int ?? 0)
            XCTAssertEqual(trace.virtualServicePath, row["expected"]?.text)
        }
    }

    func testProtocols() throws {
        for row in try cases("port_protocol") {
            XCTAssertEqual(PodText.protocolName(try XCTUnwrap(row["port"])), row["expected"]?.text)
        }
    }

    func testRevisions() throws {
        for row in try cases("revision_from_pod_annotation") {
            XCTAssertEqual(PodText.revision(ClusterObjects.strings(row["annotations"])), row["expected"]?.text)
        }
    }
}
