import MeshResources
import XCTest

@testable import MeshAPI

/// Watches and long lists over a transport whose answers are written down here.
final class StreamTests: XCTestCase {
    /// Answers every request by a closure, streams in the pieces that it gives.
    private final class Script: Transport {
        var targets: [String] = []
        private let answer: (HTTPRequest) -> (status: Int, pieces: [String], failure: TransportError?)

        init(_ answer: @escaping (HTTPRequest) -> (status: Int, pieces: [String], failure: TransportError?)) { self.answer = answer }

        func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
            for (index, request) in requests.enumerated() {
                targets.append(request.target)
                let (status, pieces, failure) = answer(request)
                let body = HTTPBody(Array(pieces.joined().utf8))
                each(index, failure.map { .failure($0) } ?? .success(HTTPResponse(status: status, body: body)))
            }
        }

        func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
            targets.append(request.target)
            let (status, pieces, failure) = answer(request)
            guard status == 200 else { return .success(HTTPResponse(status: status, body: HTTPBody(Array(pieces.joined().utf8)))) }
            for piece in pieces where !Array(piece.utf8).withUnsafeBytes(receive) { return .success(HTTPResponse(status: 200)) }
            return failure.map { .failure($0) } ?? .success(HTTPResponse(status: 200))
        }
    }

    private let services = APIResource(group: "networking.istio.io", version: "v1", kind: "VirtualService", plural: "virtualservices")

    private func client(_ script: Script) -> KubernetesClient {
        var policy = RetryPolicy()
        policy.firstPause = .milliseconds(1)
        return KubernetesClient(script, policy: policy)
    }

    private static func event(_ type: String, _ name: String, _ version: Int) -> String {
        #"{"type":"\#(type)","object":{"kind":"VirtualService","metadata":{"name":"\#(name)","resourceVersion":"\#(version)"}}}"# + "\n"
    }

    private static func version(_ target: String) -> String {
        String(target.split(separator: "&").first { $0.contains("resourceVersion=") }?.split(separator: "=").last ?? "")
    }

    func testResumesAWatchFromTheLastBookmark() throws {
        let lost = TransportError(.connectionLost, "cut", wasSent: true)
        let change = Self.event("MODIFIED", "b", 21)
        let script = Script { request in
            switch Self.version(request.target) {
            // Ends in the middle of an event, which is not lost: the watch is taken up before it.
            case "10": (200, [Self.event("ADDED", "a", 11), Self.event("BOOKMARK", "", 20), #"{"type":"ADD"#], lost)
            // Ends as the server ends watches after a while.
            case "20": (200, [String(change.prefix(30)), String(change.dropFirst(30))], nil)
            case "21": (200, [Self.event("BOOKMARK", "", 40)], nil)
            default: (200, [Self.event("DELETED", "c", 41)], nil)
            }
        }
        var seen: [String] = []
        try client(script).watch(services, .init(namespace: "shop"), from: "10", deadline: SteadyTime.now + .seconds(20)) { event in
            seen.append("\(event.kind.rawValue) \(event.object["metadata"]?["name"]?.text ?? "")")
            return event.kind != .deleted
        }
        XCTAssertEqual(seen, ["ADDED a", "MODIFIED b", "DELETED c"])
        XCTAssertEqual(script.targets.map { Self.version($0) }, ["10", "20", "21", "40"])
        XCTAssert(script.targets.allSatisfy { $0.contains("allowWatchBookmarks=true") })
    }

    func testSaysThatAWatchIsTooOldToGoOn() {
        let gone = #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}"# + "\n"
        let script = Script { _ in (200, [gone], nil) }
        XCTAssertThrowsError(
            try client(script).watch(services, .init(), from: "1", deadline: SteadyTime.now + .seconds(20)) { _ in true }
        ) { XCTAssertEqual(($0 as? KubernetesError)?.status, 410) }
        XCTAssertEqual(script.targets.count, 1)
    }

    func testGivesUpAWatchThatBreaksAgainAndAgain() {
        let script = Script { _ in (200, [], TransportError(.connectionLost, "cut", wasSent: true)) }
        XCTAssertThrowsError(
            try client(script).watch(services, .init(), from: "1", deadline: SteadyTime.now + .seconds(60)) { _ in true }
        ) { XCTAssertEqual(($0 as? KubernetesError)?.category, .unreachable) }
    }

    func testDiscoversAroundABrokenGroup() throws {
        func group(_ name: String) -> String { #"{"name":"\#(name)","versions":[{"groupVersion":"\#(name)/v1"}]}"# }
        func script(broken: String) -> Script {
            Script { request in
                let path = request.target
                if path.hasPrefix("/apis/" + broken) { return (503, ["service unavailable"], nil) }
                switch path {
                case "/api": return (200, [#"{"kind":"APIVersions","versions":[]}"#], nil)
                case "/apis":
                    return (200, [#"{"groups":[\#(group("networking.istio.io")),\#(group("metrics.k8s.io"))]}"#], nil)
                default:
                    let kind = #"{"name":"virtualservices","kind":"VirtualService","verbs":["get"],"shortNames":["vs"]}"#
                    return (200, [#"{"resources":[\#(kind)]}"#], nil)
                }
            }
        }
        let tolerant = script(broken: "metrics.k8s.io")
        let found = client(tolerant)
        XCTAssertEqual(try found.discovery.find("vs").group, "networking.istio.io")
        XCTAssertEqual(found.discovery.broken, ["metrics.k8s.io/v1"])
        XCTAssertEqual(tolerant.targets.filter { $0.contains("metrics") }.count, 2, "nobody waits for it")
        XCTAssertThrowsError(try client(script(broken: "networking.istio.io")).discovery.find("vs"))
    }

    func testHandsOverAPageBeforeItAsksForTheNext() throws {
        let pages = 40
        let script = Script { request in
            let page = Int(request.target.split(separator: "=").last ?? "") ?? 0
            let place = request.target.contains("continue=") ? page : 0
            let items = (0..<500).map { #"{"metadata":{"name":"vs-\#(place * 500 + $0)"},"spec":{"hosts":["a"]}}"# }.joined(separator: ",")
            return (200, [#"{"metadata":{"continue":"\#(place + 1 < pages ? String(place + 1) : "")"},"items":[\#(items)]}"#], nil)
        }
        var count = 0
        try client(script).list(services, .init()) { _ in
            XCTAssertEqual(script.targets.count, count / 500 + 1)
            count += 1
        }
        XCTAssertEqual(count, 20_000)
    }

    /// A page of 500 objects is some megabytes: whoever keeps nothing of it must not pay for all pages.
    func testKeepsNoPageThatNobodyKeeps() throws {
        weak var first: Tree?
        let script = Script { request in
            let isLast = request.target.contains("continue=")
            return (200, [#"{"metadata":{"continue":"\#(isLast ? "" : "2")"},"items":[{"metadata":{"name":"x"}}]}"#], nil)
        }
        var wasFreed = false
        try client(script).list(services, .init()) { object in
            if script.targets.count == 1 { first = object.tree } else { wasFreed = first == nil }
        }
        XCTAssert(wasFreed)
    }
}
