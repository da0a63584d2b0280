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
        if let path = call.value(GlobalOptions.snapshot) { return try read(path, call) }
        let client = try call.cluster()
        let namespace = call.flag(SharedOptions.allNamespaces) ? nil : client.namespace
        var words = call.operands.first.map { [$0] } ?? []
        var names = Array(call.operands.dropFirst())
        // `vs/reviews` as well as `vs reviews`.
        if let word = words.first, let slash = word.firstIndex(of: "/") {
            names.insert(String(word[word.index(after: slash)...]), at: 0)
            words = [String(word[..<slash])]
        }
        var report = GetReport(isList: names.count != 1, showsNamespace: namespace == nil)
        do {
            for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) {
                let resource = try client.discovery.find(word)
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
    private static func read(_ path: String, _ call: Invocation) throws -> any Report {
        let namespace = call.flag(SharedOptions.allNamespaces) ? nil : call.value(GlobalOptions.namespace) ?? "default"
        let words = call.operands[0].split(separator: ",").map { $0.lowercased() }
        let names = call.operands.dropFirst()
        var report = GetReport(isList: names.count != 1, showsNamespace: namespace == nil)
        for resource in try SnapshotReader(path).resources() {
            let plural = resource.kind.lowercased() + (resource.kind.hasSuffix("y") ? "" : "s")
            let kind = APIResource(
                group: resource.group, version: resource.version, kind: resource.kind,
                plural: resource.kind.hasSuffix("y") ? String(plural.dropLast()) + "ies" : plural, singular: resource.kind.lowercased(),
                shortNames: String(resource.kind.filter(\.isUppercase)).lowercased().isEmpty
                    ? [] : [String(resource.kind.filter(\.isUppercase)).lowercased()],
                isNamespaced: resource.namespace != nil)
            guard words.contains(where: { kind.answers(to: $0) }), names.isEmpty || names.contains(resource.name),
                namespace == nil || resource.namespace == nil || resource.namespace == namespace
            else { continue }
            report.objects.append((kind, resource.node))
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

/// Objects of a cluster.
struct GetReport: Report {
    var objects: [(resource: APIResource, object: Node)] = []
    var missing: [String] = []
    let isList: Bool
    let showsNamespace: Bool

    init(isList: Bool, showsNamespace: Bool) {
        self.isList = isList
        self.showsNamespace = showsNamespace
    }

    var exitCode: ExitCode { missing.isEmpty ? .success : .failure }

    func value() -> Value? {
        let values = objects.map { Self.whole($0.object, $0.resource) }
        if !isList { return values.first ?? .null }
        return ["apiVersion": "v1", "kind": "List", "items": .array(values)]
    }

    /// An object of a list lacks its kind; the managed fields are noise that nobody asked for.
    private static func whole(_ object: Node, _ resource: APIResource) -> Value {
        var result: Value.Object = ["apiVersion": .string(resource.apiVersion), "kind": .string(resource.kind)]
        for (key, value) in object.entries { result[key.keyText] = Value(value) }
        if case .object(var metadata)? = result["metadata"] {
            metadata["managedFields"] = nil
            result["metadata"] = .object(metadata)
        }
        return .object(result)
    }

    func write(to console: Console, as format: OutputFormat) {
        switch format {
        case .yaml: console.output.write(YAMLEmitter.text(value() ?? .null, .ordered))
        case .name:
            for item in objects {
                let kind = item.resource.singular.isEmpty ? item.resource.kind.lowercased() : item.resource.singular
                let group = item.resource.group.isEmpty ? "" : "." + item.resource.group
                console.output.write("\(kind)\(group)/\(item.object["metadata"]?["name"]?.text ?? "")\n")
            }
        default:
            if objects.isEmpty, missing.isEmpty { console.note("no objects found") }
            var shown: [APIResource] = []
            for item in objects where !shown.contains(item.resource) { shown.append(item.resource) }
            for (index, resource) in shown.enumerated() {
                if index > 0 { console.output.write("\n") }
                console.output.write(table(objects.filter { $0.resource == resource }.map(\.object), resource))
            }
        }
        for message in missing { console.report(error: message) }
    }

    private func table(_ objects: [Node], _ resource: APIResource) -> String {
        let columns = ObjectColumns.columns(resource)
        var table = Table((showsNamespace && resource.isNamespaced ? ["NAMESPACE"] : []) + ["NAME"] + columns.map(\.title) + ["AGE"])
        for object in objects {
            var cells = showsNamespace && resource.isNamespaced ? [object["metadata"]?["namespace"]?.text ?? ""] : []
            cells.append(object["metadata"]?["name"]?.text ?? "")
            cells += columns.map { ObjectColumns.text(object.follow(path: $0.path)) }
            cells.append(ObjectColumns.age(object["metadata"]?["creationTimestamp"]?.text ?? "", now: Timestamp.now))
            table.add(cells)
        }
        return table.text()
    }
}

/// What `get` shows of each kind beside its name, as the kinds' own definitions have it.
enum ObjectColumns {
    static func columns(_ resource: APIResource) -> [(title: String, path: String)] {
        switch (resource.group, resource.kind) {
        case ("networking.istio.io", "VirtualService"): [("GATEWAYS", "spec.gateways"), ("HOSTS", "spec.hosts")]
        case ("networking.istio.io", "DestinationRule"): [("HOST", "spec.host")]
        case ("networking.istio.io", "ServiceEntry"):
            [("HOSTS", "spec.hosts"), ("LOCATION", "spec.location"), ("RESOLUTION", "spec.resolution")]
        case ("networking.istio.io", "WorkloadEntry"): [("ADDRESS", "spec.address")]
        case ("security.istio.io", "AuthorizationPolicy"): [("ACTION", "spec.action")]
        case ("security.istio.io", "PeerAuthentication"): [("MODE", "spec.mtls.mode")]
        case ("", "Service"): [("TYPE", "spec.type"), ("CLUSTER-IP", "spec.clusterIP")]
        case ("", "Pod"), ("", "Namespace"): [("STATUS", "status.phase")]
        default: []
        }
    }

    /// A value in one cell; lists as `["a","b"]`, like the server's own tables.
    static func text(_ match: Node.PathMatch) -> String {
        guard match.isExact, !match.node.isNull else { return "" }
        return match.node.isScalar ? match.node.text : JSONWriter.text(match.node)
    }

    /// `5m`, `3h`, `12d`: how long ago a time was.
    static func age(_ text: String, now: Int) -> String {
        guard let then = Timestamp.seconds(text) else { return "" }
        let seconds = max(0, now - then)
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<7200: return "\(seconds / 60)m"
        case ..<172_800: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }
}
