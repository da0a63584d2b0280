import MeshResources
import TestSupport
import XCTest

@testable import MeshAPI

/// What a 1.36 server really answers, where the recordings are present.
final class RecordingTests: XCTestCase {
    private func exchange(_ name: String, as target: String? = nil, method: String? = nil) throws -> RecordedTransport.Exchange {
        guard let folder = Recordings.folder else { throw XCTSkip("no recordings") }
        let path = "\(folder)/kubernetes/1.36/\(name).http"
        let text = try XCTUnwrap(FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }, path)
        var exchange = try XCTUnwrap(RecordedTransport.Exchange(recording: text), path)
        if let target { exchange.target = target }
        if let method { exchange.method = method }
        return exchange
    }

    private func client(_ exchanges: [RecordedTransport.Exchange]) -> (KubernetesClient, RecordedTransport) {
        let transport = RecordedTransport(exchanges)
        return (KubernetesClient(transport, server: "https://server", policy: .never), transport)
    }

    private let services = APIResource(group: "networking.istio.io", version: "v1", kind: "VirtualService", plural: "virtualservices")

    /// Applies the object of a recording, as the recording did.
    private func apply(_ name: String, _ others: [RecordedTransport.Exchange] = []) throws -> Result<
        ServerSideApply.Applied, KubernetesError
    > {
        let recorded = try exchange(name)
        let (client, transport) = client([recorded] + others)
        let parts = recorded.target.split(separator: "?")[0].split(separator: "/").map(String.init)
        let resource = APIResource(group: parts[1], version: parts[2], kind: "", plural: parts[5])
        let manager = recorded.target.split(separator: "=")[1].split(separator: "&")[0]
        var outcome: Result<ServerSideApply.Applied, KubernetesError>?
        client.apply(
            [ServerSideApply(resource: resource, namespace: parts[4], name: parts[6], body: Array(recorded.body.utf8))],
            ServerSideApply.Options(fieldManager: String(manager))
        ) { _, result in outcome = result }
        XCTAssertEqual(transport.unused + transport.unexpected, [], name)
        return try XCTUnwrap(outcome)
    }

    private func failure(_ name: String, _ others: [RecordedTransport.Exchange] = []) throws -> KubernetesError {
        switch try apply(name, others) {
        case .success: throw KubernetesError(.other, "\(name) succeeded")
        case .failure(let error): return error
        }
    }

    func testTellsNewFromChanged() throws {
        XCTAssertTrue(try apply("apply/create-201").get().isNew)
        let same = try apply("apply/no-op-200").get()
        XCTAssertFalse(same.isNew)
        XCTAssertEqual(same.resourceVersion, "728")
    }

    func testNamesTheOwnersOfConflicts() throws {
        let error = try failure("apply/conflict-409")
        XCTAssertEqual(error.category, .conflict)
        XCTAssertEqual(error.owners.map(\.manager), ["meshctl"])
        XCTAssertEqual(error.owners.map(\.fields), [["spec.hosts", "spec.http"]])
    }

    func testAsksAgainWhereTheServerGivesNoReason() throws {
        let object = "/apis/networking.istio.io/v1/namespaces/shop/virtualservices/bad"
        let collection =
            "/apis/networking.istio.io/v1/namespaces/shop/virtualservices?dryRun=All&fieldManager=meshctl&fieldValidation=Strict"
        let error = try failure(
            "apply/wrong-types-500",
            [
                exchange("errors/404-object", as: object, method: "GET"),
                exchange("patch/create-invalid-422-many-causes", as: collection),
            ])
        XCTAssertEqual(error.category, .invalid)
        XCTAssert(error.causes.contains { $0.field == "spec.http[0].route[0].weight" }, "\(error.causes)")
        XCTAssert(error.causes.contains { $0.field == "<nil>" && $0.message.contains("spec.http[0].match[0].uri") })
    }

    func testFindsFieldsInPlainText() throws {
        let object = "/apis/networking.istio.io/v1/namespaces/shop/virtualservices/strict"
        let collection =
            "/apis/networking.istio.io/v1/namespaces/shop/virtualservices?dryRun=All&fieldManager=meshctl&fieldValidation=Strict"
        var recorded = try exchange("apply/unknown-fields-strict-500")
        recorded.target = object + "?fieldManager=meshctl"
        let (client, _) = client([
            recorded, try exchange("errors/404-object", as: object, method: "GET"),
            try exchange("patch/create-unknown-fields-strict-400", as: collection),
        ])
        var fields: [String] = []
        client.apply(
            [ServerSideApply(resource: services, namespace: "shop", name: "strict", body: Array(recorded.body.utf8))],
            ServerSideApply.Options()
        ) { _, result in if case .failure(let error) = result { fields = error.causes.map(\.field) } }
        XCTAssertEqual(fields, ["spec.gateway", "spec.http[0].rout", "spec.http[0].route[0].destination.prot"])
    }

    func testSortsErrorsIntoCategories() throws {
        let expected: [(String, KubernetesError.Category)] = [
            ("errors/401-bad-token", .unauthorized), ("errors/403-apply", .forbidden), ("errors/404-resource", .missingKind),
            ("errors/404-object", .notFound), ("apply/namespace-missing-404", .notFound), ("errors/409-already-exists", .conflict),
            ("apply/invalid-422-many-causes", .invalid), ("apply/webhook-denied-400", .invalid), ("errors/429-too-many-requests", .other),
        ]
        for (name, category) in expected {
            let recorded = try exchange(name)
            let (client, _) = client([recorded])
            let result = client.send([HTTPRequest(recorded.method, recorded.target, body: Array(recorded.body.utf8))])[0]
            guard case .failure(let error) = result else { return XCTFail(name) }
            XCTAssertEqual(error.category, category, name)
            XCTAssertFalse(error.message.isEmpty, name)
        }
    }

    func testWarningsReachTheUserOnce() throws {
        let recorded = try exchange("apply/webhook-warning-201")
        let (client, _) = client([recorded, recorded])
        var warnings: [String] = []
        client.onWarning = { warnings.append($0) }
        for _ in 0..<2 { _ = client.send([HTTPRequest(recorded.method, recorded.target, body: Array(recorded.body.utf8))]) }
        XCTAssertEqual(warnings, ["virtualService rule #1 not used (route without matches defined before)"])
    }

    func testReadsBothFormsOfDiscovery() throws {
        let (aggregated, first) = client([
            try exchange("discovery/aggregated-api", as: "/api"), try exchange("discovery/aggregated-apis", as: "/apis"),
        ])
        let found = try aggregated.discovery.find("vs")
        XCTAssertEqual(found.fullName, "virtualservices.networking.istio.io")
        XCTAssertEqual(try aggregated.discovery.find("virtualservices.networking.istio.io").kind, "VirtualService")
        XCTAssertEqual(try aggregated.discovery.find("Pods").plural, "pods")
        XCTAssertEqual(first.unused + first.unexpected, [])
        let (direct, second) = client([try exchange("discovery/apis-networking-v1", as: "/apis/networking.istio.io/v1")])
        XCTAssertEqual(
            try direct.discovery.resource(apiVersion: "networking.istio.io/v1", kind: "VirtualService").plural, "virtualservices")
        XCTAssertEqual(second.unused + second.unexpected, [])
    }

    func testListsPageByPage() throws {
        let pages = try (1...3).map { try exchange("read/list-limit-page-\($0)") }
        let first = try XCTUnwrap(pages.first)
        let limit = try XCTUnwrap(first.target.split(separator: "=").last.flatMap { Int($0) })
        let parts = first.target.split(separator: "?")[0].split(separator: "/").map(String.init)
        let resource = APIResource(group: parts[1], version: parts[2], kind: "", plural: parts[parts.count - 1])
        let (client, transport) = client(pages)
        var names: [String] = []
        let namespace = parts.count > 4 ? parts[4] : nil
        do {
            try client.list(resource, .init(namespace: namespace, pageSize: limit)) { names.append($0["metadata"]?["name"]?.text ?? "") }
        } catch {
            XCTFail("\(error) \(transport.unexpected) \(transport.unused)")
        }
        XCTAssertEqual(names.count, Set(names).count)
        XCTAssertGreaterThan(names.count, 2 * limit)
    }

    func testGoesOnFromAFreshContinuation() throws {
        let expired = try exchange("errors/410-continue-expired")
        guard case .success(let answer) = expired.result, let token = answer.body.json()?["metadata"]?["continue"]?.string else {
            return XCTFail("the recording has no continuation")
        }
        let list = "/apis/networking.istio.io/v1/virtualservices?limit=2"
        let (client, _) = client([
            .init(
                "GET", list,
                result: .success(HTTPResponse(status: 200, body: HTTPBody(Array(#"{"metadata":{"continue":"old"},"items":[{}]}"#.utf8))))),
            .init("GET", list + "&continue=old", result: expired.result),
            .init(
                "GET", list + "&continue=" + URLText.escape(token),
                result: .success(HTTPResponse(status: 200, body: HTTPBody(Array(#"{"metadata":{},"items":[{}]}"#.utf8))))),
        ])
        var count = 0
        try client.list(services, .init(pageSize: 2)) { _ in count += 1 }
        XCTAssertEqual(count, 2)
    }

    func testReadsWatches() throws {
        let recorded = try exchange("watch/bookmarks")
        guard case .success(let answer) = recorded.result else { return XCTFail("no answer") }
        let events = answer.body.text.split(separator: "\n").compactMap { KubernetesClient.event(Array($0.utf8)) }
        XCTAssert(events.contains { $0.kind == .bookmark })
        let old = try exchange("errors/410-watch-too-old")
        guard case .success(let gone) = old.result else { return XCTFail("no answer") }
        XCTAssertEqual(KubernetesClient.event(Array(gone.body.text.split(separator: "\n")[0].utf8))?.object["code"]?.int, 410)
    }
}

enum Recordings {
    /// The folder: `MESHCTL_RECORDINGS`, else the neighbour of the conformance data; `nil` when there is none.
    static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["MESHCTL_RECORDINGS"]
        let beside = Conformance.folder.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("recordings").path
        }
        return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/kubernetes") }
    }()
}
