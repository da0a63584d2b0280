/// What is part of ambient mode.
enum Ambient {
    /// Whether the pods of a namespace are captured by ambient mode and not given sidecars.
    static func isNamespace(_ mesh: Mesh, _ name: String) -> Bool {
        guard let labels = mesh.find(.namespace, namespace: "", name: name)?.resource.metadata["labels"] else { return false }
        if labels["istio-injection"]?.text == "enabled" { return false }
        if let revision = labels["istio.io/rev"]?.text, !revision.isEmpty { return false }
        return labels["istio.io/dataplane-mode"]?.text == "ambient"
    }
}
