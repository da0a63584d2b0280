/// One frame of RFC 6455: what a message is made of.
public struct WebSocketFrame: Sendable, Equatable {
    /// What a frame is.
    public enum Kind: UInt8, Sendable {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA

        /// Whether it stands by itself between the frames of a message.
        var isControl: Bool { rawValue & 0x8 != 0 }
    }

    /// What the frame is.
    public var kind: Kind
    /// Whether it is the last one of its message.
    public var isFinal: Bool
    /// The bytes, unmasked.
    public var payload: [UInt8]

    /// Makes a frame.
    public init(_ kind: Kind, _ payload: [UInt8] = [], isFinal: Bool = true) {
        self.kind = kind
        self.payload = payload
        self.isFinal = isFinal
    }

    /// The bytes as a client sends them, masked with `mask`.
    public func encoded(mask: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | kind.rawValue]
        let count = payload.count
        if count < 126 {
            bytes.append(0x80 | UInt8(count))
        } else if count < 1 << 16 {
            bytes += [0x80 | 126, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
        } else {
            bytes.append(0x80 | 127)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        }
        let mask = mask.count == 4 ? mask : [0, 0, 0, 0]
        bytes += mask
        bytes.reserveCapacity(bytes.count + count)
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ mask[index & 3]) }
        return bytes
    }
}

/// Cuts a stream of bytes from a server into messages. Takes the bytes in pieces of any size.
///
/// What a server must not send is an error, and nothing is read after it.
public struct WebSocketReader: Sendable {
    /// What came.
    public enum Event: Sendable, Equatable {
        /// A whole message; `isText` tells text from bytes.
        case message([UInt8], isText: Bool)
        /// The server wants an answer with the same bytes.
        case ping([UInt8])
        /// An answer to a ping.
        case pong([UInt8])
        /// The server ends the conversation: its code (1005 when it gives none) and its reason.
        case close(code: Int, reason: String)
    }

    /// The stream is no WebSocket, or larger than allowed.
    public struct Violation: Error, Sendable, Equatable, CustomStringConvertible {
        /// What the server did.
        public var description: String
    }

    /// The longest message that is taken.
    public let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var message: [UInt8] = []
    private var messageKind: WebSocketFrame.Kind?
    private var violation: Violation?

    /// Makes a reader for messages of at most `limit` bytes.
    public init(limit: Int = 64 << 20) {
        self.limit = limit
    }

    /// Takes bytes from the server.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        if start > 0, start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 1 << 16 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next event; `nil` when more bytes are needed.
    public mutating func next() throws(Violation) -> Event? {
        if let violation { throw violation }
        do {
            while let frame = try frame() {
                if let event = try event(frame) { return event }
            }
            return nil
        } catch {
            violation = error
            throw error
        }
    }

    /// The next whole frame of the buffer.
    private mutating func frame() throws(Violation) -> WebSocketFrame? {
        let available = buffer.count - start
        guard available >= 2 else { return nil }
        let (first, second) = (buffer[start], buffer[start + 1])
        guard first & 0x70 == 0 else { throw Violation(description: "a frame with reserved bits") }
        guard let kind = WebSocketFrame.Kind(rawValue: first & 0x0F) else { throw Violation(description: "a frame of an unknown kind") }
        guard second & 0x80 == 0 else { throw Violation(description: "a masked frame, which only clients send") }
        var count = Int(second & 0x7F)
        var head = 2
        if count >= 126 {
            let width = count == 126 ? 2 : 8
            guard available >= 2 + width else { return nil }
            guard !kind.isControl else { throw Violation(description: "a control frame longer than 125 bytes") }
            var length: UInt64 = 0
            for byte in buffer[(start + 2)..<(start + 2 + width)] { length = length << 8 | UInt64(byte) }
            guard length <= UInt64(limit) else {
                throw Violation(description: "a frame of \(length) bytes, more than the \(limit) allowed")
            }
            count = Int(length)
            head += width
        }
        let isFinal = first & 0x80 != 0
        guard isFinal || !kind.isControl else { throw Violation(description: "a control frame in pieces") }
        guard available >= head + count else { return nil }
        let payload = Array(buffer[(start + head)..<(start + head + count)])
        start += head + count
        return WebSocketFrame(kind, payload, isFinal: isFinal)
    }

    /// What a frame brings about; `nil` for a part of a message.
    private mutating func event(_ frame: WebSocketFrame) throws(Violation) -> Event? {
        switch frame.kind {
        case .ping: return .ping(frame.payload)
        case .pong: return .pong(frame.payload)
        case .close:
            guard frame.payload.count != 1 else { throw Violation(description: "a close frame with half a code") }
            let code = frame.payload.count < 2 ? 1005 : Int(frame.payload[0]) << 8 | Int(frame.payload[1])
            return .close(code: code, reason: String(decoding: frame.payload.dropFirst(2), as: UTF8.self))
        case .continuation:
            guard messageKind != nil else { throw Violation(description: "the continuation of no message") }
        case .text, .binary:
            guard messageKind == nil else { throw Violation(description: "a message within a message") }
            messageKind = frame.kind
        }
        guard message.count + frame.payload.count <= limit else {
            throw Violation(description: "a message longer than the \(limit) bytes allowed")
        }
        message += frame.payload
        guard frame.isFinal else { return nil }
        let isText = messageKind == .text
        defer {
            message = []
            messageKind = nil
        }
        return .message(message, isText: isText)
    }
}
