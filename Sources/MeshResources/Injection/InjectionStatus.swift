/// What an earlier injection left behind in a pod's annotations.
enum InjectionAnnotation {
    static let status = "sidecar.istio.io/status"
    static let overrides = "proxy.istio.io/overrides"
    static let proxyConfig = "proxy.istio.io/config"
    static let templates = "inject.istio.io/templates"
    static let nativeSidecar = "sidecar.istio.io/nativeSidecar"
    static let statusPort = "status.sidecar.istio.io/port"
}

/// The names that `sidecar.istio.io/status` lists.
struct InjectionStatus: Sendable {
    var containers: [String] = []
    var initContainers: [String] = []

    /// Reads the annotation; `nil` if it is absent or no JSON object.
    init?(_ pod: Pod) {
        guard let text = pod.annotation(InjectionAnnotation.status) else { return nil }
        guard let root = JSONText.parse(text), root.isMapping else { return nil }
        containers = root["containers"].map { $0.items.map(\.text) } ?? []
        initContainers = root["initContainers"].map { $0.items.map(\.text) } ?? []
    }

    func lists(_ name: String, in field: Int) -> Bool {
        (field == PodFields.containers ? containers : initContainers).contains(name)
    }
}

/// JSON in annotations.
enum JSONText {
    /// The root of a JSON text; `nil` if it is none.
    static func parse(_ text: String) -> Node? {
        let result = JSONReader.parse(SourceText(name: "annotation", text: text))
        guard result.isComplete, result.tree.documents.count == 1 else { return nil }
        return result.tree.documents.first?.root
    }
}

extension Pod {
    /// The containers of `proxy.istio.io/overrides` by list.
    var overrides: (containers: [Record], initContainers: [Record]) {
        guard let text = annotation(InjectionAnnotation.overrides), let root = JSONText.parse(text) else { return ([], []) }
        var reader = RecordReader(.document)
        let type = RecordSchema.shared.type("PodOverrides")
        guard let record = try? reader.read(root, type) else { return ([], []) }
        return (
            record.list(type.index("containers")).compactMap(\.record), record.list(type.index("initContainers")).compactMap(\.record)
        )
    }

    /// The pod without what an earlier injection added: what templates are to see.
    func stripped(_ status: InjectionStatus?, statusPort: Int64) -> Pod {
        var pod = self
        if let status {
            for (field, names) in [(PodFields.containers, status.containers), (PodFields.initContainers, status.initContainers)] {
                let all = pod.containers(field)
                let kept = all.filter { !names.contains($0.containerName) }
                if kept.count < all.count { pod.setContainers(field, kept) }
            }
            if let port = PrometheusAnnotations(pod).port, port == String(statusPort) { PrometheusAnnotations.clear(&pod) }
            pod.setAnnotation(InjectionAnnotation.status, nil)
        }
        guard annotation(InjectionAnnotation.overrides) != nil else { return pod }
        let overrides = overrides
        for (field, containers) in [(PodFields.containers, overrides.containers), (PodFields.initContainers, overrides.initContainers)] {
            let present = Set(pod.containers(field).map(\.containerName))
            let missing = containers.filter { !present.contains($0.containerName) }
            if !missing.isEmpty { pod.setContainers(field, pod.containers(field) + missing) }
        }
        return pod
    }
}

/// The annotations that Prometheus reads, in any spelling that it treats alike.
struct PrometheusAnnotations {
    private(set) var scrape: String?
    private(set) var port: String?
    private(set) var path: String?

    init(_ pod: Pod) {
        for (key, value) in pod.annotations.entries {
            switch Self.canonical(key) {
            case "prometheus_io_scrape": scrape = value.string
            case "prometheus_io_port": port = value.string
            case "prometheus_io_path": path = value.string
            default: break
            }
        }
    }

    var isEmpty: Bool { scrape == nil && port == nil && path == nil }

    static func clear(_ pod: inout Pod) {
        for (key, _) in pod.annotations.entries {
            if let name = canonical(key), ["prometheus_io_scrape", "prometheus_io_port", "prometheus_io_path"].contains(name) {
                pod.setAnnotation(key, nil)
            }
        }
    }

    private static func canonical(_ key: String) -> String? {
        guard key.hasPrefix("prometheus"), key.utf8.count <= 24 else { return nil }
        return String(decoding: key.utf8.map { TemplateLexer.isWord($0) && $0 < 0x80 ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }
}
