import MeshAPI
import MeshResources

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
        case .json, .yaml: write(to: console.output, asJSON: format == .json)
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

    /// Writes object by object: there may be many thousands, and their text takes several times the memory that they take.
    private func write(to output: OutputWriter, asJSON: Bool) {
        guard isList else {
            guard let item = objects.first else { return }
            let value = Self.whole(item.object, item.resource)
            return output.write(asJSON ? JSONWriter.text(value, .pretty) + "\n" : YAMLEmitter.text(value, .ordered))
        }
        let isEmpty = objects.isEmpty
        if asJSON {
            output.write("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [\(isEmpty ? "" : "\n    ")")
            var writer = JSONWriter(.pretty)
            for (index, item) in objects.enumerated() {
                if index > 0 { output.write(",\n    ") }
                writer.write(Self.whole(item.object, item.resource), depth: 2)
                output.write(writer.takeBytes())
            }
            output.write("\(isEmpty ? "" : "\n  ")]\n}\n")
        } else {
            output.write("apiVersion: v1\nkind: List\nitems:\(isEmpty ? " []" : "")\n")
            // The dashes of a list stand below its key.
            for item in objects { output.write(YAMLEmitter.text(.array([Self.whole(item.object, item.resource)]), .ordered)) }
        }
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
