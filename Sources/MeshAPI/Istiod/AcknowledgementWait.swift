import Glibc
import MeshResources

/// Waits until every proxy that a change concerns has acknowledged a configuration which contains it.
///
/// istiod tells of each proxy what it sent last and what was acknowledged. After a change it takes istiod a moment to send
/// anything; so a proxy counts as done only when everything it was sent is acknowledged and istiod has sent something after
/// the change, or when that moment has passed and there was nothing to send. What was sent is told from what was sent before
/// by istiod's own marks, so that no two clocks have to agree.
public struct AcknowledgementWait {
    /// How it ended.
    public enum Outcome: Sendable {
        /// Every proxy has acknowledged.
        case acknowledged(proxies: Int)
        /// A proxy refused what it was sent.
        case refused([ProxySync])
        /// Time ran out; these proxies are still behind.
        case timedOut([ProxySync])
    }

    /// When the change was made, in seconds since 1970.
    public var changedAt: Int
    /// How long istiod may take to send something, in seconds: it gathers changes before it pushes.
    public var settleTime: Double = 3
    /// Which proxies the change concerns.
    public var concerns: (ProxySync) -> Bool = { _ in true }
    /// Refusals that were there before the change do not count against it: `PROXY TYPE REASON`.
    public var earlierRefusals: Set<String> = []
    /// What each proxy had been sent before the change, by `PROXY TYPE`; without any, the times of sending count.
    public var sentBefore: [String: String] = [:]
    /// Called at each look with the number of proxies that have acknowledged and of all.
    public var onProgress: ((_ done: Int, _ all: Int) -> Void)?

    /// Waits for what was changed at this moment.
    public init(changedAt: Int) {
        self.changedAt = changedAt
    }

    /// The refusals of these proxies in the form of `earlierRefusals`.
    public static func refusals(_ proxies: [ProxySync]) -> Set<String> {
        Set(proxies.flatMap { proxy in proxy.refusals.map { "\(proxy.proxy) \($0.typeURL) \($0.refusal ?? "")" } })
    }

    /// What these proxies were sent last in the form of `sentBefore`.
    public static func sent(_ proxies: [ProxySync]) -> [String: String] {
        let marks = proxies.flatMap { proxy in proxy.types.map { ("\(proxy.proxy) \($0.typeURL)", $0.mark) } }
        return Dictionary(marks) { $1 }
    }

    /// Looks every half second until all is acknowledged, something is refused, or `deadline` has passed.
    ///
    /// `look` asks every control plane; it throws when none can be reached.
    public func run(until deadline: SteadyTime, look: () throws -> [ProxySync]) throws -> Outcome {
        let start = SteadyTime.now
        while true {
            let proxies = try look().filter(concerns)
            let refused = proxies.filter { !Self.refusals([$0]).isSubset(of: earlierRefusals) }
            if !refused.isEmpty { return .refused(refused) }
            let isSettled = start.duration(to: SteadyTime.now) > .seconds(settleTime)
            let behind = proxies.filter { !hasAcknowledged($0, isSettled: isSettled) }
            onProgress?(proxies.count - behind.count, proxies.count)
            if behind.isEmpty, isSettled || !proxies.isEmpty { return .acknowledged(proxies: proxies.count) }
            if SteadyTime.now >= deadline || Interrupts.signal != nil { return .timedOut(behind) }
            usleep(500_000)
        }
    }

    private func hasAcknowledged(_ proxy: ProxySync, isSettled: Bool) -> Bool {
        guard !proxy.isStale else { return false }
        if isSettled { return true }
        guard !sentBefore.isEmpty else { return proxy.types.contains { ($0.sentAt ?? 0) >= changedAt } }
        return proxy.types.contains { !$0.mark.isEmpty && $0.mark != sentBefore["\(proxy.proxy) \($0.typeURL)"] }
    }
}
