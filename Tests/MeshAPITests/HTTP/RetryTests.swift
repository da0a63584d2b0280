import MeshResources
import XCTest

@testable import MeshAPI

final class RetryTests: XCTestCase {
    private func answer(_ status: Int, _ headers: [(name: String, value: String)] = [], _ body: String = "") -> HTTPResult {
        .success(HTTPResponse(status: status, headers: headers, body: HTTPBody(Array(body.utf8))))
    }

    private func lost(sent: Bool) -> HTTPResult { .failure(TransportError(.connectionLost, "gone", wasSent: sent)) }

    private let get = HTTPRequest("GET", "/x")
    private let post = HTTPRequest("POST", "/x", body: [])
    private let patch = HTTPRequest("PATCH", "/x", body: [])

    func testRepeatsOnlyWhatDoesNoHarm() {
        let policy = RetryPolicy()
        func pauses(_ result: HTTPResult, _ request: HTTPRequest, hasAnswered: Bool = true) -> Bool {
            policy.pause(after: result, of: request, sent: 1, hasAnswered: hasAnswered) != nil
        }
        XCTAssert(pauses(lost(sent: true), patch), "server-side apply may be repeated")
        XCTAssertFalse(pauses(lost(sent: true), post), "a POST may have been carried out")
        XCTAssert(pauses(lost(sent: false), post))
        XCTAssert(pauses(answer(429), post), "a request that was turned away was not carried out")
        XCTAssert(pauses(answer(503), post))
        XCTAssertFalse(pauses(answer(504), post))
        XCTAssert(pauses(answer(504), get))
        XCTAssertFalse(pauses(answer(404), get))
        XCTAssertFalse(pauses(answer(500), patch))
        XCTAssert(pauses(answer(500, [], "etcdserver: request timed out"), patch))
        let refused = HTTPResult.failure(TransportError(.unreachable, "connection refused"))
        XCTAssertFalse(pauses(refused, get, hasAnswered: false), "a dead server is reported at once")
        XCTAssert(pauses(refused, get), "a server that has answered before comes back")
        XCTAssertFalse(pauses(.failure(TransportError(.interrupted, "")), get))
    }

    func testGivesUpSoonOnAServerThatNeverAnswers() {
        func sendings(_ kind: TransportError.Kind) -> Int {
            let result = HTTPResult.failure(TransportError(kind, ""))
            return (1...100).first { RetryPolicy().pause(after: result, of: get, sent: $0, hasAnswered: false) == nil } ?? 100
        }
        XCTAssertEqual(sendings(.connectionLost), 4, "it may be about to start")
        XCTAssertEqual(sendings(.timedOut), 2)
        XCTAssertEqual([sendings(.unreachable), sendings(.tls)], [1, 1])
    }

    func testSomeRequestsAreNotWorthWaitingFor() {
        var request = get
        request.attempts = 2
        XCTAssertNotNil(RetryPolicy().pause(after: answer(503), of: request, sent: 1, hasAnswered: true))
        XCTAssertNil(RetryPolicy().pause(after: answer(503), of: request, sent: 2, hasAnswered: true))
        let lost = RetryPolicy().pause(after: lost(sent: true), of: request, sent: 5, hasAnswered: true)
        XCTAssertNotNil(lost, "a lost connection is no answer")
    }

    func testTakesTheServersAdvice() {
        let policy = RetryPolicy()
        XCTAssertEqual(policy.pause(after: answer(429, [("retry-after", "2")]), of: get, sent: 1, hasAnswered: true), .seconds(2))
        XCTAssertEqual(policy.pause(after: answer(429, [("Retry-After", "9000")]), of: get, sent: 1, hasAnswered: true), .seconds(10))
        XCTAssertEqual(policy.pause(after: answer(503), of: get, sent: 1, hasAnswered: true), .milliseconds(200))
        XCTAssertEqual(policy.pause(after: answer(503), of: get, sent: 3, hasAnswered: true), .milliseconds(800))
        XCTAssertNil(policy.pause(after: answer(503), of: get, sent: 12, hasAnswered: true))
    }

    func testRepeatsConflictsWithoutOwnersOnly() {
        let meeting = #"{"kind":"Status","reason":"Conflict","details":{"name":"x"}}"#
        let owners = #"{"kind":"Status","reason":"Conflict","details":{"causes":[{"reason":"FieldManagerConflict"}]}}"#
        XCTAssertNotNil(RetryPolicy().pause(after: answer(409, [], meeting), of: patch, sent: 1, hasAnswered: true))
        XCTAssertNil(RetryPolicy().pause(after: answer(409, [], owners), of: patch, sent: 1, hasAnswered: true))
    }

    func testSendsAgainOnlyWhatFailed() {
        let inner = RecordedTransport([
            .init("GET", "/a", result: answer(200, [], "a")), .init("GET", "/b", result: answer(503)),
            .init("GET", "/b", result: answer(200, [], "b")),
        ])
        var policy = RetryPolicy()
        policy.firstPause = .milliseconds(1)
        let transport = RetryingTransport(inner, policy: policy)
        let results = transport.send([HTTPRequest("GET", "/a"), HTTPRequest("GET", "/b")])
        XCTAssertEqual(results.map { try? $0.get().body.text }, ["a", "b"])
        XCTAssertEqual(transport.repeated, 1)
        XCTAssertEqual(inner.unused + inner.unexpected, [])
    }

    func testRenewsCredentialsOnce() {
        let inner = RecordedTransport([
            .init("GET", "/a", result: answer(401)), .init("GET", "/a", result: answer(200)), .init("GET", "/b", result: answer(401)),
            .init("GET", "/b", result: answer(401)),
        ])
        let transport = RetryingTransport(inner)
        var renewals = 0
        transport.renewCredentials = {
            renewals += 1
            return true
        }
        XCTAssertEqual(try? transport.send(HTTPRequest("GET", "/a")).get().status, 200)
        XCTAssertEqual(try? transport.send(HTTPRequest("GET", "/b")).get().status, 401)
        XCTAssertEqual(renewals, 2)
    }

    func testGivesUpAtTheDeadline() {
        let inner = RecordedTransport([.init("GET", "/a", result: answer(503, [("Retry-After", "5")]))])
        var policy = RetryPolicy()
        policy.deadline = SteadyTime.now + .seconds(1)
        XCTAssertEqual(try? RetryingTransport(inner, policy: policy).send(HTTPRequest("GET", "/a")).get().status, 503)
    }
}
