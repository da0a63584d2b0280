import MeshAPI
import MeshResources

/// Waits until the proxies that a change concerns have taken it over.
struct ProxyWait {
    private let call: Invocation
    private let access: ProxyAccess
    private let console: Console
    private var wait: AcknowledgementWait

    /// Looks at the proxies before a change: control planes that cannot be reached are better known now, and what is refused
    /// or was sent already does not count for the change.
    init(_ call: Invocation) throws {
        self.call = call
        access = ProxyAccess(call)
        console = call.console
        wait = AcknowledgementWait(changedAt: 0)
        let before = try Self.look(access)
        wait.earlierRefusals = AcknowledgementWait.refusals(before)
        wait.sentBefore = AcknowledgementWait.sent(before)
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

    /// Waits for the proxies that these changes concern; the reason in words when it did not end well.
    mutating func run(until deadline: SteadyTime, after items: [RolloutItem], _ client: KubernetesClient) throws -> String? {
        let changed = items.filter { item in
            switch item.state {
            case .created, .configured, .deleted: true
            default: false
            }
        }
        let gateways = GatewaySearch(items: items, client: client)
        let audience = ProxyAudience(
            changed.map { .init(kind: $0.key.kind, namespace: $0.key.namespace, old: $0.live, new: $0.wanted) },
            rootNamespace: call.value(GlobalOptions.istioNamespace) ?? "istio-system", gateway: gateways.selector)
        guard !audience.isEmpty else {
            console.note(changed.isEmpty ? "nothing was changed: no proxy is waited for" : "the change concerns no proxy")
            return nil
        }
        let selected = try Self.names(audience, client)
        wait.concerns = { audience.includes(namespace: $0.namespace) || selected.contains($0.proxy) }
        return try run(until: deadline)
    }

    /// The proxies of the groups that labels describe.
    private static func names(_ audience: ProxyAudience, _ client: KubernetesClient) throws -> Set<String> {
        var names: Set<String> = []
        for group in audience.groups where !group.labels.isEmpty {
            let labels = group.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
            do { names.formUnion(try MeshPods(client).list(namespace: group.namespace, labels: labels).map(\.proxyName)) } catch {
                throw Failure(error)
            }
        }
        return names
    }

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

/// The selectors of Gateways that virtual services name: of those that are applied beside them, else of the cluster's.
private struct GatewaySearch {
    let items: [RolloutItem]
    let client: KubernetesClient
    private static let gateways = APIResource(group: "networking.istio.io", version: "v1", kind: "Gateway", plural: "gateways")

    func selector(_ namespace: String, _ name: String) -> [String: String]? {
        let applied = items.first {
            $0.key.kind == "Gateway" && $0.key.namespace == namespace && $0.key.name == name && $0.resource.group == Self.gateways.group
        }
        let node = applied?.wanted ?? (try? client.get(Self.gateways, namespace: namespace, name: name))
        guard let selector = node?["spec"]?["selector"], selector.isMapping else { return nil }
        return Dictionary(selector.entries.map { ($0.key.keyText, $0.value.text) }) { $1 }
    }
}

extension Count {
    /// A number with the form of its noun that fits.
    static func text(_ number: Int, _ one: String, _ several: String) -> String { "\(number) \(number == 1 ? one : several)" }
}
