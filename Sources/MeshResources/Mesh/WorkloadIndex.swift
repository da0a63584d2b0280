extension Mesh {
    /// A pod, or the template that pods are made from.
    public final class Workload: Sendable {
        /// The Pod, Deployment, StatefulSet and so on.
        public let object: Object
        /// The labels of the pods.
        public let labels: [String: String]
        /// The annotations of the pods.
        public let annotations: [String: String]
        /// The pods' `spec`.
        public let podSpec: Node?
        /// The path from the object's root to the pods' `spec`.
        public let podPath: String
        /// Whether the pods have or will have a sidecar.
        public let hasSidecar: Bool

        /// Whether the pods are part of ambient mode.
        public var isAmbient: Bool { annotations["ambient.istio.io/redirection"] == "enabled" }
        /// Whether the object is a pod itself.
        public var isPod: Bool { object.kind == .pod }
        /// The service account; `default` when none is named.
        public var serviceAccount: String { podSpec.text("serviceAccountName") ?? podSpec.text("serviceAccount") ?? "default" }

        init(_ object: Object, namespaceInjects: (String) -> Bool) {
            self.object = object
            var root: Node? = object.resource.node
            var path = "spec"
            if object.kind == .cronJob {
                root = object.spec["jobTemplate"]["spec"]["template"]
                path = "spec.jobTemplate.spec.template.spec"
            } else if object.kind != .pod {
                root = object.spec["template"]
                path = "spec.template.spec"
            }
            podPath = path
            labels = root["metadata"].stringMap("labels")
            annotations = root["metadata"].stringMap("annotations")
            podSpec = root["spec"]
            hasSidecar = Self.sidecar(podSpec, labels, annotations) ?? namespaceInjects(object.namespace)
        }

        private static func sidecar(_ spec: Node?, _ labels: [String: String], _ annotations: [String: String]) -> Bool? {
            for key in ["containers", "initContainers"] {
                for container in spec.items(key) where container["name"]?.text == "istio-proxy" && container.text("image") != nil {
                    return true
                }
            }
            if let value = labels["sidecar.istio.io/inject"] { return value == "true" }
            if let value = annotations["sidecar.istio.io/inject"] { return value == "true" }
            return nil
        }
    }

    /// The pods and pod templates of a mesh, found by label.
    public struct WorkloadIndex: Sendable {
        /// Every workload in order.
        public let all: [Workload]
        /// The workloads of each namespace.
        public let byNamespace: [String: [Workload]]
        private let byLabel: [Pair: [Int]]

        private struct Pair: Hashable {
            let key: String
            let value: String
        }

        init(objects: [Object], namespaces: [Object]) {
            var injects: [String: Bool] = [:]
            for namespace in namespaces {
                injects[namespace.name] = namespace.resource.metadata["labels"]["istio-injection"]?.text == "enabled"
            }
            all = objects.filter { $0.kind.isWorkload }.map { Workload($0) { injects[$0] ?? false } }
            byNamespace = Dictionary(grouping: all) { $0.object.namespace }
            var byLabel: [Pair: [Int]] = [:]
            for (index, workload) in all.enumerated() {
                for (key, value) in workload.labels { byLabel[Pair(key: key, value: value), default: []].append(index) }
            }
            self.byLabel = byLabel
        }

        /// Whether there is any pod: without one, the workloads of the mesh are not known, only some that will make pods.
        public var isKnown: Bool { all.contains { $0.isPod } }

        /// The workloads of a namespace (`nil`: of all) that a selector matches, in order. A selector of equalities looks only
        /// at those with its rarest label.
        public func matching(_ selector: LabelSelector, in namespace: String?) -> [Workload] {
            var result: [Workload] = []
            _ = contains(selector, in: namespace) { workload in
                result.append(workload)
                return false
            }
            return result
        }

        /// The first workload that `matching` would give.
        public func first(_ selector: LabelSelector, in namespace: String?) -> Workload? {
            var found: Workload?
            _ = contains(selector, in: namespace) { workload in
                found = workload
                return true
            }
            return found
        }

        /// Whether there is a workload that `matching` would give.
        public func hasMatch(_ selector: LabelSelector, in namespace: String?) -> Bool { first(selector, in: namespace) != nil }

        /// Whether one of the workloads that `matching` would give satisfies `condition`; stops at the first.
        public func contains(_ selector: LabelSelector, in namespace: String?, where condition: (Workload) -> Bool) -> Bool {
            func fits(_ workload: Workload) -> Bool {
                (namespace == nil || workload.object.namespace == namespace) && selector.matches(workload.labels) && condition(workload)
            }
            var best: [Int]?
            for (key, value) in selector.labels {
                guard let list = byLabel[Pair(key: key, value: value)] else { return false }
                if best.map({ list.count < $0.count }) ?? true { best = list }
            }
            if let best { return best.contains { fits(all[$0]) } }
            if let namespace { return (byNamespace[namespace] ?? []).contains(where: fits) }
            return all.contains(where: fits)
        }
    }
}
