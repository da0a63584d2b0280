/// What rules need of the mesh configuration, with Istio's defaults for everything that is not said.
public struct MeshConfig: Sendable {
    /// The root of the configuration as given; `nil` without one.
    public let node: Node?
    /// The namespace whose policies count for the whole mesh.
    public let rootNamespace: String
    /// The domain of the cluster.
    public let domain: String
    /// The trust domain of the mesh's identities.
    public let trustDomain: String
    /// Where Services and ServiceEntries without `exportTo` are visible.
    public let serviceExport: ExportScope
    /// Where VirtualServices without `exportTo` are visible.
    public let virtualServiceExport: ExportScope
    /// Where DestinationRules without `exportTo` are visible.
    public let destinationRuleExport: ExportScope
    /// Whether sidecars use mutual TLS among themselves without being told.
    public let enableAutoMtls: Bool

    init(options: Mesh.Options, objects: [[Mesh.Object]]) {
        let node = options.meshConfig ?? Self.fromConfigMap(objects[Int(Mesh.Kind.configMap.rawValue)], options)
        self.node = node
        rootNamespace = node.text("rootNamespace") ?? options.istioNamespace
        domain = options.domain
        trustDomain = node.text("trustDomain") ?? options.domain
        func scope(_ key: String) -> ExportScope {
            let names = node.names(key).map(\.text)
            if names.isEmpty || names.contains("*") { return .everywhere }
            if names.contains(".") { return .local }
            return ExportScope(isEverywhere: false, namespaces: names.filter { $0 != "~" })
        }
        serviceExport = scope("defaultServiceExportTo")
        virtualServiceExport = scope("defaultVirtualServiceExportTo")
        destinationRuleExport = scope("defaultDestinationRuleExportTo")
        enableAutoMtls = node["enableAutoMtls"]?.bool ?? true
    }

    private static func fromConfigMap(_ maps: [Mesh.Object], _ options: Mesh.Options) -> Node? {
        let wanted = options.revision.map { $0 == "default" ? "istio" : "istio-\($0)" } ?? "istio"
        guard let map = maps.first(where: { $0.name == wanted && $0.namespace == options.istioNamespace }),
            let text = map.resource.node["data"].text("mesh")
        else { return nil }
        return YAML.parse(SourceText(name: "\(map.resource.source.name) (data.mesh)", text: text)).tree.roots.first
    }

    /// A value of `defaultConfig.proxyMetadata`.
    public func proxyMetadata(_ key: String) -> String? { node["defaultConfig"]["proxyMetadata"]?[key]?.text }

    /// Whether access logging has default providers.
    public var hasDefaultAccessLogging: Bool {
        node["defaultProviders"].items("accessLogging").contains { _ in true }
    }

    /// The names of extension providers that are defined by the field `key`, such as `lightstep`.
    public func providers(definedBy key: String) -> Set<String> {
        var result: Set<String> = []
        for provider in node.items("extensionProviders") where provider.has(key) {
            if let name = provider.text("name") { result.insert(name) }
        }
        return result
    }
}
