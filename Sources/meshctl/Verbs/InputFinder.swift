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
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(directory)
        names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in names {
            let child = path == "." ? name : path.hasSuffix("/") ? path + name : path + "/" + name
            // Hidden files are settings of tools, hidden directories hold no manifests.
            if name.hasPrefix(".") { continue }
            var status = stat()
            guard lstat(child, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                // Links to directories are not followed, so that no circle is walked.
                if isRecursive, depth < 64 { addDirectory(child, depth: depth + 1) }
            } else if Self.isManifest(name), stat(child, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
                found.append(Item(path: child, size: Int(status.st_size)))
            }
        }
    }

    private static func isManifest(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json")
    }
}
