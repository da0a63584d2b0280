/// What the built-in templates know about one pod, and the pieces that several of them use.
struct BuiltInContext {
    let pod: Pod
    let owner: WorkloadOwner
    let settings: InjectionSettings
    let values: BuiltInValues
    let mesh: MeshSettings
    let proxy: Record
    let proxyJSON: String
    let proxyImage: String

    // MARK: Annotations and labels

    func annotation(_ name: String) -> String? { pod.annotation(name) }

    /// An annotation's text, else a value's.
    func annotation(_ name: String, or path: String) -> String { pod.annotation(name) ?? values.text(path) }

    /// The first of some labels that is not empty.
    func label(_ names: String...) -> String? {
        for name in names { if let text = pod.label(name), !text.isEmpty { return text } }
        return nil
    }

    /// The names of the application's containers.
    var applicationContainers: [String] { pod.containers(PodFields.containers).map(\.containerName).filter { $0 != "istio-proxy" } }

    var interceptionMode: String {
        let mode = proxy.string(MeshSettings.proxyType.index("interceptionMode"))
        return annotation("sidecar.istio.io/interceptionMode") ?? (mode.isEmpty ? "REDIRECT" : mode)
    }

    /// `proxyMetadata`, sorted by key.
    var proxyMetadata: [(key: String, value: String)] {
        (proxy.map(MeshSettings.proxyType.index("proxyMetadata"))?.entries ?? []).map { ($0.key, $0.value.string ?? "") }
            .sorted { JSONWriter.precedes($0.key, $1.key) }
    }

    var trustDomain: String {
        let domain = mesh.meshText("trustDomain")
        return domain.isEmpty ? values.text("global.trustDomain") : domain
    }

    /// The canonical service's labels.
    func canonicalLabels(limit: Int?) -> Value.Object {
        var name = label("service.istio.io/canonical-name", "app.kubernetes.io/name", "app") ?? owner.name
        if let limit {
            name = String(decoding: name.utf8.prefix(limit), as: UTF8.self)
            if name.hasSuffix("-") { name.removeLast() }
        }
        let revision = label("service.istio.io/canonical-revision", "app.kubernetes.io/version", "version") ?? "latest"
        return ["service.istio.io/canonical-name": .string(name), "service.istio.io/canonical-revision": .string(revision)]
    }

    /// The annotations for the revision and for kubectl's choice of container.
    var commonAnnotations: Value.Object {
        var result: Value.Object = ["istio.io/rev": .string(settings.revision.isEmpty ? "default" : settings.revision)]
        if let first = applicationContainers.first {
            for name in ["kubectl.kubernetes.io/default-logs-container", "kubectl.kubernetes.io/default-container"]
            where annotation(name) == nil {
                result[name] = .string(first)
            }
        }
        return result
    }

    // MARK: Containers

    /// The proxy's image: an annotation or a value that has a slash counts as it is.
    func image(_ path: String) -> Value {
        let wish = annotation("sidecar.istio.io/proxyImage", or: path)
        return .string(wish.contains("/") ? wish : proxyImage)
    }

    /// The agent's arguments for a role, `sidecar` or `router`.
    func agentArguments(_ role: String) -> [Value] {
        var arguments = [
            "proxy", role, "--domain", "$(POD_NAMESPACE).svc." + values.text("global.proxy.clusterDomain"),
            "--proxyLogLevel=" + annotation("sidecar.istio.io/logLevel", or: "global.proxy.logLevel"),
            "--proxyComponentLogLevel=" + annotation("sidecar.istio.io/componentLogLevel", or: "global.proxy.componentLogLevel"),
            "--log_output_level=" + annotation("sidecar.istio.io/agentLogLevel", or: "global.logging.level"),
        ]
        if values.isTrue("global.sts.servicePort") { arguments.append("--stsPort=" + values.text("global.sts.servicePort")) }
        if values.isTrue("global.logAsJson") { arguments.append("--log_as_json") }
        return arguments.map { .string($0) }
    }

