import MeshResources

/// What one run changed, and what was there before: enough to put it back.
public struct ReleaseRecord: Sendable {
    /// One object of a run.
    public struct Change: Sendable {
        /// Which object.
        public var key: ObjectKey
        /// Its API version.
        public var apiVersion: String
        /// `created`, `configured`, `deleted`, or `pending` when the run ended before it was known.
        public var result: String
        /// What to apply to have it as it was; `nil` when it did not exist.
        public var before: Value?
        /// Whether it is a Secret, whose contents are never recorded.
        public var isSecret: Bool
        /// The object's identity afterwards; empty when unknown.
        public var uid: String
        /// The server's resource version afterwards; empty when unknown.
        public var version: String
        /// The server's generation afterwards; `nil` where the kind has none.
        public var generation: Int?
    }

    /// Counts from 1 within a release.
    public var revision: Int
    /// When, in seconds since 1970.
    public var time: Int
    /// Who.
    public var user: String
    /// What was asked for: `apply`, `delete`, `rollback to 3`.
    public var action: String
    /// `pending`, `complete`, `failed` or `interrupted`.
    public var status: String
    /// How many objects were changed.
    public var changeCount: Int
    /// The objects; empty in a list of records.
    public var changes: [Change]

    /// Makes the record of a run as it stands; of objects that were not touched nothing is kept.
    public init(
        revision: Int, time: Int, user: String, action: String, status: String, items: [RolloutItem], manager: String, isPlanned: Bool
    ) {
        self.revision = revision
        self.time = time
        self.user = user
        self.action = action
        self.status = status
        changes = items.compactMap { item in
            let result: String
            switch item.state {
            case .created: result = "created"
            case .configured, .expanded, .notRestored: result = "configured"
            case .deleted: result = "deleted"
            case .unknown: result = "pending"
            case .pending where isPlanned && !item.isApplied(by: manager): result = "pending"
            default: return nil
            }
            let isSecret = item.key.kind == "Secret" && item.key.group.isEmpty
            return Change(
                key: item.key, apiVersion: item.resource.apiVersion, result: result,
                before: isSecret ? nil : item.live.map { Rollout.restorable($0, manager: manager) }, isSecret: isSecret,
                uid: item.live?["metadata"]?["uid"]?.text ?? "", version: item.versionAfter, generation: item.generationAfter)
        }
        changeCount = changes.count
    }

    // MARK: JSON

    /// The record as JSON, without what the annotations of its object say.
    var value: Value {
        [
            "changes": .array(
                changes.map { change in
                    var object: Value.Object = [
                        "group": .string(change.key.group), "kind": .string(change.key.kind), "namespace": .string(change.key.namespace),
                        "name": .string(change.key.name), "apiVersion": .string(change.apiVersion), "result": .string(change.result),
                    ]
                    if let before = change.before { object["before"] = before }
                    if change.isSecret { object["secret"] = true }
                    if !change.uid.isEmpty { object["uid"] = .string(change.uid) }
                    if !change.version.isEmpty { object["version"] = .string(change.version) }
                    if let generation = change.generation { object["generation"] = .int(Int64(generation)) }
                    return .object(object)
                })
        ]
    }

    /// Reads what the annotations say; `nil` when they are no record's.
    init?(metadata: Node) {
        let notes = metadata["annotations"]
        guard let text = metadata["labels"]?[ReleaseHistory.revisionLabel]?.text, let revision = Int(text) else { return nil }
        self.revision = revision
        time = Timestamp.seconds(notes?["meshctl.dev/time"]?.text ?? "") ?? 0
        user = notes?["meshctl.dev/user"]?.text ?? ""
        action = notes?["meshctl.dev/action"]?.text ?? ""
        status = notes?["meshctl.dev/status"]?.text ?? ""
        changeCount = Int(notes?["meshctl.dev/changes"]?.text ?? "") ?? 0
        changes = []
    }

    /// Reads the changes.
    mutating func read(_ root: Node) {
        changes =
            root["changes"]?.items.map { item in
                Change(
                    key: ObjectKey(
                        group: item["group"]?.text ?? "", kind: item["kind"]?.text ?? "", namespace: item["namespace"]?.text ?? "",
                        name: item["name"]?.text ?? ""),
                    apiVersion: item["apiVersion"]?.text ?? "", result: item["result"]?.text ?? "",
                    before: item["before"].map { Value($0) }, isSecret: item["secret"]?.bool ?? false, uid: item["uid"]?.text ?? "",
                    version: item["version"]?.text ?? "", generation: item["generation"]?.int)
            } ?? []
    }

    /// What the annotations say.
    var annotations: Value.Object {
        [
            "meshctl.dev/time": .string(Timestamp.text(time)), "meshctl.dev/user": .string(user), "meshctl.dev/action": .string(action),
            "meshctl.dev/status": .string(status), "meshctl.dev/changes": .string(String(changeCount)),
        ]
    }
}
