import Glibc
import MeshResources

/// Reads whole files.
enum FileReader {
    /// The text of a file; `-` is standard input. A regular file goes straight into the text's own memory.
    static func read(_ path: String) -> Result<SourceText, InputProblem> {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(problem(path, errno)) }
        defer { if path != "-" { close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(problem(path, errno)) }
        guard status.st_size <= SourceText.maximumCount else {
            return .failure(InputProblem(path: path, message: "'\(path)' is too large: expected at most 4 GiB"))
        }
        do {
            if status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
                return .success(
                    try SourceText(name: path, capacity: Int(status.st_size), impliesFinalLineBreak: true) { buffer in
                        try fill(buffer, descriptor)
                    })
            }
            return .success(SourceText(name: path, bytes: try drain(descriptor)))
        } catch {
            return .failure(problem(path, (error as? ReadError)?.number ?? EIO))
        }
    }

    private struct ReadError: Error { let number: Int32 }

    private static func fill(_ buffer: UnsafeMutableRawBufferPointer, _ descriptor: Int32) throws(ReadError) -> Int {
        var total = 0
        while total < buffer.count, let base = buffer.baseAddress {
            let count = Glibc.read(descriptor, base + total, buffer.count - total)
            if count == 0 { break }
            if count > 0 { total += count } else if errno != EINTR { throw ReadError(number: errno) }
        }
        return total
    }

    /// Everything from a pipe.
    private static func drain(_ descriptor: Int32) throws(ReadError) -> [UInt8] {
        var bytes: [UInt8] = []
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = try fill(chunk, descriptor)
            bytes.append(contentsOf: chunk[..<count])
            if count < chunk.count { return bytes }
            guard bytes.count <= SourceText.maximumCount else { throw ReadError(number: EFBIG) }
        }
    }

    private static func problem(_ path: String, _ number: Int32) -> InputProblem {
        InputProblem(path: path, message: "cannot read '\(path)': \(SystemError.text(number))")
    }
}
