import Glibc

/// Replaces files whole: readers see the old content or the new one, never a part.
enum AtomicFile {
    /// A failed write, in the system's words.
    struct WriteError: Error {
        let message: String
    }

    /// Writes `bytes` to a new file beside `path` and moves it there. Mode and owner stay; a link stays a link.
    static func write(_ bytes: [UInt8], to path: String) throws(WriteError) {
        let target = realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        let final = target ?? path
        var name = Array((final + ".meshctl-XXXXXX").utf8CString)
        let descriptor = mkstemp(&name)
        let temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw WriteError(message: "cannot write '\(path)': \(SystemError.text(errno))") }
        var isDone = false
        defer { if !isDone { unlink(temporary) } }
        var status = stat()
        if stat(final, &status) == 0 {
            fchmod(descriptor, status.st_mode & 0o7777)
            _ = fchown(descriptor, status.st_uid, status.st_gid)
        } else {
            let mask = umask(0)
            umask(mask)
            fchmod(descriptor, 0o666 & ~mask)
        }
        let writer = OutputWriter(descriptor: descriptor)
        writer.write(bytes)
        writer.flush()
        var problem = writer.failure
        if problem == nil, fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { problem = errno }
        if close(descriptor) != 0, problem == nil { problem = errno }
        if problem == nil, rename(temporary, final) != 0 { problem = errno }
        if let problem { throw WriteError(message: "cannot write '\(path)': \(SystemError.text(problem))") }
        isDone = true
    }
}
