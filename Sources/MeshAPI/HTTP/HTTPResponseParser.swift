import MeshResources

/// Reads one answer of HTTP/1.1 from bytes that come in pieces of any size.
struct HTTPResponseParser {
    /// The answer; `nil` until the whole of it has come.
    private(set) var response: HTTPResponse?
    /// Bytes after the answer.
    private(set) var rest: [UInt8] = []

    /// The longest head that is taken.
    private static let headLimit = 1 << 16

    /// How the end of the body is known.
    private enum Framing {
        case length(Int)
        case chunks
        case untilEnd
    }

    private let isUpgrade: Bool
    private let limit: Int
    private var buffer: [UInt8] = []
    private var head: (status: Int, headers: [(name: String, value: String)])?
    private var framing = Framing.untilEnd
    private var body: [UInt8] = []
    private var chunkLeft: Int?
    private var hasLastChunk = false
    private var at = 0

    /// Makes a parser. With `isUpgrade`, what follows a 101 is left in `rest`.
    init(isUpgrade: Bool = false, limit: Int = 1 << 30) {
        self.isUpgrade = isUpgrade
        self.limit = limit
    }

    /// Takes bytes.
    mutating func append(_ bytes: [UInt8]) throws(TransportError) {
        guard response == nil else {
            rest += bytes
            return
        }
        buffer += bytes
        try read()
    }

    /// Takes the end of the stream.
    mutating func finish() throws(TransportError) {
        guard response == nil else { return }
        guard head != nil, case .untilEnd = framing else {
            throw TransportError(.connectionLost, "the connection ended before the answer did", wasSent: true)
        }
        body += buffer[at...]
        done(at: buffer.count)
    }

    private mutating func done(at end: Int) {
        guard let head else { return }
        rest = Array(buffer[end...])
        response = HTTPResponse(status: head.status, headers: head.headers, body: HTTPBody(body))
        buffer = []
        body = []
    }

    private mutating func read() throws(TransportError) {
        while head == nil {
            guard let end = headEnd() else {
                guard buffer.count - at <= Self.headLimit else { throw Self.nonsense("a head without an end") }
                return
            }
            try readHead(end)
        }
        switch framing {
        case .untilEnd:
            body += buffer[at...]
            buffer = []
            at = 0
            guard body.count <= limit else { throw Self.nonsense("a body that is too long") }
        case .length(let length):
            guard buffer.count - at >= length else { return }
            body = Array(buffer[at..<(at + length)])
            done(at: at + length)
        case .chunks: try readChunks()
        }
    }

    private static func nonsense(_ what: String) -> TransportError {
        TransportError(.connectionLost, "the other side does not speak HTTP: it sent \(what)", wasSent: true)
    }

    /// The place after the blank line that ends a head.
    private func headEnd() -> Int? {
        var index = at
        while index + 1 < buffer.count {
            if buffer[index] == 0x0A {
                if buffer[index + 1] == 0x0A { return index + 2 }
                if index + 2 < buffer.count, buffer[index + 1] == 0x0D, buffer[index + 2] == 0x0A { return index + 3 }
            }
            index += 1
        }
        return nil
    }

    private mutating func readHead(_ end: Int) throws(TransportError) {
        let text = String(decoding: buffer[at..<end], as: UTF8.self)
        let words = text.prefix { !$0.isNewline }.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]), (100..<600).contains(status) else {
            throw Self.nonsense("something else than a status line")
        }
        at = end
        if status < 200, status != 101 { return }
        let headers = HTTPResponse.headers(in: text)
        head = (status, headers)
        let answer = HTTPResponse(status: status, headers: headers)
        if status == 101 || status == 204 || status == 304 {
            guard status != 101 || isUpgrade else { throw Self.nonsense("a change of protocols") }
            framing = .length(0)
        } else if answer.header("Transfer-Encoding")?.lowercased().hasSuffix("chunked") == true {
            framing = .chunks
        } else if let text = answer.header("Content-Length") {
            guard let length = Int(text), (0...limit).contains(length) else { throw Self.nonsense("a length of '\(text)'") }
            framing = .length(length)
        }
    }

    private mutating func readChunks() throws(TransportError) {
        while true {
            if let left = chunkLeft {
                let count = min(left, buffer.count - at)
                body += buffer[at..<(at + count)]
                at += count
                chunkLeft = left - count
                guard left == count else { break }
                // The line break after the chunk.
                guard let end = line() else { break }
                at = end.next
                chunkLeft = nil
            } else {
                guard let end = line() else { break }
                let text = String(decoding: buffer[at..<end.end], as: UTF8.self)
                if hasLastChunk {
                    at = end.next
                    guard text.isEmpty else { continue }
                    return done(at: at)
                }
                let digits = text.prefix { $0 != ";" }.filter { $0 != " " }
                guard let size = Int(digits, radix: 16), size >= 0, body.count + size <= limit else {
                    throw Self.nonsense("a chunk of '\(digits)'")
                }
                at = end.next
                if size == 0 { hasLastChunk = true } else { chunkLeft = size }
            }
        }
        if at > 0 {
            buffer.removeFirst(at)
            at = 0
        }
        guard chunkLeft != nil || buffer.count <= Self.headLimit else { throw Self.nonsense("a chunk without a size") }
    }

    /// The end of the line at hand and the place after its line break.
    private func line() -> (end: Int, next: Int)? {
        guard let feed = buffer[at...].firstIndex(of: 0x0A) else { return nil }
        return (feed > at && buffer[feed - 1] == 0x0D ? feed - 1 : feed, feed + 1)
    }
}
