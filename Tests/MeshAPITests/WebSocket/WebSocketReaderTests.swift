import MeshAPI
import XCTest

/// The frame reader on good streams, in any pieces, and on everything else.
final class WebSocketReaderTests: XCTestCase {
    /// A frame as a server sends it.
    static func frame(_ kind: WebSocketFrame.Kind, _ payload: [UInt8] = [], isFinal: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | kind.rawValue]
        if payload.count < 126 {
            bytes.append(UInt8(payload.count))
        } else if payload.count < 1 << 16 {
            bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        } else {
            bytes += [127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        return bytes + payload
    }

    private func events(_ pieces: [[UInt8]], limit: Int = 1 << 20) throws -> [WebSocketReader.Event] {
        var reader = WebSocketReader(limit: limit)
        var events: [WebSocketReader.Event] = []
        for piece in pieces {
            reader.append(piece)
            while let event = try reader.next() { events.append(event) }
        }
        return events
    }

    private static let stream: [UInt8] =
        frame(.binary, [0, 1, 2]) + frame(.ping, [9]) + frame(.text, Array("ab".utf8), isFinal: false) + frame(.pong)
        + frame(.continuation, Array("cd".utf8)) + frame(.binary, [UInt8](repeating: 7, count: 300))
        + frame(.binary, [UInt8](repeating: 8, count: 70_000)) + frame(.close, [3, 0xE8] + Array("bye".utf8))

    func testMessagesAndControlFrames() throws {
        let events = try events([Self.stream])
        XCTAssertEqual(events.count, 7)
        XCTAssertEqual(events[0], .message([0, 1, 2], isText: false))
        XCTAssertEqual(events[1], .ping([9]))
        XCTAssertEqual(events[2], .pong([]))
        XCTAssertEqual(events[3], .message(Array("abcd".utf8), isText: true))
        XCTAssertEqual(events[6], .close(code: 1000, reason: "bye"))
    }

    /// The same events, however the stream is cut.
    func testAnyPieces() throws {
        let whole = try events([Self.stream])
        var random = Random(state: 1)
        for _ in 0..<60 {
            var pieces: [[UInt8]] = []
            var at = 0
            while at < Self.stream.count {
                let end = min(Self.stream.count, at + random.next(below: 900) + (random.next(below: 3) == 0 ? 0 : 1))
                pieces.append(Array(Self.stream[at..<end]))
                at = end
            }
            XCTAssertEqual(try events(pieces), whole)
        }
    }

    func testWhatServersMustNotSend() {
        let bad: [[UInt8]] = [
            [0xC1, 0], [0x83, 0], [0x81, 0x80, 0, 0, 0, 0], [0x09, 0], [0x89, 126, 0, 126], [0x80, 0], [0x88, 1, 3],
            Self.frame(.text, [], isFinal: false) + Self.frame(.binary), [0x82, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0],
            [0x82, 127, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF],
        ]
        for bytes in bad { XCTAssertThrowsError(try events([bytes]), "\(bytes)") }
        XCTAssertThrowsError(try events([Self.frame(.binary, [UInt8](repeating: 0, count: 200))], limit: 100))
        let halves =
            Self.frame(.binary, [UInt8](repeating: 0, count: 80), isFinal: false)
            + Self.frame(.continuation, [UInt8](repeating: 0, count: 80))
        XCTAssertThrowsError(try events([halves], limit: 100))
    }

    /// After a violation nothing more is read.
    func testViolationStays() throws {
        var reader = WebSocketReader()
        reader.append([0xF1, 0])
        XCTAssertThrowsError(try reader.next())
        reader.append(Self.frame(.text))
        XCTAssertThrowsError(try reader.next())
    }

    /// Arbitrary and slightly wrong bytes end in events or an error, never in a trap, and are taken in bounded steps.
    func testFuzz() {
        var random = Random(state: 7)
        for round in 0..<4000 {
            var bytes: [UInt8]
            if round % 2 == 0 {
                bytes = (0..<random.next(below: 200)).map { _ in UInt8(random.next(below: 256)) }
            } else {
                bytes = Array(Self.stream.prefix(1 + random.next(below: 400)))
                for _ in 0..<(1 + random.next(below: 4)) { bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256)) }
            }
            var reader = WebSocketReader(limit: 1 << 16)
            var count = 0
            do {
                while !bytes.isEmpty {
                    let take = min(bytes.count, 1 + random.next(below: 50))
                    reader.append(bytes.prefix(take))
                    bytes.removeFirst(take)
                    while try reader.next() != nil { count += 1 }
                }
            } catch {}
            XCTAssertLessThanOrEqual(count, 300)
        }
    }

    func testClientFramesAreMasked() {
        let frame = WebSocketFrame(.binary, [1, 2, 3, 4, 5]).encoded(mask: [1, 1, 1, 1])
        XCTAssertEqual(frame, [0x82, 0x85, 1, 1, 1, 1, 0, 3, 2, 5, 4])
        XCTAssertEqual(
            WebSocketFrame(.binary, [UInt8](repeating: 0, count: 126)).encoded(mask: [0, 0, 0, 0]).prefix(4), [0x82, 0xFE, 0, 126])
        XCTAssertEqual(WebSocketFrame(.binary, [UInt8](repeating: 0, count: 65_536)).encoded(mask: [0, 0, 0, 0])[1], 0xFF)
    }
}

/// Numbers that are the same in each run.
struct Random {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return limit > 0 ? Int(state >> 33) % limit : 0
    }
}
