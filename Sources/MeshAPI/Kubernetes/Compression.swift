import CCurl
import Glibc

/// Makes records small.
enum Compression {
    /// The bytes in zlib's form; `nil` where there is no zlib.
    static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
        var size = 0
        guard let result = bytes.withUnsafeBytes({ ccurl_deflate($0.baseAddress, $0.count, &size) }) else { return nil }
        defer { free(result) }
        return Array(UnsafeRawBufferPointer(start: result, count: size))
    }

    /// Undoes it for bytes that were `count` many, at most 64 MiB; `nil` when they are damaged.
    static func inflate(_ bytes: [UInt8], count: Int) -> [UInt8]? {
        guard count >= 0, count <= 1 << 26, let result = bytes.withUnsafeBytes({ ccurl_inflate($0.baseAddress, $0.count, count) }) else {
            return nil
        }
        defer { free(result) }
        return Array(UnsafeRawBufferPointer(start: result, count: count))
    }
}
