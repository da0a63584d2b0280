/// What changes in behaviour between two meshes: concrete requests whose outcome differs.
///
/// Requests are made from the matches of both sides. That nothing changes is said only where it was shown: for every proxy, port and
/// host both sides do the same under every combination of conditions, and every workload is guarded by the same policies.
public struct SemanticDiff {
    /// A request whose outcome differs.
    public struct Witness {
        /// Where it is followed.
        public let proxy: TrafficProxy
        /// The request.
        public let request: TrafficRequest
        /// Its traces on both sides.
        public let old, new: RequestTrace
        /// The fields that differ, with both values.
        public let differences: [(field: String, old: String, new: String)]
    }

    /// How much is known.
    public enum Verdict: Sendable {
        /// It was shown that nothing changes.
        case same
        /// There are witnesses.
        case differs
        /// The configuration differs, but no request was found that shows it.
        case unknown
    }

    /// The witnesses, at most a few for each host.
    public private(set) var witnesses: [Witness] = []
    /// How many requests were tried.
    public private(set) var tried = 0
    /// What differs in form without a witness, in words.
    public private(set) var unexplained: [String] = []
    /// How much is known.
    public var verdict: Verdict { !witnesses.isEmpty ? .differs : unexplained.isEmpty ? .same : .unknown }

    private let old: TrafficMesh
    private let new: TrafficMesh
    private let now: Int
    private static let witnessesPerHost = 3

    /// Compares two meshes. `now` is the time that tokens are held against, in seconds since 1970.
    ///
    /// `newOptions` is the mesh configuration of the new side where it is another.
    public init(
        old: [Resource], new: [Resource], options: TrafficMesh.Options = .init(), newOptions: TrafficMesh.Options? = nil, now: Int
    ) {
        self.old = TrafficMesh(old, options: options)
        self.new = TrafficMesh(new, options: newOptions ?? options)
        self.now = now
        let observers = Observers(self.old, self.new)
        for proxy in observers.gateways { compareGateway(proxy) }
        for proxy in observers.sidecars { compareSidecar(proxy) }
        for proxy in observers.workloads + observers.gateways { compareGuards(proxy) }
        compareOpaque()
    }

    // MARK: What is not followed

    /// Kinds that change traffic in ways that are not followed here.
    private static let opaqueKinds: [String: [String]] = [
        "networking.istio.io": ["EnvoyFilter"], "extensions.istio.io": ["WasmPlugin", "TrafficExtension"],
        "gateway.networking.k8s.io": [
            "Gateway", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "ReferenceGrant", "BackendTLSPolicy", "ListenerSet",
        ],
    ]

    /// Resources that nothing is known of are named where they differ.
    private mutating func compareOpaque() {
        func texts(_ mesh: TrafficMesh) -> [String: String] {
            var result: [String: String] = [:]
            for resource in mesh.resources where Self.opaqueKinds[resource.group]?.contains(resource.kind) ?? false {
                let name = ResourceName(kind: resource.kind, namespace: resource.namespace ?? "default", name: resource.name)
                result[name.description] = JSONWriter.text(resource.spec.map { Value($0) } ?? .null)
            }
            return result
        }
        let sides = (texts(old), texts(new))
        for name in Set(sides.0.keys).union(sides.1.keys).sorted() where sides.0[name] != sides.1[name] {
            unexplained.append("what \(name) makes of traffic")
        }
    }

    // MARK: Routes

    private mutating func compareGateway(_ proxy: TrafficProxy) {
        let sides = (old.gatewayView(proxy), new.gatewayView(proxy))
        let ports = Set(sides.0.selected.flatMap(\.servers).map(\.number) + sides.1.selected.flatMap(\.servers).map(\.number)).sorted()
        for port in ports {
            let chains = (sides.0.listeners[sides.0.targetPort(port)] ?? [], sides.1.listeners[sides.1.targetPort(port)] ?? [])
            let isTLS = (chains.0.first ?? chains.1.first)?.isTLS ?? false
            let names = isTLS ? Set((chains.0 + chains.1).flatMap(\.serverNames)).sorted() : [""]
            for name in names {
                let sni = name.isEmpty ? nil : Self.concrete(name)
                let found = (sides.0.chain(port: port, sni: sni, isTLS: isTLS), sides.1.chain(port: port, sni: sni, isTLS: isTLS))
                if isTLS { compareSettings(found, proxy, port, name) }
                guard (found.0 ?? found.1)?.isHTTP ?? true, (found.1 ?? found.0)?.isHTTP ?? true else {
                    let ends = (
                        found.0.flatMap { sides.0.connection($0, sni: sni) }?.signature(sides.0.clusters),
                        found.1.flatMap { sides.1.connection($0, sni: sni) }?.signature(sides.1.clusters)
                    )
                    if ends.0 != ends.1 || found.0?.isHTTP != found.1?.isHTTP { tryConnection(proxy, port, sni, nil, isTLS) }
                    continue
                }
                let tables = (found.0.map { sides.0.table($0) }, found.1.map { sides.1.table($0) })
                compareTables(tables.0, sides.0.clusters, tables.1, sides.1.clusters, proxy, port, isTLS ? "https" : "http", sni)
            }
        }
    }

