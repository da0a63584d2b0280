/// How `describe` puts pods and services into words.
struct PodText {
    let texts: ResourceText
    let ignoresUnmeshed: Bool

    /// A pod: its revision, its ports, and what is wrong with it.
    func text(_ pod: Node) -> String {
        var text = ""
        var ports: [String] = []
        for container in pod["spec"]?["containers"]?.items.map({ $0 }) ?? [] {
            let name = container["name"]?.text ?? ""
            for port in container["ports"]?.items.map({ $0 }) ?? [] {
                let kind = port["protocol"]?.text ?? ""
                ports.append("\(port["containerPort"]?.text ?? "")\(kind == "TCP" ? "" : "/\(kind)") (\(name))")
            }
            if name != "istio-proxy", name != "istio-operator", container["securityContext"]?["runAsUser"]?.int == 1337 {
                text += "WARNING: User ID (UID) 1337 is reserved for the sidecar proxy.\n"
            }
        }
        text += "Pod: \(texts.name(pod))\n   Pod Revision: \(Self.revision(ClusterObjects.strings(pod["metadata"]?["annotations"])))\n"
        text += ports.isEmpty ? "   Pod does not expose ports\n" : "   Pod Ports: \(ports.joined(separator: ", "))\n"
        let phase = pod["status"]?["phase"]?.text ?? ""
        guard phase == "Running" else { return text + "   Pod is not Running (\(phase))\n" }
        for (list, word) in [("containerStatuses", "Container"), ("initContainerStatuses", "Init Container")] {
            for status in pod["status"]?[list]?.items.map({ $0 }) ?? [] where !(status["ready"]?.bool ?? false) {
                text += "WARNING: Pod \(texts.name(pod)) \(word) \(status["name"]?.text ?? "") NOT READY\n"
            }
        }
        return ignoresUnmeshed ? text : text + meshed(pod)
    }

    private func meshed(_ pod: Node) -> String {
        let containers = ["containers", "initContainers"].flatMap { pod["spec"]?[$0]?.items.map { $0["name"]?.text ?? "" } ?? [] }
        guard containers.contains("istio-proxy") else { return "WARNING: \(texts.name(pod)) is not part of mesh; no Istio sidecar\n" }
        var text = ""
        if pod["spec"]?["securityContext"]?["runAsUser"]?.int == 1337 {
            text += "   WARNING: User ID (UID) 1337 is reserved for the sidecar proxy.\n"
        }
        let labels = ClusterObjects.labels(pod)
        let wanted = [
            ("service name", ["service.istio.io/canonical-name", "app.kubernetes.io/name", "app"]),
            ("service revision", ["service.istio.io/canonical-revision", "app.kubernetes.io/version", "version"]),
        ]
        for (what, names) in wanted where !names.contains(where: { labels[$0] != nil }) {
            text +=
                "Suggestion: add required \(what) label for Istio telemetry. See https://istio.io/latest/docs/ops/deployment/application-requirements/.\n"
        }
        return text
    }

    /// The revision that injected a pod, by its annotations; empty when they do not say.
    static func revision(_ annotations: [String: String]) -> String {
        if let revision = annotations["istio.io/rev"] { return revision }
        let status = annotations["sidecar.istio.io/status"] ?? ""
        return JSONReader.parse(SourceText(name: "status", text: status)).tree.roots.first?["revision"]?.string ?? ""
    }

    /// A service with its TCP ports.
    func service(_ service: Node, _ pod: Node) -> String {
        var text = "Service: \(texts.name(service))\n"
        for port in service["spec"]?["ports"]?.items.map({ $0 }) ?? [] where port["protocol"]?.text == "TCP" {
            guard let target = Self.target(port, pod) else {
                text += "   no suitable port for manifest: \(pod["metadata"]?["uid"]?.text ?? "")\n"
                continue
            }
            text +=
                "   Port: \(port["name"]?.text ?? "") \(port["port"]?.text ?? "")/\(Self.protocolName(port)) targets pod port \(target)\n"
        }
        return text
    }

