import Glibc
import MeshResources

/// The manifests of an editor's folders: files on disk, and the texts that are open in their place.
final class Workspace {
    /// One manifest as it is now.
    final class File: Sendable {
        let path: String
        let source: SourceText
        let trees: [Tree]
        let resources: [Resource]
        /// The findings of the file by itself: reading, repeated keys, each resource.
        let findings: [Diagnostic]
        let suppressions: [Suppression]
        /// Whether the text is open in the editor.
        let isOpen: Bool

        init(_ source: SourceText, isOpen: Bool) {
            path = source.name
            self.source = source
            self.isOpen = isOpen
            let parts = YAML.parts(of: source)
            let results = Parallel.map(parts.count) { YAML.parse(source, part: parts[$0]) }
            trees = results.map(\.tree)
            var resources: [Resource] = []
            var problems: [Diagnostic] = []
            var firstDocument = 0
            for tree in trees {
                let found = Resource.all(in: tree, firstDocument: firstDocument)
                resources += found.resources
                problems += found.diagnostics
                firstDocument += tree.documents.count
            }
            self.resources = resources
            let validated = ResourceChecks.validate(resources).flatMap { $0 }
            // Other YAML files in a workspace are nobody's mistake.
            let strays = isOpen && !resources.isEmpty ? problems : []
            let own = isOpen || !resources.isEmpty ? results.flatMap(\.diagnostics) : []
            findings = own + strays + validated + Linter.repeatedKeys(trees, besides: validated) + Linter.style(trees, resources)
            suppressions = Linter.suppressions(trees, resources)
        }
    }

    private(set) var files: [String: File] = [:]
    private(set) var mesh = Mesh(resources: [] as [Resource])
    /// The findings of every file when the mesh was last read, and the texts that they were found in.
    private(set) var findings: [String: [Diagnostic]] = [:]
    /// The files that changed since then, as they were.
    private var changed: [String: File?] = [:]
    private let linter: Linter

    init(linter: Linter) { self.linter = linter }

    /// Reads every manifest below a folder.
    func add(folder: String) {
        var finder = InputFinder(isRecursive: true)
        finder.add(folder)
        let paths = finder.found.prefix(20_000).filter { $0.problem == nil && $0.size < 1 << 24 }.map(\.path)
        let read = Parallel.map(paths.count) { Self.read(paths[$0]) }
        for (path, file) in zip(paths, read) { replace(path, by: file) }
    }

    /// Takes over the text of an open file.
    func open(_ path: String, _ text: String) { replace(path, by: File(SourceText(name: path, text: text), isOpen: true)) }

    /// Goes back to the text on disk; forgets files that are gone.
    func readFromDisk(_ path: String) { replace(path, by: Self.read(path)) }

    private static func read(_ path: String) -> File? {
        guard case .success(let source) = FileReader.read(path) else { return nil }
        return File(source, isOpen: false)
    }

    private func replace(_ path: String, by file: File?) {
        if changed[path] == nil { changed[path] = .some(files[path]) }
        files[path] = file
    }

    /// The findings of every file, after the mesh was read anew.
    func lint() {
        let ordered = files.values.sorted { $0.path < $1.path }
        let outcome = linter.judge(
            own: ordered.flatMap(\.findings), resources: ordered.flatMap(\.resources), suppressions: ordered.flatMap(\.suppressions),
            sources: ordered.map(\.source))
        mesh = outcome.mesh
        findings = Dictionary(grouping: outcome.findings) { $0.location?.source.name ?? "" }
        changed = [:]
    }

    /// What can be said about the files that changed before the mesh is read anew: their own findings as they are now, and what was
    /// found between files where the text is still the same.
    func early() -> [String: [Diagnostic]] {
        var result: [String: [Diagnostic]] = [:]
        for (path, earlier) in changed {
            guard let file = files[path] else {
                result[path] = []
                continue
            }
            var kept: [Diagnostic] = []
            if let earlier, let known = findings[path] {
                let own = Set(earlier.findings.map(Key.init))
                let edit = TextEdit(from: earlier.source, to: file.source)
                for var finding in known where !own.contains(Key(finding)) {
                    guard let location = finding.location, let range = edit.moved(location.range) else { continue }
                    finding.location = Location(source: file.source, range: range)
                    finding.fixes = []
                    kept.append(finding)
                }
            }
            result[path] = (linter.wanted(file.findings, file.suppressions) + kept).sorted {
                $0.location?.range.start ?? 0 < $1.location?.range.start ?? 0
            }
        }
        return result
    }

    /// Whether files changed since the mesh was read.
    var isBehind: Bool { !changed.isEmpty }

    private struct Key: Hashable {
        let code: String
        let start: UInt32
        let message: String

        init(_ finding: Diagnostic) {
            code = finding.code
            start = finding.location?.range.start ?? 0
            message = finding.message
        }
    }
}

/// What changed between two texts: one piece in the middle.
struct TextEdit {
    /// Bytes at the start that are the same.
    let before: Int
    /// Where the same bytes begin again, in the old text.
    let after: Int
    /// How much longer the new text is.
    let growth: Int

    init(from old: SourceText, to new: SourceText) {
        let (a, b) = (old.bytes, new.bytes)
        let shorter = min(a.count, b.count)
        var start = 0
        while start < shorter, a[start] == b[start] { start += 1 }
        var end = 0
        while end < shorter - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
        before = start
        after = a.count - end
        growth = b.count - a.count
    }

    /// Where a range of the old text lies in the new one; `nil` when it was edited.
    func moved(_ range: SourceRange) -> SourceRange? {
        if Int(range.end) <= before { return range }
        guard Int(range.start) >= after else { return nil }
        return SourceRange(Int(range.start) + growth, Int(range.end) + growth)
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
