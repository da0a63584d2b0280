/// A MeshConfig laid over Istio's defaults, and the ProxyConfig in it.
public struct MeshSettings: Sendable {
    static let meshType = RecordSchema.shared.type("MeshMeshConfig")
    static let proxyType = RecordSchema.shared.type("MeshProxyConfig")
    private static let defaultConfigField = meshType.index("defaultConfig")

    /// The mesh configuration.
    private(set) var mesh: Record
    /// The default proxy configuration.
    private(set) var proxy: Record

    /// Istio's defaults.
    public static let istioDefaults: MeshSettings = {
        var proxy = Record(proxyType)
        let texts = [
            "configPath": "./etc/istio/proxy", "binaryPath": "/usr/local/bin/envoy", "serviceCluster": "istio-proxy",
            "drainDuration": "45s",
            "terminationDrainDuration": "5s", "controlPlaneAuthPolicy": "MUTUAL_TLS", "discoveryAddress": "istiod.istio-system.svc:15012",
        ]
        for (name, text) in texts { proxy[proxyType.index(name)] = .string(text) }
        for (name, number) in ["proxyAdminPort": 15000, "statNameLength": 189, "statusPort": 15020] as [String: Int64] {
            proxy[proxyType.index(name)] = .int(number)
        }
        var mesh = Record(meshType)
        for (name, number) in ["proxyListenPort": 15001, "proxyInboundListenPort": 15006] as [String: Int64] {
            mesh[meshType.index(name)] = .int(number)
        }
        mesh[meshType.index("trustDomain")] = .string("cluster.local")
        mesh[meshType.index("rootNamespace")] = .string("istio-system")
        mesh[meshType.index("ingressControllerMode")] = .string("STRICT")
        mesh[meshType.index("enablePrometheusMerge")] = .bool(true)
        let providers = meshType.fields[meshType.index("extensionProviders")]
        if case .list(.record(let index)) = providers.kind {
            let type = RecordSchema.shared.types[index]
            let items: [RecordValue] = ["prometheus", "stackdriver", "envoy"].map { name in
                var provider = Record(type)
                provider[type.index("name")] = .string(name)
                let field = type.fields[type.index(name == "envoy" ? "envoyFileAccessLog" : name)]
                if case .record(let kind) = field.kind { provider[type.index(field.name)] = .record(Record(kind)) }
                return .record(provider)
            }
            mesh[meshType.index("extensionProviders")] = .list(items)
        }
        return MeshSettings(mesh: mesh, proxy: proxy)
    }()

    private init(mesh: Record, proxy: Record) {
        self.mesh = mesh
        self.proxy = proxy
    }

    /// Reads a MeshConfig and lays it over Istio's defaults.
    public static func read(_ source: SourceText) throws(InjectionError) -> MeshSettings {
        let result = YAML.parse(source)
        if let problem = result.diagnostics.first(where: { $0.severity == .error }) {
            throw InjectionError("the mesh config cannot be read: \(problem.message)", location: problem.location)
        }
        guard let root = result.tree.documents.lazy.compactMap(\.root).first(where: { !$0.isNull }) else { return istioDefaults }
        return try istioDefaults.applying(root)
    }

    /// The settings with a MeshConfig laid over them: what is present replaces, but the default proxy configuration and the default
    /// providers are merged, extension providers are joined by name, and aliases of the trust domain united.
    ///
    /// - Throws: `InjectionError` where a field does not fit.
    public func applying(_ node: Node) throws(InjectionError) -> MeshSettings {
        guard !node.isNull else { return self }
        var reader = RecordReader(.patch)
        let type = Self.meshType
        let patch: Record
        do { patch = try reader.read(node, type) } catch { throw InjectionError("invalid mesh config: ", error) }
        var result = self
        for slot in patch.slots {
            guard let value = PodMerge.stripped(slot.value) else { continue }
            switch (type.fields[slot.field].name, value) {
            case ("defaultConfig", _):
                if case .record(let proxy) = slot.value { result.proxy = Self.merged(proxy, onto: result.proxy) }
            case ("extensionProviders", .list(let items)):
                var all = result.mesh.list(slot.field)
                for item in items {
                    let name = item.record.map { $0.string($0.type.index("name")) }
                    let place = all.firstIndex { $0.record.map { $0.string($0.type.index("name")) } == name }
                    if let place { all[place] = item } else { all.append(item) }
                }
                result.mesh[slot.field] = .list(all)
            case ("trustDomainAliases", .list(let items)):
                let all = Set((result.mesh.list(slot.field) + items).compactMap(\.string))
                result.mesh[slot.field] = .list(all.sorted { JSONWriter.precedes($0, $1) }.map { .string($0) })
            case ("defaultProviders", .record(let providers)):
                var merged = result.mesh.record(slot.field) ?? Record(providers.typeIndex)
                for inner in providers.slots { merged[inner.field] = inner.value }
                result.mesh[slot.field] = .record(merged)
            default: result.mesh[slot.field] = type.fields[slot.field].normalized(value)
            }
        }
        return result
    }

