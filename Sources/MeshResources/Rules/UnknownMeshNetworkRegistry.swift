/// The mesh networks name a service registry that does not exist.
enum UnknownMeshNetworkRegistry: Rule {
    static let about = RuleDescription(
        code: "IST0126", name: "unknown-mesh-network-registry", severity: .error,
        kinds: ["MeshNetworks"],
        summary: "the mesh networks name an unknown service registry",
        explanation: """
            `fromRegistry` must be the name of a cluster, as its remote secret has it, or `Kubernetes`. Endpoints of an unknown registry \
            belong to no network and are reached directly, or not at all.

            Mend the name, or add the remote secret of the cluster.
            """,
        examples: [
            .init(
                "an unknown cluster",
                """
                apiVersion: istio.mesh.v1alpha1
                kind: MeshNetworks
                networks:
                  n1: {endpoints: [{fromRegistry: «other»}]}
                """),
            .init(
                "a cluster with a remote secret",
                """
                apiVersion: istio.mesh.v1alpha1
                kind: MeshNetworks
                networks:
                  n1: {endpoints: [{fromRegistry: other}, {fromRegistry: Kubernetes}]}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: r, namespace: istio-system, labels: {istio/multiCluster: "true"}}
                data: {other: aGVsbG8=}
                """),
        ],
        source: "Istio, analyzer meshnetworks.MeshNetworksAnalyzer")
    static let analyzers = ["meshnetworks.MeshNetworksAnalyzer"]
    static let needs: [Mesh.Kind] = [.secret]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        guard let networks = (mesh.options.meshNetworks ?? mesh.all(.meshNetworks).first?.resource.node)?["networks"] else { return }
        var known: Set<String> = ["Mock", "Kubernetes", "External"]
        for secret in mesh.all(.secret) where secret.resource.metadata["labels"]["istio/multiCluster"]?.text == "true" {
            known.formUnion(secret.resource.node.stringMap("data").keys)
            known.formUnion(secret.resource.node.stringMap("stringData").keys)
        }
        let name = ResourceName(kind: "MeshNetworks", namespace: mesh.options.istioNamespace, name: "meshnetworks")
        for (key, network) in networks.entries {
            for (index, endpoint) in network.items("endpoints").enumerated() {
                guard let registry = endpoint["fromRegistry"], registry.isScalar, !registry.isNull, !known.contains(registry.text) else {
                    continue
                }
                report.add(
                    name, at: registry, path: "networks.\(key.keyText).endpoints[\(index)].fromRegistry",
                    "service registry '\(registry.text)' of network '\(key.keyText)' does not exist",
                    istio: "Unknown service registry \(registry.text) in network \(key.keyText)",
                    help: Spelling.closest(to: registry.text, among: known.sorted()).map { "did you mean '\($0)'?" })
            }
        }
    }
}
