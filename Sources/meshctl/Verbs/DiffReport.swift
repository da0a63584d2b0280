import Glibc
import MeshAPI
import MeshResources

/// A structural difference, in the forms that `diff` prints.
struct DiffReport: Report {
    let diff: StructuralDiff
    /// Makes the unified diff; only called when that is wanted.
    let patch: () -> String
    /// Remarks for standard error.
    var remarks: [String] = []

    var exitCode: ExitCode { diff.isEmpty ? .success : .failure }

    func value() -> Value? { diff.value }

    func write(to console: Console, as format: OutputFormat) {
        for remark in remarks { console.warn(remark) }
        if format == .patch { return console.output.write(patch()) }
        for resource in diff.resources { write(resource, console) }
        if !diff.isEmpty {
            var counts: [ResourceDiff.Change: Int] = [:]
            for resource in diff.resources { counts[resource.change, default: 0] += 1 }
            let parts = [ResourceDiff.Change.added, .changed, .removed].compactMap { change in
                counts[change].map { "\($0) \(change.rawValue)" }
            }
            console.note(parts.joined(separator: ", "))
        }
    }

    private func write(_ resource: ResourceDiff, _ console: Console) {
        let paint = console.paint
        let style: Style = resource.change == .added ? .green : resource.change == .removed ? .red : .yellow
        // Objects of a cluster stand in no file.
        let named = (resource.new ?? resource.old).map { ($0["metadata"]?["name"] ?? $0).headLocation }
        let place = named.flatMap { $0.source.name.isEmpty ? nil : "  " + paint(CaretText.place($0), .dim) } ?? ""
        console.output.write("\(paint(resource.change.rawValue, style)) \(paint(resource.key.description, .bold))\(place)\n")
        for field in resource.fields {
            console.output.write("  \(field.path)\(field.isOrder ? " (order)" : "")\(owners(field))\n")
            if let old = field.old { write("-", .red, old, field.oldAt, console) }
            if let new = field.new { write("+", .green, new, field.newAt, console) }
        }
    }

    private func owners(_ field: ResourceDiff.Field) -> String {
        field.owners.isEmpty ? "" : ", owned by " + field.owners.map { KnownManagers.described($0) }.joined(separator: " and ")
    }

    private func write(_ mark: String, _ style: Style, _ value: Value, _ location: Location?, _ console: Console) {
        let text: String
        switch value {
        case .array, .object: text = YAMLEmitter.text(value, .ordered)
        case .string(let string): text = string.contains("\n") ? YAMLEmitter.text(value, .ordered) : JSONWriter.text(value)
        default: text = JSONWriter.text(value)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        for (index, line) in lines.enumerated() {
            let place = index == 0 ? location.map { "  " + console.paint(CaretText.place($0), .dim) } ?? "" : ""
            console.output.write("    \(console.paint("\(mark) \(line)", style))\(place)\n")
        }
    }
}

/// The files on both sides of a comparison, paired by their names below the two roots.
struct FilePairs {
    private var old: [String: SourceText] = [:]
    private var new: [String: SourceText] = [:]
    private var names: [String] = []

    init(old: [SourceText], oldRoot: String, new: [SourceText], newRoot: String) {
        let oneFile = old.count == 1 && new.count == 1 && old[0].name == oldRoot && new[0].name == newRoot
        for source in old { self.old[oneFile ? Self.lastName(oldRoot) : Self.relative(source.name, oldRoot)] = source }
        for source in new { self.new[oneFile ? Self.lastName(oldRoot) : Self.relative(source.name, newRoot)] = source }
        names = Set(self.old.keys).union(self.new.keys).sorted()
    }

    /// The unified diff of the files that hold resources which differ.
    func patch(for diff: StructuralDiff) -> String {
        var touched: Set<ObjectIdentifier> = []
        for resource in diff.resources {
            for node in [resource.old, resource.new] { if let node { touched.insert(ObjectIdentifier(node.tree.source)) } }
        }
        var text = ""
        for name in names {
            let (a, b) = (old[name], new[name])
            guard [a, b].contains(where: { $0.map { touched.contains(ObjectIdentifier($0)) } ?? false }) else { continue }
            text += UnifiedDiff.text(
                old: a.map { Array($0.bytes) } ?? [], new: b.map { Array($0.bytes) } ?? [], oldName: a == nil ? "/dev/null" : "a/" + name,
                newName: b == nil ? "/dev/null" : "b/" + name)
        }
        return text
    }

    /// The name of a file below a root.
    static func relative(_ path: String, _ root: String) -> String {
        let prefix = root == "." ? "" : root.hasSuffix("/") ? root : root + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : lastName(path)
    }

    private static func lastName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Field managers that people know by another name.
enum KnownManagers {
    /// `'flagger' (Flagger shifts traffic there)`.
    static func described(_ manager: String) -> String {
        switch manager {
        case "rollouts-controller", "argo-rollouts": "'\(manager)' (Argo Rollouts shifts traffic there)"
        case "flagger": "'flagger' (Flagger shifts traffic there)"
        case "argocd-controller", "argocd-application-controller": "'\(manager)' (Argo CD keeps it as in its repository)"
        case "pilot-discovery": "'pilot-discovery' (istiod writes it)"
        default: "'\(manager)'"
        }
    }
}