    /// The settings with the proxy configuration replaced.
    func replacing(proxy: Record) -> MeshSettings { MeshSettings(mesh: mesh, proxy: proxy) }

    /// A proxy configuration, read as a patch, laid over another: scalars, lists and messages replace, `proxyMetadata` is merged by key, and
    /// `proxyHeaders` keeps the fields that the new one leaves out.
    static func merged(_ patch: Record, onto base: Record) -> Record {
        var result = base
        for slot in patch.slots {
            guard let value = PodMerge.stripped(slot.value) else { continue }
            switch (proxyType.fields[slot.field].name, value) {
            case ("proxyMetadata", .map(let map)):
                var merged = result.map(slot.field) ?? RecordMap()
                for (key, value) in map.entries { merged[key] = value }
                result[slot.field] = .map(merged)
            case ("proxyHeaders", .record(let headers)):
                var merged = result.record(slot.field) ?? Record(headers.typeIndex)
                for inner in headers.slots { merged[inner.field] = inner.value }
                result[slot.field] = .record(merged)
            case ("serviceCluster", _):
                result[proxyType.index("tracingServiceName")] = nil
                result[slot.field] = value
            case ("tracingServiceName", _):
                result[proxyType.index("serviceCluster")] = nil
                result[slot.field] = value
            default: result[slot.field] = proxyType.fields[slot.field].normalized(value)
            }
        }
        return result
    }

    /// The proxy configuration with the YAML text of a `proxy.istio.io/config` annotation laid over it.
    func proxy(applying text: String) throws(InjectionError) -> Record {
        let parsed = YAML.parse(SourceText(name: "proxy.istio.io/config", text: text))
        if let problem = parsed.diagnostics.first(where: { $0.severity == .error }) { throw InjectionError(problem.message) }
        guard let root = parsed.tree.documents.first?.root, !root.isNull else { return proxy }
        var reader = RecordReader(.patch)
        do { return Self.merged(try reader.read(root, Self.proxyType), onto: proxy) } catch { throw InjectionError("", error) }
    }

    // MARK: Reading

    func meshText(_ name: String) -> String { mesh.string(Self.meshType.index(name)) }
    func meshNumber(_ name: String) -> Int64 { mesh.int(Self.meshType.index(name)) ?? 0 }

    /// The port of the agent's health and metrics server.
    var statusPort: Int64 { proxy.int(Self.proxyType.index("statusPort")) ?? 0 }
    var enablesPrometheusMerge: Bool { mesh.bool(Self.meshType.index("enablePrometheusMerge")) ?? true }
    var inboundTrafficPolicyMode: String {
        let policy = mesh.record(Self.meshType.index("inboundTrafficPolicy"))
        return policy?.slots.contains { $0.value.string == "LOCALHOST" } == true ? "localhost" : "passthrough"
    }

    /// Whether some tracing provider asks for resource attributes by OpenTelemetry's conventions.
    var usesSemanticConventions: Bool {
        for case .record(let provider) in mesh.list(Self.meshType.index("extensionProviders")) {
            guard let telemetry = provider.record(provider.type.index("opentelemetry")) else { continue }
            if telemetry.string(telemetry.type.index("serviceAttributeEnrichment")) == "OTEL_SEMANTIC_CONVENTIONS" { return true }
        }
        return false
    }

    /// A proxy configuration as compact JSON without the fields that equal Istio's defaults.
    static func cleanedJSON(_ proxy: Record) -> String {
        let defaults = istioDefaults.proxy
        let cleaned: Set = [
            "configPath", "binaryPath", "controlPlaneAuthPolicy", "serviceCluster", "drainDuration", "terminationDrainDuration",
            "discoveryAddress", "proxyAdminPort", "statNameLength", "statusPort",
        ]
        var result = proxy
        for (index, field) in proxyType.fields.enumerated() {
            if cleaned.contains(field.name) {
                switch (proxy[index], defaults[index]) {
                case (.string(let a)?, .string(let b)?) where a == b: result[index] = nil
                case (.int(let a)?, .int(let b)?) where a == b: result[index] = nil
                default: break
                }
            }
            if field.name == "proxyMetadata", proxy.map(index)?.isEmpty ?? true { result[index] = nil }
        }
        return RecordJSON.text(result, escapesHTML: false)
    }
}

/// Why nothing was injected.
public struct InjectionError: Error, Sendable, CustomStringConvertible {
    /// What is wrong; may have several lines.
    public var message: String
    /// Where in the input, if it is about the input.
    public var location: Location?
    /// Whether the input could not be read at all, as opposed to injection that failed.
    public var isUnreadable = false
    /// Whether a webhook that was to inject could not be reached.
    public var isUnreachable = false

    /// Makes an error.
    public init(_ message: String, location: Location? = nil) {
        self.message = message
        self.location = location
    }

    init(_ prefix: String, _ error: RecordError) {
        message = prefix + (error.path.isEmpty ? "" : "'\(error.path)': ") + error.message
        location = error.location
    }

    /// The message.
    public var description: String { message }
}