    /// What the proxy may use: the annotations if there is any, else the values.
    var resources: Value {
        let limits: [(String, String, String)] = [
            ("requests", "cpu", "proxyCPU"), ("requests", "memory", "proxyMemory"), ("limits", "cpu", "proxyCPULimit"),
            ("limits", "memory", "proxyMemoryLimit"),
        ]
        var result: Value = [:]
        for (part, name, annotation) in limits {
            guard let text = self.annotation("sidecar.istio.io/" + annotation) else { continue }
            var object = result[part]?.object ?? [:]
            object[name] = .string(text)
            result[part] = .object(object)
        }
        if result.object?.isEmpty == false { return result }
        return TemplateFunctions.withoutNil(TemplateValue(values["global.proxy.resources"])).plain
    }

    // MARK: Variables

    static func variable(_ name: String, _ value: String) -> Value { ["name": .string(name), "value": .string(value)] }

    static func field(_ name: String, _ path: String) -> Value {
        ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": .string(path)]]]
    }

    static func limit(_ name: String, _ resource: String) -> Value {
        ["name": .string(name), "valueFrom": ["resourceFieldRef": ["resource": .string(resource), "divisor": "1"]]]
    }

    /// Variables about certificates and the control plane's address.
    var identityVariables: [Value] {
        let revision = values.text("revision")
        let address = values.text("global.caAddress")
        let istiod = "istiod" + (revision.isEmpty ? "" : "-" + revision) + "." + values.text("global.istioNamespace") + ".svc:15012"
        return [
            Self.variable("PILOT_CERT_PROVIDER", values.text("global.pilotCertProvider")),
            Self.variable("CA_ADDR", address.isEmpty ? istiod : address),
        ]
    }

    /// Variables about the pod that Kubernetes fills in.
    static let podVariables: [Value] = [
        field("POD_NAME", "metadata.name"), field("POD_NAMESPACE", "metadata.namespace"), field("INSTANCE_IP", "status.podIP"),
        field("SERVICE_ACCOUNT", "spec.serviceAccountName"), field("HOST_IP", "status.hostIP"),
    ]

    /// The proxy's configuration and the application's ports.
    var configurationVariables: [Value] {
        var ports = "["
        var isFirst = true
        for container in pod.containers(PodFields.containers) {
            for case .record(let port) in container.list(PodFields.ports) {
                ports += (isFirst ? "\n    " : "\n    ,") + RecordJSON.text(port)
                isFirst = false
            }
        }
        return [Self.variable("PROXY_CONFIG", proxyJSON + "\n"), Self.variable("ISTIO_META_POD_PORTS", ports + "\n]")]
    }

    var applicationVariable: Value { Self.variable("ISTIO_META_APP_CONTAINERS", applicationContainers.joined(separator: ",")) }

    var clusterVariables: [Value] {
        let cluster = values.text("global.multiCluster.clusterName")
        return [
            Self.variable("ISTIO_META_CLUSTER_ID", cluster.isEmpty ? "Kubernetes" : cluster),
            Self.field("ISTIO_META_NODE_NAME", "spec.nodeName"),
        ]
    }

    /// Network, workload, owner, mesh and trust domain.
    func workloadVariables(name: String, hasBootstrap: Bool) -> [Value] {
        var result: [Value] = []
        if values.isTrue("global.network") { result.append(Self.variable("ISTIO_META_NETWORK", values.text("global.network"))) }
        if !name.isEmpty { result.append(Self.variable("ISTIO_META_WORKLOAD_NAME", name)) }
        if !owner.apiVersion.isEmpty, !owner.name.isEmpty {
            let namespace = owner.namespace.isEmpty ? "default" : owner.namespace
            let path = "kubernetes://apis/\(owner.apiVersion)/namespaces/\(namespace)/\(owner.kind.lowercased())s/\(owner.name)"
            result.append(Self.variable("ISTIO_META_OWNER", path))
        }
        if hasBootstrap, annotation(Self.bootstrapAnnotation) != nil {
            result.append(Self.variable("ISTIO_BOOTSTRAP_OVERRIDE", "/etc/istio/custom-bootstrap/custom_bootstrap.json"))
        }
        let mesh = values.text("global.meshID")
        if !mesh.isEmpty || !trustDomain.isEmpty {
            result.append(Self.variable("ISTIO_META_MESH_ID", mesh.isEmpty ? trustDomain : mesh))
        }
        if !trustDomain.isEmpty { result.append(Self.variable("TRUST_DOMAIN", trustDomain)) }
        return result
    }

    var metadataVariables: [Value] { proxyMetadata.map { Self.variable($0.key, $0.value) } }

    static let bootstrapAnnotation = "sidecar.istio.io/bootstrapOverride"
}
