/// Follows requests through the routes of a proxy.
public struct RouteTracer {
    /// The mesh asked about.
    public let mesh: TrafficMesh

    /// Makes a tracer for a mesh.
    public init(_ mesh: TrafficMesh) {
        self.mesh = mesh
    }

    /// What becomes of a request at a proxy: for a gateway one that comes in, for a sidecar one that its application sends.
    /// `claims` are those of a token that the proxy accepted.
    public func outcome(_ request: TrafficRequest, at proxy: TrafficProxy, claims: Value? = nil) -> RouteOutcome {
        let outcome = RouteOutcome()
        switch proxy.kind {
        case .gateway:
            let view = mesh.gatewayView(proxy)
            guard view.listeners[view.targetPort(request.port)] != nil else {
                outcome.connection = "refused"
                return outcome
            }
            let isTLS = view.speaksTLS(request)
            guard let chain = view.chain(port: request.port, sni: request.sni, isTLS: isTLS) else {
                outcome.connection = "closed"
                return outcome
            }
            outcome.chain = chain
            guard chain.isHTTP else {
                if let route = view.connection(chain, sni: request.sni) {
                    send(route, request, outcome)
                } else {
                    outcome.connection = "closed"
                }
                return outcome
            }
            route(request, view.table(chain), view.clusters, scheme: isTLS ? "https" : "http", claims, outcome)
        case .sidecar:
            let view = mesh.sidecarView(proxy)
            switch view.listener(address: request.destinationIP ?? address(of: request, view), port: request.port, sni: request.sni) {
            case .none: sendAsBytes(view.isRegistryOnly ? "BlackHoleCluster" : "PassthroughCluster", request, outcome)
            case .tcp(let route): send(route, request, outcome)
            case .http(let table): route(request, table, view.clusters, scheme: "http", nil, outcome)
            }
        }
        return outcome
    }

    /// The address that the host resolves to, where the request does not say which one was connected to.
    private func address(of request: TrafficRequest, _ view: SidecarView) -> String? {
        let host = HostName.withoutPort(request.host)
        if let service = view.table(request.port).existing(host)?.service { return service.addresses.first }
        let domain = mesh.options.domain
        let names = [
            host, HostName.qualified(host, namespace: view.proxy.namespace, domain: domain), "\(host).svc.\(domain)", "\(host).\(domain)",
        ]
        return names.lazy.compactMap { mesh.registry.byHostname[$0]?.first { !$0.addresses.isEmpty } }.first?.addresses.first
    }

    private func send(_ route: ConnectionRoute, _ request: TrafficRequest, _ outcome: RouteOutcome) {
        outcome.connectionRoute = route
        if route.clusters.count > 1 { outcome.clusters = route.clusters.map { ($0.cluster.text, $0.weight) } }
        let likeliest = route.clusters.max { $0.weight < $1.weight }
        sendAsBytes(likeliest?.cluster.text ?? "", request, outcome)
    }

    private func sendAsBytes(_ cluster: String, _ request: TrafficRequest, _ outcome: RouteOutcome) {
        outcome.cluster = cluster
        if cluster == "BlackHoleCluster" {
            outcome.connection = "closed"
        } else {
            outcome.status = 200
            outcome.upstream = .init(path: request.path, authority: request.host, endpoint: nil)
        }
    }

    // MARK: HTTP

    private func route(
        _ request: TrafficRequest, _ table: VirtualHostTable, _ clusters: ClusterDirectory, scheme: String, _ claims: Value?,
        _ outcome: RouteOutcome
    ) {
        outcome.table = table
        outcome.routeConfiguration = table.name
        guard let path = PathNormalization.normalize(request.path) else {
            outcome.details = "path_normalization_failed"
            answer(400, "", request, nil, outcome)
            return
        }
        let prepared = PreparedRequest(request, path: path, scheme: scheme, claims: claims)
        outcome.prepared = prepared
        guard let host = table.lookup(request.host) else { return notFound(request, outcome) }
        outcome.host = host
        outcome.virtualHost = host.name
        if host.requiresTLS, scheme != "https" {
            outcome.details = "direct_response"
            outcome.location = "https://\(request.host)\(path)"
            answer(301, "", request, nil, outcome)
            return
        }
        guard let found = host.routes.first(where: { $0.match.matches(prepared) }) else { return notFound(request, outcome) }
        outcome.compiled = found
        outcome.route = found.name.isEmpty ? nil : found.name
        follow(found, prepared, clusters, outcome)
    }

