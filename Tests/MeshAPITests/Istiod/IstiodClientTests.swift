import Foundation
import MeshAPI
@testable import MeshResources
import TestSupport
import XCTest

/// istiod's and Envoy's answers, recorded: good ones and all kinds of others.
final class IstiodClientTests: XCTestCase {
    /// A recorded exchange.
    private func exchange(_ path: String) throws -> RecordedTransport.Exchange {
        guard let folder = Conformance.folder.map({ ($0 as NSString).deletingLastPathComponent + "/recordings" }),
            FileManager.default.fileExists(atPath: folder)
        else { throw XCTSkip("no recordings beside the checkout") }
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path).http"))
        return try XCTUnwrap(RecordedTransport.Exchange(recording: String(decoding: data, as: UTF8.self)), path)
    }

    private func answer(_ target: String, _ status: Int, _ body: String) -> RecordedTransport.Exchange {
        .init("GET", target, result: .success(HTTPResponse(status: status, body: HTTPBody(Array(body.utf8)))))
    }

    func testProxiesAndVersion() throws {
        let transport = RecordedTransport([try exchange("istiod/1.30/healthy/syncz"), try exchange("istiod/1.30/healthy/version")])
        let client = IstiodClient(transport, name: "istiod-1")
        XCTAssertEqual(try client.proxies().count, 4)
        XCTAssertTrue(try client.version().hasPrefix("1.30.3-"))
        XCTAssertEqual(transport.unused, [])
    }

    /// istiod answers for any proxy whose id has the text in it, so the name is looked for among the connected ones first.
    func testPartOfANameIsNoProxy() throws {
        let transport = RecordedTransport([try exchange("istiod/1.30/healthy/syncz")])
        XCTAssertThrowsError(try IstiodClient(transport, name: "x").configDump(of: "productpage")) { error in
            XCTAssertEqual((error as? ServiceFailure)?.kind, .notFound)
        }
        XCTAssertEqual(transport.requests.count, 1)
    }

    /// Where a name stands inside another proxy's, istiod may answer for either.
    func testNamesInsideNames() throws {
        func client(_ names: [String], _ target: String) -> (IstiodClient, RecordedTransport) {
            let rows = names.map { #"{"proxy":"\#($0)","istio_version":"1.30.3"}"# }.joined(separator: ",")
            let transport = RecordedTransport([answer("/debug/syncz", 200, "[\(rows)]"), answer(target, 200, "{\"configs\":[]}")])
            return (IstiodClient(transport, name: "x"), transport)
        }
        let (alone, first) = client(["web.shop", "b.c"], "/debug/config_dump?proxyID=web.shop")
        _ = try alone.configDump(of: "web.shop")
        XCTAssertEqual(first.unused, [])
        let (longer, second) = client(["web.shop", "web.shop2"], "/debug/config_dump?proxyID=web.shop-")
        _ = try longer.configDump(of: "web.shop")
        XCTAssertEqual(second.unused, [])
        for other in ["my-web.shop", "web.shop-2"] {
            let (ambiguous, _) = client(["web.shop", other], "/debug/config_dump?proxyID=web.shop-")
            XCTAssertThrowsError(try ambiguous.configDump(of: "web.shop")) { XCTAssertTrue("\($0)".contains("from '\(other)'"), "\($0)") }
        }
    }

    func testBadAnswers() throws {
        let cases: [(RecordedTransport.Exchange, ServiceFailure.Kind)] = [
            (try exchange("istiod/1.30/errors/syncz-unauthenticated"), .forbidden),
            (try exchange("istiod/1.30/errors/syncz-workload-token"), .forbidden),
            (answer("/debug/syncz", 404, "404 page not found"), .notFound), (answer("/debug/syncz", 500, "oops"), .unexpected),
            (answer("/debug/syncz", 200, "<html><body>Welcome</body></html>"), .unexpected), (answer("/debug/syncz", 200, ""), .unexpected),
            (answer("/debug/syncz", 200, "[{\"proxy\":\"a"), .unexpected),
            (answer("/debug/syncz", 200, "{\"kind\":\"Status\"}"), .unexpected),
            (.init("GET", "/debug/syncz", result: .failure(TransportError(.timedOut, "no answer in time"))), .unreachable),
        ]
        for (exchange, kind) in cases {
            XCTAssertThrowsError(try IstiodClient(RecordedTransport([exchange]), name: "x").proxies()) { error in
                XCTAssertEqual((error as? ServiceFailure)?.kind, kind, "\(error)")
                XCTAssertFalse("\(error)".contains("<html"), "\(error)")
            }
        }
        let web = RecordedTransport([answer("/version", 200, "<html>")])
        XCTAssertThrowsError(try IstiodClient(web, name: "x").version())
    }

    func testEnvoy() throws {
        let transport = RecordedTransport([
            try exchange("envoy/1.40/productpage/config_dump-include_eds"), try exchange("envoy/1.40/productpage/clusters-json"),
            try exchange("envoy/1.40/ratings/logging"), try exchange("envoy/1.40/productpage/stats-prometheus"),
        ])
        let envoy = EnvoyAdminClient(transport, name: "Envoy")
        XCTAssertEqual(try ClusterReport(envoy.configDump()).nodes.count, 34)
        let metrics = ProxyMetrics(clusters: try envoy.clusters(), prometheus: try envoy.prometheusStats())
        let row = try XCTUnwrap(metrics.rows.first { $0.cluster == "outbound|9080|v1|ratings.backend.svc.cluster.local" })
        XCTAssertEqual([row.requests, row.errors, row.connections], [100, 25, 2])
        XCTAssertEqual(metrics.since(metrics).rows.map(\.requests).max(), 0)
        XCTAssertTrue(try envoy.loggers().contains("http"))
    }

    func testWhatIsNoEnvoy() throws {
        for body in ["<html></html>", "", "SSH-2.0", "{\"configs\":["] {
            let transport = RecordedTransport([answer("/config_dump?include_eds", 200, body), answer("/clusters?format=json", 200, body)])
            let envoy = EnvoyAdminClient(transport, name: "Envoy")
            XCTAssertThrowsError(try envoy.configDump(), body)
            XCTAssertThrowsError(try envoy.clusters(), body)
        }
        let unknown = RecordedTransport([try exchange("envoy/1.40/ratings/errors/logging-unknown-logger")])
        XCTAssertThrowsError(try EnvoyAdminClient(unknown, name: "Envoy").setLevel("debug", of: "nosuch"))
    }

    func testLatency() throws {
        let text = """
            # TYPE istio_request_duration_milliseconds histogram
            istio_request_duration_milliseconds_bucket{reporter="source",destination_service="a.b.svc.cluster.local",le="1"} 50
            istio_request_duration_milliseconds_bucket{reporter="source",destination_service="a.b.svc.cluster.local",le="5"} 90
            istio_request_duration_milliseconds_bucket{reporter="source",destination_service="a.b.svc.cluster.local",le="+Inf"} 100
            """
        let clusters =
            #"{"cluster_statuses":[{"name":"outbound|80||a.b.svc.cluster.local","host_statuses":[{"stats":[{"name":"rq_total","value":"7"}]}]}]}"#
        let node = try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: clusters)).tree.roots.first)
        let row = try XCTUnwrap(ProxyMetrics(clusters: node, prometheus: text).rows.first)
        XCTAssertEqual(row.median, 1)
        XCTAssertEqual(row.slowest, 5)
    }
}

