import Glibc

/// Turns the paths that a user names into files to read.
struct InputFinder {
    /// A file to read, or why it cannot be.
    struct Item: Sendable {
        var path: String
        var size = 0
        var problem: InputProblem?
    }

    let isRecursive: Bool
    private(set) var found: [Item] = []

    init(isRecursive: Bool) { self.isRecursive = isRecursive }

    /// Adds a file, the manifests of a directory, or `-`.
    mutating func add(_ path: String) {
        guard path != "-" else {
            found.append(Item(path: path))
            return
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason = path.isEmpty ? "the path is empty" : SystemError.text(errno)
            found.append(Item(path: path, problem: InputProblem(path: path, message: "cannot read '\(path)': \(reason)")))
            return
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            found.append(Item(path: path, size: Int(status.st_size)))
            return
        }
        let before = found.count
        addDirectory(path, depth: 0)
        if found.count == before {
            found.append(
                Item(
                    path: path,
                    problem: InputProblem(
                        code: "MSH0092", path: path,
                        message: "no manifest in directory '\(path)': expected files named .yaml, .yml or .json",
                        help: isRecursive ? nil : "add '-R' to look into the directories below it")))
        }
    }

    private mutating func addDirectory(_ path: String, depth: Int) {
        guard let directory = opendir(path) else {
            let problem = InputProblem(path: path, message: "cannot read directory '\(path)': \(SystemError.text(errno))")
            found.append(Item(path: path, problem: problem))
            return
        }
        var names: [(name: String, type: UInt8)] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Hidden files are settings of tools, hidden directories hold no manifests.
            if !name.hasPrefix(".") { names.append((name, entry.pointee.d_type)) }
        }
        closedir(directory)
        names.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (name, type) in names {
            let child = path == "." ? name : path.hasSuffix("/") ? path + name : path + "/" + name
            var status = stat()
            var isFolder = type == UInt8(DT_DIR)
            // Some file systems do not say what an entry is.
            if type == UInt8(DT_UNKNOWN) { isFolder = lstat(child, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR }
            if isFolder {
                // Links to directories are not followed, so that no circle is walked.
                if isRecursive, depth < 64 { addDirectory(child, depth: depth + 1) }
            } else if Self.isManifest(name) {
                // Sizes matter only as long as there are few files.
                if type == UInt8(DT_REG), found.count >= Self.fewFiles {
                    found.append(Item(path: child))
                } else if stat(child, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
                    found.append(Item(path: child, size: Int(status.st_size)))
                }
            }
        }
    }

    /// So many files are worth several threads whatever their sizes.
    static let fewFiles = 64

    private static func isManifest(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json")
    }
}