    /// How TLS is opened is no matter of requests: where it differs, that is all that can be said.
    private mutating func compareSettings(
        _ chains: (GatewayView.Chain?, GatewayView.Chain?), _ proxy: TrafficProxy, _ port: Int, _ name: String
    ) {
        guard let old = chains.0?.servers.first, let new = chains.1?.servers.first else { return }
        func text(_ server: GatewayRecord.Server) -> String { server.node["tls"].map { JSONWriter.text(Value($0)) } ?? "" }
        if text(old) != text(new) { unexplained.append("the TLS settings of '\(name)' on port \(port) at \(Self.name(proxy))") }
    }

    private mutating func tryConnection(_ proxy: TrafficProxy, _ port: Int, _ name: String?, _ address: String?, _ isTLS: Bool) {
        var request = TrafficRequest()
        request.host = name ?? address ?? "witness.invalid"
        request.port = port
        request.scheme = isTLS && proxy.kind == .gateway ? "https" : "http"
        request.sni = name
        request.destinationIP = address
        if tryAll([request], proxy, limit: 1) == 0 {
            unexplained.append("connections to '\(request.host)' on port \(port) at \(Self.name(proxy))")
        }
    }

    /// Ports that are not HTTP: where connections to each service go, by address and server name.
    private mutating func compareConnections(_ proxy: TrafficProxy, _ sides: (SidecarView, SidecarView)) {
        var seen: Set<String> = []
        for view in [sides.0, sides.1] {
            for listener in view.listeners {
                for service in listener.services {
                    for port in service.ports where port.speaks == .tcp {
                        let names = [service.hostname] + ConnectionRoutes.serverNames(listener.virtualServices).map(Self.concrete)
                        for name in port.isTLS ? names : [service.hostname] {
                            let address = service.addresses.first
                            guard seen.insert("\(address ?? "") \(port.number) \(name)").inserted else { continue }
                            let ends = (
                                sides.0.signature(address, port.number, name), sides.1.signature(address, port.number, name)
                            )
                            if ends.0 != ends.1 { tryConnection(proxy, port.number, name, address, port.isTLS) }
                        }
                    }
                }
            }
        }
    }

    private mutating func compareSidecar(_ proxy: TrafficProxy) {
        let sides = (old.sidecarView(proxy), new.sidecarView(proxy))
        var ports: Set<Int> = [80]
        for view in [sides.0, sides.1] {
            for listener in view.listeners { for service in listener.services { ports.formUnion(service.ports.map(\.number)) } }
        }
        for port in ports.sorted() {
            compareTables(sides.0.table(port), sides.0.clusters, sides.1.table(port), sides.1.clusters, proxy, port, "http", nil)
        }
        compareConnections(proxy, sides)
    }

    private mutating func compareTables(
        _ before: VirtualHostTable?, _ oldClusters: ClusterDirectory, _ after: VirtualHostTable?, _ newClusters: ClusterDirectory,
        _ proxy: TrafficProxy, _ port: Int, _ scheme: String, _ sni: String?
    ) {
        let domains = Set((before?.all ?? []).map(\.domain) + (after?.all ?? []).map(\.domain)).sorted()
        for domain in domains {
            let host = Self.concrete(domain)
            let sides = (before?.lookup(host), after?.lookup(host))
            if sides.0?.requiresTLS ?? false, sides.1?.requiresTLS ?? false { continue }
            let comparison = RouteComparison(host: host, port: port, scheme: scheme)
            let isBothThere = (sides.0 == nil) == (sides.1 == nil) && sides.0?.requiresTLS == sides.1?.requiresTLS
            var requests: [TrafficRequest] = []
            var isShown = false
            switch comparison.compare(sides.0?.routes ?? [], oldClusters, sides.1?.routes ?? [], newClusters) {
            case .same:
                if isBothThere { continue }
                isShown = true
            case .suspects(let found): requests = found
            case .open(let found): requests = found
            }
            var plain = TrafficRequest()
            plain.host = host
            plain.port = port
            plain.scheme = scheme
            plain.sni = sni
            requests.append(plain)
            if let rule = (new.inboundView(proxy).tokenRules + old.inboundView(proxy).tokenRules).first {
                requests = requests.map { Self.signed($0, rule) }
            }
            let found = tryAll(requests, proxy, limit: Self.witnessesPerHost)
            if found == 0, !isShown { unexplained.append("the routes of '\(domain)' on port \(port) at \(Self.name(proxy))") }
        }
    }

