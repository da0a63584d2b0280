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
            for delegate in service.delegates {
                let namespace = delegate.node.text("namespace") ?? service.object.namespace
                let name = delegate.node.text("name") ?? ""
                result.append(
                    Use(
                        service: service, keyNode: delegate.keyNode, node: delegate.node, path: "spec.http[\(delegate.rule)].delegate",
                        namespace: namespace, name: name, target: mesh.find(.virtualService, namespace: namespace, name: name)))
            }
        }
        return result
    }

    /// The VirtualService of an object.
    static func view(of object: Mesh.Object, _ mesh: Mesh) -> Mesh.VirtualService? { mesh.virtualService(object) }
}
