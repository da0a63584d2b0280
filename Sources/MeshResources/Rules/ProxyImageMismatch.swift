/// Pods run another proxy image than the injector would give them.
enum ProxyImageMismatch: Rule {
    static let about = RuleDescription(
        code: "IST0158", name: "proxy-image-mismatch", severity: .warning,
        kinds: ["Pod"],
        summary: "pods run another proxy image than the injector gives",
        explanation: """
            The sidecars of these pods were injected before the control plane was upgraded, or by another revision. They keep working, but \
            with the version they have.

            Restart the workloads of the namespace.
            """,
        examples: [
            .init(
                "an old image",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: «web», labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web}
                spec: {containers: [{name: istio-proxy, image: "hub/proxyv2:1.29.0"}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data: {values: '{"global": {"hub": "hub", "tag": "1.30.0", "proxy": {"image": "proxyv2"}}}'}
                """),
            .init(
                "the same image",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web}
                spec: {containers: [{name: istio-proxy, image: "hub/proxyv2:1.30.0"}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data: {values: '{"global": {"hub": "hub", "tag": "1.30.0", "proxy": {"image": "proxyv2"}}}'}
                """),
        ],
        source: "Istio, analyzer injection.ImageAnalyzer")
    static let analyzers = ["injection.ImageAnalyzer"]
    static let needs: [Mesh.Kind] = [.namespace, .configMap]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let images = InjectorSettings.images(mesh)
        if images.isEmpty { return }
        var wanted: [String: String] = [:]
        for namespace in mesh.all(.namespace) {
            let labels = namespace.resource.metadata["labels"]
            if let revision = labels["istio.io/rev"]?.text {
                wanted[namespace.name] = InjectorSettings.configMapName(revision)
            } else if labels["istio-injection"]?.text == "enabled" {
                wanted[namespace.name] = InjectorSettings.configMapName("default")
            }
        }
        let types = ImageTypes(mesh)
        var mismatched: [String: [String]] = [:]
        for workload in mesh.workloads.all where workload.isPod {
            guard let map = wanted[workload.object.namespace], let image = images[map] else { continue }
            if workload.annotations["sidecar.istio.io/proxyImage"]?.isEmpty == false { continue }
            let type = types.type(of: workload)
            for key in ["containers", "initContainers"] {
                for container in workload.podSpec.items(key) where container["name"]?.text == "istio-proxy" {
                    let own = container["image"]?.text ?? ""
                    if own != image, own != "\(image)-\(type)" {
                        mismatched[workload.object.namespace, default: []].append(workload.object.name)
                    }
                }
            }
        }
        for (name, pods) in mismatched.sorted(by: { $0.key < $1.key }) {
            guard let namespace = mesh.find(.namespace, namespace: "", name: name) else { continue }
            report.add(
                namespace, "\(pods.count) pods of '\(name)' run another proxy image than '\(images[wanted[name] ?? ""] ?? "")'",
                istio:
                    "The Istio proxy images of the pods running in the namespace do not match the image defined in the injection configuration (pod "
                    + "names: \(GoFormat.list(pods.sorted()))). This often happens after upgrading the Istio control-plane and can be fixed by redeploying the "
                    + "pods.", help: "restart the workloads")
        }
    }

    /// The image type of each pod: of the mesh, of the root namespace, of the namespace, of the workload, of the pod's annotation.
    private struct ImageTypes {
        private let mesh: Mesh
        private var root: String?
        private var byNamespace: [String: String] = [:]
        private var byWorkload: [(namespace: String, selector: LabelSelector, type: String)] = []

        init(_ mesh: Mesh) {
            self.mesh = mesh
            for config in mesh.all(.proxyConfig) {
                guard let type = config.spec["image"].text("imageType") else { continue }
                if config.namespace == mesh.config.rootNamespace {
                    root = type
                } else if let selector = config.spec.value("selector") {
                    byWorkload.append((config.namespace, LabelSelector(selector.stringMap("matchLabels")), type))
                } else {
                    byNamespace[config.namespace] = type
                }
            }
        }

        func type(of workload: Mesh.Workload) -> String {
            var type = root ?? mesh.config.node["defaultConfig"]["image"].text("imageType") ?? ""
            type = byNamespace[workload.object.namespace] ?? type
            for entry in byWorkload where entry.namespace == workload.object.namespace && entry.selector.matches(workload.labels) {
                type = entry.type
            }
            if let text = workload.annotations["proxy.istio.io/config"] {
                let parsed = YAML.parse(SourceText(name: "annotation", text: text))
                type = parsed.tree.roots.first["image"].text("imageType") ?? type
            }
            return type == "default" ? "" : type
        }
    }
}
