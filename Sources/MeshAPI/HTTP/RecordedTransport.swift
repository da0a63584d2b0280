/// Replays recorded exchanges instead of talking to a server; for tests.
///
/// A recording is a text: the request (`METHOD target`, headers, a blank line, the body), a line `---`, and the answer as
/// it came (`HTTP/1.1 200 OK`, headers, a blank line, the body), or `ERROR code text` where none came.
public final class RecordedTransport: Transport {
    /// One request and its answer.
    public struct Exchange: Sendable {
        /// The method.
        public var method: String
        /// Path and query.
        public var target: String
        /// The request's body; empty when there is none.
        public var body: String
        /// What came back.
        public var result: HTTPResult

        /// Makes an exchange by hand.
        public init(_ method: String, _ target: String, body: String = "", result: HTTPResult) {
            self.method = method
            self.target = target
            self.body = body
            self.result = result
        }

        /// Reads a recording; `nil` when it is none.
        public init?(recording text: String) {
            let bytes = Array(text.utf8)
            guard let mark = Self.find(Array("\n---\n".utf8), in: bytes) else { return nil }
            let request = bytes[..<mark]
            let answer = bytes[(mark + 5)...]
            let line = String(decoding: request.prefix { $0 != 0x0A }, as: UTF8.self).split(separator: " ", maxSplits: 1)
            guard line.count == 2 else { return nil }
            method = String(line[0])
            target = String(line[1])
            body = ""
            if let blank = Self.find([0x0A, 0x0A], in: Array(request)) {
                body = String(decoding: request[(blank + 2)...], as: UTF8.self)
            }
            if answer.starts(with: Array("ERROR ".utf8)) {
                let text = String(decoding: answer.dropFirst(6), as: UTF8.self)
                result = .failure(TransportError(.connectionLost, text, wasSent: true))
                return
            }
            let rest = Array(answer)
            let separator =
                Self.find([0x0D, 0x0A, 0x0D, 0x0A], in: rest).map { ($0, 4) } ?? Self.find([0x0A, 0x0A], in: rest).map { ($0, 2) }
            guard let (end, width) = separator else { return nil }
            let head = String(decoding: rest[..<end], as: UTF8.self)
            let words = head.prefix { !$0.isNewline }.split(separator: " ")
            guard words.count >= 2, let status = Int(words[1]) else { return nil }
            result = .success(
                HTTPResponse(status: status, headers: HTTPResponse.headers(in: head), body: HTTPBody(Array(rest[(end + width)...]))))
        }

        private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
            guard bytes.count >= needle.count else { return nil }
            return (0...(bytes.count - needle.count)).first {
                bytes[$0] == needle[0] && bytes[$0..<($0 + needle.count)].elementsEqual(needle)
            }
        }
    }

    private var left: [Exchange]
    /// Requests that no exchange was left for, as `METHOD target`.
    public private(set) var unexpected: [String] = []
    /// Every request that came, in order.
    public private(set) var requests: [HTTPRequest] = []

    /// Makes a transport that answers each exchange once, in any order; of equal requests the earlier first.
    public init(_ exchanges: [Exchange]) { left = exchanges }

    /// Exchanges that nobody asked for, as `METHOD target`. A test demands that there are none.
    public var unused: [String] { left.map { "\($0.method) \($0.target)" } }

    /// Carries out the requests; see `Transport`.
    public func send(_ requests: [HTTPRequest], each: (Int, HTTPResult) -> Void) {
        for (index, request) in requests.enumerated() { each(index, answer(request)) }
    }

    /// Carries out one request and hands its bytes over as they come; see `Transport`.
    public func stream(_ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool) -> HTTPResult {
        let result = answer(request)
        guard case .success(let answer) = result, answer.isSuccess else { return result }
        _ = answer.body.withBytes { receive($0) }
        return .success(HTTPResponse(status: answer.status, headers: answer.headers))
    }

    private func answer(_ request: HTTPRequest) -> HTTPResult {
        requests.append(request)
        let matching = left.indices.filter { left[$0].method == request.method && left[$0].target == request.target }
        let body = String(decoding: request.body ?? [], as: UTF8.self)
        guard let place = matching.first(where: { left[$0].body == body }) ?? matching.first else {
            unexpected.append("\(request.method) \(request.target)")
            return .failure(TransportError(.unexpected, "no recording of \(request.method) \(request.target)"))
        }
        return left.remove(at: place).result
    }
}
