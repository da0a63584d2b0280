/// Injects into the workloads of a manifest text, as `istioctl kube-inject` does: documents of other kinds pass through byte for
/// byte, workloads are written in canonical form.
public struct ManifestInjector: Sendable {
    private let inject: @Sendable (Pod, WorkloadOwner) throws(InjectionError) -> Pod

    /// What became of a text.
    public struct Result: Sendable {
        /// The text to write.
        public var output: [UInt8] = []
        /// What was left alone and why, in istioctl's words.
        public var warnings: [String] = []
        /// Why the output is not to be used; one for each document that failed.
        public var errors: [InjectionError] = []

        /// Makes the result of nothing.
        public init() {}
    }

    /// Injects by settings.
    public init(_ injector: Injector) {
        inject = { pod, owner throws(InjectionError) in try PodInjection.run(pod, owner: owner, environment: [:], injector: injector) }
    }

    /// Injects nothing: workloads are only written in canonical form.
    public static let canonical = ManifestInjector(inject: { pod, _ throws(InjectionError) in pod })

    private init(inject: @escaping @Sendable (Pod, WorkloadOwner) throws(InjectionError) -> Pod) { self.inject = inject }

    /// Lets a control plane's webhook inject.
    ///
    /// - Parameter send: Sends a review, JSON text, and gives the root of the answer.
    public init(webhook send: @escaping @Sendable (String) throws(InjectionError) -> Node) {
        inject = { pod, owner throws(InjectionError) in
            let own = pod.metadata.string(PodFields.namespace)
            let namespace = own.isEmpty ? owner.namespace.isEmpty ? "default" : owner.namespace : own
            return try RemoteWebhook.apply(try send(JSONWriter.text(RemoteWebhook.review(pod, namespace: namespace))), to: pod)
        }
    }

    /// The kinds that make pods, or are one.
    public static let kinds: Set<String> = [
        "Pod", "ReplicationController", "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "Job", "CronJob", "List",
        "DeploymentConfig",
    ]

    /// The documents of a text, to be injected apart from each other.
    public static func documents(of source: SourceText) throws(InjectionError) -> [SourceRange] { try ManifestDocuments.split(source) }

    /// Injects into every document of a text.
    public func inject(_ source: SourceText) -> Result {
        var result = Result()
        do throws(InjectionError) {
            for part in try ManifestDocuments.split(source) {
                inject(source, part, &result)
            }
        } catch { result.errors.append(error) }
        return result
    }

    /// Injects into one document and adds the outcome.
    public func inject(_ source: SourceText, _ range: SourceRange, _ result: inout Result) {
        let outcome = document(source, range)
        result.warnings += outcome.warnings
        result.errors += outcome.errors
        result.output += outcome.output
    }

    private func document(_ source: SourceText, _ range: SourceRange) -> Result {
        var result = Result()
        let parsed = YAML.parse(source, part: range)
        for diagnostic in parsed.diagnostics where diagnostic.severity == .error {
            var error = InjectionError(diagnostic.message, location: diagnostic.location)
            error.isUnreadable = true
            result.errors.append(error)
        }
        guard result.errors.isEmpty else { return result }
        let root = parsed.tree.documents.lazy.compactMap(\.root).first { !$0.isNull }
        guard let root else { return passed(source, range) }
        guard root.isMapping else {
            var error = InjectionError("not a Kubernetes manifest: an object is wanted", location: root.headLocation)
            error.isUnreadable = true
            result.errors.append(error)
            return result
        }
        guard let kind = root["kind"]?.text, Self.kinds.contains(kind) else { return passed(source, range) }
        do throws(InjectionError) {
            var emitter = YAMLEmitter()
            if kind == "List" {
                emitter.write(try list(root, &result.warnings))
            } else {
                emitter.write(try workload(root, kind, &result.warnings))
            }
            emitter.append(line: "---")
            result.output = emitter.takeBytes()
        } catch {
            var error = error
            if error.location == nil { error.location = root["kind"]?.location ?? root.location }
            result.errors.append(error)
        }
        return result
    }

    /// A document as it is, with a line feed at its end and the separator after it.
    private func passed(_ source: SourceText, _ range: SourceRange) -> Result {
        var result = Result()
        result.output = Array(source.bytes(in: range))
        if let last = result.output.last, last != 0x0A { result.output.append(0x0A) }
        result.output += Array("---\n".utf8)
        return result
    }

    // MARK: Objects

    private func list(_ root: Node, _ warnings: inout [String]) throws(InjectionError) -> Value {
        var value = Value(root)
        guard let items = root["items"], items.isSequence else { return value }
        var results: [Value] = []
        for item in items.items {
            if let kind = item["kind"]?.text, Self.kinds.contains(kind), kind != "List" {
                results.append(Value(try workload(item, kind, &warnings)))
            } else {
                results.append(Value(item))
            }
        }
        value["items"] = .array(results)
        if value["metadata"] == nil || value["metadata"] == .null { value["metadata"] = .object([:]) }
        return value
    }