/// Waiting for acknowledgements, look by look.
final class AcknowledgementWaitTests: XCTestCase {
    private func proxy(_ name: String, _ state: SyncState, sentAt: Int, refusal: String? = nil) -> ProxySync {
        ProxySync(
            proxy: name, cluster: "c", version: "1.30.3", namespace: "shop", kind: "sidecar", istiod: "i",
            types: [TypeSync(typeURL: XDSType.route, state: state, sentAt: sentAt, sentText: nil, refusal: refusal)])
    }

    private func run(_ looks: [[ProxySync]], earlier: Set<String> = [], seconds: Double = 5) throws -> (AcknowledgementWait.Outcome, Int) {
        var wait = AcknowledgementWait(changedAt: 100)
        wait.settleTime = 0.8
        wait.earlierRefusals = earlier
        var count = 0
        let outcome = try wait.run(until: SteadyTime.now + .seconds(seconds)) {
            defer { count += 1 }
            return looks[min(count, looks.count - 1)]
        }
        return (outcome, count)
    }

    func testWaitsUntilAllHaveAcknowledged() throws {
        let (outcome, looks) = try run([
            [proxy("a", .synced, sentAt: 90)], [proxy("a", .stale, sentAt: 101)], [proxy("a", .synced, sentAt: 101)],
        ])
        guard case .acknowledged(let count) = outcome else { return XCTFail("\(outcome)") }
        XCTAssertEqual(count, 1)
        XCTAssertEqual(looks, 3)
    }

    func testARefusalEndsIt() throws {
        let (outcome, looks) = try run([[proxy("a", .stale, sentAt: 101)], [proxy("a", .error, sentAt: 101, refusal: "bad")]])
        guard case .refused(let proxies) = outcome else { return XCTFail("\(outcome)") }
        XCTAssertEqual(proxies.map(\.proxy), ["a"])
        XCTAssertEqual(looks, 2)
    }

    func testRefusalsFromBeforeDoNotCount() throws {
        let old = proxy("a", .error, sentAt: 50, refusal: "old")
        let (outcome, _) = try run([[old]], earlier: AcknowledgementWait.refusals([old]))
        guard case .acknowledged = outcome else { return XCTFail("\(outcome)") }
    }

