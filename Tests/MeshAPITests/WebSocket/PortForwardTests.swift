import MeshResources
import XCTest

@testable import MeshAPI

/// Forwarded ports and commands in containers, against a server that behaves as the kubelet does, and against others.
final class PortForwardTests: XCTestCase {
    private let port: [UInt8] = [0x98, 0x3A]  // 15000

    /// A kubelet whose pod answers every request with `answer`.
    private func kubelet(_ answer: String) throws -> FakeServer {
        let port = self.port
        return try FakeServer { peer in
            let line = peer.agree(to: "v4.channel.k8s.io")
            guard line.hasPrefix("GET /api/v1/namespaces/shop/pods/web-1/portforward?ports=15000 ") else { return }
            peer.say(0, port)
            peer.say(1, port)
            peer.write(WebSocketReaderTests.frame(.ping, [1]))
            var request: [UInt8] = []
            while !request.suffix(4).elementsEqual([13, 10, 13, 10]) {
                guard let frame = peer.readFrame() else { return }
                if frame.first == 0 { request += frame.dropFirst() }
            }
            guard String(decoding: request, as: UTF8.self).hasPrefix("GET /config_dump HTTP/1.1\r\nHost: localhost:15000\r\n") else {
                return
            }
            let bytes = Array(answer.utf8)
            for start in stride(from: 0, to: bytes.count, by: 10) { peer.say(0, Array(bytes[start..<min(bytes.count, start + 10)])) }
            peer.write(WebSocketReaderTests.frame(.close, [3, 0xE8]))
        }
    }

    private func ask(_ server: FakeServer) -> HTTPResult {
        PortForwardTransport(server.endpoint, namespace: "shop", pod: "web-1", port: 15000, timeout: .seconds(5)).send(
            HTTPRequest("GET", "/config_dump"))
    }

    func testAnswerOfKnownLength() throws {
        let server = try kubelet("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        XCTAssertEqual(try ask(server).get().body.text, "{}")
        // A second request has a connection of its own.
        XCTAssertEqual(try ask(server).get().status, 200)
    }

    func testChunksAndUnknownLength() throws {
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n, world!!!\r\n0\r\nTrailer: 1\r\n\r\n"
        XCTAssertEqual(try ask(kubelet(chunked)).get().body.text, "hello, world!!!")
        XCTAssertEqual(try ask(kubelet("HTTP/1.0 404 Not Found\r\n\r\nuntil the end")).get().body.text, "until the end")
    }

    func testCutAnswers() throws {
        for answer in [
            "", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nab",
            "SSH-2.0\r\n\r\n",
        ] {
            XCTAssertThrowsError(try ask(kubelet(answer)).get(), answer)
        }
    }

    func testComplaintOfThePort() throws {
        let port = self.port
        let server = try FakeServer { peer in
            _ = peer.agree(to: "v4.channel.k8s.io")
            peer.say(0, port)
            peer.say(1, port + Array("connection refused".utf8))
            while peer.readFrame() != nil {}
        }
        XCTAssertThrowsError(try ask(server).get()) { XCTAssertTrue("\($0)".contains("connection refused"), "\($0)") }
    }

    func testRefusalOfTheServer() throws {
        let body = #"{"kind":"Status","message":"pods \"web-1\" not found","code":404}"#
        let server = try FakeServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        XCTAssertThrowsError(try ask(server).get()) { XCTAssertTrue("\($0)".contains("pods \"web-1\" not found"), "\($0)") }
    }

    func testServersThatSpeakSomethingElse() throws {
        let answers = [
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: wrong\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n<html></html>", "220 mail ready\r\n\r\n", "",
        ]
        for answer in answers {
            let server = try FakeServer { peer in
                _ = peer.readHead()
                peer.write(answer)
            }
            XCTAssertThrowsError(try ask(server).get(), answer)
        }
    }

    func testTimeLimit() throws {
        let server = try FakeServer { peer in
            _ = peer.agree(to: "v4.channel.k8s.io")
            while peer.readFrame() != nil {}
        }
        let transport = PortForwardTransport(server.endpoint, namespace: "shop", pod: "web-1", port: 15000, timeout: .milliseconds(200))
        XCTAssertThrowsError(try transport.send(HTTPRequest("GET", "/")).get())
    }

    func testExec() throws {
        let server = try FakeServer { peer in
            let line = peer.agree(to: "v4.channel.k8s.io")
            guard line.contains("/exec?container=istio-proxy&stdout=true&stderr=true&command=pilot-agent&command=request&command=GET")
            else { return }
            peer.say(1, Array("{\"a\"".utf8))
            peer.say(2, Array("noise".utf8))
            peer.say(1, Array(":1}".utf8))
            peer.say(3, Array(#"{"status":"Success"}"#.utf8))
            peer.write(WebSocketReaderTests.frame(.close, [3, 0xE8]))
        }
        let transport = ExecTransport(
            server.endpoint, namespace: "shop", pod: "web-1", container: "istio-proxy", program: "pilot-agent", timeout: .seconds(5))
        XCTAssertEqual(try transport.send(HTTPRequest("GET", "/stats")).get().body.text, "{\"a\":1}")
    }

    func testExecThatFails() throws {
        let server = try FakeServer { peer in
            _ = peer.agree(to: "v5.channel.k8s.io")
            peer.say(3, Array(#"{"status":"Failure","message":"command terminated with non-zero exit code"}"#.utf8))
            peer.write(WebSocketReaderTests.frame(.close, [3, 0xE8]))
        }
        let transport = ExecTransport(server.endpoint, namespace: "n", pod: "p", container: "c", program: "x", timeout: .seconds(5))
        XCTAssertThrowsError(try transport.send(HTTPRequest("GET", "/")).get()) { XCTAssertTrue("\($0)".contains("non-zero")) }
    }

    func testSecondWayWhenTheFirstIsBlocked() throws {
        let blocked = RecordedTransport([.init("GET", "/a", result: .failure(TransportError(.unreachable, "forbidden")))])
        let open = RecordedTransport([
            .init("GET", "/a", result: .success(HTTPResponse(status: 200))),
            .init("GET", "/b", result: .success(HTTPResponse(status: 200))),
        ])
        let transport = FallbackTransport(blocked, otherwise: open)
        XCTAssertEqual(try transport.send(HTTPRequest("GET", "/a")).get().status, 200)
        XCTAssertEqual(try transport.send(HTTPRequest("GET", "/b")).get().status, 200)
        XCTAssertEqual(open.unused, [])
        XCTAssertEqual(blocked.requests.count, 1)
    }

    func testDigest() {
        // The handshake that RFC 6455 itself gives as an example.
        let digest = SHA1.digest(Array("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        XCTAssertEqual(Base64.encode(digest), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        XCTAssertEqual(SHA1.digest([]).prefix(3), [0xDA, 0x39, 0xA3])
        XCTAssertEqual(SHA1.digest([UInt8](repeating: 0x61, count: 200)).count, 20)
    }
}
