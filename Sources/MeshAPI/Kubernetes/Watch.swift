import MeshResources

/// One event of a watch.
public struct WatchEvent: Sendable {
    /// What happened.
    public enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        case bookmark = "BOOKMARK"
        case error = "ERROR"
    }

    /// What happened.
    public var kind: Kind
    /// The object after it; of a deletion the last state; of a bookmark only the resource version.
    public var object: Node
}

/// Cuts a stream of bytes into lines, however they arrive.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// Adds bytes and calls `each` for every line that is complete now.
    mutating func add(_ bytes: UnsafeRawBufferPointer, each: ([UInt8]) -> Bool) -> Bool {
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            rest += bytes[start..<index]
            start = index + 1
            let line = rest
            rest = []
            if !line.isEmpty, !each(line) { return false }
        }
        rest += bytes[start...]
        return true
    }
}

extension KubernetesClient {
    /// Watches a collection from `resourceVersion` on until `each` returns `false` or `deadline` passes.
    ///
    /// When the server ends a watch it is taken up again where it was, for which bookmarks are asked. When the place is too
    /// old to go on from, the error's status is 410: list again and watch from there.
    public func watch(
        _ resource: APIResource, _ query: ListQuery, from resourceVersion: String, deadline: SteadyTime,
        each: (WatchEvent) -> Bool
    ) throws(KubernetesError) {
        var version = resourceVersion
        var idle = 0
        while true {
            let left = SteadyTime.now.duration(to: deadline).milliseconds
            guard left > 0 else { return }
            let target =
                resource.path(namespace: query.namespace)
                + URLText.query([
                    ("watch", "1"), ("allowWatchBookmarks", "true"), ("resourceVersion", version), ("labelSelector", query.labels),
                    ("fieldSelector", query.fields), ("timeoutSeconds", String(max(1, min(left / 1000, 300)))),
                ])
            var lines = LineSplitter()
            var isWanted = true
            var problem: KubernetesError?
            let request = HTTPRequest("GET", target, headers: [("Accept", "application/json")], timeout: .milliseconds(left + 500))
            let result = transport.stream(request) { bytes in
                lines.add(bytes) { line in
                    guard let event = Self.event(line) else { return true }
                    if event.kind == .error {
                        let object = event.object
                        problem = KubernetesError(
                            .other, object["message"]?.string ?? "the watch failed", status: object["code"]?.int ?? 500,
                            reason: object["reason"]?.string ?? "")
                        return false
                    }
                    idle = 0
                    version = event.object["metadata"]?["resourceVersion"]?.string ?? version
                    if event.kind != .bookmark { isWanted = each(event) }
                    return isWanted
                }
            }
            if let problem { throw problem }
            guard isWanted else { return }
            switch result {
            case .success(let answer) where answer.isSuccess: break
            case .success(let answer): throw KubernetesError(answer)
            case .failure(let error):
                if SteadyTime.now >= deadline { return }
                idle += 1
                guard error.kind == .connectionLost || error.kind == .timedOut, idle < 5 else {
                    throw KubernetesError(error, server: server)
                }
            }
        }
    }

    static func event(_ line: [UInt8]) -> WatchEvent? {
        let result = JSONReader.parse(SourceText(name: "watch", bytes: line))
        guard result.isComplete, let root = result.tree.documents.first?.root, let kind = root["type"]?.text, let object = root["object"]
        else { return nil }
        return WatchEvent.Kind(rawValue: kind).map { WatchEvent(kind: $0, object: object) }
    }
}
