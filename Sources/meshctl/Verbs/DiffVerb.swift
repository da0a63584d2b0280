import MeshAPI
import MeshResources

/// `meshctl diff`.
enum DiffVerb {
    static let semantic = Option.flag("semantic", nil, "show what changes in the behaviour of traffic, rather than in the text")
    static let fieldManager = Option.value("field-manager", nil, "NAME", "the owner that would apply the files", standard: "meshctl")

    static let command = Command(
        "diff", group: .cluster, summary: "show what differs between manifests, or between manifests and a cluster",
        details: """
            Compares resources, not lines: the order of keys, comments, quotes and API versions make no difference, and items of lists are \
            paired by name. Either side may be a snapshot. Against a cluster, the API server says by a dry run what applying the files would make of its objects, so that \
            defaults and other managers' fields do not show. The contents of Secrets are never shown. With KUBECTL_EXTERNAL_DIFF, that \
            program shows the difference. The exit code is 0 without a difference, 1 with one, and more when the comparison failed.
            """,
        operands: .init("[A B]", 0...2, completes: .file),
        options: [
            .output([.text, .json, .patch]), semantic, fieldManager, SharedOptions.filename, SharedOptions.recursive,
        ],
        examples: [
            .init("Two versions of a directory", "meshctl diff deploy/old deploy/new"),
            .init("A patch that leads from one to the other", "meshctl diff deploy/old deploy/new -o patch"),
            .init("What applying a directory would change", "meshctl diff -f samples/shop"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        do {
            let files = call.values(SharedOptions.filename)
            if call.operands.count == 2, files.isEmpty { return try compareFiles(call) }
            guard call.operands.isEmpty, !files.isEmpty else {
                throw Failure(.usage, "expected two files or directories, or -f and a cluster")
            }
            return call.flag(semantic) ? try compareBehaviour(call) : try ClusterDiff(call).report()
        } catch let failure as Failure {
            // One is kept for "there are differences".
            var failure = failure
            if failure.exitCode == .failure { failure.exitCode = .cannotCompare }
            throw failure
        }
    }

    private static func compareFiles(_ call: Invocation) throws -> any Report {
        let namespace = call.value(GlobalOptions.namespace) ?? "default"
        let (oldRoot, newRoot) = (call.operands[0], call.operands[1])
        let old = try side(oldRoot)
        if call.flag(semantic) { return try SemanticDiffReport.make(old: old.resources, new: try side(newRoot).resources, call) }
        // Most files are the same on both sides: what they hold is read once.
        var new = try side(newRoot, beside: old.inputs, at: oldRoot)
        var diff = StructuralDiff(old: old.resources, new: new.resources, namespace: namespace, compare: compare)
        let shared = Set(old.inputs.files.flatMap { $0.trees.map { ObjectIdentifier($0) } })
        if diff.resources.contains(where: { $0.new.map { shared.contains(ObjectIdentifier($0.tree)) } ?? false }) {
            // An object stands in several files, and its place would be told by the old file's name.
            new = try side(newRoot)
            diff = StructuralDiff(old: old.resources, new: new.resources, namespace: namespace, compare: compare)
        }
        let (oldFiles, newFiles) = (old.inputs.files.map(\.source), new.inputs.files.map(\.source))
        return DiffReport(
            diff: diff,
            patch: { FilePairs(old: oldFiles, oldRoot: oldRoot, new: newFiles, newRoot: newRoot).patch(for: diff) })
    }

    /// Compares the behaviour of the cluster's mesh with that of the same mesh and the files laid over it.
    private static func compareBehaviour(_ call: Invocation) throws -> any Report {
        let inputs = try call.inputs()
        let (resources, problems) = inputs.resources()
        let diagnostics = inputs.diagnostics + problems
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw Failure(.unreadable, "nothing was compared: the inputs cannot be read", diagnostics: diagnostics)
        }
        let old = try call.liveResources()
        return try SemanticDiffReport.make(old: old, new: call.laid(resources, over: old), call)
    }

    /// Compares in slices on all processors.
    static func compare(_ count: Int, _ one: @escaping @Sendable (Int) -> ResourceDiff?) -> [ResourceDiff?] {
        let slice = 128
        guard count > slice else { return (0..<count).map(one) }
        return Parallel.map((count + slice - 1) / slice) { part in
            (part * slice..<min(count, (part + 1) * slice)).map(one)
        }.flatMap { $0 }
    }

    /// Reads one side; files that say the same as one of `other` at the same place below its root take over its trees.
    private static func side(
        _ path: String, beside other: Inputs? = nil, at otherRoot: String = ""
    ) throws -> (inputs: Inputs, resources: [Resource]) {
        if SnapshotReader.isSnapshot(path) { return (Inputs(), try SnapshotReader(path).resources()) }
        var known: [String: Inputs.File] = [:]
        for file in other?.files ?? [] { known[FilePairs.relative(file.source.name, otherRoot)] = file }
        let inputs = Inputs.load([path], recursive: true) { [known] in known[FilePairs.relative($0, path)] }
        let (resources, problems) = inputs.resources()
        let diagnostics = inputs.diagnostics + problems
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw Failure(.unreadable, "nothing was compared: '\(path)' cannot be read whole", diagnostics: diagnostics)
        }
        return (inputs, resources)
    }
}
