import MeshAPI
import MeshResources

/// The objects of clusters, or of a snapshot, for verbs that lay files over them.
struct LiveInputs {
    /// The objects, the first cluster's without a cluster name.
    private(set) var inputs: [Mesh.Input] = []
    /// Whether every kind could be read, so that what is not there does not exist.
    private(set) var isComplete = true

    /// Reads the snapshot of `--from`, else the cluster, then those of further contexts; each context fails by itself.
    init(_ call: Invocation, remoteContexts: [String] = []) throws {
        if let path = call.value(GlobalOptions.snapshot) {
            let snapshot = try SnapshotReader(path)
            inputs = try snapshot.resources().map { Mesh.Input($0) }
            isComplete = try snapshot.skipped().isEmpty
            return
        }
        try add(call, context: nil)
        for context in remoteContexts {
            do {
                try add(call, context: context)
            } catch let failure as Failure {
                isComplete = false
                call.console.warn("the cluster of context '\(context)' is left out: \(failure.message)")
            }
        }
    }

    private mutating func add(_ call: Invocation, context: String?) throws {
        let client = try call.cluster(context: context)
        do throws(KubernetesError) {
            let contents = try LiveMesh(client).load()
            inputs += contents.resources.map { Mesh.Input($0, cluster: context ?? "") }
            if !contents.skipped.isEmpty {
                isComplete = false
                let kinds = contents.skipped.map(\.kind).joined(separator: ", ")
                call.console.warn("checks that need \(kinds) see only a part: you may not list them everywhere")
            }
        } catch {
            throw Failure(error)
        }
    }
}
