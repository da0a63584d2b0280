import MeshAPI
import MeshResources

/// `meshctl history`.
enum HistoryVerb {
    static let command = Command(
        "history", group: .cluster, summary: "list what was applied, when and by whom",
        details: "The records lie in ConfigMaps of the namespace that the runs worked in; the last ten of a release are kept.",
        operands: .init("[REVISION]", 0...1), options: [ApplyVerb.release, .output([.table, .json, .yaml])],
        examples: [
            .init("The runs of the release", "meshctl history"),
            .init("What one of them changed", "meshctl history 3"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let client = try call.cluster()
        let history = RecordedRollout.history(call, client)
        do {
            guard let word = call.operands.first else { return HistoryReport(release: history.release, records: try history.list()) }
            guard let revision = Int(word), revision > 0 else { throw Failure(.usage, "'\(word)' is no revision: expected a number") }
            return HistoryReport(release: history.release, records: [try history.load(revision)])
        } catch let error as KubernetesError {
            throw Failure(error)
        }
    }
}

/// The records of a release.
private struct HistoryReport: Report {
    let release: String
    let records: [ReleaseRecord]

    func value() -> Value? {
        [
            "release": .string(release),
            "revisions": .array(
                records.map { record in
                    [
                        "revision": .int(Int64(record.revision)), "time": .string(Timestamp.text(record.time)),
                        "user": .string(record.user),
                        "action": .string(record.action), "status": .string(record.status), "changes": .int(Int64(record.changeCount)),
                        "objects": .array(
                            record.changes.map { change in
                                [
                                    "apiVersion": .string(change.apiVersion), "kind": .string(change.key.kind),
                                    "namespace": .string(change.key.namespace), "name": .string(change.key.name),
                                    "result": .string(change.result),
                                ]
                            }),
                    ]
                }),
        ]
    }

    func write(to console: Console, as format: OutputFormat) {
        if format == .yaml { return console.output.write(YAMLEmitter.text(value() ?? .null, .ordered)) }
        guard !records.isEmpty else { return console.note("release '\(release)' has no history in this namespace") }
        var table = Table(["REVISION", "TIME", "USER", "ACTION", "STATUS", "CHANGES"])
        for record in records {
            table.add([
                String(record.revision), Timestamp.text(record.time), record.user, record.action, record.status, String(record.changeCount),
            ])
        }
        console.output.write(table.text())
        for record in records { for change in record.changes { console.output.write("  \(change.result) \(change.key)\n") } }
    }
}
