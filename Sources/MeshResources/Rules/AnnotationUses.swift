/// Where annotations of Istio are used.
enum AnnotationUses {
    /// One annotation of one object.
    struct Use {
        let object: Mesh.Object
        let name: String
        let key: Node
        let value: Node
        /// What is known about it; `nil` when it is not known.
        let annotation: IstioAnnotation?
    }

    /// The annotations of Istio on Namespaces, Services, Pods and Deployments, in order.
    static func all(_ mesh: Mesh) -> [Use] {
        var result: [Use] = []
        for kind in [Mesh.Kind.namespace, .service, .pod, .deployment] {
            for object in mesh.all(kind) {
                guard let annotations = object.resource.metadata?["annotations"], annotations.isMapping else { continue }
                for (key, value) in annotations.entries {
                    let name = key.keyText
                    guard IstioAnnotation.isIstios(name) else { continue }
                    result.append(Use(object: object, name: name, key: key, value: value, annotation: IstioAnnotation.all[name]))
                }
            }
        }
        return result
    }
}