    /// A request whose token the proxy accepts, where it has one.
    private static func signed(_ request: TrafficRequest, _ rule: InboundView.TokenRule) -> TrafficRequest {
        guard var claims = request.token?.claims else { return request }
        var result = request
        claims["iss"] = .string(rule.issuer)
        if let audience = rule.audiences.first { claims["aud"] = .string(audience) }
        result.token = TrafficRequest.Token(claims: claims)
        result.headers.append(("authorization", "Bearer (token)"))
        return result
    }

    /// A name that a wildcard stands for.
    private static func concrete(_ domain: String) -> String {
        if domain == "*" { return "witness.invalid" }
        if HostName.isWildcard(domain) { return "witness" + domain.dropFirst() }
        return domain.hasSuffix("*") ? domain.dropLast() + "witness" : domain
    }

    static func name(_ proxy: TrafficProxy) -> String {
        "\(proxy.kind.rawValue) \(proxy.namespace)\(proxy.name.isEmpty ? "" : "/\(proxy.name)")"
    }

    private mutating func tryAll(_ requests: [TrafficRequest], _ proxy: TrafficProxy, limit: Int) -> Int {
        var found: Set<String> = []
        for request in requests {
            tried += 1
            let a = RequestTrace(request, at: proxy, in: old, now: now, asksDestination: false)
            let b = RequestTrace(request, at: proxy, in: new, now: now, asksDestination: false)
            let differences = Self.differences(a, b)
            guard !differences.isEmpty, found.insert(Self.kind(a, b, differences.map(\.field))).inserted else { continue }
            witnesses.append(Witness(proxy: proxy, request: request, old: a, new: b, differences: differences))
            if found.count >= limit { break }
        }
        return found.count
    }

    /// Witnesses that differ in the same fields by the same rules say the same.
    private static func kind(_ a: RequestTrace, _ b: RequestTrace, _ fields: [String]) -> String {
        let rules = [a, b].map { trace in
            "\(trace.route?.compiled.map(RouteExplanation.name) ?? "") \(trace.authorization?.rule?.key ?? "")"
        }
        return (fields + rules).joined(separator: "|")
    }

    /// The fields of both outcomes that differ. Names of rules, virtual hosts and route configurations are no behaviour.
    static func differences(_ a: RequestTrace, _ b: RequestTrace) -> [(field: String, old: String, new: String)] {
        func fields(_ trace: RequestTrace) -> Value.Object {
            var result = trace.route?.value.object ?? Value.Object()
            for (key, field) in trace.authorization?.value.object ?? [:] where result[key] == nil { result[key] = field }
            for key in ["route", "virtual_host", "route_config", "details", "decided_by", "cluster", "protocol"] { result[key] = nil }
            if let fault = trace.route?.compiled?.action.fault {
                result["fault"] = .string("\(fault.status) \(fault.percent) % \(fault.delay ?? "")")
            }
            if let retries = trace.route?.compiled?.action.retries { result["retries"] = Value(retries) }
            if let cors = trace.route?.compiled?.action.cors { result["cors"] = Value(cors.node) }
            if let policy = trace.trafficPolicy { result["traffic policy"] = .string(policy) }
            if let route = trace.route?.connectionRoute {
                result["clusters"] = .array(route.clusters.map { ["name": .string($0.cluster.text), "weight": .int(Int64($0.weight))] })
            }
            if var upstream = result["upstream"]?.object {
                upstream["endpoint"] = nil
                result["upstream"] = .object(upstream)
            }
            return result
        }
        let old = fields(a)
        let new = fields(b)
        func shown(_ value: Value?) -> String { value.map { $0.string ?? JSONWriter.text($0) } ?? "none" }
        var result: [(field: String, old: String, new: String)] = []
        for key in old.keys + new.keys.filter({ old[$0] == nil }) where old[key] != new[key] {
            result.append((key, shown(old[key]), shown(new[key])))
        }
        return result
    }

    // MARK: Policies

    private mutating func compareGuards(_ proxy: TrafficProxy) {
        let sides = (old.inboundView(proxy), new.inboundView(proxy))
        guard sides.0.signature != sides.1.signature else { return }
        let probes = GuardProbes(old: sides.0, new: sides.1, proxy: proxy).requests
        if tryAll(probes, proxy, limit: Self.witnessesPerHost * 2) == 0 { unexplained.append("the policies of \(Self.name(proxy))") }
    }
}
