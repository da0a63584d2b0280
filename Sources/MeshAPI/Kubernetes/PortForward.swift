import MeshResources

/// One port of a pod, reached through the API server: `pods/NAME/portforward` over WebSocket.
///
/// In the protocol `v4.channel.k8s.io` each message begins with its channel: 0 carries the connection's bytes, 1 what went
/// wrong. The first message of each channel is the port's number, in two bytes.
public final class PortForward {
    /// The subprotocols that this client speaks.
    public static let protocols = ["v4.channel.k8s.io"]

    private let socket: WebSocket
    private let port: Int
    private var seen: Set<UInt8> = []
    /// What the other side complained of.
    private var complaint = ""

    /// Opens a connection to a port of a pod.
    ///
    /// - Throws: `TransportError`, or `WebSocket.Refusal` with the API server's answer.
    public init(_ endpoint: Endpoint, namespace: String, pod: String, port: Int, deadline: SteadyTime) throws {
        let target = URLText.path(["api", "v1", "namespaces", namespace, "pods", pod, "portforward"]) + "?ports=\(port)"
        self.port = port
        socket = try WebSocket(endpoint, target: target, protocols: Self.protocols, deadline: deadline)
    }

    /// Sends bytes to the port, in messages that every server takes.
    public func send(_ bytes: [UInt8], deadline: SteadyTime) throws(TransportError) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + 16_384)
            try socket.send([0] + bytes[start..<end], deadline: deadline)
            start = end
        }
    }

    /// Bytes from the port; `nil` at the end of the connection. What comes on the error channel is thrown.
    public func receive(deadline: SteadyTime) throws(TransportError) -> [UInt8]? {
        while let message = try socket.receive(deadline: deadline) {
            guard let channel = message.first else { continue }
            guard channel < 2 else { throw TransportError(.connectionLost, "the server sent channel \(channel), which was not asked for") }
            var payload = message.dropFirst()
            if seen.insert(channel).inserted {
                guard payload.count >= 2, Int(payload[payload.startIndex]) | Int(payload[payload.startIndex + 1]) << 8 == port else {
                    throw TransportError(.connectionLost, "the server does not begin a forwarded port with its number")
                }
                payload = payload.dropFirst(2)
            }
            if payload.isEmpty { continue }
            if channel == 0 { return Array(payload) }
            complaint += String(decoding: payload, as: UTF8.self)
            throw TransportError(.connectionLost, "port \(port): \(complaint)", wasSent: true)
        }
        return nil
    }

    /// Ends the connection.
    public func close() { socket.close() }
}

/// HTTP over forwarded ports: requests arrive in the pod from loopback. Each request has a connection of its own.
public final class PortForwardTransport: Transport {
    private let endpoint: Endpoint
    private let namespace: String
    private let pod: String
    private let port: Int
    private let timeout: Duration
    /// Called for every finished request.
    public var log: ((RequestLogEntry) -> Void)?

    /// Makes a transport to a port of a pod. `endpoint` is the API server.
    public init(_ endpoint: Endpoint, namespace: String, pod: String, port: Int, timeout: Duration = .seconds(30)) {
        self.endpoint = endpoint
        self.namespace = namespace
        self.pod = pod
        self.port = port
        self.timeout = timeout
    }

    /// Carries out the requests one after the other.
    public func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
        for (index, request) in requests.enumerated() { each(index, send(request)) }
    }

    /// Carries out one request and hands its body over in one piece.
    public func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
        send(request).map { answer in
            guard answer.isSuccess else { return answer }
            _ = answer.body.withBytes { receive($0) }
            return HTTPResponse(status: answer.status, headers: answer.headers, duration: answer.duration)
        }
    }

    private func send(_ request: HTTPRequest) -> HTTPResult {
        let start = SteadyTime.now
        let limit = request.timeout ?? timeout
        let result = Result { try converse(request, deadline: start + (limit == .zero ? .seconds(86_400) : limit)) }
            .mapError { error in Self.failure(error, pod: pod) }
        let duration = start.duration(to: SteadyTime.now)
        log?(
            RequestLogEntry(
                method: request.method, url: "pod/\(pod).\(namespace):\(port)\(request.target)", status: (try? result.get())?.status,
                failure: Self.message(result), duration: duration))
        return result
    }

    private static func message(_ result: HTTPResult) -> String? {
        if case .failure(let error) = result { return error.message }
        return nil
    }

    private static func failure(_ error: any Error, pod: String) -> TransportError {
        switch error {
        case let error as TransportError: return error
        case let refusal as WebSocket.Refusal:
            let text = JSONReader.parse(SourceText(name: "answer", text: refusal.text)).tree.roots.first?["message"]?.text ?? refusal.text
            return TransportError(.unreachable, "the API server refuses to forward to pod '\(pod)' with status \(refusal.status): \(text)")
        default: return TransportError(.connectionLost, "\(error)")
        }
    }

    private func converse(_ request: HTTPRequest, deadline: SteadyTime) throws -> HTTPResponse {
        let forward = try PortForward(endpoint, namespace: namespace, pod: pod, port: port, deadline: deadline)
        defer { forward.close() }
        let body = request.body ?? []
        var lines = ["\(request.method) \(request.target) HTTP/1.1", "Host: localhost:\(port)", "Connection: close"]
        lines += request.headers.map { "\($0.name): \($0.value)" }
        if request.body != nil || request.method == "POST" { lines.append("Content-Length: \(body.count)") }
        lines.removeAll { $0.utf8.contains { $0 == 0x0A || $0 == 0x0D } }
        try forward.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, deadline: deadline)
        var parser = HTTPResponseParser()
        while parser.response == nil {
            if let bytes = try forward.receive(deadline: deadline) { try parser.append(bytes) } else { try parser.finish() }
        }
        guard let response = parser.response else { throw TransportError(.connectionLost, "no answer", wasSent: true) }
        return response
    }
}
