import CCurl
import Glibc

/// A connection whose bytes the caller sends and reads: TCP, with TLS for `https`, verified as any other.
///
/// What libcurl brings: the proxy, the certificates, and HTTP/1.1 in ALPN. Not for use from two threads at once.
public final class RawConnection {
    private let raw: OpaquePointer

    /// The socket, for polling several connections at once.
    public var fileDescriptor: Int32 { ccurl_raw_socket(raw) }

    /// Connects to the endpoint's host and port.
    public init(_ endpoint: Endpoint, timeout: Duration = .seconds(10)) throws(TransportError) {
        let native = NativeEndpoint(endpoint, http1: true)
        var server = native.value
        var result = ccurl_result()
        guard let raw = ccurl_raw_open(&server, endpoint.url("/"), max(1, timeout.milliseconds), &result) else {
            throw TransportError(result)
        }
        self.raw = raw
    }

    deinit { ccurl_raw_close(raw) }

    /// Sends all bytes, waiting for room until `deadline`.
    public func send(_ bytes: some Sequence<UInt8>, deadline: SteadyTime) throws(TransportError) {
        let bytes = Array(bytes)
        var done = 0
        while done < bytes.count {
            var sent = 0
            let code = bytes.withUnsafeBytes { ccurl_raw_send(raw, $0.baseAddress.map { $0 + done }, $0.count - done, &sent) }
            done += sent
            if Int(code) == CCURL_AGAIN {
                try wait(for: Int16(POLLOUT), deadline)
            } else if code != 0 {
                throw TransportError(.connectionLost, "the connection was lost while sending", wasSent: true)
            }
        }
    }

    /// Receives what is there, at most `limit` bytes, waiting for the first one until `deadline`. Empty at the end of the stream.
    public func receive(limit: Int = 65_536, deadline: SteadyTime) throws(TransportError) -> [UInt8] {
        while true {
            if let bytes = try receiveNow(limit: limit) { return bytes }
            try wait(for: Int16(POLLIN), deadline)
        }
    }

    /// Receives what is there without waiting; `nil` when nothing is, empty at the end of the stream.
    public func receiveNow(limit: Int = 65_536) throws(TransportError) -> [UInt8]? {
        var received = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, limit)) { buffer, count in
            code = ccurl_raw_receive(raw, buffer.baseAddress, buffer.count, &received)
            count = code == 0 ? received : 0
        }
        if Int(code) == CCURL_AGAIN { return nil }
        guard code == 0 else { throw TransportError(.connectionLost, "the connection was lost while receiving", wasSent: true) }
        return bytes
    }

    private func wait(for events: Int16, _ deadline: SteadyTime) throws(TransportError) {
        while true {
            guard ccurl_interrupted() == 0 else { throw TransportError(.interrupted, "interrupted", wasSent: true) }
            let left = SteadyTime.now.duration(to: deadline).milliseconds
            guard left > 0 else { throw TransportError(.timedOut, "no answer in time", wasSent: true) }
            var descriptor = pollfd(fd: fileDescriptor, events: events, revents: 0)
            if poll(&descriptor, 1, Int32(min(left, 200))) > 0 { return }
        }
    }
}
