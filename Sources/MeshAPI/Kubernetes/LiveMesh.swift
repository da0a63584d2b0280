import MeshResources

/// Reads everything that makes up a mesh from a cluster, as far as this user may.
public struct LiveMesh {
    /// What was read.
    public struct Contents: Sendable {
        /// The objects.
        public var resources: [Resource] = []
        /// Kinds that could not be read, with the server's reason.
        public var skipped: [(kind: String, reason: String)] = []
    }

    private let client: KubernetesClient

    /// Reads from this cluster.
    public init(_ client: KubernetesClient) { self.client = client }

    /// The kinds that checks look at, by group.
    private static let kinds: [String: Set<String>] = [
        "": ["Service", "Pod", "Namespace", "Node", "Secret", "ConfigMap", "ServiceAccount"],
        "apps": ["Deployment", "StatefulSet", "DaemonSet"],
        "admissionregistration.k8s.io": ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        "apiextensions.k8s.io": ["CustomResourceDefinition"],
    ]

    private static func isWanted(_ resource: APIResource) -> Bool {
        guard resource.verbs.contains("list") else { return false }
        if resource.group.hasSuffix(".istio.io") || resource.group == "gateway.networking.k8s.io" { return true }
        return kinds[resource.group]?.contains(resource.kind) ?? false
    }

    /// Reads all namespaces; a kind that may not be listed everywhere is read in the client's own namespace only, and counts
    /// as skipped.
    public func load() throws(KubernetesError) -> Contents {
        var wanted: [APIResource] = []
        // The preferred version of a group comes first; the others hold the same objects.
        for resource in try client.discovery.all() where Self.isWanted(resource) {
            if !wanted.contains(where: { $0.group == resource.group && $0.kind == resource.kind }) { wanted.append(resource) }
        }
        var contents = Contents()
        var waiting = wanted.map { (resource: $0, namespace: nil as String?, next: nil as String?) }
        while !waiting.isEmpty {
            let round = waiting
            waiting = []
            var problem: KubernetesError?
            client.send(round.map { Self.page($0.resource, $0.namespace, $0.next) }) { index, result in
                let (resource, namespace, _) = round[index]
                switch result {
                case .success(let answer):
                    // A cluster's objects have no file: their text has no name.
                    guard let root = answer.body.json(name: "") else { return }
                    for item in root["items"]?.items.map({ $0 }) ?? [] {
                        contents.resources.append(Resource(listed: item, apiVersion: resource.apiVersion, kind: resource.kind))
                    }
                    if let next = root["metadata"]?["continue"]?.string, !next.isEmpty { waiting.append((resource, namespace, next)) }
                case .failure(let error):
                    switch error.category {
                    case .forbidden where namespace == nil && resource.isNamespaced:
                        contents.skipped.append((resource.fullName, error.message))
                        waiting.append((resource, client.namespace, nil))
                    case .forbidden where namespace == nil: contents.skipped.append((resource.fullName, error.message))
                    case .forbidden, .missingKind, .notFound: break
                    default: if problem == nil { problem = error }
                    }
                }
            }
            if let problem { throw problem }
        }
        return contents
    }

    private static func page(_ resource: APIResource, _ namespace: String?, _ next: String?) -> HTTPRequest {
        HTTPRequest(
            "GET", resource.path(namespace: namespace) + URLText.query([("limit", "500"), ("continue", next)]),
            headers: [("Accept", "application/json")], acceptsCompression: true)
    }
}
