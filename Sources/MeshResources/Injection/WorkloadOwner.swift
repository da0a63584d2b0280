/// Who made a pod: what the injected variables for the workload's name and owner say.
public struct WorkloadOwner: Sendable, Equatable {
    /// The owner's version: `apps/v1`.
    public var apiVersion: String
    /// The owner's kind.
    public var kind: String
    /// The owner's name.
    public var name: String
    /// The owner's namespace; may be empty.
    public var namespace: String

    /// Makes an owner.
    public init(apiVersion: String, kind: String, name: String, namespace: String) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }

    /// The owner of a pod by itself: the workload behind its controller, guessed from names and labels, or the pod.
    init(of pod: Pod, namespace: String? = nil) {
        let metadata = pod.metadata
        let own = metadata.string(PodFields.namespace)
        self.init(
            apiVersion: "v1", kind: "Pod", name: metadata.string(PodFields.name), namespace: own.isEmpty ? namespace ?? "" : own)
        guard !metadata.string(PodFields.generateName).isEmpty else { return }
        let owners = metadata.list(PodFields.ownerReferences).compactMap(\.record)
        guard let controller = owners.first(where: { $0.bool(PodFields.ownerController) == true }) else { return }
        apiVersion = controller.string(PodFields.ownerVersion)
        kind = controller.string(PodFields.ownerKind)
        name = controller.string(PodFields.ownerName)
        if kind == "ReplicaSet", let base = Self.cut(name, hash: pod.label("pod-template-hash")) {
            (kind, name) = ("Deployment", base)
        } else if kind == "ReplicaSet", let base = Self.cut(name, hash: pod.label("rollouts-pod-template-hash")) {
            (apiVersion, kind, name) = ("v1alpha1", "Rollout", base)
        } else if kind == "ReplicationController", let config = pod.label("deploymentconfig") {
            (kind, name) = ("DeploymentConfig", config)
        } else if kind == "Job", let base = Self.cronJob(name) {
            (apiVersion, kind, name) = ("batch/v1", "CronJob", base)
        }
    }

    private static func cut(_ name: String, hash: String?) -> String? {
        guard let hash, !hash.isEmpty, name.hasSuffix(hash) else { return nil }
        return name.hasSuffix("-" + hash) ? String(name.dropLast(hash.count + 1)) : String(name)
    }

    /// The name in front of the time that a CronJob adds to the names of its jobs: eight to ten digits.
    private static func cronJob(_ name: String) -> String? {
        let digits = name.utf8.reversed().prefix { $0 >= 0x30 && $0 <= 0x39 }.count
        guard (8...10).contains(digits) else { return nil }
        let base = name.dropLast(digits)
        return base.hasSuffix("-") && base.count > 1 ? String(base.dropLast()) : nil
    }
}
