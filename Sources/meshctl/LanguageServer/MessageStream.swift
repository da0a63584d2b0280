import Glibc
import MeshResources

/// Messages of the Language Server Protocol on standard input and output: a header with the length, then JSON.
final class MessageStream {
    private let input: Int32
    private let output: OutputWriter
    private var buffer: [UInt8] = []

    init(input: Int32 = STDIN_FILENO, output: OutputWriter) {
        self.input = input
        self.output = output
    }

    /// Waits for the next message; `nil` at the end of the input. Messages that are no JSON are passed over.
    func next() -> Node? {
        while true {
            if let body = takeMessage() {
                let result = YAML.parse(SourceText(name: "message", bytes: body))
                if let root = result.tree.roots.first, root.isMapping { return root }
            } else if !fill() {
                return nil
            }
        }
    }

    /// Whether another message can be had without waiting, or begins to come within a time.
    func isMoreWaiting(milliseconds: Int32 = 0) -> Bool {
        if completeLength() != nil { return true }
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Sends a message.
    func send(_ message: Value.Object) {
        var object: Value.Object = ["jsonrpc": "2.0"]
        for (key, value) in message { object[key] = value }
        var writer = JSONWriter(JSONWriter.Options(sortsKeys: false))
        writer.write(.object(object))
        output.write("Content-Length: \(writer.bytes.count)\r\n\r\n")
        output.write(writer.bytes)
        output.flush()
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(input, &chunk, chunk.count)
            if count > 0 {
                buffer += chunk[..<count]
                return true
            }
            if count == 0 || errno != EINTR { return false }
        }
    }

    /// Where the first message's body lies, when it is there whole.
    private func completeLength() -> Range<Int>? {
        guard let end = headerEnd() else { return nil }
        let header = String(decoding: buffer[..<end], as: UTF8.self)
        var length = 0
        for line in header.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "content-length" { length = Int(parts[1].filter(\.isNumber)) ?? 0 }
        }
        guard length <= 1 << 30, buffer.count >= end + length else { return nil }
        return end..<(end + length)
    }

    private func headerEnd() -> Int? {
        guard buffer.count >= 4 else { return nil }
        for index in 3..<min(buffer.count, 4096) where buffer[index] == 0x0A {
            if buffer[index - 1] == 0x0D, buffer[index - 2] == 0x0A, buffer[index - 3] == 0x0D { return index + 1 }
        }
        return nil
    }

    private func takeMessage() -> [UInt8]? {
        guard let range = completeLength() else { return nil }
        let body = Array(buffer[range])
        buffer.removeSubrange(..<range.upperBound)
        return body
    }
}
