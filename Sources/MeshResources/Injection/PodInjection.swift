/// One injection into one pod, step by step.
struct PodInjection {
    private let injector: Injector
    private let settings: InjectionSettings
    /// The pod as it came; nothing changes it.
    private let original: Pod
    private let owner: WorkloadOwner
    private let status: InjectionStatus?
    /// The mesh that ports and Prometheus go by.
    private let mesh: MeshSettings
    private let proxy: Record
    private let proxyView: ProxyConfigView
    private var environment: [String: String]
    /// The pod as it becomes.
    private var merged: Pod
    /// What the templates alone say, for the names in it.
    private var injected: Record?

    /// Injects into a pod.
    ///
    /// - Parameters:
    ///   - pod: The pod.
    ///   - owner: The workload that it belongs to.
    ///   - environment: Variables that the cluster's webhook gives by its URL.
    ///   - injector: The settings, prepared.
    /// - Returns: The injected pod.
    static func run(_ pod: Pod, owner: WorkloadOwner, environment: [String: String], injector: Injector) throws(InjectionError) -> Pod {
        var injection = try PodInjection(pod, owner, environment, injector)
        try injection.applyTemplates()
        try injection.reapplyUserContainers()
        injection.copyUserOfInitContainer()
        injection.addClusterEnvironment()
        injection.mergePrometheus()
        injection.rewriteProbes()
        injection.addMetadata()
        injection.orderContainers()
        return injection.merged
    }

    private init(_ pod: Pod, _ owner: WorkloadOwner, _ environment: [String: String], _ injector: Injector) throws(InjectionError) {
        self.injector = injector
        settings = injector.settings
        original = pod
        merged = pod
        self.owner = owner
        status = InjectionStatus(pod)
        let problems = AnnotationChecks.problems(pod.annotations, settings.mesh)
        guard problems.isEmpty else {
            let count = problems.count == 1 ? "1 error occurred" : "\(problems.count) errors occurred"
            throw InjectionError("failed to run injection template: \(count):\n" + problems.map { "\t* \($0)\n" }.joined() + "\n")
        }
        if let text = pod.annotation(InjectionAnnotation.proxyConfig) {
            proxy = try settings.mesh.proxy(applying: text)
            proxyView = ProxyConfigView(proxy)
            mesh = settings.annotationChangesMesh ? settings.mesh.replacing(proxy: proxy) : settings.mesh
        } else {
            proxy = settings.mesh.proxy
            proxyView = injector.proxyView
            mesh = settings.mesh
        }
        self.environment = environment
        let cluster = environment["ISTIO_META_CLUSTER_ID"] ?? settings.values.clusterName
        let network = pod.label("topology.istio.io/network") ?? environment["ISTIO_META_NETWORK"] ?? settings.values.network
        if !cluster.isEmpty { self.environment["ISTIO_META_CLUSTER_ID"] = cluster }
        if !network.isEmpty { self.environment["ISTIO_META_NETWORK"] = network }
    }

    // MARK: Templates

    private mutating func applyTemplates() throws(InjectionError) {
        let names = try templateNames()
        let stripped = original.stripped(status, statusPort: mesh.statusPort)
        let usesOwnMesh = settings.annotationChangesMesh && proxyView !== injector.proxyView
        let meshView = usesOwnMesh ? MeshConfigView(mesh) : injector.meshView
        let context = BuiltInContext(
            pod: stripped, owner: owner, settings: settings, values: settings.values.builtIn, mesh: mesh, proxy: proxy,
            proxyJSON: proxyView.json,
            proxyImage: ProxyImage.reference(
                settings.values, proxy: proxy, annotation: original.annotation("sidecar.istio.io/proxyImageType")))
        for name in names {
            let patch = try injector.patch(name, context, proxyView, meshView)
            do {
                if let earlier = injected {
                    var pod = Pod()
                    try PodMerge.merge(earlier, onto: &pod)
                    try PodMerge.merge(patch, onto: &pod)
                    var joined = Record(PodFields.podType)
                    joined[PodFields.podMetadata] = .record(pod.metadata)
                    joined[PodFields.podSpec] = .record(pod.spec)
                    injected = joined
                } else {
                    injected = patch
                }
                moveProxyToInitContainers()
                try PodMerge.merge(patch, onto: &merged)
            } catch { throw InjectionError("failed to merge template '\(name)': ", error) }
        }
    }

    private func templateNames() throws(InjectionError) -> [String] {
        var names = settings.defaultTemplates
        if let text = original.annotation(InjectionAnnotation.templates) {
            names = text.split(separator: ",", omittingEmptySubsequences: false).map { SprigText.trim(String($0)) }
        }
        names = names.flatMap { settings.aliases[$0] ?? [$0] }
        let known = injector.templateNames
        for name in names where !known.contains(name) {
            throw InjectionError(
                "failed to run injection template: requested template \"\(name)\" not found; have \(known.joined(separator: ", "))")
        }
        return names
    }

    private var usesNativeSidecar: Bool {
        switch original.annotation(InjectionAnnotation.nativeSidecar) {
        case "true"?: true
        case "false"?: false
        default: settings.nativeSidecars
        }
    }

