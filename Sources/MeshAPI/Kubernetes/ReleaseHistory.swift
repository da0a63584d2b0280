import MeshResources

/// Keeps records of runs in the cluster: a ConfigMap for each, compressed, in parts where one is too small.
///
/// ConfigMaps rather than Secrets: nothing secret is recorded, and more people may read them.
public struct ReleaseHistory {
    /// How many records a release keeps.
    public static let limit = 10
    /// How many compressed bytes one ConfigMap holds; the server's limit is 1 MiB, in base64.
    static let partSize = 700_000
    static let releaseLabel = "meshctl.dev/release"
    static let revisionLabel = "meshctl.dev/revision"
    static let partLabel = "meshctl.dev/part"

    private let client: KubernetesClient
    private let namespace: String
    /// The release's name.
    public let release: String
    private let maps = APIResource(group: "", version: "v1", kind: "ConfigMap", plural: "configmaps")

    /// Opens the history of a release in a namespace.
    public init(_ client: KubernetesClient, namespace: String, release: String) {
        self.client = client
        self.namespace = namespace
        self.release = release
    }

    /// The records without their changes, oldest first.
    public func list() throws(KubernetesError) -> [ReleaseRecord] {
        try entries().filter { $0.part == 1 }.map(\.record).sorted { $0.revision < $1.revision }
    }

    private func entries() throws(KubernetesError) -> [(name: String, part: Int, record: ReleaseRecord)] {
        let target =
            maps.path(namespace: namespace)
            + URLText.query([("labelSelector", "\(Self.releaseLabel)=\(release)"), ("limit", "500")])
        let accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
        let root = try client.json(HTTPRequest("GET", target, headers: [("Accept", accept)]))
        return root["items"]?.items.compactMap { item in
            guard let metadata = item["metadata"], let record = ReleaseRecord(metadata: metadata) else { return nil }
            return (metadata["name"]?.text ?? "", Int(metadata["labels"]?[Self.partLabel]?.text ?? "1") ?? 1, record)
        } ?? []
    }

    /// One record with its changes.
    public func load(_ revision: Int) throws(KubernetesError) -> ReleaseRecord {
        let first = try client.get(maps, namespace: namespace, name: name(revision, 1))
        guard let metadata = first["metadata"], var record = ReleaseRecord(metadata: metadata) else {
            throw KubernetesError(.other, "revision \(revision) of release '\(release)' is no record of this program's")
        }
        let notes = metadata["annotations"]
        let parts = Int(notes?["meshctl.dev/parts"]?.text ?? "1") ?? 1
        var bytes: [UInt8] = []
        for part in 1...max(1, min(parts, 64)) {
            let map = part == 1 ? first : try client.get(maps, namespace: namespace, name: name(revision, part))
            bytes += Base64.decode(map["binaryData"]?["record"]?.text ?? "") ?? []
        }
        if let size = notes?["meshctl.dev/size"]?.text, let count = Int(size) { bytes = Compression.inflate(bytes, count: count) ?? [] }
        let result = JSONReader.parse(SourceText(name: "record", bytes: bytes))
        guard result.isComplete, let root = result.tree.documents.first?.root else {
            throw KubernetesError(.other, "revision \(revision) of release '\(release)' is damaged")
        }
        record.read(root)
        return record
    }

    /// Writes a new record under the next free revision; returns it with that number.
    public func add(_ record: ReleaseRecord) throws(KubernetesError) -> ReleaseRecord {
        var record = record
        record.revision = (try list().last?.revision ?? 0) + 1
        for _ in 0..<20 {
            do throws(KubernetesError) {
                try write(record, isNew: true)
                return record
            } catch {
                // Somebody else has taken the number.
                guard error.status == 409 else { throw error }
                record.revision += 1
            }
        }
        throw KubernetesError(.conflict, "no free revision for release '\(release)' was found", status: 409)
    }

    /// Writes a record again, with what is known by now, and drops the oldest beyond the limit.
    public func update(_ record: ReleaseRecord) throws(KubernetesError) {
        try write(record, isNew: false)
        let all = try entries()
        let kept = Set(Set(all.map(\.record.revision)).sorted().suffix(Self.limit))
        try remove(all.filter { !kept.contains($0.record.revision) }.map(\.name))
    }

    /// Takes a record away: nothing was changed.
    public func remove(_ record: ReleaseRecord) throws(KubernetesError) {
        try remove(try entries().filter { $0.record.revision == record.revision }.map(\.name))
    }

    private func remove(_ names: [String]) throws(KubernetesError) {
        var problem: KubernetesError?
        client.delete(names.map { Deletion(resource: maps, namespace: namespace, name: $0) }) { _, result in
            if case .failure(let error) = result, error.category != .notFound { problem = error }
        }
        if let problem { throw problem }
    }

    private func name(_ revision: Int, _ part: Int) -> String {
        "meshctl-release-\(release)-v\(revision)" + (part == 1 ? "" : "-part\(part)")
    }

    private func write(_ record: ReleaseRecord, isNew: Bool) throws(KubernetesError) {
        let text = Array(JSONWriter.text(record.value).utf8)
        let compressed = Compression.deflate(text)
        let bytes = compressed ?? text
        let count = max(1, (bytes.count + Self.partSize - 1) / Self.partSize)
        // The first part, which makes the record known, is written last.
        for part in stride(from: count, through: 1, by: -1) {
            let slice = bytes[min(bytes.count, (part - 1) * Self.partSize)..<min(bytes.count, part * Self.partSize)]
            var notes = record.annotations
            if compressed != nil { notes["meshctl.dev/size"] = .string(String(text.count)) }
            notes["meshctl.dev/parts"] = .string(String(count))
            let map: Value = [
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": [
                    "name": .string(name(record.revision, part)), "namespace": .string(namespace),
                    "labels": [
                        Self.releaseLabel: .string(release), Self.revisionLabel: .string(String(record.revision)),
                        Self.partLabel: .string(String(part)), "app.kubernetes.io/managed-by": "meshctl",
                    ],
                    "annotations": .object(notes),
                ],
                "binaryData": ["record": .string(Base64.encode(slice))],
            ]
            if isNew {
                _ = try client.json(KubernetesClient.post(maps.path(namespace: namespace), map))
            } else {
                let order = ServerSideApply(
                    resource: maps, namespace: namespace, name: name(record.revision, part), body: Array(JSONWriter.text(map).utf8))
                var problem: KubernetesError?
                client.apply([order], ServerSideApply.Options(fieldManager: "meshctl-history", isForced: true)) { _, result in
                    if case .failure(let error) = result { problem = error }
                }
                if let problem { throw problem }
            }
        }
    }
}

extension KubernetesClient {
    /// Whom the server takes this user for; `nil` where it does not say (before 1.28).
    public func userName() -> String? {
        let review: Value = ["apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"]
        let request = Self.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", review, isIdempotent: true)
        guard case .success(let answer)? = send([request]).first else { return nil }
        return answer.body.json()?["status"]?["userInfo"]?["username"]?.string
    }
}
