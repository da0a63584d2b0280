/// Everything that decides what is injected, apart from the pod itself.
public struct InjectionSettings: Sendable {
    /// Where the injected containers come from.
    public enum Templates: Sendable {
        /// Templates by name.
        case parsed([String: Template])
        /// What Istio's own templates make, without a template: for use when there is neither a cluster nor a file.
        case builtIn

        /// The known names, sorted.
        var names: [String] {
            switch self {
            case .parsed(let templates): templates.keys.sorted()
            case .builtIn: BuiltInTemplate.allCases.map(\.rawValue).sorted()
            }
        }
    }

    /// The templates.
    public var templates: Templates
    /// The values that templates see.
    public var values: InjectionValues
    /// The mesh configuration.
    public var mesh: MeshSettings
    /// Templates of pods that name none.
    public var defaultTemplates: [String] = ["sidecar"]
    /// Names that stand for several templates.
    public var aliases: [String: [String]] = [:]
    /// Annotations that every injected pod gets.
    public var injectedAnnotations: [(String, String)] = []
    /// Who is injected.
    public var policy = InjectionPolicy()
    /// The control plane's revision; empty for the default one.
    public var revision = ""
    /// Whether the sidecar is an init container that keeps running.
    public var nativeSidecars = false
    /// The environment's `COMPLIANCE_POLICY`.
    public var compliancePolicy = ""
    /// The user that the proxy runs as.
    public var proxyUID: Int64 = 1337
    /// The group that the proxy runs as.
    public var proxyGID: Int64 = 1337
    /// Whether the pod's `proxy.istio.io/config` counts for ports and Prometheus too. It does for the command, not for the webhook.
    public var annotationChangesMesh = true

    /// Makes settings.
    public init(templates: Templates, values: InjectionValues, mesh: MeshSettings) {
        self.templates = templates
        self.values = values
        self.mesh = mesh
    }
}

/// Reads the parts of settings from their files.
extension InjectionSettings.Templates {
    /// Reads an injection configuration: a YAML text with a map `templates`, or else the text of the template `sidecar`.
    ///
    /// - Throws: `InjectionError` if a template cannot be parsed.
    public static func read(_ source: SourceText) throws(InjectionError) -> Self {
        let result = YAML.parse(source)
        if result.isComplete, let root = result.tree.documents.first?.root, let map = root["templates"], map.isMapping, map.count > 0 {
            var texts: [(String, String)] = []
            for (key, value) in map.entries { texts.append((key.keyText, value.text)) }
            return try parse(texts)
        }
        return try parse([("sidecar", String(decoding: source.bytes, as: UTF8.self))])
    }

    /// Parses template texts by name.
    public static func parse(_ texts: [(String, String)]) throws(InjectionError) -> Self {
        var templates: [String: Template] = [:]
        for (name, text) in texts {
            do {
                templates[name] = try Template(text, name: name, functions: .injection)
            } catch { throw InjectionError("failed to parse the injection template: \(error.description)") }
        }
        return .parsed(templates)
    }
}
