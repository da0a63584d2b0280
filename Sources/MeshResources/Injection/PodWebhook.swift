/// What istiod's injection webhook answers for a pod.
public struct PodWebhook: Sendable {
    private let injector: Injector

    /// What became of a pod.
    public enum Answer: Sendable {
        /// The pod as the API server would store it.
        case injected(Value)
        /// The pod stays as it is; the text says why.
        case skipped(String)
    }

    /// Prepares the settings of a control plane.
    public init(_ settings: InjectionSettings) {
        var settings = settings
        settings.annotationChangesMesh = false
        injector = Injector(settings)
    }

    /// Injects into a pod.
    ///
    /// - Parameters:
    ///   - node: The pod, or anything with `metadata` and `spec` of one.
    ///   - namespace: The namespace that the request is for; counts where the pod names none.
    ///   - path: The webhook's URL path, which may set variables: `/inject/cluster/c1/net/n1`.
    ///   - namespaceAnnotations: The namespace's annotations on OpenShift, where they give the proxy its user; else `nil`.
    public func inject(
        _ node: Node, namespace: String, path: String = "/inject", namespaceAnnotations: [String: String]? = nil
    ) throws(InjectionError) -> Answer {
        var reader = RecordReader(.document)
        var object: Record
        do { object = try reader.read(node, PodFields.podType) } catch { throw InjectionError("the pod cannot be read: ", error) }
        var pod = Pod(
            metadata: object.record(PodFields.podMetadata) ?? Record(PodFields.metadataType),
            spec: object.record(PodFields.podSpec) ?? Record(PodFields.specType))
        pod.metadata[PodFields.managedFields] = nil
        let ownNamespace = pod.metadata.string(PodFields.namespace)
        let labels = pod.labels.strings
        let decision = injector.settings.policy.decide(
            labels: labels, annotations: pod.annotations.strings, namespace: ownNamespace.isEmpty ? namespace : ownNamespace,
            hostNetwork: pod.spec.bool(PodFields.hostNetwork) == true)
        guard decision.injects else { return .skipped(decision.reason) }
        var injector = injector
        if let namespaceAnnotations, let identity = OpenShiftIdentity(namespaceAnnotations) {
            var settings = injector.settings
            settings.proxyUID = identity.user
            settings.proxyGID = identity.group
            injector = Injector(settings)
            OpenShiftIdentity.removeAssignedUser(&pod)
        }
        let owner = WorkloadOwner(of: pod, namespace: namespace)
        let result = try PodInjection.run(pod, owner: owner, environment: InjectionPath.variables(path), injector: injector)
        object[PodFields.podMetadata] = .record(result.metadata)
        object[PodFields.podSpec] = .record(result.spec)
        return .injected(Value(object))
    }
}

extension RecordMap {
    /// The entries that are texts.
    var strings: [String: String] {
        Dictionary(entries.compactMap { entry in entry.value.string.map { (entry.key, $0) } }, uniquingKeysWith: { _, last in last })
    }
}

/// The path of the webhook's URL, which carries variables for the sidecar.
public enum InjectionPath {
    /// The variables of `/inject/KEY/VALUE/…` or `/inject/:ENV:KEY=VALUE:ENV:…`. `cluster` and `net` have longer names as variables,
    /// other keys are written in capitals; `--slash--` in a value stands for a slash.
    public static func variables(_ path: String) -> [String: String] {
        var path = Substring(path)
        if path.hasSuffix("/") { path = path.dropLast() }
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return [:] }
        var pairs: [(Substring, String)] = []
        if parts[2].hasPrefix(":ENV:") {
            for part in SprigText.split(String(parts[2]), by: ":ENV:") {
                let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if sides.count == 2 { pairs.append((sides[0], String(sides[1]))) }
            }
        } else {
            let words = parts[2].split(separator: "/", omittingEmptySubsequences: false)
            for index in stride(from: 0, to: words.count - 1, by: 2) {
                pairs.append((words[index], SprigText.split(String(words[index + 1]), by: "--slash--").joined(separator: "/")))
            }
        }
        var result: [String: String] = [:]
        for (key, value) in pairs where !key.isEmpty && !value.isEmpty {
            switch key {
            case "cluster": result["ISTIO_META_CLUSTER_ID"] = value
            case "net": result["ISTIO_META_NETWORK"] = value
            default: result[key.uppercased()] = value
            }
        }
        return result
    }
}

/// The user and group that OpenShift sets aside for a namespace.
struct OpenShiftIdentity {
    let user: Int64
    let group: Int64

    /// Reads a namespace's annotations; `nil` without a range of users.
    init?(_ annotations: [String: String]) {
        guard let users = annotations["openshift.io/sa.scc.uid-range"], let user = Self.last(of: users) else { return nil }
        self.user = user
        let groups = annotations["openshift.io/sa.scc.supplemental-groups"].flatMap { $0.split(separator: ",").first.map(String.init) }
        group = groups.flatMap(Self.last) ?? user
    }

    /// The last number of `start/size` or `start-end`.
    private static func last(of range: String) -> Int64? {
        let bySize = range.split(separator: "/")
        if bySize.count == 2, let start = Int64(bySize[0]), let size = Int64(bySize[1]), start >= 0, size > 0 {
            let (sum, overflow) = start.addingReportingOverflow(size - 1)
            return overflow ? nil : sum
        }
        let byEnd = range.split(separator: "-")
        return byEnd.count == 2 ? Int64(byEnd[1]) : nil
    }

    /// Takes the user away that OpenShift gave to the pod's own `istio-proxy` along with all other containers.
    static func removeAssignedUser(_ pod: inout Pod) {
        guard let (field, proxy) = pod.find("istio-proxy"), let context = proxy.record(PodFields.securityContext) else { return }
        var applicationUser: Int64 = 0
        for list in [PodFields.containers, PodFields.initContainers] {
            for container in pod.containers(list)
            where !["istio-proxy", "istio-init", "istio-validation"].contains(container.containerName) {
                applicationUser = container.record(PodFields.securityContext)?.int(PodFields.runAsUser) ?? 0
            }
        }
        guard context.int(PodFields.runAsUser) ?? 0 == applicationUser else { return }
        pod.updateContainers(field) { container in
            guard container.containerName == "istio-proxy", var context = container.record(PodFields.securityContext) else { return }
            context[PodFields.runAsUser] = nil
            context[PodFields.runAsGroup] = nil
            container[PodFields.securityContext] = .record(context)
        }
    }
}

/// Whether the sidecar is an init container.
public enum NativeSidecars {
    /// Answers by the setting, and where that is neither on nor off, by the kubelets of the cluster's nodes: all of them must be of
    /// minor version 33 or newer.
    ///
    /// - Parameters:
    ///   - setting: The text of ENABLE_NATIVE_SIDECARS.
    ///   - kubeletVersions: A version for every node; empty without a cluster.
    public static func isEnabled(_ setting: String?, kubeletVersions: [String]) -> Bool {
        if let setting, let value = Booleans.parse(setting) { return value }
        guard !kubeletVersions.isEmpty else { return false }
        return kubeletVersions.allSatisfy { version in
            let parts = (version.hasPrefix("v") ? version.dropFirst() : Substring(version)).split(separator: ".")
            guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber }) else {
                return false
            }
            return major > 1 || (major == 1 && minor >= 33)
        }
    }
}
