/// Finds objects of one namespace that select the same workload.
enum SelectorConflicts {
    /// Calls `body` for each pair of a workload and one of the several objects that select it, with the names of all of them.
    ///
    /// Objects without labels are left out. Workloads that the same objects select are reported once for each, in order.
    static func find(
        _ objects: [Mesh.Object], selector labels: (Mesh.Object) -> [String: String], _ mesh: Mesh,
        _ body: (_ workload: Mesh.Workload, _ object: Mesh.Object, _ names: [String]) -> Void
    ) {
        var users: [ObjectIdentifier: [Mesh.Object]] = [:]
        var workloads: [Mesh.Workload] = []
        for object in objects {
            let labels = labels(object)
            if labels.isEmpty { continue }
            for workload in mesh.workloads.matching(LabelSelector(labels), in: object.namespace) {
                let id = ObjectIdentifier(workload)
                if users[id] == nil { workloads.append(workload) }
                users[id, default: []].append(object)
            }
        }
        for workload in workloads {
            guard let all = users[ObjectIdentifier(workload)], all.count > 1 else { continue }
            let names = all.map(\.name).sorted()
            for object in all where all.contains(where: { $0 !== object && $0.sharesRevision(with: object) }) {
                body(workload, object, names)
            }
        }
    }
}
