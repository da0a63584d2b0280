/// The listeners and routes of a config dump, read once for many requests.
public struct DumpRoutes {
    let configurations: [Node]
    let listeners: [Node]

    /// Reads a dump. Fails where it holds no routes.
    public init(_ dump: ConfigDump) throws(ConfigDump.Failure) {
        configurations = try dump.routes()
        listeners = (try? dump.listeners()) ?? []
    }
}

/// A request followed through a proxy's actual configuration.
public struct DumpTrace {
    /// The steps.
    public private(set) var steps: [TraceStep] = []
    /// The response's code where the proxy answers itself: 404, of a redirect, of a direct response.
    public private(set) var status: Int?
    /// The clusters that the route chooses from.
    public private(set) var clusters: [(name: String, weight: Int)] = []
    /// The name of the route.
    public private(set) var route: String?
    /// The name of the virtual host.
    public private(set) var virtualHost: String?
    /// The name of the route configuration.
    public private(set) var routeConfiguration: String?

    /// Where a redirect leads.
    public private(set) var location: String?
    /// The path and host that the upstream sees.
    public private(set) var upstream: RouteOutcome.Upstream?
    /// The time limit, as proto JSON writes durations.
    public private(set) var timeout: String?
    /// The clusters that get a copy.
    public private(set) var mirrors: [String] = []

    /// Follows a request.
    public init(_ request: TrafficRequest, in dump: DumpRoutes) {
        let (configurations, listeners) = (dump.configurations, dump.listeners)
        let scheme = request.scheme == "http" ? "http" : "https"
        guard let path = PathNormalization.normalize(request.path) else {
            status = 400
            steps.append(TraceStep("path", "'\(request.path)' cannot be normalized: 400", .lost))
            return
        }
        let prepared = PreparedRequest(request, path: path, scheme: scheme)
        guard let configuration = Self.choose(request, configurations, listeners) else {
            steps.append(TraceStep("listener", "no route configuration of the dump is for port \(request.port)", .lost))
            return
        }
        routeConfiguration = configuration.fieldText("name")
        steps.append(TraceStep("routes", "configuration '\(configuration.fieldText("name"))'", at: configuration.headLocation))
        follow(prepared, configuration)
    }

    /// The configuration of the listener on the port, else the one named after it, else the only one that knows the host.
    private static func choose(_ request: TrafficRequest, _ configurations: [Node], _ listeners: [Node]) -> Node? {
        func named(_ name: String) -> Node? { configurations.first { $0.fieldText("name") == name } }
        for listener in listeners where listener.field("address", "socket_address")?.fieldNumber("port_value") == request.port {
            for chain in listener.fieldItems("filter_chains") {
                let names = chain.field("filter_chain_match")?.fieldTexts("server_names") ?? []
                if !names.isEmpty, !names.contains(where: { HostName.covers($0, request.sni ?? HostName.withoutPort(request.host)) }) {
                    continue
                }
                for filter in chain.fieldItems("filters") {
                    let config = filter.field("typed_config")
                    if let name = config?.field("rds", "route_config_name")?.text, let found = named(name) { return found }
                    if let inline = config?.field("route_config") { return inline }
                }
            }
        }
        if let found = named(String(request.port)) ?? named("http.\(request.port)") { return found }
        if configurations.count == 1 { return configurations[0] }
        let host = HostName.withoutPort(request.host)
        return configurations.first { configuration in
            configuration.fieldItems("virtual_hosts").contains { $0.fieldTexts("domains").contains { $0.asciiLowercased() == host } }
        }
    }