    private func notFound(_ request: TrafficRequest, _ outcome: RouteOutcome) {
        outcome.flags = "NR"
        outcome.details = "route_not_found"
        answer(404, "", request, nil, outcome)
    }

    private func follow(_ route: CompiledRoute, _ request: PreparedRequest, _ clusters: ClusterDirectory, _ outcome: RouteOutcome) {
        let action = route.action
        switch action.kind {
        case .forward:
            outcome.clusters = route.clusterNames
            outcome.mirrors = route.mirrorNames
            outcome.timeout = action.timeout
        case .passthrough:
            outcome.clusters = [("PassthroughCluster", 100)]
            outcome.cluster = "PassthroughCluster"
        default: break
        }
        if let fault = action.fault, fault.percent >= 100 {
            outcome.flags = "FI"
            outcome.details = "fault_filter_abort"
            outcome.cluster = outcome.clusters.first?.name
            answer(fault.status, "fault filter abort", request.request, action, outcome)
            return
        }
        if let fields = action.cors?.answer(request) {
            outcome.details = "cors_response"
            outcome.cluster = outcome.clusters.first?.name
            outcome.status = 200
            outcome.responseChanged = fields.map { ($0.name, [$0.value]) }
            return
        }
        switch action.kind {
        case .redirect(let redirect):
            outcome.details = "direct_response"
            outcome.location = Self.location(redirect, request)
            answer(redirect.code, "", request.request, action, outcome)
        case .direct(let status, let body):
            outcome.details = "direct_response"
            answer(status, body, request.request, action, outcome)
        case .passthrough:
            outcome.status = 200
            outcome.details = "via_upstream"
            outcome.upstream = .init(path: request.path, authority: request.request.host)
        case .forward: forward(route, request, clusters, outcome)
        }
        if let cors = action.cors { addFields(of: cors, request, outcome) }
    }

    /// Lays what the CORS filter sets over the fields that a response has otherwise.
    private func addFields(of cors: CORSPolicy, _ request: PreparedRequest, _ outcome: RouteOutcome) {
        for (name, value) in cors.fields(request) {
            outcome.responseChanged.removeAll { $0.name == name }
            outcome.responseRemoved.removeAll { $0 == name }
            outcome.responseChanged.append((name, [value]))
        }
    }

    /// What one cluster would make of a request.
    enum Draw {
        case absent(String)
        case empty(String)
        case served(endpoint: String?)

        var order: Int {
            switch self {
            case .absent: 0
            case .empty: 1
            case .served: 2
            }
        }
    }

    private func draw(_ cluster: OutboundCluster, _ clusters: ClusterDirectory) -> Draw {
        switch clusters.state(of: cluster) {
        case .absent(let reason): return .absent(reason)
        case .present(let endpoints, let port, let service, let subset):
            let isOpen = service.resolution == .originalDestination && !service.isKubernetes
            if endpoints.isEmpty, mesh.registry.knowsWorkloads, !isOpen {
                let what = subset.map { "subset '\($0.name)' of service" } ?? "service"
                return .empty("no ready workload is in \(what) '\(cluster.host)'")
            }
            return .served(endpoint: endpoints.lazy.compactMap { $0.address(for: port) }.first)
        }
    }

    private func draws(_ route: CompiledRoute, _ clusters: ClusterDirectory) -> [Draw] {
        if let known = route.draws { return known }
        let found = route.action.destinations.map { draw($0.cluster, clusters) }
        route.draws = found
        return found
    }

