import Glibc

/// A buffered writer on a file descriptor.
///
/// A closed pipe is no error: what follows is dropped. Any other failure is kept for `finish`.
final class OutputWriter {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private let limit: Int
    /// Whether the reader has gone, so that further output is pointless.
    private(set) var isClosed = false
    /// The system's error number of a write that failed for another reason.
    private(set) var failure: Int32?
    /// Written out before this one, so that a terminal shows both in order.
    var before: OutputWriter?

    /// Writes to `descriptor` in pieces of about `limit` bytes; 0 writes at once.
    init(descriptor: Int32, limit: Int = 1 << 16) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// Adds a text.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { buffer.append(contentsOf: $0) }
        if buffer.count >= limit { flush() }
    }

    /// Adds bytes.
    func write(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= limit { flush() }
    }

    /// Hands everything to the system.
    func flush() {
        guard !buffer.isEmpty else { return }
        before?.flush()
        defer { buffer.removeAll(keepingCapacity: true) }
        guard !isClosed, failure == nil else { return }
        buffer.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count, let base = bytes.baseAddress {
                let written = Glibc.write(descriptor, base + offset, bytes.count - offset)
                if written >= 0 {
                    offset += written
                } else if errno == EPIPE {
                    isClosed = true
                    return
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&wait, 1, -1)
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
    }
}
