/// The seam to every server: takes a batch of requests and returns as many results.
///
/// A result is an answer of any status, or the reason why there was none. Transports neither retry nor interpret.
public protocol Transport: AnyObject {
    /// Carries out the requests, several at a time, and calls `each` once for every one as it finishes, with its index.
    func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void)

    /// Carries out one request and hands the bytes of a successful answer over as they come; `receive` returns whether to go on.
    /// The result's body is empty then. Of an answer that is no success the body is in the result.
    func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult
}

extension Transport {
    /// Carries out the requests and returns their results in the same order.
    public func send(_ requests: [HTTPRequest]) -> [HTTPResult] {
        var results = [HTTPResult?](repeating: nil, count: requests.count)
        send(requests) { index, result in
            if results.indices.contains(index) { results[index] = result }
        }
        return results.map { $0 ?? .failure(TransportError(.connectionLost, "the request was not carried out")) }
    }

    /// Carries out one request.
    public func send(_ request: HTTPRequest) -> HTTPResult {
        send([request]).first ?? .failure(TransportError(.connectionLost, "the request was not carried out"))
    }
}

/// One line of the request log that `-v` shows.
public struct RequestLogEntry: Sendable {
    /// The method.
    public var method: String
    /// The URL without credentials.
    public var url: String
    /// The status; `nil` when no answer came.
    public var status: Int?
    /// Why there was none.
    public var failure: String?
    /// How long it took.
    public var duration: Duration

    /// `GET https://…  200  12 ms`.
    public var line: String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return "\(method) \(url)  \(status.map(String.init) ?? failure ?? "no answer")  \(milliseconds) ms"
    }
}