    /// Sends a request to the clusters of a route. Which of several gets it is chance: the outcome is the likeliest, and what the
    /// upstream sees is given if any of them is served.
    private func forward(_ route: CompiledRoute, _ request: PreparedRequest, _ clusters: ClusterDirectory, _ outcome: RouteOutcome) {
        let action = route.action
        let destinations = action.destinations
        let draws = draws(route, clusters)
        var chosen = 0
        if draws.count > 1 {
            var chances = [0, 0, 0]
            for (destination, draw) in zip(destinations, draws) { chances[draw.order] += destination.weight }
            let best = chances.max() ?? 0
            chosen = draws.firstIndex { chances[$0.order] == best } ?? 0
        }
        for (place, draw) in draws.enumerated() {
            guard case .served(let endpoint) = draw else { continue }
            outcome.upstream = upstream(route.match.path, action, destinations[place], request, endpoint)
            break
        }
        outcome.details = "cluster_not_found"
        guard chosen < draws.count else {
            outcome.trouble = "the rule has no destination"
            outcome.flags = "NC"
            answer(503, "", request.request, action, outcome)
            return
        }
        let destination = destinations[chosen]
        switch draws[chosen] {
        case .served:
            outcome.cluster = destination.name
            outcome.status = 200
            outcome.details = "via_upstream"
            guard !action.responseEdits.isEmpty || !destination.responseEdits.isEmpty else { break }
            var answered = destination.responseEdits.applied(to: ReferenceUpstream.headers) { request.header($0) }
            answered = action.responseEdits.applied(to: answered) { request.header($0) }
            (outcome.responseChanged, outcome.responseRemoved) = Self.differences(ReferenceUpstream.headers, answered)
        case .empty(let reason):
            outcome.cluster = destination.name
            outcome.trouble = reason
            outcome.flags = "UH"
            outcome.details = "no_healthy_upstream"
            answer(503, "no healthy upstream", request.request, action, outcome)
        case .absent(let reason):
            outcome.trouble = reason
            outcome.flags = "NC"
            answer(503, "", request.request, action, outcome)
        }
    }

    /// A response that the proxy makes itself.
    private func answer(_ status: Int, _ body: String, _ request: TrafficRequest, _ action: RouteAction?, _ outcome: RouteOutcome) {
        outcome.status = status
        let isHead = request.method == "HEAD"
        if !body.isEmpty, !isHead { outcome.body = body }
        let prepared = outcome.prepared
        if let action, !action.responseEdits.isEmpty || !(action.destinations.first?.responseEdits.isEmpty ?? true) {
            var fields = action.destinations.first?.responseEdits.applied(to: []) { prepared?.header($0) } ?? []
            fields = action.responseEdits.applied(to: fields) { prepared?.header($0) }
            outcome.responseChanged = Self.differences([], fields).changed
        }
        if isHead, body.isEmpty { outcome.responseChanged.append(("transfer-encoding", ["chunked"])) }
    }

    // MARK: What the upstream sees

    private func upstream(
        _ matched: TextMatcher?, _ action: RouteAction, _ destination: RouteAction.Destination, _ request: PreparedRequest,
        _ endpoint: String?
    ) -> RouteOutcome.Upstream {
        let path = Self.rewritten(action.rewrite, request, matched)
        var result = RouteOutcome.Upstream(
            path: path, authority: action.authority ?? destination.authority ?? request.request.host, endpoint: endpoint)
        // Most routes change no field: only blanks at the ends of values and fields that are sent twice are worth a look then.
        let isUntouched = action.requestEdits.isEmpty && destination.edits.isEmpty
        if isUntouched, request.headers.count < 2, request.headers.first?.value == request.request.headers.first?.value { return result }
        let own = destination.edits.applied(to: Self.joined(request.headers)) { request.header($0) }
        let final = action.requestEdits.applied(to: own) { request.header($0) }
        let sent = request.request.headers.map { (name: $0.name.asciiLowercased(), value: $0.value) }
        (result.changed, result.removed) = Self.differences(sent, final)
        return result
    }

