import MeshAPI
import MeshResources

/// Waits until the mesh's proxies have taken over what was changed.
struct ProxyWait {
    private let access: ProxyAccess
    private let console: Console
    private var wait: AcknowledgementWait

    /// Looks at the proxies before a change: control planes that cannot be reached are better known now, and what is refused
    /// already does not count against the change.
    init(_ call: Invocation) throws {
        access = ProxyAccess(call)
        console = call.console
        wait = AcknowledgementWait(changedAt: 0)
        wait.earlierRefusals = AcknowledgementWait.refusals(try Self.look(access))
    }

    private static func look(_ access: ProxyAccess) throws -> [ProxySync] {
        var proxies: [ProxySync] = []
        var problem: ServiceFailure?
        for answer in try access.askIstiods({ istiod throws(ServiceFailure) in try istiod.proxies() }) {
            switch answer {
            case .success(let found): proxies += found
            case .failure(let failure): problem = failure
            }
        }
        if proxies.isEmpty, let problem { throw Failure(problem) }
        return proxies
    }

    /// Notes the moment before the first change.
    mutating func begin() { wait.changedAt = Timestamp.now }

    /// Waits; the reason in words when it did not end well.
    func run(until deadline: SteadyTime) throws -> String? {
        var wait = wait
        let progress = Progress(console, total: 1000)
        wait.onProgress = { done, all in progress.show("acknowledged by", done, of: all) }
        defer { progress.clear() }
        switch try wait.run(until: deadline, look: { try Self.look(access) }) {
        case .acknowledged(let count):
            console.note("acknowledged by \(Count.text(count, "proxy", "proxies"))")
            return nil
        case .refused(let proxies):
            let reasons = proxies.prefix(5).map { proxy in
                "\(proxy.proxy) (\(proxy.refusals.compactMap(\.refusal).first ?? "no reason given"))"
            }
            return "\(Count.text(proxies.count, "proxy refuses", "proxies refuse")) the change: " + reasons.joined(separator: ", ")
        case .timedOut(let proxies):
            return "\(Count.text(proxies.count, "proxy has", "proxies have")) not acknowledged in time: "
                + proxies.prefix(5).map(\.proxy).joined(separator: ", ")
        }
    }
}

extension Count {
    /// A number with the form of its noun that fits.
    static func text(_ number: Int, _ one: String, _ several: String) -> String { "\(number) \(number == 1 ? one : several)" }
}
