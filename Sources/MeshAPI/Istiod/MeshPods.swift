import MeshResources

/// Finds the pods that verbs about proxies mean.
public struct MeshPods {
    /// A pod that is meant.
    public struct Pod: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its namespace.
        public var namespace: String
        /// Its labels.
        public var labels: [String: String]
        /// The containers, those that start before the others included.
        public var containers: [String]
        /// Whether it runs.
        public var isRunning: Bool

        /// Reads a pod.
        public init?(_ node: Node) {
            guard let metadata = node["metadata"], let name = metadata["name"]?.text, !name.isEmpty else { return nil }
            self.name = name
            namespace = metadata["namespace"]?.text ?? ""
            labels = Dictionary(metadata["labels"]?.entries.map { ($0.key.text, $0.value.text) } ?? []) { $1 }
            let spec = node["spec"]
            containers = ["initContainers", "containers"].flatMap { spec?[$0]?.items.map { $0["name"]?.text ?? "" } ?? [] }
            isRunning = node["status"]?["phase"]?.text == "Running"
        }

        /// `NAME.NAMESPACE`, as istiod calls the pod's proxy.
        public var proxyName: String { "\(name).\(namespace)" }
    }

    private let client: KubernetesClient
    private static let pods = APIResource(group: "", version: "v1", kind: "Pod", plural: "pods")
    /// The kinds whose pods can be named by them, with their words.
    private static let owners: [(words: [String], resource: APIResource)] = [
        (["deployment", "deployments", "deploy"], APIResource(group: "apps", version: "v1", kind: "Deployment", plural: "deployments")),
        (["statefulset", "statefulsets", "sts"], APIResource(group: "apps", version: "v1", kind: "StatefulSet", plural: "statefulsets")),
        (["daemonset", "daemonsets", "ds"], APIResource(group: "apps", version: "v1", kind: "DaemonSet", plural: "daemonsets")),
        (["replicaset", "replicasets", "rs"], APIResource(group: "apps", version: "v1", kind: "ReplicaSet", plural: "replicasets")),
        (["service", "services", "svc"], APIResource(group: "", version: "v1", kind: "Service", plural: "services")),
        (["job", "jobs"], APIResource(group: "batch", version: "v1", kind: "Job", plural: "jobs")),
    ]

    /// The kind of pods, or of objects that make pods, which a word means; `nil` for other words.
    public static func workload(_ word: String) -> APIResource? {
        if ["pod", "pods", "po"].contains(word) { return pods }
        return owners.first { $0.words.contains(word) && $0.resource.kind != "Service" }?.resource
    }

    /// Asks this cluster.
    public init(_ client: KubernetesClient) {
        self.client = client
    }

    /// The pods that an operand names: one pod, or those of a deployment, service or the like, running ones first.
    public func find(_ name: PodName) throws(ServiceFailure) -> [Pod] {
        guard let type = name.type, type != "pod", type != "pods", type != "po" else { return [try pod(name.bareName, name.namespace)] }
        let word = type.split(separator: ".").first.map(String.init) ?? type
        guard let owner = Self.owners.first(where: { $0.words.contains(word) })?.resource else { throw Self.noPod(name) }
        let object: Node
        do { object = try client.get(owner, namespace: name.namespace, name: name.bareName) } catch {
            if error.status == 404 { throw Self.noPod(name) }
            throw ServiceFailure(error, doing: "look for \(name.name)")
        }
        let selector = object["spec"]?["selector"]
        let labels =
            (selector?["matchLabels"] ?? selector)?.entries.filter { $0.value.isScalar }.map { "\($0.key.text)=\($0.value.text)" } ?? []
        guard !labels.isEmpty else { throw Self.noPod(name) }
        let found = try list(namespace: name.namespace, labels: labels.joined(separator: ","))
        guard !found.isEmpty else { throw Self.noPod(name) }
        return found.filter(\.isRunning) + found.filter { !$0.isRunning }
    }

    private static func noPod(_ name: PodName) -> ServiceFailure { ServiceFailure(.notFound, "\"\(name.name)\" does not refer to a pod") }

    private func pod(_ name: String, _ namespace: String) throws(ServiceFailure) -> Pod {
        let node: Node
        do { node = try client.get(Self.pods, namespace: namespace, name: name) } catch {
            guard error.status == 404 else { throw ServiceFailure(error, doing: "retrieve pod '\(name)'") }
            throw ServiceFailure(.notFound, "unable to retrieve Pod: \(error.message)")
        }
        guard let pod = Pod(node) else { throw ServiceFailure(.unexpected, "the server's answer is no pod") }
        return pod
    }

    /// The pods with these labels; `namespace` nil looks everywhere.
    public func list(namespace: String?, labels: String?, fields: String? = nil) throws(ServiceFailure) -> [Pod] {
        var found: [Pod] = []
        do {
            try client.list(Self.pods, .init(namespace: namespace, labels: labels, fields: fields)) { node in
                if let pod = Pod(node) { found.append(pod) }
            }
        } catch {
            throw ServiceFailure(error, doing: "list pods")
        }
        return found
    }

    /// The control plane's running pods, those of one revision when it is given.
    public func istiods(namespace: String, revision: String?) throws(ServiceFailure) -> [Pod] {
        let labels = "app=istiod" + (revision.map { ",istio.io/rev=\($0)" } ?? "")
        let found = try list(namespace: namespace, labels: labels, fields: "status.phase=Running")
        guard !found.isEmpty else { throw ServiceFailure(.notFound, "no running Istio pods in \"\(namespace)\"") }
        return found.sorted { $0.name < $1.name }
    }
}

extension ServiceFailure {
    /// What the API server said.
    public init(_ error: KubernetesError, doing what: String) {
        let kind: Kind =
            switch error.category {
            case .unreachable: .unreachable
            case .unauthorized, .forbidden: .forbidden
            case .notFound, .missingKind: .notFound
            default: .unexpected
            }
        self.init(kind, "cannot \(what): \(error.message)")
    }
}
