/// Where VirtualServices hand over to others.
enum Delegates {
    /// One `delegate`.
    struct Use {
        let service: Mesh.VirtualService
        /// The key `delegate`.
        let keyNode: Node
        /// Its mapping.
        let node: Node
        let path: String
        let namespace: String
        let name: String
        /// The VirtualService that is meant, if it exists.
        let target: Mesh.Object?
    }

    /// Every `delegate` in order.
    static func uses(_ mesh: Mesh) -> [Use] {
        var result: [Use] = []
        for service in mesh.virtualServices {
            for (index, route) in service.spec.items("http").enumerated() {
                guard let entry = route.entry("delegate"), entry.value.isMapping else { continue }
                let namespace = entry.value.text("namespace") ?? service.object.namespace
                let name = entry.value.text("name") ?? ""
                result.append(
                    Use(
                        service: service, keyNode: entry.key, node: entry.value, path: "spec.http[\(index)].delegate", namespace: namespace,
                        name: name,
                        target: mesh.find(.virtualService, namespace: namespace, name: name)))
            }
        }
        return result
    }

    /// The VirtualService of an object.
    static func view(of object: Mesh.Object, _ mesh: Mesh) -> Mesh.VirtualService? { mesh.virtualService(object) }
}