    /// A native sidecar takes over a container of its name.
    private mutating func moveProxyToInitContainers() {
        guard usesNativeSidecar, names(PodFields.initContainers).contains("istio-proxy") else { return }
        var containers = merged.containers(PodFields.containers)
        guard let place = containers.firstIndex(where: { $0.containerName == "istio-proxy" }) else { return }
        let proxy = containers.remove(at: place)
        merged.setContainers(PodFields.containers, containers)
        merged.setContainers(PodFields.initContainers, merged.containers(PodFields.initContainers) + [proxy])
    }

    /// The names in a list of what the templates say.
    private func names(_ field: Int) -> [String] {
        guard let spec = injected?.record(PodFields.podSpec) else { return [] }
        return spec.list(field).compactMap { item in
            guard let record = item.record, record.directive == nil else { return nil }
            return record.string(record.type.index("name"))
        }
    }

    // MARK: The user's containers

    private mutating func reapplyUserContainers() throws(InjectionError) {
        var overrides: [Int: [RecordValue]] = [:]
        let earlier = original.overrides
        for field in [PodFields.containers, PodFields.initContainers] {
            for name in names(field) {
                let saved = (field == PodFields.containers ? earlier.containers : earlier.initContainers).first { $0.containerName == name }
                // What an earlier injection added is made anew; what the user had put there is kept, so that injecting twice
                // gives what injecting once gives.
                if saved == nil, status?.lists(name, in: field) == true { continue }
                let lists = field == PodFields.containers ? [PodFields.containers] : [PodFields.containers, PodFields.initContainers]
                guard var container = saved ?? original.find(name, in: lists)?.container else { continue }
                if container.string(PodFields.image) == "auto" { container[PodFields.image] = nil }
                overrides[field, default: []].append(.record(container))
                var spec = Record(PodFields.specType)
                spec[field] = .list([.record(container.asPatch)])
                do { try PodMerge.merge(spec, onto: &merged.spec) } catch {
                    throw InjectionError("failed to merge container '\(name)': ", error)
                }
            }
        }
        guard !overrides.isEmpty, original.annotation(InjectionAnnotation.status) == nil else { return }
        let type = RecordSchema.shared.type("PodOverrides")
        var record = Record(type)
        if let containers = overrides[PodFields.containers] { record[type.index("containers")] = .list(containers) }
        if let containers = overrides[PodFields.initContainers] { record[type.index("initContainers")] = .list(containers) }
        merged.setAnnotation(InjectionAnnotation.overrides, RecordJSON.text(record))
    }

    private mutating func copyUserOfInitContainer() {
        // Of a pod that was injected before, the user's container is in the annotation.
        let saved = original.overrides
        let container = (saved.containers + saved.initContainers).first { $0.containerName == "istio-proxy" }
        guard let user = (container ?? original.find("istio-proxy")?.container)?.record(PodFields.securityContext) else { return }
        let (uid, gid) = (user.int(PodFields.runAsUser), user.int(PodFields.runAsGroup))
        guard uid != nil || gid != nil else { return }
        let present = merged.containers(PodFields.initContainers).map(\.containerName)
        guard let target = ["istio-init", "istio-validation"].first(where: { present.contains($0) }) else { return }
        let isTransparent =
            proxy.string(MeshSettings.proxyType.index("interceptionMode")) == "TPROXY"
            || merged.annotation("sidecar.istio.io/interceptionMode") == "TPROXY"
        if isTransparent, uid != nil, let field = merged.find("istio-proxy")?.field {
            update("istio-proxy", in: field) { $0.setSecurity(PodFields.runAsUser, 0) }
        }
        update(target, in: PodFields.initContainers) { container in
            if !isTransparent, target == "istio-validation" {
                if let uid { container.setSecurity(PodFields.runAsUser, uid) }
                if let gid { container.setSecurity(PodFields.runAsGroup, gid) }
            }
            guard let uid, uid != 0 else { return }
            var arguments = container.list(PodFields.arguments)
            guard let flag = arguments.firstIndex(where: { $0.string == "-u" }), flag + 1 < arguments.count else { return }
            arguments[flag + 1] = .string(String(uid))
            container[PodFields.arguments] = .list(arguments)
        }
    }

    // MARK: After the templates

    /// Changes the first container of a name in a list.
    private mutating func update(_ name: String, in field: Int, _ body: (inout Record) -> Void) {
        var isDone = false
        merged.updateContainers(field) { container in
            guard !isDone, container.containerName == name else { return }
            isDone = true
            body(&container)
        }
    }

    /// Changes the sidecar, if there is one.
    private mutating func updateSidecar(_ body: (inout Record) -> Void) {
        guard let field = merged.find("istio-proxy")?.field else { return }
        update("istio-proxy", in: field, body)
    }

    private mutating func addClusterEnvironment() {
        guard !environment.isEmpty else { return }
        let added = environment.sorted { JSONWriter.precedes($0.key, $1.key) }
        updateSidecar { container in
            let names = Set(added.map(\.key))
            let kept = container.list(PodFields.env).filter { !names.contains($0.record?.string(PodFields.envName) ?? "") }
            container[PodFields.env] = .list(kept + added.map { Record.environment($0.key, $0.value) })
        }
    }

