import Glibc

/// The lines that `-v` shows, written whole so that threads do not mix them.
enum RequestLog {
    /// Writes a line on standard error.
    static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
