import MeshResources

/// One object to be deleted.
public struct Deletion: Sendable {
    /// Its kind.
    public var resource: APIResource
    /// Its namespace; `nil` for cluster-scoped kinds.
    public var namespace: String?
    /// Its name.
    public var name: String
    /// Only the object of this UID is deleted, when given.
    public var uid: String?
    /// Only this version of it is deleted, when given.
    public var resourceVersion: String?

    /// Makes an order.
    public init(resource: APIResource, namespace: String?, name: String, uid: String? = nil, resourceVersion: String? = nil) {
        self.resource = resource
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.resourceVersion = resourceVersion
    }

    func request(isDryRun: Bool) -> HTTPRequest {
        var options: Value.Object = ["apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": "Background"]
        var preconditions: Value.Object = [:]
        if let uid { preconditions["uid"] = .string(uid) }
        if let resourceVersion { preconditions["resourceVersion"] = .string(resourceVersion) }
        if !preconditions.isEmpty { options["preconditions"] = .object(preconditions) }
        return HTTPRequest(
            "DELETE", resource.path(namespace: namespace, name: name) + URLText.query([("dryRun", isDryRun ? "All" : nil)]),
            headers: [("Content-Type", "application/json")], body: Array(JSONWriter.text(.object(options)).utf8))
    }
}

extension KubernetesClient {
    /// Deletes objects, several at a time. An object that is already gone is an error of category `notFound`.
    public func delete(_ orders: [Deletion], isDryRun: Bool = false, each: (Int, Result<Void, KubernetesError>) -> Void) {
        send(orders.map { $0.request(isDryRun: isDryRun) }) { index, result in each(index, result.map { _ in () }) }
    }
}