    /// The pod's port behind a service's; `nil` when the pod has none of that name.
    private static func target(_ port: Node, _ pod: Node) -> Int? {
        guard let target = port["targetPort"] else { return port["port"]?.int }
        if let number = target.int { return number }
        let sidecars = pod["spec"]?["initContainers"]?.items.filter { $0["restartPolicy"]?.text == "Always" } ?? []
        for container in (pod["spec"]?["containers"]?.items.map { $0 } ?? []) + sidecars {
            for candidate in container["ports"]?.items.map({ $0 }) ?? [] where candidate["name"]?.text == target.text {
                if candidate["protocol"]?.text ?? "TCP" == port["protocol"]?.text ?? "TCP" { return candidate["containerPort"]?.int }
            }
        }
        return nil
    }

    /// The protocol that Istio takes a port for: by appProtocol, else by the name before its first dash.
    static func protocolName(_ port: Node) -> String {
        let kind = port["protocol"]?.text ?? "TCP"
        if kind == "UDP" { return "UDP" }
        let application = port["appProtocol"]?.text
        let name = port["name"]?.text ?? ""
        if application == nil, name.isEmpty { return "auto-detect" }
        let special = ["kubernetes.io/h2c": "HTTP2", "kubernetes.io/ws": "HTTP", "kubernetes.io/wss": "HTTPS"]
        if let application, let word = special[application] { return word }
        let word = (application ?? String(name.prefix { $0 != "-" })).lowercased()
        let known = [
            "tcp": "TCP", "udp": "UDP", "grpc": "GRPC", "http": "HTTP", "http2": "HTTP2", "https": "HTTPS", "tls": "TLS", "mongo": "Mongo",
            "redis": "Redis", "mysql": "MySQL", "hbone": "HBONE",
        ]
        if let found = known[word] { return found }
        return name.lowercased().hasPrefix("grpc-web") ? "GRPC-Web" : "UnsupportedProtocol"
    }
}

/// How `describe pod` puts the mutual TLS of a workload into words.
struct AuthenticationText {
    let objects: ClusterObjects
    /// The namespace whose policies count everywhere.
    let root: String

    /// The mode that counts and the policies that it comes from.
    func text(namespace: String, labels: [String: String]) -> String {
        let all =
            objects.all("PeerAuthentication", namespace: root)
            + (namespace == root ? [] : objects.all("PeerAuthentication", namespace: namespace))
        let matching = all.filter { ClusterObjects.matches(ClusterObjects.strings($0["spec"]?["selector"]?["matchLabels"]), labels) }
        // The workload's own policy before the namespace's before the mesh's.
        let ranked = [
            matching.first { $0["spec"]?["selector"]?["matchLabels"] != nil && ClusterObjects.namespace($0) == namespace },
            matching.first { $0["spec"]?["selector"]?["matchLabels"] == nil && ClusterObjects.namespace($0) == namespace },
            matching.first { $0["spec"]?["selector"]?["matchLabels"] == nil && ClusterObjects.namespace($0) == root },
        ].compactMap { $0 }
        let modes = ranked.compactMap { $0["spec"]?["mtls"]?["mode"]?.text }.filter { $0 != "UNSET" }
        var text = "Effective PeerAuthentication:\n   Workload mTLS mode: \(modes.first ?? "PERMISSIVE")\n"
        let ports = ranked.first?["spec"]?["selector"] == nil ? [] : ranked.first?["spec"]?["portLevelMtls"]?.entries ?? []
        if !ports.isEmpty {
            text += "   Port Level mTLS mode:\n"
            for (port, mode) in ports { text += "      \(port.text): \(mode["mode"]?.text ?? "UNSET")\n" }
        }
        guard !matching.isEmpty else { return text }
        let names = matching.map { "\(ClusterObjects.name($0)).\(ClusterObjects.namespace($0))" }.joined(separator: ", ")
        return text + "Applied PeerAuthentication:\n   \(names)\n"
    }
}
