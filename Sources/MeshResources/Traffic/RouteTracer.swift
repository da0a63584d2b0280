/// Follows requests through the routes of a proxy.
public struct RouteTracer {
    /// The mesh asked about.
    public let mesh: TrafficMesh

    /// Makes a tracer for a mesh.
    public init(_ mesh: TrafficMesh) {
        self.mesh = mesh
    }

    /// What becomes of a request at a proxy: for a gateway one that comes in, for a sidecar one that its application sends.
    public func outcome(_ request: TrafficRequest, at proxy: TrafficProxy) -> RouteOutcome {
        var outcome = RouteOutcome()
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
                passThrough(request, chain, view, &outcome)
                return outcome
            }
            route(request, view.table(chain), view.clusters, scheme: isTLS ? "https" : "http", &outcome)
        case .sidecar:
            let view = mesh.sidecarView(proxy)
            switch view.listener(address: request.destinationIP ?? address(of: request, view), port: request.port) {
            case .none: sendAsBytes(view.isRegistryOnly ? "BlackHoleCluster" : "PassthroughCluster", request, &outcome)
            case .tcp(let cluster): sendAsBytes(cluster.text, request, &outcome)
            case .http(let table): route(request, table, view.clusters, scheme: "http", &outcome)
            }
        }
        return outcome
    }

    /// The address that the host resolves to, where the request does not say which one was connected to.
    private func address(of request: TrafficRequest, _ view: SidecarView) -> String? {
        let host = HostName.withoutPort(request.host)
        guard let found = view.table(request.port).existing(host), let service = found.service else { return nil }
        return service.addresses.first
    }

    private func sendAsBytes(_ cluster: String, _ request: TrafficRequest, _ outcome: inout RouteOutcome) {
        outcome.cluster = cluster
        if cluster == "BlackHoleCluster" {
            outcome.connection = "closed"
        } else {
            outcome.status = 200
            outcome.upstream = .init(path: request.path, authority: request.host, endpoint: nil)
        }
    }

    /// TLS that the gateway does not open: by the server name, to what a `tls` rule says.
    private func passThrough(_ request: TrafficRequest, _ chain: GatewayView.Chain, _ view: GatewayView, _ outcome: inout RouteOutcome) {
        outcome.connection = "closed"
        let name = request.sni?.asciiLowercased() ?? ""
        for server in chain.servers {
            for record in mesh.virtualServices.visible(gateway: server.gateway.key, in: view.proxy.namespace) {
                let rules = server.isTLS ? record.resource.spec?["tls"]?.array ?? [] : record.resource.spec?["tcp"]?.array ?? []
                for rule in rules {
                    let hosts = (rule["match"]?.array ?? []).flatMap { $0["sniHosts"]?.array.map(\.text) ?? [] }
                    guard !server.isTLS || hosts.contains(where: { HostName.covers($0, name) }) else { continue }
                    guard let destination = rule["route"]?.array.first?["destination"], let host = destination["host"]?.text else {
                        continue
                    }
                    let full = HostName.qualified(host, namespace: record.name.namespace, domain: mesh.options.domain)
                    let port = destination["port"]?["number"]?.int ?? server.number
                    let cluster = OutboundCluster(host: full, port: port, subset: destination["subset"]?.text ?? "")
                    outcome.connection = nil
                    sendAsBytes(cluster.text, request, &outcome)
                    return
                }
            }
        }
    }

    // MARK: HTTP

    private func route(
        _ request: TrafficRequest, _ table: VirtualHostTable, _ clusters: ClusterDirectory, scheme: String, _ outcome: inout RouteOutcome
    ) {
        outcome.table = table
        outcome.routeConfiguration = table.name
        guard let path = PathNormalization.normalize(request.path) else {
            outcome.details = "path_normalization_failed"
            answer(400, "", request, nil, &outcome)
            return
        }
        let prepared = PreparedRequest(request, path: path, scheme: scheme)
        outcome.prepared = prepared
        guard let host = table.lookup(request.host) else { return notFound(request, &outcome) }
        outcome.host = host
        outcome.virtualHost = host.name
        if host.requiresTLS, scheme != "https" {
            outcome.details = "direct_response"
            outcome.location = "https://\(request.host)\(path)"
            answer(301, "", request, nil, &outcome)
            return
        }
        guard let found = host.routes.first(where: { $0.match.matches(prepared) }) else { return notFound(request, &outcome) }
        found.hits += 1
        outcome.compiled = found
        outcome.route = found.name.isEmpty ? nil : found.name
        follow(found.action, prepared, clusters, &outcome)
    }

    private func notFound(_ request: TrafficRequest, _ outcome: inout RouteOutcome) {
        outcome.flags = "NR"
        outcome.details = "route_not_found"
        answer(404, "", request, nil, &outcome)
    }

    private func follow(_ action: RouteAction, _ request: PreparedRequest, _ clusters: ClusterDirectory, _ outcome: inout RouteOutcome) {
        switch action.kind {
        case .forward:
            outcome.clusters = action.destinations.map { ($0.cluster.text, $0.weight) }
            outcome.mirrors = action.mirrors.map { ($0.cluster.text, $0.percent) }
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
            answer(fault.status, "fault filter abort", request.request, action, &outcome)
            return
        }
        switch action.kind {
        case .redirect(let redirect):
            outcome.details = "direct_response"
            outcome.location = location(redirect, request)
            answer(redirect.code, "", request.request, action, &outcome)
        case .direct(let status, let body):
            outcome.details = "direct_response"
            answer(status, body, request.request, action, &outcome)
        case .passthrough:
            outcome.status = 200
            outcome.details = "via_upstream"
            outcome.upstream = .init(path: request.path, authority: request.request.host)
        case .forward: forward(action, request, clusters, &outcome)
        }
    }

    /// What one cluster would make of a request.
    private enum Draw {
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

    /// Sends a request to the clusters of a route. Which of several gets it is chance: the outcome is the likeliest, and what the
    /// upstream sees is given if any of them is served.
    private func forward(_ action: RouteAction, _ request: PreparedRequest, _ clusters: ClusterDirectory, _ outcome: inout RouteOutcome) {
        let draws = action.destinations.map { (destination: $0, draw: draw($0.cluster, clusters)) }
        var chances = [0, 0, 0]
        for (destination, draw) in draws { chances[draw.order] += destination.weight }
        let best = chances.max() ?? 0
        let chosen = draws.first { chances[$0.draw.order] == best }
        if let served = draws.first(where: { $0.draw.order == 2 }), case .served(let endpoint) = served.draw {
            outcome.upstream = upstream(outcome.compiled?.match.path, action, served.destination, request, endpoint)
        }
        outcome.details = "cluster_not_found"
        switch chosen?.draw {
        case .served?:
            outcome.cluster = chosen?.destination.cluster.text
            outcome.status = 200
            outcome.details = "via_upstream"
            guard !action.responseEdits.isEmpty || !(chosen?.destination.responseEdits.isEmpty ?? true) else { break }
            var answered = chosen?.destination.responseEdits.applied(to: ReferenceUpstream.headers) { request.header($0) } ?? []
            answered = action.responseEdits.applied(to: answered) { request.header($0) }
            (outcome.responseChanged, outcome.responseRemoved) = Self.differences(ReferenceUpstream.headers, answered)
        case .empty(let reason)?:
            outcome.cluster = chosen?.destination.cluster.text
            outcome.trouble = reason
            outcome.flags = "UH"
            outcome.details = "no_healthy_upstream"
            answer(503, "no healthy upstream", request.request, action, &outcome)
        case .absent(let reason)?:
            outcome.trouble = reason
            outcome.flags = "NC"
            answer(503, "", request.request, action, &outcome)
        case nil:
            outcome.trouble = "the rule has no destination"
            outcome.flags = "NC"
            answer(503, "", request.request, action, &outcome)
        }
    }

    /// A response that the proxy makes itself.
    private func answer(_ status: Int, _ body: String, _ request: TrafficRequest, _ action: RouteAction?, _ outcome: inout RouteOutcome) {
        outcome.status = status
        let isHead = request.method == "HEAD"
        if !body.isEmpty, !isHead { outcome.body = body }
        let prepared = outcome.prepared
        var fields = action?.destinations.first?.responseEdits.applied(to: []) { prepared?.header($0) } ?? []
        if let action { fields = action.responseEdits.applied(to: fields) { prepared?.header($0) } }
        outcome.responseChanged = Self.differences([], fields).changed
        if isHead, body.isEmpty { outcome.responseChanged.append(("transfer-encoding", ["chunked"])) }
    }

    // MARK: What the upstream sees

    private func upstream(
        _ matched: TextMatcher?, _ action: RouteAction, _ destination: RouteAction.Destination, _ request: PreparedRequest,
        _ endpoint: String?
    ) -> RouteOutcome.Upstream {
        let path = rewritten(action.rewrite, request, matched)
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

    private func rewritten(_ rewrite: RouteAction.Rewrite?, _ request: PreparedRequest, _ path: TextMatcher?) -> String {
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

    private func location(_ redirect: RouteAction.Redirect, _ request: PreparedRequest) -> String {
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
