import MeshResources

/// When a request is repeated, and after how long.
///
/// A request that may have been carried out is repeated only where that does no harm. Answers that say "later" (429, 503)
/// were not carried out; they are repeated whatever the request.
public struct RetryPolicy: Sendable {
    /// How often one request is sent at most.
    public var attempts = 12
    /// The first pause without advice from the server; it doubles from time to time.
    public var firstPause: Duration = .milliseconds(200)
    /// The longest pause, the server's advice included.
    public var longestPause: Duration = .seconds(10)
    /// When to stop repeating; `nil` leaves it to `attempts`.
    public var deadline: SteadyTime?

    /// Makes the usual policy.
    public init() {}

    /// A policy that sends everything once.
    public static var never: RetryPolicy {
        var policy = RetryPolicy()
        policy.attempts = 1
        return policy
    }

    /// How often a request is sent at most to a server that has not answered anything yet: it is more likely the wrong one, or
    /// none at all, than busy, and somebody waits to be told.
    private func attempts(beforeAnyAnswer error: TransportError) -> Int {
        switch error.kind {
        case .connectionLost: 4
        case .timedOut: 2
        default: 1
        }
    }

    /// The pause before the request is sent again; `nil` when it stays as it is.
    ///
    /// - Parameters:
    ///   - sent: how often the request was sent so far.
    ///   - hasAnswered: whether the server has answered anything before; a server that never did is dead rather than busy.
    public func pause(after result: HTTPResult, of request: HTTPRequest, sent: Int, hasAnswered: Bool) -> Duration? {
        guard sent < attempts else { return nil }
        switch result {
        case .success(let answer):
            if let most = request.attempts, sent >= most { return nil }
            switch answer.status {
            case 429, 503: return retryAfter(answer) ?? backOff(sent)
            case 502, 504: return request.isIdempotent ? retryAfter(answer) ?? backOff(sent) : nil
            case 500 where request.isIdempotent: return Self.isStorageTrouble(answer.body.text) ? backOff(sent) : nil
            case 409 where request.isIdempotent && request.method == "PATCH":
                // Two applies met at the same object; a conflict of owners has causes and stays.
                let node = answer.body.json()
                return node?["reason"]?.string == "Conflict" && node?["details"]?["causes"] == nil ? backOff(sent) : nil
            default: return nil
            }
        case .failure(let error):
            guard hasAnswered || sent < attempts(beforeAnyAnswer: error) else { return nil }
            switch error.kind {
            case .unreachable: return backOff(sent)
            case .connectionLost, .timedOut: return !error.wasSent || request.isIdempotent ? backOff(sent) : nil
            // A certificate that does not hold will not hold next time either, unless it did before.
            case .tls: return backOff(sent)
            case .interrupted, .local, .unexpected: return nil
            }
        }
    }

    private func backOff(_ sent: Int) -> Duration {
        min(firstPause * (1 << min(max(0, sent - 1), 10)), longestPause)
    }

    private func retryAfter(_ answer: HTTPResponse) -> Duration? {
        guard let seconds = answer.header("Retry-After").flatMap({ Int($0) }), seconds >= 0 else { return nil }
        return min(.seconds(seconds), longestPause)
    }

    /// Whether an internal error is the API server's own trouble with etcd, which passes.
    static func isStorageTrouble(_ text: String) -> Bool {
        ["etcdserver:", "rpc error", "connection refused", "context deadline exceeded", "transport is closing", "EOF"]
            .contains { text.firstRange(of: $0) != nil }
    }
}

/// A transport that repeats what its policy allows; everything else passes through.
public final class RetryingTransport: Transport {
    /// The transport that carries out the requests.
    public let inner: any Transport
    /// When to repeat.
    public var policy: RetryPolicy
    /// Called before a pause: why and how long.
    public var onPause: ((_ reason: String, _ pause: Duration) -> Void)?
    /// Called when the server says 401: gets fresh credentials into the inner transport and returns whether there are any.
    public var renewCredentials: (() -> Bool)?
    /// How many requests were sent again so far.
    public private(set) var repeated = 0
    private var hasAnswered = false

    /// Wraps a transport.
    public init(_ inner: any Transport, policy: RetryPolicy = RetryPolicy()) {
        self.inner = inner
        self.policy = policy
    }

    /// Carries out the requests; see `Transport`.
    public func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
        var waiting = Array(requests.indices)
        var sent = 0
        var hasRenewed = false
        while !waiting.isEmpty {
            sent += 1
            var again: [(index: Int, result: HTTPResult)] = []
            var longest: Duration = .zero
            let round = waiting
            inner.send(round.map { requests[$0] }) { place, result in
                let index = round[place]
                if case .success(let answer) = result {
                    hasAnswered = true
                    if answer.status == 401, !hasRenewed, renewCredentials != nil {
                        again.append((index, result))
                        return
                    }
                }
                if let pause = policy.pause(after: result, of: requests[index], sent: sent, hasAnswered: hasAnswered) {
                    longest = max(longest, pause)
                    again.append((index, result))
                } else {
                    each(index, result)
                }
            }
            var goesOn = !again.isEmpty
            if again.contains(where: { (try? $0.result.get().status) == 401 }), !hasRenewed {
                hasRenewed = true
                if renewCredentials?() != true {
                    for item in again where (try? item.result.get().status) == 401 { each(item.index, item.result) }
                    again.removeAll { (try? $0.result.get().status) == 401 }
                    goesOn = !again.isEmpty
                }
            }
            if let deadline = policy.deadline, SteadyTime.now + longest > deadline { goesOn = false }
            if goesOn, longest > .zero, let first = again.first { goesOn = wait(longest, because: first.result) }
            guard goesOn else {
                for item in again { each(item.index, item.result) }
                return
            }
            repeated += again.count
            waiting = again.map(\.index).sorted()
        }
    }

    /// Carries out one request and hands its bytes over as they come; see `Transport`.
    public func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
        var sent = 0
        while true {
            sent += 1
            var hasReceived = false
            let result = inner.stream(request) { bytes in
                hasReceived = true
                return receive(bytes)
            }
            if case .success = result { hasAnswered = true }
            // What was handed over cannot be taken back: whoever reads a stream resumes it.
            guard !hasReceived, let pause = policy.pause(after: result, of: request, sent: sent, hasAnswered: hasAnswered),
                policy.deadline.map({ SteadyTime.now + pause < $0 }) ?? true, wait(pause, because: result)
            else { return result }
        }
    }

    /// Waits; whether to go on, which the user may have decided against.
    private func wait(_ pause: Duration, because result: HTTPResult) -> Bool {
        let reason: String =
            switch result {
            case .success(let answer): "the server answered \(answer.status)"
            case .failure(let error): error.message
            }
        onPause?(reason, pause)
        return Pause.sleep(pause)
    }
}
