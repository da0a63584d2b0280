import Glibc
import MeshAPI
import MeshResources

/// Runs a rollout with a record around it: written before anything changes, completed afterwards.
struct RecordedRollout {
    let call: Invocation
    let client: KubernetesClient
    let action: String
    let manager: String
    /// Where the record is kept; `nil` keeps none.
    let history: ReleaseHistory?

    init(_ call: Invocation, _ client: KubernetesClient, action: String, manager: String) {
        self.call = call
        self.client = client
        self.action = action
        self.manager = manager
        let isWanted = !call.flag(ApplyVerb.noHistory) && call.value(ApplyVerb.release) != nil
        history = isWanted ? Self.history(call, client) : nil
    }

    /// The history that the options name.
    static func history(_ call: Invocation, _ client: KubernetesClient) -> ReleaseHistory {
        ReleaseHistory(client, namespace: client.namespace, release: call.value(ApplyVerb.release) ?? "default")
    }

    /// Carries the rollout out; `afterwards` belongs to it and may still change how it ends.
    func run(_ rollout: Rollout, afterwards: () throws -> Void = {}) throws {
        let record = begin(rollout)
        Interrupts.catchThem()
        let progress = Progress(call.console, total: rollout.plan.stepCount)
        rollout.onProgress = { _, done in progress.show("applied", done) }
        rollout.run()
        progress.clear()
        defer { record.map { finish($0, rollout) } }
        try afterwards()
    }

    private func finish(_ started: ReleaseRecord, _ rollout: Rollout) {
        guard let history else { return }
        let status = rollout.isComplete ? "complete" : Interrupts.signal == nil && !rollout.isOutOfTime ? "failed" : "interrupted"
        let record = ReleaseRecord(
            revision: started.revision, time: started.time, user: started.user, action: action, status: status, items: rollout.items,
            manager: manager, isPlanned: false)
        do throws(KubernetesError) {
            try Interrupts.finishing { () throws(KubernetesError) in
                if record.changeCount > 0 { try history.update(record) } else { try history.remove(started) }
            }
        } catch {
            call.console.warn("the record of this run says 'pending': \(error.message)")
        }
    }

    private func begin(_ rollout: Rollout) -> ReleaseRecord? {
        guard let history else { return nil }
        let record = ReleaseRecord(
            revision: 0, time: Timestamp.now, user: client.userName() ?? Self.localUser, action: action, status: "pending",
            items: rollout.items, manager: manager, isPlanned: true)
        guard record.changeCount > 0 else { return nil }
        do throws(KubernetesError) {
            return try history.add(record)
        } catch {
            call.console.warn("no record is kept, so this run cannot be rolled back: \(error.message)")
            return nil
        }
    }

    /// Who runs this, where the server does not say.
    private static var localUser: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let user = getenv("USER").map { String(cString: $0) } ?? "uid \(getuid())"
        return host.isEmpty ? user : "\(user)@\(host)"
    }
}
