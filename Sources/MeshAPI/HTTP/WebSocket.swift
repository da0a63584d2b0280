import MeshResources

/// A WebSocket on a connection of libcurl's: its own handshake and frames, since libcurl may be built without them.
///
/// Not for use from two threads at once.
public final class WebSocket {
    /// The subprotocol that the server chose.
    public let subprotocol: String
    private let connection: RawConnection
    private var reader = WebSocketReader()
    private var hasClosed = false

    /// The server did not want to: its answer to the handshake.
    public struct Refusal: Error, Sendable {
        /// The status code.
        public var status: Int
        /// What the body says.
        public var text: String
    }

    /// Connects and shakes hands.
    ///
    /// - Parameters:
    ///   - target: path and query.
    ///   - protocols: the subprotocols to offer; the server has to take one of them.
    /// - Throws: `TransportError` when there is no conversation, `Refusal` when the server answers otherwise.
    public init(_ endpoint: Endpoint, target: String, protocols: [String], deadline: SteadyTime) throws {
        let left = max(.milliseconds(1), SteadyTime.now.duration(to: deadline))
        connection = try RawConnection(endpoint, timeout: min(left, .seconds(10)))
        let key = Base64.encode(Self.random(16))
        try connection.send(Array(Self.request(endpoint, target, protocols, key).utf8), deadline: deadline)
        var parser = HTTPResponseParser(isUpgrade: true)
        while true {
            let bytes = try connection.receive(deadline: deadline)
            if bytes.isEmpty { try parser.finish() } else { try parser.append(bytes) }
            guard let response = parser.response else { continue }
            guard response.status == 101 else { throw Refusal(status: response.status, text: response.body.text) }
            let wanted = Base64.encode(SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
            let chosen = response.header("Sec-WebSocket-Protocol") ?? ""
            guard response.header("Sec-WebSocket-Accept") == wanted else {
                throw TransportError(.connectionLost, "the server's answer to the WebSocket handshake is wrong")
            }
            guard protocols.contains(chosen) else {
                throw TransportError(
                    .connectionLost, "the server takes none of the WebSocket protocols \(protocols.joined(separator: ", "))")
            }
            subprotocol = chosen
            reader.append(parser.rest)
            return
        }
    }

    deinit { close() }

    private static func request(_ endpoint: Endpoint, _ target: String, _ protocols: [String], _ key: String) -> String {
        let base = endpoint.base
        var lines = [
            "GET \(base.path)\(target) HTTP/1.1", "Host: \(base.bracketedHost):\(base.port)", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Protocol: \(protocols.joined(separator: ", "))",
        ]
        lines += endpoint.headers.map { "\($0.name): \($0.value)" }
        if let authorization = endpoint.authorization { lines.append("Authorization: \(authorization.value)") }
        // A header with a line break in it would be two.
        lines.removeAll { $0.utf8.contains { $0 == 0x0A || $0 == 0x0D } }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// Bytes that nobody can foresee: Swift takes them from the system.
    private static func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }

    /// Sends a message of bytes.
    public func send(_ payload: [UInt8], deadline: SteadyTime) throws(TransportError) {
        try send(WebSocketFrame(.binary, payload), deadline)
    }

    private func send(_ frame: WebSocketFrame, _ deadline: SteadyTime) throws(TransportError) {
        try connection.send(frame.encoded(mask: Self.random(4)), deadline: deadline)
    }

    /// The next message; `nil` when the server has closed the conversation. Pings are answered on the way.
    public func receive(deadline: SteadyTime) throws(TransportError) -> [UInt8]? {
        while !hasClosed {
            switch try nextEvent() {
            case .message(let bytes, _)?: return bytes
            case .ping(let bytes)?: try send(WebSocketFrame(.pong, bytes), deadline)
            case .pong?: break
            case .close(let code, let reason)?:
                close()
                guard code == 1000 || code == 1001 || code == 1005 else {
                    throw TransportError(.connectionLost, "the server closed the connection with code \(code): \(reason)", wasSent: true)
                }
            case nil:
                let bytes = try connection.receive(deadline: deadline)
                if bytes.isEmpty { hasClosed = true }
                reader.append(bytes)
            }
        }
        return nil
    }

    private func nextEvent() throws(TransportError) -> WebSocketReader.Event? {
        do { return try reader.next() } catch {
            hasClosed = true
            throw TransportError(.connectionLost, "the server does not speak WebSocket: it sent \(error)", wasSent: true)
        }
    }

    /// Says goodbye, once; waits for nothing.
    public func close() {
        guard !hasClosed else { return }
        hasClosed = true
        try? send(WebSocketFrame(.close, [0x03, 0xE8]), SteadyTime.now + .milliseconds(200))
    }
}
