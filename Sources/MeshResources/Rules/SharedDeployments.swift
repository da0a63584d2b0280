/// Deployments of the mesh with the Services that select their pods.
enum SharedDeployments {
    /// Deployments in the mesh that are no waypoints, each with the Services of its namespace that select its pods, in order.
    static func find(_ mesh: Mesh) -> [(deployment: Mesh.Object, services: [Mesh.Object])] {
        var services: [ObjectIdentifier: [Mesh.Object]] = [:]
        for service in mesh.all(.service) {
            let labels = service.spec.stringMap("selector")
            if labels.isEmpty { continue }
            for workload in mesh.workloads.matching(LabelSelector(labels), in: service.namespace) where workload.object.kind == .deployment
            {
                services[ObjectIdentifier(workload), default: []].append(service)
            }
        }
        return mesh.workloads.all.compactMap { workload in
            guard let found = services[ObjectIdentifier(workload)], found.count > 0, workload.hasSidecar else { return nil }
            if workload.object.resource.metadata["labels"]["gateway.istio.io/managed"]?.text == "istio.io-mesh-controller" { return nil }
            return (workload.object, found)
        }
    }
}
