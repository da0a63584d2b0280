import MeshAPI
import MeshResources

/// What `check-inject` goes by: manifests and options, or a cluster.
struct CheckInjectSources {
    /// A pod, real or to be.
    struct Subject: Sendable {
        var name: String
        var namespace: String
        var labels: [String: String] = [:]
        var annotations: [String: String] = [:]
        var hostNetwork = false
    }

    private let call: Invocation
    private let resources: [Resource]
    private let cluster: KubernetesClient?

    init(_ call: Invocation) throws {
        self.call = call
        guard let path = call.value(CheckInjectVerb.filename) else {
            resources = []
            cluster = call.namesCluster ? try call.cluster() : nil
            if cluster == nil, !call.operands.isEmpty {
                throw Failure(.unreachable, "no cluster is named", help: "give the workload in a file with '-f'")
            }
            return
        }
        cluster = nil
        let result = YAML.parse(try KubeInjectVerb.read(path))
        guard result.isComplete else { throw Failure(.unreadable, "'\(path)' cannot be read", diagnostics: result.diagnostics) }
        resources = Resource.all(in: result.tree).resources
    }

    /// The namespace that counts where none is named.
    private var namespace: String { call.value(GlobalOptions.namespace) ?? cluster?.namespace ?? "default" }

    /// The pods that are asked about.
    func subjects() throws -> [Subject] {
        if call.isGiven(CheckInjectVerb.labels) {
            return [Subject(name: "pod", namespace: namespace, labels: try Self.pairs(call.values(CheckInjectVerb.labels)))]
        }
        if let operand = call.operands.first, let cluster {
            let target = PodName(operand, namespace: namespace)
            let (kind, name, namespace) = (target.type ?? "pod", target.bareName, target.namespace)
            let found: Subject?
            do throws(KubernetesError) {
                let resource = if let known = MeshPods.workload(kind) { known } else { try cluster.discovery.find(kind) }
                let node = try cluster.get(resource, namespace: namespace, name: name)
                found = Self.subject(node, kind: resource.kind, namespace)
            } catch { throw Failure(error) }
            return found.map { [$0] } ?? []
        }
        return resources.compactMap { Self.subject($0.node, kind: $0.kind, namespace) }
    }

    private static func subject(_ node: Node, kind: String, _ standard: String) -> Subject? {
        guard ManifestInjector.kinds.contains(kind), kind != "List" else { return nil }
        let metadata = node["metadata"]
        var template: Node? = node
        if kind == "CronJob" {
            template = node["spec"]?["jobTemplate"]?["spec"]?["template"]
        } else if kind != "Pod" {
            template = node["spec"]?["template"]
        }
        func strings(_ key: String) -> [String: String] {
            let pairs = template?["metadata"]?[key]?.entries.map { ($0.key.keyText, $0.value.text) } ?? []
            return Dictionary(pairs, uniquingKeysWith: { _, last in last })
        }
        let namespace = metadata?["namespace"]?.string ?? standard
        return Subject(
            name: "\(kind) \(namespace)/\(metadata?["name"]?.text ?? "")", namespace: namespace, labels: strings("labels"),
            annotations: strings("annotations"), hostNetwork: template?["spec"]?["hostNetwork"]?.bool ?? false)
    }

    /// The labels of a namespace.
    func labels(of namespace: String) throws -> [String: String] {
        if call.isGiven(CheckInjectVerb.namespaceLabels) { return try Self.pairs(call.values(CheckInjectVerb.namespaceLabels)) }
        if let cluster {
            let resource = APIResource(group: "", version: "v1", kind: "Namespace", plural: "namespaces", isNamespaced: false)
            let node: Node
            do throws(KubernetesError) { node = try cluster.get(resource, namespace: nil, name: namespace) } catch { throw Failure(error) }
            let pairs = node["metadata"]?["labels"]?.entries.map { ($0.key.keyText, $0.value.text) } ?? []
            return Dictionary(pairs, uniquingKeysWith: { _, last in last })
        }
        return resources.first { $0.kind == "Namespace" && $0.name == namespace }?.labels ?? [:]
    }

    /// Whether a cluster is asked.
    var isLive: Bool { cluster != nil }

    /// The webhook configurations of the manifests or of the cluster.
    func configurations() throws -> [Node] {
        var nodes = resources.filter { $0.kind == "MutatingWebhookConfiguration" }.map(\.node)
        if let cluster {
            let resource = APIResource(
                group: "admissionregistration.k8s.io", version: "v1", kind: "MutatingWebhookConfiguration",
                plural: "mutatingwebhookconfigurations", isNamespaced: false)
            do throws(KubernetesError) { try cluster.list(resource, KubernetesClient.ListQuery()) { nodes.append($0) } } catch {
                throw Failure(error)
            }
        }
        return nodes
    }

    /// The webhooks of these configurations; without a cluster and without any, those of a default installation.
    func selection(_ configurations: [Node]) -> WebhookSelection {
        configurations.isEmpty && !isLive
            ? WebhookSelection(revision: call.value(GlobalOptions.revision) ?? "default") : WebhookSelection(configurations)
    }

    /// The policy behind the webhooks of a revision: of the cluster's ConfigMap, else that every pod which asks is injected.
    func policy(of revision: String) throws -> InjectionPolicy {
        guard let cluster else { return InjectionPolicy() }
        let namespace = call.value(GlobalOptions.istioNamespace) ?? "istio-system"
        let name = "istio-sidecar-injector" + (revision.isEmpty || revision == "default" ? "" : "-\(revision)")
        let resource = APIResource(group: "", version: "v1", kind: "ConfigMap", plural: "configmaps")
        let map: Node
        do throws(KubernetesError) { map = try cluster.get(resource, namespace: namespace, name: name) } catch {
            guard [.notFound, .missingKind, .forbidden].contains(error.category) else { throw Failure(error) }
            call.console.note("note: no policy in ConfigMap '\(namespace)/\(name)' (\(error.message)): the standard one counts")
            return InjectionPolicy()
        }
        guard let text = map["data"]?["config"]?.string else { return InjectionPolicy() }
        let result = YAML.parse(SourceText(name: "\(name)/config", text: text))
        return result.tree.documents.first?.root.map(InjectionPolicy.init(configuration:)) ?? InjectionPolicy()
    }

    /// `key=value` words as a map.
    private static func pairs(_ words: [String]) throws -> [String: String] {
        var result: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw Failure(.usage, "'\(word)' is no label: expected KEY=VALUE") }
            result[String(parts[0])] = String(parts[1])
        }
        return result
    }
}