    /// Fields that the proxy keeps once only: repeated ones become one value.
    private static func joined(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        let once: Set<String> = ["user-agent", "accept", "accept-encoding", "content-type", "referer", "via", "origin", "authorization"]
        var result: [(name: String, value: String)] = []
        for header in headers {
            if once.contains(header.name), let first = result.firstIndex(where: { $0.name == header.name }) {
                result[first].value += ",\(header.value)"
            } else {
                result.append(header)
            }
        }
        return result
    }

    private static func differences(_ before: [(name: String, value: String)], _ after: [(name: String, value: String)]) -> (
        changed: [(name: String, values: [String])], removed: [String]
    ) {
        func grouped(_ list: [(name: String, value: String)]) -> (order: [String], values: [String: [String]]) {
            var order: [String] = []
            var values: [String: [String]] = [:]
            for (name, value) in list {
                if values[name] == nil { order.append(name) }
                values[name, default: []].append(value)
            }
            return (order, values)
        }
        let old = grouped(before)
        let new = grouped(after)
        let changed = new.order.filter { old.values[$0] != new.values[$0] }.map { (name: $0, values: new.values[$0] ?? []) }
        return (changed, old.order.filter { new.values[$0] == nil })
    }

    /// The path and query that the upstream sees.
    static func rewritten(_ rewrite: RouteAction.Rewrite?, _ request: PreparedRequest, _ path: TextMatcher?) -> String {
        guard let rewrite else { return request.path }
        let query = request.path.utf8.dropFirst(request.pathWithoutQuery.utf8.count)
        let queryText = String(decoding: query, as: UTF8.self)
        switch rewrite {
        case .regex(let pattern, let substitution):
            return (pattern.replacingAll(in: request.pathWithoutQuery, with: substitution) ?? request.pathWithoutQuery) + queryText
        case .prefix(let text):
            // A prefix is replaced as text; other matches stand for the whole path, and no match for the first slash.
            let matched = path.map { $0.source.kind == .prefix ? $0.source.text.utf8.count : request.pathWithoutQuery.utf8.count } ?? 1
            return text + String(decoding: request.pathWithoutQuery.utf8.dropFirst(matched), as: UTF8.self) + queryText
        }
    }

    /// Where a redirect leads.
    static func location(_ redirect: RouteAction.Redirect, _ request: PreparedRequest) -> String {
        let scheme = redirect.scheme.isEmpty ? request.scheme : redirect.scheme
        let port = redirect.port > 0 ? ":\(redirect.port)" : ""
        var host = redirect.authority
        if host.isEmpty {
            host = request.request.host
            let isLiteral = host.hasBytePrefix("[")
            let colon = host.utf8.lastIndex(of: UInt8(ascii: ":"))
            let bracket = host.utf8.lastIndex(of: UInt8(ascii: "]"))
            if let colon, !isLiteral || bracket.map({ host.utf8.index(after: $0) == colon }) ?? false {
                let given = host[colon...]
                var isDropped = !port.isEmpty
                if scheme != request.scheme {
                    isDropped = isDropped || (request.scheme == "https" && given == ":443") || (request.scheme == "http" && given == ":80")
                }
                if isDropped { host = String(host[..<colon]) }
            }
        }
        var path = request.path
        if !redirect.uri.isEmpty {
            path = redirect.uri.hasBytePrefix("/") ? redirect.uri : "/" + redirect.uri
            if !redirect.uri.utf8.contains(UInt8(ascii: "?")) {
                path += String(decoding: request.path.utf8.dropFirst(request.pathWithoutQuery.utf8.count), as: UTF8.self)
            }
        }
        return "\(scheme)://\(host)\(port)\(path)"
    }
}
