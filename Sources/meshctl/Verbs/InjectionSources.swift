import Glibc
import MeshAPI
import MeshResources

/// Where injection comes from: files, a cluster's webhook or ConfigMaps, or what Istio has by default.
struct InjectionSources {
    private let call: Invocation

    init(_ call: Invocation) { self.call = call }

    /// The injector that the options and the environment ask for. What it goes by is said with `-v`.
    func injector() throws -> ManifestInjector {
        do {
            if let path = call.value(KubeInjectVerb.injectConfig) {
                say("injecting by the templates of '\(path)'")
                let templates = try InjectionSettings.Templates.read(try KubeInjectVerb.read(path))
                return ManifestInjector(Injector(try settings(templates, cluster: try fallbackCluster())))
            }
            let hasSettings = [KubeInjectVerb.values, KubeInjectVerb.meshConfig, KubeInjectVerb.operatorFile].contains { call.isGiven($0) }
            if !hasSettings {
                if let url = call.value(GlobalOptions.istiodURL) {
                    say("injecting by the webhook at \(url)")
                    return try WebhookAccess(call).direct(url)
                }
                if call.namesCluster {
                    let cluster = try call.cluster()
                    if let webhook = WebhookAccess(call).through(cluster) {
                        say("injecting by the webhook of the cluster")
                        return webhook
                    }
                    say("injecting by the ConfigMaps of the cluster")
                    return ManifestInjector(Injector(try settings(try templates(of: cluster), cluster: cluster)))
                }
            }
            say("injecting by the built-in defaults: no template file and no cluster is named")
            return ManifestInjector(Injector(try settings(.builtIn, cluster: nil)))
        } catch let error as InjectionError {
            guard let location = error.location else { throw Failure(.unreadable, error.message) }
            let diagnostic = Diagnostic(code: "MSH0022", severity: .error, message: error.message, location: location)
            throw Failure(.unreadable, "the injection settings cannot be read", diagnostics: [diagnostic])
        } catch let error as KubernetesError {
            throw Failure(error, doing: "read the injection settings")
        }
    }

    private func say(_ text: String) { if call.console.isVerbose { call.console.error.write(text + "\n") } }

    // MARK: Settings

    private func settings(_ templates: InjectionSettings.Templates, cluster: KubernetesClient?) throws -> InjectionSettings {
        var values: InjectionValues?
        var mesh: MeshSettings?
        if let path = call.value(KubeInjectVerb.operatorFile) {
            let file = try OperatorFile(try KubeInjectVerb.read(path))
            values = InjectionValues(file.values)
            mesh = try file.meshConfig.map { try MeshSettings.istioDefaults.applying($0) }
        } else if let path = call.value(KubeInjectVerb.values) {
            values = try InjectionValues(try KubeInjectVerb.read(path))
        }
        if mesh == nil, let path = call.value(KubeInjectVerb.meshConfig) { mesh = try MeshSettings.read(try KubeInjectVerb.read(path)) }
        if let cluster {
            if values == nil { values = try InjectionValues(try text("values", of: "istio-sidecar-injector", cluster)) }
            if mesh == nil {
                let name = call.value(KubeInjectVerb.meshConfigMap) ?? "istio"
                mesh = try MeshSettings.read(try text("mesh", of: name, cluster))
            }
        }
        if case .builtIn = templates {
            if values == nil { call.console.note("note: built-in settings; set 'global.hub' and 'global.tag' with --valuesFile") }
            values = values?.overDefaults
        }
        var settings = InjectionSettings(
            templates: templates, values: values ?? InjectionValues(BuiltInDefaults.values), mesh: mesh ?? .istioDefaults)
        settings.revision = revision
        settings.nativeSidecars = NativeSidecars.isEnabled(
            Self.variable("ENABLE_NATIVE_SIDECARS"), kubeletVersions: try cluster.map(kubeletVersions) ?? [])
        settings.compliancePolicy = Self.variable("COMPLIANCE_POLICY") ?? ""
        return settings
    }

    private var revision: String {
        let revision = call.value(GlobalOptions.revision) ?? ""
        return revision == "default" ? "" : revision
    }

    /// A cluster for what the files do not give. With all three files there is no question of one.
    private func fallbackCluster() throws -> KubernetesClient? {
        let isWhole =
            call.isGiven(KubeInjectVerb.operatorFile) || (call.isGiven(KubeInjectVerb.values) && call.isGiven(KubeInjectVerb.meshConfig))
        return isWhole || !call.namesCluster ? nil : try call.cluster()
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }

    // MARK: The cluster

    private func text(_ key: String, of name: String, _ cluster: KubernetesClient) throws -> SourceText {
        let namespace = call.value(GlobalOptions.istioNamespace) ?? "istio-system"
        let full = revision.isEmpty ? name : "\(name)-\(revision)"
        let resource = APIResource(group: "", version: "v1", kind: "ConfigMap", plural: "configmaps")
        let map = try cluster.get(resource, namespace: namespace, name: full)
        guard let text = map["data"]?[key]?.string else {
            throw Failure(.failure, "ConfigMap '\(namespace)/\(full)' has no key '\(key)'")
        }
        return SourceText(name: "\(full)/\(key)", text: text)
    }

    private func templates(of cluster: KubernetesClient) throws -> InjectionSettings.Templates {
        try .read(try text("config", of: "istio-sidecar-injector", cluster))
    }

    /// Asked only where the setting leaves it to the nodes.
    private func kubeletVersions(_ cluster: KubernetesClient) throws -> [String] {
        guard Self.variable("ENABLE_NATIVE_SIDECARS").map({ $0 == "auto" }) ?? true else { return [] }
        let nodes = APIResource(group: "", version: "v1", kind: "Node", plural: "nodes", isNamespaced: false)
        var versions: [String] = []
        try cluster.list(nodes, KubernetesClient.ListQuery()) { versions.append($0["status"]?["nodeInfo"]?["kubeletVersion"]?.text ?? "") }
        return versions
    }
}
