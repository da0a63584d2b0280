/// One route of a proxy's actual configuration, read so that requests can be held against it.
struct DumpRoute {
    let node: Node
    let name: String
    private let pathNode: Node?
    private let path: TextMatcher?
    /// Matched at segment borders, as Gateway API prefixes are.
    private let separatedPrefix: String?
    private let ignoresCase: Bool
    private var fields:
        [(matcher: TextMatcher, name: String, isInverted: Bool, treatsMissingAsEmpty: Bool, isPresence: Bool, wantsPresent: Bool)] = []
    private var parameters: [(matcher: TextMatcher, name: String)] = []
    /// What the route asks for that is not understood here.
    private(set) var unknown: [String] = []

    init(_ node: Node) {
        self.node = node
        name = node.fieldText("name")
        let match = node.field("match")
        ignoresCase = match?.field("case_sensitive")?.bool == false
        separatedPrefix = match?.field("path_separated_prefix")?.text
        var found: (StringMatch.Kind, Node)?
        if let prefix = match?.field("prefix") { found = (.prefix, prefix) }
        if let exact = match?.field("path") { found = (.exact, exact) }
        if let regex = match?.field("safe_regex", "regex") { found = (.regex, regex) }
        pathNode = found?.1 ?? match?.field("path_separated_prefix")
        path = found.map { TextMatcher(StringMatch($0.0, $0.1)) }
        if match?.field("connect_matcher") != nil { unknown.append("connect_matcher") }
        for header in match?.fieldItems("headers") ?? [] { add(header) }
        for parameter in match?.fieldItems("query_parameters") ?? [] {
            let condition = parameter.field("string_match").flatMap(Self.stringMatch) ?? StringMatch(.present, parameter)
            parameters.append((TextMatcher(condition), parameter.fieldText("name")))
        }
        if !(match?.fieldItems("dynamic_metadata") ?? []).isEmpty { unknown.append("dynamic_metadata") }
    }

    private mutating func add(_ header: Node) {
        let lowered = header.fieldText("name").asciiLowercased()
        let name = lowered == "host" ? ":authority" : lowered
        var condition = header.field("string_match").flatMap(Self.stringMatch)
        if let exact = header.field("exact_match") { condition = StringMatch(.exact, exact) }
        if let prefix = header.field("prefix_match") { condition = StringMatch(.prefix, prefix) }
        if let regex = header.field("safe_regex_match", "regex") { condition = StringMatch(.regex, regex) }
        let isPresence = condition == nil
        if isPresence, header.field("present_match") == nil { unknown.append("the condition on header '\(name)'") }
        fields.append(
            (
                TextMatcher(condition ?? StringMatch(.present, header)), name, header.fieldFlag("invert_match"),
                header.fieldFlag("treat_missing_header_as_empty"), isPresence, header.field("present_match")?.bool ?? true
            ))
    }

    private static func stringMatch(_ node: Node) -> StringMatch? {
        if let exact = node.field("exact") { return StringMatch(.exact, exact) }
        if let prefix = node.field("prefix") { return StringMatch(.prefix, prefix) }
        if let regex = node.field("safe_regex", "regex") { return StringMatch(.regex, regex) }
        return nil
    }

    /// The first condition that a request does not meet, and where it stands; `nil` if it meets all.
    func failure(_ request: PreparedRequest) -> (reason: String, node: Node)? {
        let text = request.pathWithoutQuery
        if let path, !path.matches(text, ignoringCase: ignoresCase) {
            return ("path is '\(text)', route wants \(path.source.summary)", pathNode ?? node)
        }
        if let separatedPrefix,
            !(text.hasBytePrefix(separatedPrefix)
                && (text.utf8.count == separatedPrefix.utf8.count || text.hasBytePrefix(separatedPrefix + "/")))
        {
            return ("path is '\(text)', route wants the segments '\(separatedPrefix)'", pathNode ?? node)
        }
        for field in fields {
            let value = request.header(field.name) ?? (field.treatsMissingAsEmpty ? "" : nil)
            let holds =
                field.isPresence ? (value != nil) == field.wantsPresent : value.map { field.matcher.matches($0) } ?? false
            if holds != field.isInverted { continue }
            let wanted = field.isPresence ? "it \(field.wantsPresent ? "present" : "absent")" : field.matcher.source.summary
            return (
                "header '\(field.name)' is \(value.map { "'\($0)'" } ?? "absent"), route wants \(field.isInverted ? "not " : "")\(wanted)",
                field.matcher.source.node
            )
        }
        for parameter in parameters {
            let value = request.parameter(parameter.name)
            if let value, parameter.matcher.matches(value) { continue }
            return (
                "query parameter '\(parameter.name)' is \(value.map { "'\($0)'" } ?? "absent"), route wants \(parameter.matcher.source.summary)",
                parameter.matcher.source.node
            )
        }
        return nil
    }

    /// The clusters that the route chooses from.
    var clusters: [(name: String, weight: Int)] {
        guard let route = node.field("route") else { return [] }
        if let cluster = route.field("cluster") { return [(cluster.text, 100)] }
        return (route.field("weighted_clusters")?.fieldItems("clusters") ?? []).map { ($0.fieldText("name"), $0.fieldNumber("weight")) }
    }

    /// The VirtualService that istiod made the route of.
    var origin: String? { node.field("metadata", "filter_metadata", "istio", "config")?.text }
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

    /// Follows a request. Fails where the dump holds no routes.
    public init(_ request: TrafficRequest, in dump: ConfigDump) throws(ConfigDump.Failure) {
        let configurations = try dump.routes()
        let listeners = (try? dump.listeners()) ?? []
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
            steps.append(TraceStep("redirect", "the virtual host sends every plain request to https"))
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
            addAction(candidate.node)
            return
        }
        status = 404
        steps.append(TraceStep("route", "no route matches: 404", .lost, steps: TraceStep.limited(candidates, "route")))
    }

    private mutating func addAction(_ node: Node) {
        if let redirect = node.field("redirect") {
            let codes = ["FOUND": 302, "SEE_OTHER": 303, "TEMPORARY_REDIRECT": 307, "PERMANENT_REDIRECT": 308]
            status = codes[redirect.fieldText("response_code")] ?? 301
            steps.append(TraceStep("redirect", "\(status ?? 301)", at: redirect.headLocation))
        } else if let direct = node.field("direct_response") {
            status = direct.fieldNumber("status")
            steps.append(TraceStep("response", "the proxy answers \(direct.fieldNumber("status")) itself", at: direct.headLocation))
        }
        for cluster in clusters {
            steps.append(
                TraceStep(
                    "cluster", clusters.count > 1 ? "\(cluster.weight) to \(cluster.name)" : cluster.name,
                    at: node.field("route")?.headLocation))
        }
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
            "explanation": .array(steps.map(\.value)),
        ]
    }
}
