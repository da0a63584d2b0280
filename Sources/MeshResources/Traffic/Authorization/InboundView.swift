/// What guards a workload: the policies that select it and what its ports speak.
final class InboundView {
    enum PeerMode: String {
        case strict = "STRICT"
        case permissive = "PERMISSIVE"
        case disable = "DISABLE"
    }

    /// What decides about a port's transport, and what it decides.
    struct PeerDecision {
        var mode: PeerMode
        var resource: Resource?
        var node: Node?
    }

    /// A rule for tokens.
    struct TokenRule {
        var issuer: String
        var audiences: [String]
        var headers: [(name: String, prefix: String)]
        var parameters: [String]
        var cookies: [String]
        var spaceDelimited: [String]
        var node: Node
    }

    let mesh: TrafficMesh
    let proxy: TrafficProxy
    let policies: [PolicyRecord]
    let tokenRules: [TokenRule]
    private let peers: [(rank: Int, resource: Resource)]
    private let gateway: GatewayView?
    private let byAction: [PolicyRecord.Action: (enforced: [PolicyRecord], dryRun: [PolicyRecord])]
    /// What each port speaks, and how mutual TLS stands there, once asked for.
    private var protocols: [Int: WireProtocol] = [:]
    private var decisions: [Int: PeerDecision] = [:]

    init(mesh: TrafficMesh, proxy: TrafficProxy) {
        self.mesh = mesh
        self.proxy = proxy
        let root = mesh.options.rootNamespace
        func selected(_ resources: [Resource]) -> [Resource] {
            resources.filter { PolicyTarget.selects($0, proxy, rootNamespace: root) }
        }
        let domains = TrustDomains(mesh.options)
        policies = selected(mesh.policies).map { PolicyRecord($0, trustDomains: domains) }
        var byAction: [PolicyRecord.Action: (enforced: [PolicyRecord], dryRun: [PolicyRecord])] = [:]
        for policy in policies {
            if policy.isDryRun {
                byAction[policy.action, default: ([], [])].dryRun.append(policy)
            } else {
                byAction[policy.action, default: ([], [])].enforced.append(policy)
            }
        }
        self.byAction = byAction
        tokenRules = selected(mesh.requestAuthentications).flatMap { ($0.spec?["jwtRules"]?.array ?? []).map(Self.tokenRule) }
        peers = selected(mesh.peerAuthentications).compactMap { resource in
            let hasSelector = !(resource.spec?["selector"]?["matchLabels"]?.stringMap ?? [:]).isEmpty
            let isOwn = (resource.namespace ?? "default") == proxy.namespace
            if hasSelector { return isOwn ? (2, resource) : nil }
            return (isOwn && proxy.namespace != root ? 1 : 0, resource)
        }
        gateway = proxy.kind == .gateway ? mesh.gatewayView(proxy) : nil
    }

    private static func tokenRule(_ node: Node) -> TokenRule {
        TokenRule(
            issuer: node["issuer"]?.text ?? "", audiences: node["audiences"]?.array.map(\.text) ?? [],
            headers: (node["fromHeaders"]?.array ?? []).map { (($0["name"]?.text ?? "").asciiLowercased(), $0["prefix"]?.text ?? "") },
            parameters: node["fromParams"]?.array.map(\.text) ?? [], cookies: node["fromCookies"]?.array.map(\.text) ?? [],
            spaceDelimited: node["spaceDelimitedClaims"]?.array.map(\.text) ?? [], node: node)
    }

    func policies(_ action: PolicyRecord.Action, dryRun: Bool = false) -> [PolicyRecord] {
        guard let found = byAction[action] else { return [] }
        return dryRun ? found.dryRun : found.enforced
    }

    /// What a port of the pod speaks. Ports that are in no Service are looked at as connections come.
    func speaks(_ port: Int) -> WireProtocol {
        if gateway != nil { return .http }
        if let known = protocols[port] { return known }
        let found = declaredProtocol(port)
        protocols[port] = found
        return found
    }

    private func declaredProtocol(_ port: Int) -> WireProtocol {
        let pod = mesh.registry.workload(proxy.name, in: proxy.namespace)?.spec
        for service in mesh.registry.services(selecting: proxy.labels, in: proxy.namespace) {
            for candidate in service.ports where ServiceRegistry.targetPort(candidate, pod) == port { return candidate.speaks }
        }
        return .detected
    }

    /// The port of the pod that a request comes in on.
    func podPort(_ port: Int) -> Int { gateway?.targetPort(port) ?? port }

    /// How mutual TLS stands at a port: the workload's policy over the namespace's over the root's, each with its own for the port first.
    func peerDecision(_ port: Int) -> PeerDecision {
        if let known = decisions[port] { return known }
        let found = findPeerDecision(port)
        decisions[port] = found
        return found
    }

    /// The ports that PeerAuthentications say something about.
    var declaredPeerPorts: [Int] {
        Set(peers.flatMap { ($0.resource.spec?["portLevelMtls"]?.entries ?? []).compactMap { Int($0.key.keyText) } }).sorted()
    }

    private func findPeerDecision(_ port: Int) -> PeerDecision {
        var result = PeerDecision(mode: .permissive)
        for rank in 0...2 {
            guard let resource = peers.first(where: { $0.rank == rank })?.resource else { continue }
            if let mode = resource.spec?["mtls"]?["mode"], let known = PeerMode(rawValue: mode.text) {
                result = PeerDecision(mode: known, resource: resource, node: mode)
            }
            if rank == 2, let mode = resource.spec?["portLevelMtls"]?[String(port)]?["mode"], let known = PeerMode(rawValue: mode.text) {
                result = PeerDecision(mode: known, resource: resource, node: mode)
            }
        }
        return result
    }
}
