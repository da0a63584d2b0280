/// Injects sidecars into pods by one set of settings. What does not depend on the pod is prepared once.
public struct Injector: Sendable {
    /// The settings.
    public let settings: InjectionSettings
    let proxyView: ProxyConfigView
    let meshView: MeshConfigView
    let templateNames: [String]
    private let templates: [String: Template]

    /// Prepares settings.
    public init(_ settings: InjectionSettings) {
        self.settings = settings
        proxyView = ProxyConfigView(settings.mesh.proxy)
        meshView = MeshConfigView(settings.mesh)
        templateNames = settings.templates.names
        if case .parsed(let templates) = settings.templates { self.templates = templates } else { templates = [:] }
    }

    /// What a template says for a pod, as a patch of type Pod.
    func patch(_ name: String, _ context: BuiltInContext, _ proxy: ProxyConfigView, _ mesh: MeshConfigView) throws(InjectionError) -> Record
    {
        if let builtIn = BuiltInTemplate(rawValue: name), case .builtIn = settings.templates { return try builtIn.patch(context) }
        guard let template = templates[name] else { return Record(PodFields.podType) }
        let data = InjectionData(
            pod: context.pod, owner: context.owner, settings: settings, proxy: proxy, mesh: mesh, proxyImage: context.proxyImage,
            values: settings.values.tree)
        let text: [UInt8]
        do { text = try template.render(.object(data)) } catch {
            throw InjectionError("failed to run injection template: \(error.description)")
        }
        let result = YAML.parse(SourceText(name: "template \(name)", bytes: text))
        if let problem = result.diagnostics.first(where: { $0.severity == .error }) {
            let line = problem.location.map { "line \($0.start.line) of the rendered template: " } ?? ""
            throw InjectionError("failed to run injection template: template '\(name)' does not render to YAML: \(line)\(problem.message)")
        }
        guard let root = result.tree.documents.first?.root, !root.isNull else { return Record(PodFields.podType) }
        var reader = RecordReader(.patch)
        do { return try reader.read(root, PodFields.podType) } catch {
            let line = error.location.map { "line \($0.start.line) of the rendered template: " } ?? ""
            throw InjectionError("failed to run injection template: template '\(name)': \(line)'\(error.path)': \(error.message)")
        }
    }
}
