import MeshResources

/// One object of a rollout: what is wanted, what was there, and what became of it.
public struct RolloutItem {
    /// What became of an object.
    public enum State: Sendable {
        /// Nothing was tried yet, or something before it failed.
        case pending
        /// The server had it so already.
        case unchanged
        /// It is new.
        case created
        /// It has changed.
        case configured
        /// It is gone.
        case deleted
        /// The first of two steps is done: it holds the old and the new.
        case expanded
        /// The server refused, or could not be asked; the object is as it was.
        case failed(KubernetesError)
        /// It may or may not have been changed, and nobody could be asked.
        case unknown(KubernetesError)
        /// It was changed and then put back as it was.
        case restored
        /// It was changed and could not be put back.
        case notRestored(KubernetesError)
    }

    /// Which object.
    public var key: ObjectKey
    /// Its kind at the server.
    public var resource: APIResource
    /// The manifest; `nil` to delete.
    public var manifest: Resource?
    /// The object to apply, when it is not a manifest's, as in a rollback.
    public var wanted: Node?
    /// The server's object from before; `nil` when there was none.
    public var live: Node?
    /// What became of it.
    public var state = State.pending
    /// The server's resource version afterwards; empty when unknown.
    public var versionAfter = ""
    /// The server's generation afterwards; `nil` where the kind has none.
    public var generationAfter: Int?

    /// Makes an item.
    public init(key: ObjectKey, resource: APIResource, manifest: Resource?, wanted: Node? = nil) {
        self.key = key
        self.resource = resource
        self.manifest = manifest
        self.wanted = wanted ?? manifest?.node
    }

    /// `virtualservice.networking.istio.io/reviews`, as kubectl writes it.
    public var shortName: String {
        let kind = resource.singular.isEmpty ? resource.kind.lowercased() : resource.singular
        return "\(kind)\(resource.group.isEmpty ? "" : "." + resource.group)/\(key.name)"
    }

    /// The order to apply it as it is wanted.
    public var order: ServerSideApply { ServerSideApply(resource: resource, namespace: pathNamespace, name: key.name, body: body()) }

    /// The namespace for paths; `nil` for cluster-scoped kinds.
    var pathNamespace: String? { resource.isNamespaced ? key.namespace : nil }

    /// The object as JSON for the server: with its namespace, and without what only the server may write.
    func body(_ other: Value? = nil) -> [UInt8] {
        if other == nil, let node = wanted, !needsEditing(node) {
            var writer = JSONWriter(.canonical)
            writer.write(node)
            return writer.bytes
        }
        var value = other ?? wanted.map { Value($0) } ?? .null
        var metadata = value["metadata"]?.object ?? [:]
        if resource.isNamespaced { metadata["namespace"] = .string(key.namespace) }
        for name in Self.serverFields { metadata[name] = nil }
        value["metadata"] = .object(metadata)
        return Array(JSONWriter.text(value).utf8)
    }

    /// Fields that are the server's; an exported manifest may hold them.
    private static let serverFields = ["managedFields", "uid", "creationTimestamp", "generation", "selfLink"]

    private func needsEditing(_ node: Node) -> Bool {
        guard let metadata = node["metadata"] else { return true }
        if resource.isNamespaced, metadata["namespace"]?.string != key.namespace { return true }
        return Self.serverFields.contains { metadata[$0] != nil }
    }

    /// Whether applying would change nothing at all: the manager has applied exactly this before, and it is still so.
    func isApplied(by manager: String) -> Bool {
        guard let live, let wanted, live["apiVersion"]?.text == wanted["apiVersion"]?.text,
            ApplyPlan.isSatisfied(ApplyPlan.Change(key: key, old: live, new: wanted)),
            var applied = ManagedFields(live).applied(by: manager, of: live)
        else { return false }
        var own = Value(wanted)
        for name in ["namespace", "name"] + Self.serverFields {
            own["metadata"]?[name] = nil
            applied["metadata"]?[name] = nil
        }
        for name in ["labels", "annotations"] where own["metadata"]?[name]?.object?.isEmpty ?? false { own["metadata"]?[name] = nil }
        return own == applied
    }
}