    private mutating func mergePrometheus() {
        let annotations = PrometheusAnnotations(merged)
        if let scrape = annotations.scrape, Booleans.parse(scrape) == false { return }
        let wish = merged.annotation("prometheus.istio.io/merge-metrics").flatMap(Booleans.parse)
        guard wish ?? mesh.enablesPrometheusMerge else { return }
        let target = String(mesh.statusPort)
        if annotations.port == target { return }
        if !annotations.isEmpty {
            let type = RecordSchema.shared.type("PrometheusScrape")
            var scrape = Record(type)
            for (name, text) in [("scrape", annotations.scrape), ("path", annotations.path), ("port", annotations.port)] {
                if let text, !text.isEmpty { scrape[type.index(name)] = .string(text) }
            }
            let variable = Record.environment("ISTIO_PROMETHEUS_ANNOTATIONS", RecordJSON.text(scrape))
            updateSidecar { $0[PodFields.env] = .list($0.list(PodFields.env) + [variable]) }
            PrometheusAnnotations.clear(&merged)
        }
        merged.setAnnotation("prometheus.io/port", target)
        merged.setAnnotation("prometheus.io/path", "/stats/prometheus")
        merged.setAnnotation("prometheus.io/scrape", "true")
    }

    private mutating func rewriteProbes() {
        guard merged.find("istio-proxy") != nil else { return }
        let wish = merged.annotation("sidecar.istio.io/rewriteAppHTTPProbers").flatMap(Booleans.parse)
        guard wish ?? settings.values.rewritesProbes else { return }
        let probes = AppProbes(merged, statusPort: mesh.statusPort)
        if !probes.isEmpty {
            let wasInjected = merged.annotation(InjectionAnnotation.status) != nil
            updateSidecar { container in
                container[PodFields.env] = .list(probes.environment(container.list(PodFields.env), wasInjected: wasInjected))
            }
        }
        AppProbes.rewrite(&merged, statusPort: mesh.statusPort)
    }

    private mutating func addMetadata() {
        if let network = environment["ISTIO_META_NETWORK"] { merged.setLabel("topology.istio.io/network", network) }
        let type = RecordSchema.shared.type("InjectionStatus")
        var status = Record(type)
        let lists = [
            ("initContainers", PodFields.initContainers), ("containers", PodFields.containers), ("volumes", PodFields.volumes),
            ("imagePullSecrets", PodFields.imagePullSecrets),
        ]
        for (name, field) in lists {
            let names = names(field)
            if !names.isEmpty { status[type.index(name)] = .list(names.map { .string($0) }) }
        }
        status[type.index("revision")] = .string(settings.revision.isEmpty ? "default" : settings.revision)
        merged.setAnnotation(InjectionAnnotation.status, RecordJSON.text(status))
        for (name, value) in settings.injectedAnnotations { merged.setAnnotation(name, value) }
    }

    private mutating func orderContainers() {
        let holdField = MeshSettings.proxyType.index("holdApplicationUntilProxyStarts")
        let holds = proxy.bool(holdField) == true || settings.values.holdsApplication
        var containers = merged.containers(PodFields.containers)
        containers.move("istio-proxy", toFront: holds)
        merged.setContainers(PodFields.containers, containers)
        var initContainers = merged.containers(PodFields.initContainers)
        if initContainers.contains(where: { $0.containerName == "istio-proxy" }) {
            for name in ["enable-core-dump", "istio-proxy", "istio-validation", "istio-init"] { initContainers.move(name, toFront: true) }
        } else {
            initContainers.move("istio-validation", toFront: true)
            initContainers.move("istio-init", toFront: false)
            initContainers.move("enable-core-dump", toFront: false)
        }
        merged.setContainers(PodFields.initContainers, initContainers)
    }
}

extension [Record] {
    /// Moves the container of a name to one end.
    fileprivate mutating func move(_ name: String, toFront: Bool) {
        guard let place = firstIndex(where: { $0.containerName == name }) else { return }
        let container = remove(at: place)
        if toFront { insert(container, at: 0) } else { append(container) }
    }
}

extension Record {
    fileprivate mutating func setSecurity(_ field: Int, _ value: Int64) {
        var context = record(PodFields.securityContext) ?? Record(PodFields.securityType)
        context[field] = .int(value)
        self[PodFields.securityContext] = .record(context)
    }

    /// The record as the patch that its JSON would be: fields that are always written carry their zeros.
    var asPatch: Record {
        var result = self
        let fields = type.fields
        for slot in slots {
            switch slot.value {
            case .record(let inner): result[slot.field] = .record(inner.asPatch)
            case .list(let items): result[slot.field] = .list(items.map { $0.record.map { .record($0.asPatch) } ?? $0 })
            default: break
            }
        }
        for index in type.alwaysWritten where result[index] == nil {
            switch fields[index].unset {
            case .string, .int, .bool: result[index] = fields[index].unset
            default: break
            }
        }
        return result
    }
}