    private mutating func follow(_ request: PreparedRequest, _ configuration: Node) {
        let table = VirtualHostTable(name: configuration.fieldText("name"))
        var nodes: [ObjectIdentifier: Node] = [:]
        let ignoresPort = configuration.fieldFlag("ignore_port_in_host_matching")
        for node in configuration.fieldItems("virtual_hosts") {
            for domain in node.fieldTexts("domains").map({ $0.asciiLowercased() }) where table.existing(domain) == nil {
                let host = VirtualHost(name: node.fieldText("name"), domain: domain)
                nodes[ObjectIdentifier(host)] = node
                table.add(host, domain: domain)
            }
        }
        let exact = ignoresPort ? nil : table.existing(request.request.host.asciiLowercased())
        guard let host = exact ?? table.lookup(request.request.host), let node = nodes[ObjectIdentifier(host)] else {
            status = 404
            steps.append(TraceStep("virtual host", "no virtual host answers to '\(request.request.host)': 404", .lost))
            return
        }
        virtualHost = host.name
        steps.append(
            TraceStep("virtual host", "'\(host.name)' answers to '\(request.request.host)' by '\(host.domain)'", at: node.headLocation))
        if node.fieldText("require_tls") == "ALL", request.scheme == "http" {
            status = 301
            location = "https://\(request.request.host)\(request.path)"
            steps.append(TraceStep("redirect", "the virtual host sends every plain request to https: \(location ?? "")"))
            return
        }
        choose(request, node.fieldItems("routes").map(DumpRoute.init))
    }

    private mutating func choose(_ request: PreparedRequest, _ routes: [DumpRoute]) {
        var candidates: [TraceStep] = []
        for (index, candidate) in routes.enumerated() {
            let title = candidate.name.isEmpty ? "route \(index)" : "'\(candidate.name)'"
            if !candidate.unknown.isEmpty {
                candidates.append(
                    TraceStep(
                        "route", "\(title) asks for \(candidate.unknown.joined(separator: ", ")), which is not followed here", .note,
                        at: candidate.node.headLocation))
                continue
            }
            if let failure = candidate.failure(request) {
                candidates.append(TraceStep("route", "\(title): \(failure.reason)", .lost, at: failure.node.headLocation))
                continue
            }
            route = candidate.name.isEmpty ? nil : candidate.name
            clusters = candidate.clusters
            let origin = candidate.origin.map { ", made of \($0)" } ?? ""
            steps.append(
                TraceStep(
                    "route", "\(title) matches\(origin)", at: candidate.node.headLocation, steps: TraceStep.limited(candidates, "route")))
            addAction(candidate, request)
            return
        }
        status = 404
        steps.append(TraceStep("route", "no route matches: 404", .lost, steps: TraceStep.limited(candidates, "route")))
    }

    private mutating func addAction(_ route: DumpRoute, _ request: PreparedRequest) {
        let node = route.node
        if let redirect = node.field("redirect") {
            let codes = ["FOUND": 302, "SEE_OTHER": 303, "TEMPORARY_REDIRECT": 307, "PERMANENT_REDIRECT": 308]
            status = codes[redirect.fieldText("response_code")] ?? 301
            location = RouteTracer.location(
                .init(
                    uri: redirect.fieldText("path_redirect"), prefixRewrite: nil, authority: redirect.fieldText("host_redirect"),
                    scheme: redirect.fieldFlag("https_redirect") ? "https" : redirect.fieldText("scheme_redirect"),
                    port: redirect.fieldNumber("port_redirect"), code: 301), request)
            steps.append(TraceStep("redirect", "\(status ?? 301) to \(location ?? "")", at: redirect.headLocation))
        } else if let direct = node.field("direct_response") {
            status = direct.fieldNumber("status")
            steps.append(TraceStep("response", "the proxy answers \(direct.fieldNumber("status")) itself", at: direct.headLocation))
        }
        if let action = node.field("route") { addForwarding(action, route, request) }
        for cluster in clusters {
            steps.append(
                TraceStep(
                    "cluster", clusters.count > 1 ? "\(cluster.weight) to \(cluster.name)" : cluster.name,
                    at: node.field("route")?.headLocation))
        }
    }

