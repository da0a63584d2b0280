import Foundation
import TestSupport
import XCTest

@testable import MeshResources

/// What a real Envoy did with what a real istiod made of each mesh, where the shared data is present.
final class TrafficConformanceTests: XCTestCase {
    private struct Case {
        var id: String
        var resources: [Resource]
        var proxy: TrafficProxy
        var requests: [(id: String, request: TrafficRequest, truth: Value)]
    }

    private func cases(_ file: String) throws -> [Case] {
        guard let path = Conformance.path("traffic/\(file)"), let data = FileManager.default.contents(atPath: path) else {
            throw XCTSkip("the conformance data is not there")
        }
        return data.split(separator: 0x0A).compactMap { line in
            guard let root = YAML.parse(SourceText(name: file, bytes: Array(line))).tree.roots.first else { return nil }
            let value = Value(root)
            let mesh = YAML.parse(SourceText(name: "mesh.yaml", text: value["mesh"]?.string ?? "")).tree
            let requests = (value["requests"]?.array ?? []).map { entry in
                (id: entry["id"]?.string ?? "", request: TrafficRequest(entry["request"] ?? .null), truth: entry["truth"] ?? .null)
            }
            return Case(
                id: value["id"]?.string ?? "", resources: Resource.all(in: mesh).resources, proxy: TrafficProxy(value["proxy"] ?? .null),
                requests: requests)
        }
    }

    func testRoutesAreThoseOfTheRealProxy() throws {
        for entry in try cases("routing.jsonl") {
            let tracer = RouteTracer(TrafficMesh(entry.resources))
            for (id, request, truth) in entry.requests {
                let found = tracer.outcome(request, at: entry.proxy).value
                let isChance = truth["weighted"]?.bool ?? false
                var keys = ["route", "location", "mirrors", "timeout", "connection"]
                if !isChance, truth["cluster"]?.string != "PassthroughCluster" { keys += ["status", "flags", "response_headers", "body"] }
                for key in keys where !same(truth[key], found[key]) {
                    XCTFail("\(entry.id) \(id) \(key): \(String(describing: truth[key])) is \(String(describing: found[key]))")
                }
                XCTAssertEqual(names(truth), names(found), "\(entry.id) \(id)")
                guard let upstream = truth["upstream"] else { continue }
                for key in ["path", "authority"] { XCTAssertEqual(upstream[key], found["upstream"]?[key], "\(entry.id) \(id)") }
            }
        }
    }

    func testDecisionsAreThoseOfTheRealProxy() throws {
        for entry in try cases("authz.jsonl") {
            let tracer = AuthorizationTracer(TrafficMesh(entry.resources), now: 1_800_000_000)
            for (id, request, truth) in entry.requests {
                let found = tracer.outcome(request, at: entry.proxy).value
                let keys = ["decision", "status", "protocol", "dry_run", "reason"] + (truth["decided_by"] == nil ? [] : ["decided_by"])
                for key in keys where !same(truth[key], found[key]) {
                    XCTFail("\(entry.id) \(id) \(key): \(String(describing: truth[key])) is \(String(describing: found[key]))")
                }
            }
        }
    }

    private func same(_ a: Value?, _ b: Value?) -> Bool { a ?? .null == b ?? .null }

    private func names(_ value: Value) -> [String] {
        (value["clusters"]?.array ?? []).map { "\($0["name"]?.string ?? "") \($0["weight"]?.int ?? 0)" }.sorted()
    }

    /// Meshes with words changed, cut and repeated, and requests of any bytes: answers may be anything, but there are some.
    func testNothingTrapsOnBrokenMeshesAndRequests() throws {
        var random = SplitMix(state: 7)
        for entry in try cases("routing.jsonl").prefix(40) + cases("authz.jsonl").prefix(40) {
            guard let text = entry.resources.first.map({ Array($0.source.bytes) }) else { continue }
            var bytes = text
            for _ in 0..<30 {
                let at = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
                default: bytes.replaceSubrange(at..<min(bytes.count, at + 3), with: Array("-9223372036854775809".utf8))
                }
            }
            let tree = YAML.parse(SourceText(name: "mesh.yaml", bytes: bytes)).tree
            let mesh = TrafficMesh(Resource.all(in: tree).resources)
            for var request in entry.requests.map(\.request) {
                request.path = "/" + String(decoding: (0..<9).map { _ in UInt8(truncatingIfNeeded: random.next()) }, as: UTF8.self)
                request.port = Int(truncatingIfNeeded: Int64(bitPattern: random.next()) >> Int64(random.next() % 63))
                _ = RequestTrace(request, at: entry.proxy, in: mesh, now: 0).value
            }
            _ = TrafficGraph(mesh)
        }
    }
}