    private func workload(_ root: Node, _ kind: String, _ warnings: inout [String]) throws(InjectionError) -> Record {
        var reader = RecordReader(.document)
        let type = RecordSchema.shared.type(kind)
        var object: Record
        do { object = try reader.read(root, type) } catch {
            var problem = InjectionError("\(kind): ", error)
            problem.isUnreadable = true
            throw problem
        }
        let shape = WorkloadShape(type)
        guard let pod = shape.pod(of: object) else { throw InjectionError("spec.template is required value", location: root.headLocation) }
        let owner = kind == "Pod" ? WorkloadOwner(of: pod) : shape.owner(of: object)
        if let reason = skipReason(pod, owner) {
            let name = pod.metadata.string(PodFields.name)
            let shown = name.isEmpty ? owner.name : name
            let full = owner.namespace.isEmpty ? shown : "\(owner.namespace)/\(shown)"
            warnings.append("===> Skipping injection because \(owner.kind) \"\(full)\" has \(reason)\n")
            return object
        }
        let injected: Pod
        do { injected = try inject(pod, owner) } catch {
            var problem = error
            problem.location = root["kind"]?.location
            throw problem
        }
        shape.put(injected, into: &object)
        return object
    }

    private func skipReason(_ pod: Pod, _ owner: WorkloadOwner) -> String? {
        if pod.spec.bool(PodFields.hostNetwork) == true { return "host networking enabled" }
        let namespace = pod.metadata.string(PodFields.namespace)
        if InjectionPolicy.ignoredNamespaces.contains(namespace.isEmpty ? owner.namespace : namespace) {
            return "sidecar injection disabled"
        }
        let wish = pod.label("sidecar.istio.io/inject") ?? pod.annotation("sidecar.istio.io/inject")
        return wish == "false" ? "sidecar injection disabled" : nil
    }
}

/// Where a workload keeps the pod that it makes.
struct WorkloadShape {
    private let type: RecordType
    private let metadataPath: [Int]
    private let specPath: [Int]
    private let requiresTemplate: Bool

    init(_ type: RecordType) {
        self.type = type
        func path(_ names: String...) -> [Int] {
            var current = type
            return names.map { name in
                let index = current.index(name)
                if case .record(let inner) = current.fields[index].kind { current = RecordSchema.shared.types[inner] }
                return index
            }
        }
        switch type.name {
        case "Pod": (metadataPath, specPath, requiresTemplate) = (path("metadata"), path("spec"), false)
        case "CronJob":
            metadataPath = path("spec", "jobTemplate", "metadata")
            specPath = path("spec", "jobTemplate", "spec", "template", "spec")
            requiresTemplate = false
        default:
            metadataPath = path("spec", "template", "metadata")
            specPath = path("spec", "template", "spec")
            // ReplicationController and DeploymentConfig point to their template.
            requiresTemplate = true
        }
    }

    /// The pod; `nil` if the template is missing where it is a pointer.
    func pod(of object: Record) -> Pod? {
        if requiresTemplate {
            let template = object.record(metadataPath[0])?.record(metadataPath[1])
            let specType = RecordSchema.shared.types[object.record(metadataPath[0])?.typeIndex ?? type.index]
            if template == nil, specType.index != type.index, specType.fields[metadataPath[1]].isPointer { return nil }
            if template == nil, object.record(metadataPath[0]) == nil, ["ReplicationController", "DeploymentConfig"].contains(type.name) {
                return nil
            }
        }
        return Pod(
            metadata: record(at: metadataPath[...], in: object) ?? Record(PodFields.metadataType),
            spec: record(at: specPath[...], in: object) ?? Record(PodFields.specType))
    }

    func owner(of object: Record) -> WorkloadOwner {
        let metadata = object.record(type.index("metadata"))
        return WorkloadOwner(
            apiVersion: object.string(type.index("apiVersion")), kind: object.string(type.index("kind")),
            name: metadata?.string(PodFields.name) ?? "", namespace: metadata?.string(PodFields.namespace) ?? "")
    }

    func put(_ pod: Pod, into object: inout Record) {
        Self.set(pod.metadata, at: metadataPath[...], in: &object)
        Self.set(pod.spec, at: specPath[...], in: &object)
    }

    private func record(at path: ArraySlice<Int>, in record: Record) -> Record? {
        guard let first = path.first else { return record }
        return record.record(first).flatMap { self.record(at: path.dropFirst(), in: $0) }
    }

    private static func set(_ value: Record, at path: ArraySlice<Int>, in record: inout Record) {
        guard let first = path.first else {
            record = value
            return
        }
        var inner: Record
        if let present = record.record(first) {
            inner = present
        } else if case .record(let type) = record.type.fields[first].kind {
            inner = Record(type)
        } else {
            return
        }
        record[first] = nil
        set(value, at: path.dropFirst(), in: &inner)
        record[first] = inner.isEmpty && !record.type.fields[first].isPointer ? nil : .record(inner)
    }
}

/// Cuts a text into documents the way Kubernetes' reader does: at lines that begin with `---`.
enum ManifestDocuments {
    /// The ranges of the documents. Empty ones are left out, those of blank lines and comments are kept.
    static func split(_ source: SourceText) throws(InjectionError) -> [SourceRange] {
        let bytes = source.bytes
        var parts: [SourceRange] = []
        var start = 0
        var line = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while line < bytes.count {
            var end = line
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            let next = min(end + 1, bytes.count)
            if end - line >= 3, bytes[line] == 0x2D, bytes[line + 1] == 0x2D, bytes[line + 2] == 0x2D {
                var at = line + 3
                while at < end, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D { at += 1 }
                guard at == end || bytes[at] == UInt8(ascii: "#") else {
                    var error = InjectionError(
                        "invalid Yaml document separator: \(source.text(in: SourceRange(line + 3, end)))",
                        location: Location(source: source, range: SourceRange(line, end)))
                    error.isUnreadable = true
                    throw error
                }
                if line > start { parts.append(SourceRange(start, line)) }
                start = next
            }
            line = next
        }
        if start < bytes.count { parts.append(SourceRange(start, bytes.count)) }
        return parts
    }
}
