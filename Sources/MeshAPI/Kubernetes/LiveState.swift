import MeshResources

extension KubernetesClient {
    /// Finds out what the server has of the given objects, by lists where there are many and one by one where there are few.
    ///
    /// A list that this user may not read is replaced by narrower ones, and at last by single requests. Objects that do not
    /// exist are absent from the result.
    public func live(_ wanted: [(key: ObjectKey, resource: APIResource)]) throws(KubernetesError) -> [ObjectKey: Node] {
        var byResource: [APIResource: [ObjectKey]] = [:]
        var order: [APIResource] = []
        for item in wanted {
            if byResource[item.resource] == nil { order.append(item.resource) }
            byResource[item.resource, default: []].append(item.key)
        }
        var found: [ObjectKey: Node] = [:]
        var single: [(key: ObjectKey, resource: APIResource)] = []
        for resource in order {
            let keys = byResource[resource] ?? []
            if keys.count <= Self.fewObjects {
                single += keys.map { ($0, resource) }
                continue
            }
            let set = Set(keys)
            let namespaces = Array(Set(keys.map(\.namespace))).sorted()
            let scopes: [String?] = resource.isNamespaced && namespaces.count <= Self.fewNamespaces ? namespaces : [nil]
            if try list(resource, in: scopes, set, &found) { continue }
            if resource.isNamespaced, scopes.count == 1, scopes[0] == nil, try list(resource, in: namespaces, set, &found) { continue }
            single += keys.map { ($0, resource) }
        }
        try get(single, &found)
        return found
    }

    private static let fewObjects = 8
    private static let fewNamespaces = 3

    /// Lists in each scope; whether this user was allowed to.
    private func list(
        _ resource: APIResource, in scopes: [String?], _ wanted: Set<ObjectKey>, _ found: inout [ObjectKey: Node]
    ) throws(KubernetesError) -> Bool {
        for scope in scopes {
            var part: [ObjectKey: Node] = [:]
            do throws(KubernetesError) {
                try list(resource, ListQuery(namespace: scope)) { object in
                    let key = ObjectKey(
                        group: resource.group, kind: resource.kind, namespace: object["metadata"]?["namespace"]?.text ?? "",
                        name: object["metadata"]?["name"]?.text ?? "")
                    if wanted.contains(key) { part[key] = object }
                }
            } catch {
                if error.category == .forbidden { return false }
                if error.category == .missingKind || error.category == .notFound { continue }
                throw error
            }
            found.merge(part) { _, new in new }
        }
        return true
    }

    private func get(_ wanted: [(key: ObjectKey, resource: APIResource)], _ found: inout [ObjectKey: Node]) throws(KubernetesError) {
        let requests = wanted.map { item in
            HTTPRequest("GET", item.resource.path(namespace: item.resource.isNamespaced ? item.key.namespace : nil, name: item.key.name))
        }
        var problem: KubernetesError?
        send(requests) { index, result in
            switch result {
            case .success(let answer): found[wanted[index].key] = answer.body.json()
            case .failure(let error):
                if error.category != .notFound, error.category != .missingKind, problem == nil { problem = error }
            }
        }
        if let problem { throw problem }
    }
}
