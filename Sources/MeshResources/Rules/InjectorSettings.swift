/// What the ConfigMaps of the sidecar injector say.
enum InjectorSettings {
    /// The name of the ConfigMap for a revision.
    static func configMapName(_ revision: String) -> String {
        revision.isEmpty || revision == "default" ? "istio-sidecar-injector" : "istio-sidecar-injector-\(revision)"
    }

    /// Whether namespaces without labels are injected.
    static func injectsByDefault(_ mesh: Mesh) -> Bool {
        guard let map = mesh.all(.configMap).first(where: { $0.name == configMapName("") }) else { return false }
        return values(map)?["sidecarInjectorWebhook"]?["enableNamespacesByDefault"]?.bool ?? false
    }

    /// The proxy image that each injector ConfigMap stands for.
    static func images(_ mesh: Mesh) -> [String: String] {
        var result: [String: String] = [:]
        for map in mesh.all(.configMap) where map.name.hasPrefix("istio-sidecar-injector") {
            guard let global = values(map)?["global"] else {
                result[map.name] = ""
                continue
            }
            let image = global["proxy"].text("image") ?? ""
            result[map.name] = image.contains("/") ? image : "\(global["hub"]?.text ?? "")/\(image):\(global["tag"]?.text ?? "")"
        }
        return result
    }

    /// The image of a workload's sidecar; `nil` without one.
    static func proxyImage(of workload: Mesh.Workload) -> String? {
        for key in ["containers", "initContainers"] {
            for container in workload.podSpec.items(key) where container["name"]?.text == "istio-proxy" { return container.text("image") }
        }
        return nil
    }

    private static func values(_ map: Mesh.Object) -> Node? {
        guard let text = map.resource.node["data"].text("values") else { return nil }
        return YAML.parse(SourceText(name: map.name, text: text)).tree.roots.first
    }
}