    private mutating func addForwarding(_ action: Node, _ route: DumpRoute, _ request: PreparedRequest) {
        var rewrite: RouteAction.Rewrite?
        if let pattern = action.field("regex_rewrite", "pattern", "regex")?.text, let compiled = try? RE2(pattern) {
            rewrite = .regex(compiled, substitution: action.field("regex_rewrite", "substitution")?.text ?? "")
        } else if let prefix = action.field("prefix_rewrite")?.text, !prefix.isEmpty {
            rewrite = .prefix(prefix)
        }
        let authority = action.field("host_rewrite_literal")?.text
        upstream = .init(path: RouteTracer.rewritten(rewrite, request, route.path), authority: authority ?? request.request.host)
        if let upstream, upstream.path != request.path {
            steps.append(TraceStep("rewrite", "the upstream sees the path '\(upstream.path)'", .note, at: action.headLocation))
        }
        if let authority { steps.append(TraceStep("rewrite", "the upstream sees the host '\(authority)'", .note, at: action.headLocation)) }
        if let limit = action.field("timeout")?.text, limit != "0s" { timeout = DurationText.canonical(limit) }
        mirrors = action.fieldItems("request_mirror_policies").map { $0.fieldText("cluster") }
    }

    /// What the resources say otherwise, in words: nothing where both agree.
    public func disagreements(with outcome: RouteOutcome) -> [TraceStep] {
        var result: [TraceStep] = []
        let wanted = outcome.clusters.map { "\($0.name) (\($0.weight))" }.sorted()
        let found = clusters.map { "\($0.name) (\($0.weight))" }.sorted()
        func list(_ names: [String]) -> String { names.isEmpty ? "no cluster" : names.joined(separator: ", ") }
        if wanted != found {
            result.append(
                TraceStep(
                    "disagreement", "the resources lead to \(list(wanted)), the proxy to \(list(found))", .lost,
                    at: outcome.compiled.flatMap(RouteExplanation.location)))
        }
        let own = outcome.status.flatMap { outcome.details == "via_upstream" || outcome.flags == "NC" || outcome.flags == "UH" ? nil : $0 }
        if own != status, wanted == found {
            result.append(
                TraceStep(
                    "disagreement",
                    "by the resources the answer is \(own.map(String.init) ?? "the upstream's"), by the proxy \(status.map(String.init) ?? "the upstream's")",
                    .lost))
        }
        return result
    }

    /// What came of it, in one line.
    public var summary: String {
        if let status { return "\(status)" }
        return clusters.isEmpty
            ? "nothing takes it" : clusters.map { clusters.count > 1 ? "\($0.name) (\($0.weight))" : $0.name }.joined(separator: " or ")
    }

    /// The trace with the field names of the conformance data, `explanation` added.
    public var value: Value {
        [
            "status": status.map { .int(Int64($0)) } ?? .null, "route": route.map(Value.string) ?? .null,
            "virtual_host": virtualHost.map(Value.string) ?? .null, "route_config": routeConfiguration.map(Value.string) ?? .null,
            "clusters": .array(clusters.map { ["name": .string($0.name), "weight": .int(Int64($0.weight))] }),
            "location": location.map(Value.string) ?? .null, "upstream": upstream?.value ?? .null,
            "timeout": timeout.map(Value.string) ?? .null, "explanation": .array(steps.map(\.value)),
        ]
    }
}

extension DumpTrace: TestedTrace {
    /// An upstream is taken to answer 200.
    var testedStatus: Int? { status ?? (clusters.isEmpty ? nil : 200) }
    var testedAllowance: Bool? { nil }
    var testedDecider: String? { nil }
    var testedRoute: String? { route }
    var testedDestinations: [TestedDestination] {
        testedPassthrough ? [] : clusters.map { TestedDestination(cluster: $0.name, weight: $0.weight) }
    }
    var testedPath: String? { upstream?.path }
    var testedAuthority: String? { upstream?.authority }
    var testedLocation: String? { location }
    var testedTimeout: String? { timeout }
    var testedMirrors: [String] { mirrors.map { TestedDestination(cluster: $0, weight: 0).host } }
    var testedPassthrough: Bool { clusters.count == 1 && clusters[0].name == "PassthroughCluster" }
}
