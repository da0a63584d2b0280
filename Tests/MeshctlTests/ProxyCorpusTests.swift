import Foundation
import MeshResources
import TestSupport
import XCTest

/// Every case of the corpora `proxyconfig`, `describe` and `authz` as a whole command line, against a stand-in for the cluster.
///
/// istioctl begins its complaints with `Error: `; this program's begin with `error: `, which is taken for the same.
final class ProxyCorpusTests: XCTestCase {
    private static var folder: String {
        get throws {
            guard let folder = Conformance.folder else { throw XCTSkip("no conformance data beside the checkout") }
            return folder
        }
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: Self.folder + "/" + path, encoding: .utf8) }

    private func json(_ path: String) throws -> Node {
        try XCTUnwrap(JSONReader.parse(SourceText(name: path, text: try text(path))).tree.roots.first, path)
    }

    /// Lines without blanks at their ends, and without empty ones at the end.
    private func lines(_ text: String) -> [String] {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        return Array(all.reversed().drop { $0.isEmpty }.reversed())
    }

    private func pod(_ name: String, _ namespace: String, labels: Value = [:]) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": labels],
            "spec": ["containers": [["name": "istio-proxy"]]], "status": ["phase": "Running"],
        ]
    }

    /// The cases of ztunnel are not run: ambient is outside for now. Those that no command line reaches are tested where what they
    /// are about lives: dumps of no bytes in `ConfigDumpTests`, the tables of several control planes in `SyncReportTests`.
    func testProxyConfigCases() throws {
        var counts: [String: Int] = [:]
        for row in try json("proxyconfig/cases.json")["cases"]?.items.map({ $0 }) ?? [] {
            let name = row["name"]?.text ?? ""
            let command = row["command"]?.items.map(\.text) ?? []
            if name.hasPrefix("ztunnel") || command.first == "ztunnel-config" {
                counts["ambient", default: 0] += 1
            } else if command.isEmpty || row["test"]?.text.hasSuffix("TestXdsStatusWriter_PrintAll") == true {
                counts["elsewhere", default: 0] += 1
            } else {
                counts["run", default: 0] += 1
                try check(row, name, command)
            }
        }
        XCTAssertEqual(counts["elsewhere"], 7, "\(counts)")
        XCTAssertGreaterThanOrEqual(counts["run"] ?? 0, 60, "\(counts)")
    }

    private func check(_ row: Node, _ name: String, _ command: [String]) throws {
        let base = try Self.folder + "/proxyconfig/"
        let arguments = command.map { row["input"]?.string == $0 ? base + $0 : $0 }
        let cluster = try cluster(for: row)
        let more = row["compare"]?.text == "analysis" ? ["-o", "json"] : []
        let result = try cluster.meshctl(arguments + more)
        XCTAssertEqual(result.status != 0, row["expect_error"]?.bool, "\(name): status \(result.status): \(result.error)")
        let both = result.output + Self.complaint(result.error)
        let expected = try row["expected_text"]?.string ?? row["expected"]?.string.map { try text("proxyconfig/" + $0) }
        switch row["compare"]?.text {
        case "contains":
            for part in row["expected_contains"]?.items.map(\.text) ?? [] {
                XCTAssertTrue(both.contains(part), "\(name): '\(part)' is not in: \(both.prefix(400))")
            }
        case "analysis":
            let answer = try XCTUnwrap(JSONReader.parse(SourceText(name: name, text: result.output)).tree.roots.first, name)
            let wanted = try XCTUnwrap(row["expected_analysis"])
            XCTAssertEqual(answer.items.map { $0["webhooks"].map { Value($0) } }, [Value(wanted)], name)
        case "none": break
        default:
            if row["output_format"]?.text == "json" {
                func value(_ text: String) -> [Value] { JSONReader.parse(SourceText(name: name, text: text)).tree.roots.map { Value($0) } }
                XCTAssertEqual(value(result.output), value(expected ?? ""), name)
            } else {
                XCTAssertEqual(lines(both), lines(expected ?? ""), name)
            }
        }
    }

    /// What was written to standard error, with istioctl's spelling of the first word.
    private static func complaint(_ text: String) -> String { text.hasPrefix("error: ") ? "Error: " + text.dropFirst(7) : text }

    private func cluster(for row: Node) throws -> StandInCluster {
        var objects: [Value] = []
        var ports: [String: StandInCluster.Port] = [:]
        let cluster = row["cluster"]
        for (name, answer) in cluster?["envoy_admin_answers"]?.entries ?? [] {
            let body = try answer["text"]?.text ?? text("proxyconfig/" + (answer["file"]?.text ?? ""))
            objects.append(pod(name.text, "default"))
            ports["\(name.text).default"] = { _ in body }
        }
        for istiod in cluster?["istiod_pods"]?.items.map({ $0 }) ?? [] {
            let name = istiod["name"]?.text ?? ""
            let namespace = istiod["namespace"]?.text ?? ""
            objects.append(pod(name, namespace, labels: istiod["labels"].map { Value($0) } ?? [:]))
            ports["\(name).\(namespace)"] = { _ in "{}" }
        }
        if let dump = row["istiod_dump"]?.string {
            let body = try text("proxyconfig/" + dump)
            objects += [pod("istiod-1", "istio-system", labels: ["app": "istiod"]), pod("POD", "default")]
            ports["istiod-1.istio-system"] = { target in
                target.hasPrefix("/debug/syncz") ? #"[{"proxy":"POD.default","istio_version":"1.30.3"}]"# : body
            }
        }
        if let pod = cluster?["pod"] {
            objects.append(["apiVersion": "v1", "kind": "Pod", "metadata": Value(pod)])
            if let namespace = cluster?["namespace"], namespace.isMapping {
                objects.append(["apiVersion": "v1", "kind": "Namespace", "metadata": Value(namespace)])
            }
            for file in cluster?["mutating_webhook_configurations"]?.items.map(\.text) ?? [] {
                objects += StandInCluster.objects(try text("proxyconfig/" + file))
            }
        }
        return try StandInCluster(objects, pods: ports)
    }

    func testDescribeCases() throws {
        for row in try json("describe/cases.json")["describe"]?.items.map({ $0 }) ?? [] {
            var objects: [Value] = []
            for key in ["kube_objects", "istio_objects"] {
                if let file = row[key]?.string { objects += StandInCluster.objects(try text("describe/" + file)) }
            }
            var ports: [String: StandInCluster.Port] = [:]
            for (name, dump) in row["config_dumps"]?.entries ?? [] {
                let body = try dump["inline"]?.text ?? text("describe/" + dump.text)
                for pod in objects where pod["kind"]?.string == "Pod" && pod["metadata"]?["name"]?.string == name.text {
                    ports["\(name.text).\(pod["metadata"]?["namespace"]?.string ?? "")"] = { _ in body }
                }
            }
            let cluster = try StandInCluster(objects, namespace: row["namespace"]?.string ?? "default", pods: ports)
            var arguments = row["command"]?.items.map(\.text) ?? []
            arguments += row["args"]?.items.map(\.text) ?? []
            if let namespace = row["istio_namespace"]?.string { arguments += ["-i", namespace] }
            let result = try cluster.meshctl(arguments)
            let name = row["name"]?.text ?? ""
            XCTAssertEqual(result.status != 0, row["want_error"]?.bool, "\(name): \(result.error)")
            if let part = row["output_contains"]?.string {
                XCTAssertTrue((result.output + Self.complaint(result.error)).contains(part), "\(name): \(result.output)\(result.error)")
            }
            if let expected = row["expected_output"]?.string { XCTAssertEqual(result.output, expected, name) }
        }
    }

    func testAuthorizationCases() throws {
        for row in try json("authz/cases.json").items {
            let name = row["name"]?.text ?? ""
            let arguments = (row["command"]?.items.map(\.text) ?? []) + (row["args"]?.items.map(\.text) ?? [])
            var directory = try Self.folder + "/authz"
            if row["args"]?.isNull ?? true {
                // A dump with a listener that has nothing in it.
                let text =
                    #"{"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.ListenersConfigDump","dynamic_listeners":[{"name":"x","#
                    + #""active_state":{"listener":{"@type":"type.googleapis.com/envoy.config.listener.v3.Listener"}}}]}]}"#
                directory = NSTemporaryDirectory() + "meshctl-authz-\(UUID().uuidString)"
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
                try text.write(toFile: directory + "/dump.json", atomically: false, encoding: .utf8)
            }
            defer { if !directory.hasSuffix("/authz") { try? FileManager.default.removeItem(atPath: directory) } }
            let result = try Program.meshctl(arguments + (row["args"]?.isNull ?? true ? ["-f", "dump.json"] : []), directory: directory)
            XCTAssertEqual(result.status != 0, row["want_error"]?.bool, name)
            XCTAssertEqual(result.output + result.error, row["expected_output"]?.text, name)
        }
    }
}
