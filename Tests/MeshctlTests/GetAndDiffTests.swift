import Foundation
import MeshResources
import TestSupport
import XCTest

@testable import meshctl

final class GetAndDiffTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("meshctl-get-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, _ name: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: false, encoding: .utf8)
    }

    private func meshctl(_ words: String...) throws -> TestSupport.Program.Result {
        try TestSupport.Program.meshctl(words, directory: folder)
    }

    // MARK: Selectors

    func testReadsSelectorsAsTheServerDoes() throws {
        let labels = ["app": "shop", "tier": "front", "empty": ""]
        for text in [
            "app=shop", "app==shop,tier!=back", "app in (shop, other)", "tier notin (back)", "app", "!gone", "gone!=x", "gone notin (x)",
            "empty=", " app = shop , tier in (front,back)",
        ] {
            XCTAssert(try XCTUnwrap(LabelQuery(text), text).matches(labels), text)
        }
        for text in ["app=other", "app!=shop", "app in (other)", "app notin (shop)", "gone", "!app", "gone=x", "gone in (x)"] {
            XCTAssertFalse(try XCTUnwrap(LabelQuery(text), text).matches(labels), text)
        }
        for text in ["a b", "a=b=c", "in (x)", "a like (x)", "=x", ",", "!"] { XCTAssertNil(LabelQuery(text), text) }
    }

    // MARK: Snapshots

    private func snapshot() throws {
        func object(_ group: String, _ kind: String, _ namespace: String, _ name: String, _ app: String) -> String {
            #"{"apiVersion":"\#(group)/v1","kind":"\#(kind)","metadata":{"name":"\#(name)","namespace":"\#(namespace)","labels":{"app":"\#(app)"}}}"#
        }
        func list(_ items: String...) -> String { #"{"apiVersion":"v1","kind":"List","items":[\#(items.joined(separator: ","))]}"# }
        let istio = "networking.istio.io"
        try write(
            list(object(istio, "Gateway", "shop", "front", "a"), object(istio, "Gateway", "other", "back", "b")),
            "mesh/resources/networking.istio.io/Gateway.json")
        try write(
            list(object("gateway.networking.k8s.io", "Gateway", "shop", "third", "a")),
            "mesh/resources/gateway.networking.k8s.io/Gateway.json")
        try write(list(object("example.com", "Thing", "shop", "one", "a")), "mesh/resources/example.com/Thing.json")
    }

    func testGetsFromASnapshotAsFromACluster() throws {
        try snapshot()
        func names(_ words: String...) throws -> String {
            try TestSupport.Program.meshctl(["get"] + words + ["--from", "mesh", "-o", "name"], directory: folder).output
        }
        XCTAssertEqual(try names("gw", "-A"), "gateway.networking.istio.io/front\ngateway.networking.istio.io/back\n")
        XCTAssertEqual(try names("gtw", "-A"), "gateway.gateway.networking.k8s.io/third\n")
        XCTAssertEqual(try names("gateways.networking.istio.io", "-n", "shop"), "gateway.networking.istio.io/front\n")
        XCTAssertEqual(try names("gw", "-A", "-l", "app!=a"), "gateway.networking.istio.io/back\n")
        XCTAssertEqual(try names("gw/front", "-n", "shop"), "gateway.networking.istio.io/front\n")
        XCTAssertEqual(try names("things", "-n", "shop"), "thing.example.com/one\n")
    }

    func testSaysWhatASnapshotLacks() throws {
        try snapshot()
        let missing = try meshctl("get", "gw", "nothing", "-n", "shop", "--from", "mesh", "-o", "json")
        XCTAssertEqual(missing.status, 1)
        XCTAssertEqual(missing.output, "")
        XCTAssert(missing.error.contains(#"gateways.networking.istio.io "nothing" not found"#), missing.error)
        let unknown = try meshctl("get", "gatways", "--from", "mesh")
        XCTAssertEqual(unknown.status, 1)
        XCTAssert(unknown.error.contains("'gatways'") && unknown.error.contains("did you mean 'gateways'?"), unknown.error)
        XCTAssertEqual(try meshctl("get", "gw", "-l", "a b", "--from", "mesh").status, 64)
        XCTAssertEqual(try meshctl("get", "gw", "x", "-l", "a=b", "--from", "mesh").status, 64)
    }

    func testWritesListsLikeOneDocument() throws {
        try snapshot()
        for words in [["gw", "-A"], ["vs", "-A"]] {
            let json = try TestSupport.Program.meshctl(["get"] + words + ["--from", "mesh", "-o", "json"], directory: folder).output
            let yaml = try TestSupport.Program.meshctl(["get"] + words + ["--from", "mesh", "-o", "yaml"], directory: folder).output
            let tree = JSONReader.parse(SourceText(name: "json", text: json))
            XCTAssert(tree.isComplete, json)
            let value = Value(try XCTUnwrap(tree.tree.documents.first?.root))
            // The same as if the whole list had been written at once.
            XCTAssertEqual(json, JSONWriter.text(value, .pretty) + "\n")
            XCTAssertEqual(yaml, YAMLEmitter.text(value, .ordered))
            XCTAssertEqual(value["items"]?.array?.count, words[0] == "gw" ? 2 : 0)
        }
    }

    // MARK: Folders

    private func config(_ name: String, _ value: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata: {key: \(value)}\n"
    }

    func testComparesFoldersWhoseFilesAreMostlyEqual() throws {
        for side in ["old", "new"] {
            for number in 0..<80 { try write(config("c\(number)", "same"), "\(side)/\(number % 3)/c\(number).yaml") }
        }
        try write(config("c7", "other"), "new/1/c7.yaml")
        try write(config("added", "x"), "new/added.yaml")
        try write(config("moved", "x"), "old/moved.yaml")
        try write(config("moved", "x"), "new/2/moved.yaml")
        let result = try meshctl("diff", "old", "new", "-o", "json")
        XCTAssertEqual(result.status, 1)
        let root = try XCTUnwrap(JSONReader.parse(SourceText(name: "", text: result.output)).tree.documents.first?.root)
        var found: [String] = []
        for item in root["resources"].map({ Array($0.items) }) ?? [] {
            found.append("\(item["name"]?.text ?? "") \(item["change"]?.text ?? "")")
        }
        XCTAssertEqual(found, ["c7 changed", "added added"])
        let fields = root["resources"]?.items.first { _ in true }?["fields"]
        XCTAssertEqual(fields?.items.first { _ in true }?["newAt"]?["file"]?.text, "new/1/c7.yaml")
        XCTAssertEqual(try meshctl("diff", "old", "old").status, 0)
    }

    func testNamesTheRightFileOfAnObjectThatStandsInTwo() throws {
        try write(config("twice", "one"), "old/a.yaml")
        try write(config("twice", "two"), "old/b.yaml")
        try write(config("twice", "one"), "new/a.yaml")
        let result = try meshctl("diff", "old", "new")
        XCTAssertEqual(result.status, 1)
        XCTAssert(result.output.contains("old/b.yaml:4") && result.output.contains("new/a.yaml:4"), result.output)
        let patch = try meshctl("diff", "old", "new", "-o", "patch")
        XCTAssert(patch.output.contains("--- a/b.yaml") && !patch.output.contains("a/a.yaml"), patch.output)
    }

    func testUnreadableFilesStopTheComparison() throws {
        for side in ["old", "new"] { try write("a: [\n", "\(side)/a.yaml") }
        XCTAssertEqual(try meshctl("diff", "old", "new").status, 65)
        try write(config("x", "y"), "old/a.yaml")
        XCTAssertEqual(try meshctl("diff", "old", "new").status, 65)
    }
}
