import MeshResources

/// Runs a command in a container through the API server: `pods/NAME/exec` over WebSocket.
public enum Exec {
    /// What the command gave.
    public struct Output: Sendable {
        /// Its standard output.
        public var output: [UInt8]
        /// Its standard error.
        public var error: String
    }

    /// Why a command did not run to a good end.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// In the words of the kubelet.
        public var description: String
    }

    /// The most that a command may print.
    private static let limit = 1 << 30

    /// Runs a command to its end.
    ///
    /// - Throws: `TransportError`, `WebSocket.Refusal`, or `Failure` when the command ends with another status than 0.
    public static func run(
        _ command: [String], in container: String, pod: String, namespace: String, on endpoint: Endpoint, deadline: SteadyTime
    ) throws -> Output {
        let words = command.map { (name: "command", value: Optional($0)) }
        let query = URLText.query([("container", container), ("stdout", "true"), ("stderr", "true")] + words)
        let target = URLText.path(["api", "v1", "namespaces", namespace, "pods", pod, "exec"]) + query
        let socket = try WebSocket(endpoint, target: target, protocols: ["v5.channel.k8s.io", "v4.channel.k8s.io"], deadline: deadline)
        defer { socket.close() }
        var output: [UInt8] = []
        var error: [UInt8] = []
        var status: [UInt8] = []
        while let message = try socket.receive(deadline: deadline) {
            guard let channel = message.first else { continue }
            switch channel {
            case 1: output += message.dropFirst()
            case 2: error += message.dropFirst()
            case 3: status += message.dropFirst()
            default: break
            }
            guard output.count + error.count + status.count <= limit else { throw Failure(description: "the command prints too much") }
        }
        let text = String(decoding: error, as: UTF8.self)
        if !status.isEmpty {
            let node = JSONReader.parse(SourceText(name: "status", bytes: status)).tree.roots.first
            guard node?["status"]?.text == "Success" else {
                let reason = node?["message"]?.text ?? String(decoding: status, as: UTF8.self)
                throw Failure(description: text.isEmpty ? reason : "\(reason): \(text.prefix { !$0.isNewline })")
            }
        }
        return Output(output: output, error: text)
    }
}

/// HTTP by the program that Istio puts beside Envoy: `pilot-agent request GET /path` in the proxy's container.
///
/// Slower than a forwarded port, and of the answer only the body is known; for clusters that allow no port-forward.
public final class ExecTransport: Transport {
    private let endpoint: Endpoint
    private let namespace: String
    private let pod: String
    private let container: String
    private let program: String
    private let timeout: Duration

    /// Makes a transport. `program` is `pilot-agent` beside a proxy and `pilot-discovery` in istiod's container.
    public init(_ endpoint: Endpoint, namespace: String, pod: String, container: String, program: String, timeout: Duration = .seconds(30))
    {
        self.endpoint = endpoint
        self.namespace = namespace
        self.pod = pod
        self.container = container
        self.program = program
        self.timeout = timeout
    }

    /// Carries out the requests one after the other.
    public func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
        for (index, request) in requests.enumerated() { each(index, run(request)) }
    }

    /// Carries out one request and hands its body over in one piece.
    public func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
        run(request).map { answer in
            _ = answer.body.withBytes { receive($0) }
            return HTTPResponse(status: answer.status)
        }
    }

    private func run(_ request: HTTPRequest) -> HTTPResult {
        let limit = request.timeout ?? timeout
        let deadline = SteadyTime.now + (limit == .zero ? .seconds(86_400) : limit)
        let path = String(request.target.drop { $0 == "/" })
        do {
            let result = try Exec.run(
                [program, "request", request.method, path], in: container, pod: pod, namespace: namespace, on: endpoint, deadline: deadline)
            return .success(HTTPResponse(status: 200, body: HTTPBody(result.output)))
        } catch let error as TransportError {
            return .failure(error)
        } catch let refusal as WebSocket.Refusal {
            return .failure(
                TransportError(.unreachable, "the API server refuses to run a command in pod '\(pod)' with status \(refusal.status)"))
        } catch {
            return .failure(TransportError(.connectionLost, "\(error)", wasSent: true))
        }
    }
}

/// Tries one way, and another one when there is no way through.
public final class FallbackTransport: Transport {
    private let first: any Transport
    private let second: any Transport
    private var isFirstBlocked = false

    /// Makes a transport that uses `second` from the first failure to reach anything by `first`.
    public init(_ first: any Transport, otherwise second: any Transport) {
        self.first = first
        self.second = second
    }

    /// Carries out the requests.
    public func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
        for (index, request) in requests.enumerated() {
            each(index, attempt { transport in transport.send(request) })
        }
    }

    /// Carries out one request.
    public func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
        attempt { transport in transport.stream(request, receive: receive) }
    }

    private func attempt(_ body: (any Transport) -> HTTPResult) -> HTTPResult {
        if !isFirstBlocked {
            let result = body(first)
            guard case .failure(let error) = result, error.kind == .unreachable else { return result }
            let other = body(second)
            // What the first way says is the better message when neither works.
            guard case .success = other else { return result }
            isFirstBlocked = true
            return other
        }
        return body(second)
    }
}
