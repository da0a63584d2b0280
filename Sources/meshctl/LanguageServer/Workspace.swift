import Glibc
import MeshResources

/// The manifests of an editor's folders: files on disk, and the texts that are open in their place.
final class Workspace {
    /// One manifest as it is now.
    final class File {
        let path: String
        let source: SourceText
        let trees: [Tree]
        let resources: [Resource]
        /// The findings of the file by itself: reading, repeated keys, each resource.
        let findings: [Diagnostic]
        /// Whether the text is open in the editor.
        let isOpen: Bool

        init(_ source: SourceText, isOpen: Bool) {
            path = source.name
            self.source = source
            self.isOpen = isOpen
            let result = YAML.parse(source)
            trees = [result.tree]
            let found = Resource.all(in: result.tree)
            resources = found.resources
            let validated = found.resources.flatMap { ResourceValidator.validate($0) }
            // Other YAML files in a workspace are nobody's mistake.
            let strays = isOpen && !found.resources.isEmpty ? found.diagnostics : []
            let own = isOpen || !found.resources.isEmpty ? result.diagnostics : []
            findings = own + strays + validated + Linter.repeatedKeys(trees, besides: validated) + Linter.style(trees, resources)
        }
    }

    private(set) var files: [String: File] = [:]
    private(set) var mesh = Mesh(resources: [] as [Resource])
    private let linter: Linter

    init(linter: Linter) { self.linter = linter }

    /// Reads every manifest below a folder.
    func add(folder: String) {
        var finder = InputFinder(isRecursive: true)
        finder.add(folder)
        for item in finder.found.prefix(20_000) where item.problem == nil && item.size < 1 << 24 { readFromDisk(item.path) }
    }

    /// Takes over the text of an open file.
    func open(_ path: String, _ text: String) { files[path] = File(SourceText(name: path, text: text), isOpen: true) }

    /// Goes back to the text on disk; forgets files that are gone.
    func readFromDisk(_ path: String) {
        guard case .success(let source) = FileReader.read(path) else {
            files[path] = nil
            return
        }
        files[path] = File(source, isOpen: false)
    }

    /// The findings of every file, after the mesh was read anew.
    func lint() -> [String: [Diagnostic]] {
        let ordered = files.values.sorted { $0.path < $1.path }
        let resources = ordered.flatMap(\.resources)
        let outcome = linter.judge(
            own: ordered.flatMap(\.findings), resources: resources, trees: ordered.flatMap(\.trees), sources: ordered.map(\.source))
        mesh = outcome.mesh
        return Dictionary(grouping: outcome.findings) { $0.location?.source.name ?? "" }
    }
}

/// Paths and the URIs that editors use for them.
enum FileURI {
    static func path(_ uri: String) -> String {
        var bytes = Array(uri.utf8)
        let scheme = Array("file://".utf8)
        if bytes.starts(with: scheme) { bytes.removeFirst(scheme.count) }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(value)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func uri(_ path: String) -> String { SARIF.uri(path) }
}