    func testTimeRunsOut() throws {
        let (outcome, _) = try run([[proxy("a", .stale, sentAt: 101), proxy("b", .synced, sentAt: 101)]], seconds: 0.1)
        guard case .timedOut(let behind) = outcome else { return XCTFail("\(outcome)") }
        XCTAssertEqual(behind.map(\.proxy), ["a"])
    }

    /// What was sent before the change is known by istiod's marks, whatever the clocks say.
    func testMarksTellNewFromOld() throws {
        func marked(_ mark: String, _ state: SyncState = .synced) -> ProxySync {
            var proxy = proxy("a", state, sentAt: 0)
            proxy.types[0].mark = mark
            return proxy
        }
        var wait = AcknowledgementWait(changedAt: 100)
        wait.settleTime = 3
        wait.sentBefore = AcknowledgementWait.sent([marked("n1")])
        let looks = [[marked("n1")], [marked("n2", .stale)], [marked("n2")]]
        var count = 0
        let outcome = try wait.run(until: SteadyTime.now + .seconds(5)) {
            defer { count += 1 }
            return looks[min(count, looks.count - 1)]
        }
        guard case .acknowledged = outcome else { return XCTFail("\(outcome)") }
        XCTAssertEqual(count, 3)
    }

    /// Proxies that a change does not concern may be stale or refuse what they like.
    func testOthersDoNotCount() throws {
        var wait = AcknowledgementWait(changedAt: 100)
        wait.concerns = { $0.proxy == "a" }
        let outcome = try wait.run(until: SteadyTime.now + .seconds(5)) {
            [proxy("a", .synced, sentAt: 101), proxy("b", .stale, sentAt: 101), proxy("c", .error, sentAt: 101, refusal: "bad")]
        }
        guard case .acknowledged(let count) = outcome else { return XCTFail("\(outcome)") }
        XCTAssertEqual(count, 1)
    }

    func testNothingToSend() throws {
        let (outcome, _) = try run([[]])
        guard case .acknowledged(let count) = outcome else { return XCTFail("\(outcome)") }
        XCTAssertEqual(count, 0)
    }
}

/// The pods behind an operand, over recorded answers of an API server.
final class MeshPodsTests: XCTestCase {
    private func client(_ exchanges: [(String, Int, String)]) -> KubernetesClient {
        let transport = RecordedTransport(
            exchanges.map { target, status, body in
                .init("GET", target, result: .success(HTTPResponse(status: status, body: HTTPBody(Array(body.utf8)))))
            })
        return KubernetesClient(transport)
    }

    private static let notFound =
        #"{"kind":"Status","status":"Failure","message":"pods \"invalid\" not found","reason":"NotFound","code":404}"#

    func testMissingPod() {
        let pods = MeshPods(client([("/api/v1/namespaces/default/pods/invalid", 404, Self.notFound)]))
        XCTAssertThrowsError(try pods.find(PodName("invalid", namespace: "default"))) {
            XCTAssertEqual("\($0)", "unable to retrieve Pod: pods \"invalid\" not found")
        }
    }

    func testWhatRefersToNoPod() {
        for operand in ["deployment/random-gibberish", "serviceaccount/sleep"] {
            let pods = MeshPods(client([("/apis/apps/v1/namespaces/default/deployments/random-gibberish", 404, Self.notFound)]))
            XCTAssertThrowsError(try pods.find(PodName(operand, namespace: "default"))) {
                XCTAssertEqual("\($0)", "\"\(operand)\" does not refer to a pod")
            }
        }
    }

    func testDeployment() throws {
        let pods = MeshPods(
            client([
                ("/apis/apps/v1/namespaces/shop/deployments/web", 200, #"{"spec":{"selector":{"matchLabels":{"app":"web"}}}}"#),
                (
                    "/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb&limit=500", 200,
                    #"{"items":[{"metadata":{"name":"web-0","namespace":"shop"},"status":{"phase":"Pending"}},"#
                        + #"{"metadata":{"name":"web-1","namespace":"shop","labels":{"app":"web"}},"status":{"phase":"Running"}}]}"#
                ),
            ]))
        XCTAssertEqual(try pods.find(PodName("deployment/web.shop", namespace: "default")).map(\.proxyName), ["web-1.shop", "web-0.shop"])
    }

    func testNoControlPlane() {
        let pods = MeshPods(
            client([
                (
                    "/api/v1/namespaces/istio-system/pods?labelSelector=app%3Distiod&fieldSelector=status.phase%3DRunning&limit=500", 200,
                    #"{"items":[]}"#
                )
            ]))
        XCTAssertThrowsError(try pods.istiods(namespace: "istio-system", revision: nil)) {
            XCTAssertEqual("\($0)", "no running Istio pods in \"istio-system\"")
        }
    }
}
