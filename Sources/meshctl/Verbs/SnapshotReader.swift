import Glibc
import MeshAPI
import MeshResources

/// Reads what `meshctl snapshot` wrote, for `--from`.
struct SnapshotReader {
    private let entries: [TarArchive.Entry]
    private let path: String

    /// Opens an archive or a directory.
    init(_ path: String) throws {
        self.path = path
        var status = stat()
        guard stat(path, &status) == 0 else { throw Failure(.unreadable, "cannot read '\(path)': \(SystemError.text(errno))") }
        if status.st_mode & S_IFMT == S_IFDIR {
            var finder = InputFinder(isRecursive: true)
            finder.add(path)
            entries = try finder.found.map { item in
                if let problem = item.problem { throw Failure(.unreadable, problem.diagnostic.message) }
                return TarArchive.Entry(name: String(item.path.dropFirst(path.count)), bytes: try Self.bytes(item.path))
            }
        } else {
            guard let read = TarArchive.entries(try Self.bytes(path)) else {
                throw Failure(.unreadable, "'\(path)' is no snapshot: expected what 'meshctl snapshot' wrote")
            }
            entries = read
        }
    }

    /// Whether a path looks like what `meshctl snapshot` wrote: an archive, or a directory with its contents list.
    static func isSnapshot(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        if status.st_mode & S_IFMT == S_IFDIR { return access(path + "/meshctl-snapshot.json", R_OK) == 0 }
        return path.hasSuffix(".tar")
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        switch FileReader.read(path) {
        case .success(let source): return Array(source.bytes)
        case .failure(let problem): throw Failure(.unreadable, problem.diagnostic.message)
        }
    }

    /// The files whose names begin with a text, as JSON.
    func files(_ prefix: String) throws -> [(name: String, root: Node)] {
        try entries.compactMap { entry in
            let name = entry.name.hasPrefix("/") ? String(entry.name.dropFirst()) : entry.name
            guard name.hasPrefix(prefix) else { return nil }
            let result = JSONReader.parse(SourceText(name: "", bytes: entry.bytes))
            guard result.isComplete, let root = result.tree.documents.first?.root else {
                throw Failure(.unreadable, "'\(name)' of the snapshot '\(path)' is damaged")
            }
            return (name, root)
        }
    }

    /// The objects.
    func resources() throws -> [Resource] {
        try files("resources/").flatMap { file in
            (file.root["items"]?.items.map { $0 } ?? []).map { item in
                Resource(listed: item, apiVersion: item["apiVersion"]?.text ?? "", kind: item["kind"]?.text ?? "")
            }
        }
    }

    /// Kinds that the snapshot lacks because they could not be read.
    func skipped() throws -> [String] {
        try files("meshctl-snapshot.json").flatMap { $0.root["skipped"]?.items.map(\.text) ?? [] }
    }
}
