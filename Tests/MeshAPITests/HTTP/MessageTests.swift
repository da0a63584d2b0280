import CCurl
import MeshResources
import XCTest

@testable import MeshAPI

final class MessageTests: XCTestCase {
    func testEscapesEverySegment() {
        XCTAssertEqual(URLText.path(["apis", "a/b", "..", "x y?"]), "/apis/a%2Fb/%2E%2E/x%20y%3F")
        XCTAssertEqual(URLText.query([("a", "1=2"), ("b", nil), ("c", "ü")]), "?a=1%3D2&c=%C3%BC")
        let pods = APIResource(group: "", version: "v1", kind: "Pod", plural: "pods")
        XCTAssertEqual(pods.path(namespace: "../kube-system", name: "a/b"), "/api/v1/namespaces/..%2Fkube-system/pods/a%2Fb")
    }

    func testTakesBaseURLsApart() throws {
        let base = try XCTUnwrap(URLText.Base("https://user:secret@[::1]:6443/prefix/?x"))
        XCTAssertEqual([base.scheme, base.host, String(base.port), base.path], ["https", "::1", "6443", "/prefix"])
        XCTAssertEqual(base.text, "https://[::1]:6443/prefix")
        XCTAssertEqual(URLText.Base("example.com")?.text, "https://example.com:443")
        for wrong in ["", "ftp://x", "https://", "https://x:0", "https://x:99999", "http://a b"] {
            XCTAssertNil(URLText.Base(wrong), wrong)
        }
    }

    func testReadsHeads() {
        let headers = HTTPResponse.headers(in: "HTTP/2 200\r\nWarning: 299 - \"a: b\"\r\nX:y \r\n\r\n")
        XCTAssertEqual(headers.map(\.name), ["Warning", "X"])
        XCTAssertEqual(headers.map(\.value), ["299 - \"a: b\"", "y"])
        XCTAssertEqual(KubernetesClient.warning(headers[0].value), "a: b")
    }

    func testShowsNoSecret() {
        var endpoint = Endpoint(base: URLText.Base("https://example.com")!)
        endpoint.authorization = .init("Bearer hunter2")
        var text = ""
        dump(endpoint, to: &text)
        text += "\(endpoint) \(String(reflecting: endpoint)) \(endpoint.authorization.map { "\($0)" } ?? "")"
        XCTAssertFalse(text.contains("hunter2"))
    }

    func testCutsStreamsIntoLines() {
        var lines = LineSplitter()
        var seen: [String] = []
        for piece in ["{\"a\"", ":1}\n{", "}\n\n", "rest"] {
            _ = Array(piece.utf8).withUnsafeBytes { bytes in
                lines.add(bytes) {
                    seen.append(String(decoding: $0, as: UTF8.self))
                    return true
                }
            }
        }
        XCTAssertEqual(seen, ["{\"a\":1}", "{}"])
    }

    func testReadsTimes() {
        XCTAssertEqual(Timestamp.seconds("1970-01-02T00:00:01Z"), 86_401)
        XCTAssertEqual(Timestamp.seconds("2026-11-23T06:48:30.123456789+01:00"), Timestamp.seconds("2026-11-23T05:48:30Z"))
        XCTAssertEqual(Timestamp.text(Timestamp.seconds("2026-11-23T06:48:30Z") ?? 0), "2026-11-23T06:48:30Z")
        for wrong in ["", "2026", "2026-13-01T00:00:00Z", "2026-11-23 06:48:30", "2026-11-23T06:48:30", "2026-11-23T06:48:30+1"] {
            XCTAssertNil(Timestamp.seconds(wrong), wrong)
        }
    }

    func testTellsInterruptedHandshakesFromRefusedOnes() {
        for text in [
            "OpenSSL SSL_connect: Connection reset by peer in connection to 127.0.0.1:6443",
            "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to 127.0.0.1:6443",
            "TLS connect error: error:0A000126:SSL routines::unexpected eof while reading",
            "GnuTLS, handshake failed: The TLS connection was non-properly terminated.",
        ] { XCTAssert(TransportError.isInterruptedHandshake(text), text) }
        for text in [
            "TLS connect error: error:0A00010B:SSL routines::wrong version number",
            "error:0A00042E:SSL routines::tlsv1 alert protocol version", "error:0A000410:SSL routines::sslv3 alert handshake failure",
        ] { XCTAssertFalse(TransportError.isInterruptedHandshake(text), text) }
    }

    func testInterruptedHandshakesAreLostConnections() throws {
        for readsFirst in [true, false] {
            let server = try FakeServer { peer in if readsFirst { _ = peer.read() } }
            let transport = CurlTransport(Endpoint(url: "https://127.0.0.1:\(server.port)")!)
            guard case .failure(let error) = transport.send(HTTPRequest("POST", "/a", body: [])) else { return XCTFail("an answer") }
            XCTAssertEqual(error.kind, .connectionLost, error.message)
            XCTAssertFalse(error.wasSent, "nothing can have been carried out")
        }
    }

    func testConnectionsThatEndBeforeTheirTurnAreLost() {
        func kind(_ code: Int32, _ message: String) -> TransportError.Kind {
            var result = ccurl_result()
            result.code = code
            withUnsafeMutableBytes(of: &result.message) { $0.copyBytes(from: Array(message.utf8).prefix($0.count - 1)) }
            return TransportError(result).kind
        }
        XCTAssertEqual(kind(2, "[CONN-1-0] send: no filter connected"), .connectionLost)
        XCTAssertEqual(kind(2, "out of memory"), .local)
        XCTAssertEqual(kind(35, "OpenSSL SSL_connect: Connection reset by peer"), .connectionLost)
        XCTAssertEqual(kind(35, "wrong version number"), .tls)
        XCTAssertEqual(kind(60, "SSL certificate problem"), .tls)
        XCTAssertEqual(kind(92, "HTTP/2 stream 0 was not closed cleanly"), .connectionLost)
    }

    func testSaysWhatToDoAboutServersThatAreNone() {
        func error(_ message: String) -> KubernetesError {
            KubernetesError(TransportError(.tls, message), server: "https://x:1")
        }
        let plain = error("OpenSSL/3.0: error:0A00010B:SSL routines::wrong version number")
        XCTAssertEqual(plain.message, "cannot talk to https://x:1: OpenSSL/3.0: error:0A00010B:SSL routines::wrong version number")
        XCTAssert(plain.help?.contains("http://") ?? false)
        XCTAssertEqual(error("Could not resolve host: x").message, "cannot talk to https://x:1: could not resolve host: x")
        XCTAssertEqual(error("SSL: no name").message, "cannot talk to https://x:1: SSL: no name")
    }

    func testSocksProxiesResolveNames() {
        XCTAssertEqual(NativeEndpoint.resolvingThere("socks5://127.0.0.1:1080"), "socks5h://127.0.0.1:1080")
        XCTAssertEqual(NativeEndpoint.resolvingThere("http://127.0.0.1:3128"), "http://127.0.0.1:3128")
    }

    func testUnreachableServersAreErrors() {
        // Port 1 of this machine: nothing listens there.
        let transport = CurlTransport(Endpoint(url: "http://127.0.0.1:1")!)
        for result in transport.send([HTTPRequest("GET", "/a"), HTTPRequest("GET", "/b")]) {
            guard case .failure(let error) = result else { return XCTFail("an answer from nowhere") }
            XCTAssertEqual(error.kind, .unreachable)
            XCTAssertFalse(error.wasSent)
        }
    }
}
