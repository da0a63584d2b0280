import MeshAPI
import MeshResources

/// `meshctl get`.
enum GetVerb {
    static let selector = Option.value("selector", "l", "SELECTOR", "only objects with these labels")

    static let command = Command(
        "get", group: .cluster, summary: "show objects of a cluster",
        details: "Kinds are named as kubectl names them: vs, virtualservice, virtualservices.networking.istio.io; several with commas.",
        operands: .init("KIND [NAME...]", 1...Int.max, completes: .live("resources")),
        options: [selector, SharedOptions.allNamespaces, .output([.table, .json, .yaml, .name])],
        examples: [
            .init("The virtual services of all namespaces", "meshctl get vs -A"),
            .init("One object as YAML", "meshctl get dr reviews -n shop -o yaml"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        var words = call.operands.first.map { [$0] } ?? []
        var names = Array(call.operands.dropFirst())
        // `vs/reviews` as well as `vs reviews`.
        if let word = words.first, let slash = word.firstIndex(of: "/") {
            names.insert(String(word[word.index(after: slash)...]), at: 0)
            words = [String(word[..<slash])]
        }
        words = words.flatMap { $0.split(separator: ",").map(String.init) }
        guard names.isEmpty || call.value(selector) == nil else { throw Failure(.usage, "expected either names or a selector") }
        if let path = call.value(GlobalOptions.snapshot) { return try read(path, words, names, call) }
        let client = try call.cluster()
        let namespace = call.flag(SharedOptions.allNamespaces) ? nil : client.namespace
        var report = GetReport(isList: names.count != 1 || words.count > 1, showsNamespace: namespace == nil)
        do {
            for word in words {
                let resource = try client.kind(word)
                if names.isEmpty {
                    let query = KubernetesClient.ListQuery(namespace: namespace, labels: call.value(selector))
                    try client.list(resource, query) { report.objects.append((resource, $0)) }
                } else {
                    for name in names { try get(resource, name, client, &report) }
                }
            }
        } catch let error as KubernetesError {
            throw Failure(error)
        }
        return report
    }

    /// The objects of a snapshot that the words mean.
    private static func read(_ path: String, _ words: [String], _ names: [String], _ call: Invocation) throws -> any Report {
        let namespace = call.flag(SharedOptions.allNamespaces) ? nil : call.value(GlobalOptions.namespace) ?? "default"
        let query = try call.value(selector).map { text in
            guard let query = LabelQuery(text) else { throw Failure(.usage, "'\(text)' is no label selector: expected such as 'app=shop'") }
            return query
        }
        var report = GetReport(isList: names.count != 1 || words.count > 1, showsNamespace: namespace == nil)
        let resources = try SnapshotReader(path).resources()
        for word in words {
            guard let kind = SnapshotKinds.find(word, among: resources) else {
                let near = Suggestions.nearest(to: word, in: SnapshotKinds.words)
                throw Failure(.failure, "the snapshot knows no kind '\(word)'", help: near.map { "did you mean '\($0)'?" })
            }
            let objects = resources.filter { resource in
                resource.kind == kind.kind && resource.group == kind.group
                    && (namespace == nil || !kind.isNamespaced || resource.namespace == namespace)
                    && (query?.matches(resource.labels) ?? true)
            }
            for object in objects where names.isEmpty { report.objects.append((kind.serving(object.version), object.node)) }
            for name in names {
                let found = objects.filter { $0.name == name }
                report.objects += found.map { (kind.serving($0.version), $0.node) }
                if found.isEmpty { report.missing.append("\(kind.fullName) \"\(name)\" not found") }
            }
        }
        return report
    }

    private static func get(_ resource: APIResource, _ name: String, _ client: KubernetesClient, _ report: inout GetReport) throws {
        do throws(KubernetesError) {
            report.objects.append((resource, try client.get(resource, namespace: client.namespace, name: name)))
        } catch {
            guard error.category == .notFound else { throw error }
            report.missing.append(error.message)
        }
    }
}

extension APIResource {
    /// The same kind in another version.
    fileprivate func serving(_ version: String) -> APIResource {
        var resource = self
        resource.version = version
        return resource
    }
}
