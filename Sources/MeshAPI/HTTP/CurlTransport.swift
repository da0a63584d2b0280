import CCurl
import Glibc

/// Requests over one curl multi handle: connections are kept, HTTP/2 is spoken where the server can.
///
/// Not for use from two threads at once. TLS is 1.2 or newer and verified; redirects are never followed.
public final class CurlTransport: Transport {
    /// How many requests are under way at most.
    public static let defaultParallelism = 32

    /// The server and the credentials. Setting it applies to requests that start afterwards.
    public var endpoint: Endpoint { didSet { native = NativeEndpoint(endpoint) } }
    /// The longest that a request without its own limit may take; zero is without limit.
    public var timeout: Duration
    /// When nothing more is begun; what is under way then may end, as its result would be unknown otherwise.
    public var deadline: SteadyTime?
    /// Called for every finished request.
    public var log: ((RequestLogEntry) -> Void)?

    private let parallelism: Int
    private var native: NativeEndpoint
    private var session: OpaquePointer?

    /// Makes a transport. libcurl is opened at the first request.
    public init(_ endpoint: Endpoint, timeout: Duration = .seconds(60), parallelism: Int = CurlTransport.defaultParallelism) {
        self.endpoint = endpoint
        self.timeout = timeout
        self.parallelism = max(1, parallelism)
        native = NativeEndpoint(endpoint)
    }

    deinit { ccurl_session_destroy(session) }

    /// Whether the server takes several requests on one connection, as far as is known.
    private var isMultiplexing = true
    /// How many connections there are at most.
    private static let connections = 4
    /// The longest that connecting may take.
    private static let connectTimeout = 10_000
    /// How long requests under way may still take once the user wants to stop.
    private static let grace: Duration = .seconds(3)

    private func open() throws(TransportError) -> OpaquePointer {
        if let session { return session }
        if let reason = ccurl_load() { throw TransportError(.local, "libcurl cannot be used: " + String(cString: reason)) }
        guard let made = ccurl_session_create(Self.connections) else {
            throw TransportError(.local, "libcurl cannot be used: out of memory")
        }
        session = made
        return made
    }

