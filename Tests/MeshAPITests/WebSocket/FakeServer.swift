import Foundation
import MeshResources

@testable import MeshAPI

/// A server on loopback for one test: takes connections one after the other and lets `talk` answer each.
final class FakeServer: @unchecked Sendable {
    /// One connection.
    struct Peer {
        let descriptor: Int32

        /// Bytes that have come; empty at the end.
        func read() -> [UInt8] {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            return count > 0 ? Array(buffer[..<count]) : []
        }

        /// Everything up to a blank line.
        func readHead() -> String {
            var bytes: [UInt8] = []
            while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
                var byte: UInt8 = 0
                guard recv(descriptor, &byte, 1, 0) == 1 else { break }
                bytes.append(byte)
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        func write(_ bytes: [UInt8]) {
            var at = 0
            while at < bytes.count {
                let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress! + at, $0.count - at, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return }
                at += count
            }
        }

        func write(_ text: String) { write(Array(text.utf8)) }

        /// Reads one whole masked frame and gives its payload; `nil` at the end and for a close frame.
        func readFrame() -> [UInt8]? {
            func exactly(_ count: Int) -> [UInt8]? {
                var bytes: [UInt8] = []
                while bytes.count < count {
                    var buffer = [UInt8](repeating: 0, count: count - bytes.count)
                    let got = recv(descriptor, &buffer, buffer.count, 0)
                    guard got > 0 else { return nil }
                    bytes += buffer[..<got]
                }
                return bytes
            }
            guard let head = exactly(2), head[0] & 0x0F != 8 else { return nil }
            var count = Int(head[1] & 0x7F)
            if count >= 126 {
                guard let more = exactly(count == 126 ? 2 : 8) else { return nil }
                count = more.reduce(0) { $0 << 8 | Int($1) }
            }
            guard let mask = exactly(4), let payload = exactly(count) else { return nil }
            return payload.enumerated().map { $1 ^ mask[$0 & 3] }
        }
    }

    let port: Int
    private let descriptor: Int32

    init(_ talk: @escaping @Sendable (Peer) -> Void) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = descriptor
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileNoSuchFile) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else {
                    // Only here, so that the number is not taken again while this thread still waits on it.
                    close(listener)
                    return
                }
                talk(Peer(descriptor: peer))
                shutdown(peer, Int32(SHUT_RDWR))
                close(peer)
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// The server's address.
    var endpoint: Endpoint { Endpoint(base: URLText.Base("http://127.0.0.1:\(port)")!) }
}

extension FakeServer.Peer {
    /// Reads the handshake and agrees to it; gives the request's first line.
    func agree(to subprotocol: String) -> String {
        let head = readHead()
        let key = head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }.map { String($0.dropFirst(19)) } ?? ""
        let accept = Base64.encode(SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
        write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n"
                + "Sec-WebSocket-Protocol: \(subprotocol)\r\n\r\n")
        return String(head.prefix { $0 != "\r" && !$0.isNewline })
    }

    /// Sends a message on a channel.
    func say(_ channel: UInt8, _ bytes: [UInt8]) { write(WebSocketReaderTests.frame(.binary, [channel] + bytes)) }
}
