import Glibc
import MeshResources

/// Where injection settings come from: files, or what Istio has by default.
struct InjectionSources {
    private let call: Invocation

    init(_ call: Invocation) { self.call = call }

    /// The settings that the options and the environment ask for.
    func settings() throws -> InjectionSettings {
        do {
            var settings = try fromFiles()
            let revision = call.value(GlobalOptions.revision) ?? ""
            settings.revision = revision == "default" ? "" : revision
            settings.nativeSidecars = Self.variable("ENABLE_NATIVE_SIDECARS").map { ["true", "1", "t"].contains($0.lowercased()) } ?? false
            settings.compliancePolicy = Self.variable("COMPLIANCE_POLICY") ?? ""
            return settings
        } catch let error as InjectionError {
            var diagnostics: [Diagnostic] = []
            if let location = error.location {
                diagnostics = [Diagnostic(code: "MSH0022", severity: .error, message: error.message, location: location)]
            }
            throw Failure(
                .unreadable, diagnostics.isEmpty ? error.message : "the injection settings cannot be read", diagnostics: diagnostics)
        }
    }

    private func fromFiles() throws -> InjectionSettings {
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
        let templates = try call.value(KubeInjectVerb.injectConfig).map {
            try InjectionSettings.Templates.read(try KubeInjectVerb.read($0))
        }
        return InjectionSettings(
            templates: templates ?? .builtIn, values: values ?? InjectionValues(BuiltInDefaults.values), mesh: mesh ?? .istioDefaults)
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
}