    /// Carries out the requests; see `Transport`.
    public func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
        let session: OpaquePointer
        do throws(TransportError) {
            session = try open()
        } catch {
            for index in requests.indices { each(index, .failure(error)) }
            return
        }
        var next = 0
        var underWay: Set<Int> = []
        var stop: SteadyTime?
        /// Set when nothing listens: what has not begun need not try.
        var refusal: TransportError?
        while next < requests.count || !underWay.isEmpty {
            if stop == nil, ccurl_interrupted() != 0 {
                stop = SteadyTime.now + Self.grace
                refusal = TransportError(.interrupted, "interrupted before it was sent")
            }
            if refusal == nil, let deadline, SteadyTime.now > deadline {
                refusal = TransportError(.interrupted, "the time was up before it was sent")
            }
            if let stop, SteadyTime.now > stop {
                ccurl_session_cancel(session)
                for index in underWay.sorted() { each(index, .failure(TransportError(.interrupted, "interrupted", wasSent: true))) }
                underWay.removeAll()
            }
            // Where every request needs a connection of its own, those without one would only seem to be under way.
            let most = isMultiplexing ? parallelism : min(parallelism, Self.connections)
            while next < requests.count, underWay.count < most || refusal != nil {
                if let refusal {
                    each(next, .failure(refusal))
                } else if start(requests[next], tag: next, streams: false, session) {
                    underWay.insert(next)
                } else {
                    each(next, .failure(TransportError(.local, "libcurl cannot start the request")))
                }
                next += 1
            }
            guard !underWay.isEmpty else { continue }
            var result = ccurl_result()
            switch Int(ccurl_session_next(session, 200, &result)) {
            case CCURL_FINISHED:
                let index = Int(result.tag)
                underWay.remove(index)
                let outcome = outcome(&result, of: requests[index])
                if case .failure(let error) = outcome, error.kind == .unreachable { refusal = error }
                each(index, outcome)
            case CCURL_BROKEN:
                ccurl_session_cancel(session)
                for index in underWay.sorted() {
                    each(index, .failure(TransportError(.connectionLost, "libcurl gave up", wasSent: true)))
                }
                underWay.removeAll()
            default: break
            }
        }
    }

    /// Carries out one request and hands its bytes over as they come; see `Transport`.
    public func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
        do throws(TransportError) {
            let session = try open()
            guard start(request, tag: 0, streams: true, session) else {
                return .failure(TransportError(.local, "libcurl cannot start the request"))
            }
            var refused: [UInt8] = []
            while true {
                if ccurl_interrupted() != 0 {
                    ccurl_session_cancel(session)
                    return .failure(TransportError(.interrupted, "interrupted", wasSent: true))
                }
                var result = ccurl_result()
                switch Int(ccurl_session_next(session, 200, &result)) {
                case CCURL_DATA:
                    let bytes = UnsafeRawBufferPointer(start: result.body, count: result.body_size)
                    var goesOn = true
                    if (200..<300).contains(result.status) { goesOn = receive(bytes) } else { refused += bytes }
                    let status = Int(result.status)
                    ccurl_result_free(&result)
                    if !goesOn {
                        ccurl_session_cancel(session)
                        return .success(HTTPResponse(status: status))
                    }
                case CCURL_FINISHED:
                    return outcome(&result, of: request).map { answer in
                        guard !refused.isEmpty else { return answer }
                        return HTTPResponse(
                            status: answer.status, headers: answer.headers, body: HTTPBody(refused), duration: answer.duration)
                    }
                case CCURL_BROKEN:
                    ccurl_session_cancel(session)
                    return .failure(TransportError(.connectionLost, "libcurl gave up", wasSent: true))
                default: break
                }
            }
        } catch {
            return .failure(error)
        }
    }

    /// Starts one request; whether libcurl took it.
    private func start(_ request: HTTPRequest, tag: Int, streams: Bool, _ session: OpaquePointer) -> Bool {
        var lines = (endpoint.headers + request.headers).map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if let authorization = endpoint.authorization { lines.append("Authorization: " + authorization.value) }
        if endpoint.serverName != nil { lines.append("Host: \(endpoint.base.bracketedHost):\(endpoint.base.port)") }
        // A header with a line break in it would be two.
        lines.removeAll { $0.utf8.contains { $0 == 0x0A || $0 == 0x0D } }
        lines.append("Expect:")
        let copies = lines.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer<CChar>($0) }
        return endpoint.url(request.target).withCString { url in
            request.method.withCString { method in
                pointers.withUnsafeBufferPointer { headers in
                    (request.body ?? []).withUnsafeBytes { body in
                        var raw = ccurl_request()
                        raw.method = method
                        raw.url = url
                        raw.headers = headers.baseAddress
                        raw.header_count = headers.count
                        raw.body = body.baseAddress
                        raw.body_size = body.count
                        raw.has_body = request.body == nil ? 0 : 1
                        raw.streams = streams ? 1 : 0
                        raw.compressed = request.acceptsCompression ? 1 : 0
                        raw.timeout_ms = (request.timeout ?? timeout).milliseconds
                        raw.connect_timeout_ms = Self.connectTimeout
                        raw.tag = UInt64(tag)
                        var server = native.value
                        return ccurl_session_start(session, &server, &raw) == 0
                    }
                }
            }
        }
    }

    /// Takes the buffers out of a finished result.
    private func outcome(_ result: inout ccurl_result, of request: HTTPRequest) -> HTTPResult {
        let duration = Duration.microseconds(Int64((result.seconds * 1e6).rounded()))
        let failure = result.code == 0 ? nil : TransportError(result)
        log?(
            RequestLogEntry(
                method: request.method, url: endpoint.base.text + request.target, status: failure == nil ? Int(result.status) : nil,
                failure: failure?.message, duration: duration))
        if let failure {
            ccurl_result_free(&result)
            return .failure(failure)
        }
        isMultiplexing = result.head_size < 6 || result.head.map { strncmp($0, "HTTP/1", 6) != 0 } ?? true
        let head = String(decoding: UnsafeRawBufferPointer(start: result.head, count: result.head_size), as: UTF8.self)
        let body = HTTPBody(adopting: result.body, count: result.body_size)
        result.body = nil
        ccurl_result_free(&result)
        return .success(HTTPResponse(status: Int(result.status), headers: HTTPResponse.headers(in: head), body: body, duration: duration))
    }
}

extension Duration {
    /// Whole milliseconds, rounded up; not less than zero.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, seconds < 1_000_000_000 else { return seconds < 0 ? 0 : 1_000_000_000_000 }
        return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
