/// Says step by step why a request went where it did. It walks the same tables as `RouteTracer`, so it cannot tell another story.
public struct RouteExplanation {
    let mesh: TrafficMesh
    let request: TrafficRequest
    let proxy: TrafficProxy
    let outcome: RouteOutcome

    /// Explains an outcome that a tracer of the same mesh gave for the request.
    public init(_ outcome: RouteOutcome, _ request: TrafficRequest, at proxy: TrafficProxy, in mesh: TrafficMesh) {
        self.outcome = outcome
        self.request = request
        self.proxy = proxy
        self.mesh = mesh
    }

    /// The steps in the order in which the proxy takes them.
    public var steps: [TraceStep] {
        var steps = proxy.kind == .gateway ? gatewaySteps : sidecarSteps
        if let route = outcome.connectionRoute { steps.append(connectionStep(route)) }
        guard outcome.table != nil else { return steps }
        if let prepared = outcome.prepared, prepared.path != request.path {
            steps.append(TraceStep("path", "'\(request.path)' is read as '\(prepared.path)'", .note))
        }
        steps.append(hostStep)
        guard let host = outcome.host else { return steps }
        steps += patternSteps(host)
        if host.requiresTLS, outcome.prepared?.scheme != "https" {
            steps.append(
                TraceStep(
                    "redirect", "the server sends every plain request to https: \(outcome.location ?? "")",
                    at: host.tlsNode?.pointer))
            return steps
        }
        if outcome.compiled?.owner != nil || outcome.compiled?.name == "default" || outcome.compiled == nil { steps.append(ruleStep(host)) }
        if let route = outcome.compiled { steps += RouteActionExplanation(explanation: self, route: route).steps }
        return steps
    }

    /// Where bytes go that are not read as HTTP.
    private func connectionStep(_ route: ConnectionRoute) -> TraceStep {
        let total = max(1, route.clusters.reduce(0) { $0 + $1.weight })
        let names = route.clusters.map { cluster, weight in
            (route.clusters.count > 1 ? "\(weight * 100 / total) % to " : "") + cluster.text
        }
        let source = route.record.map { "a rule of \($0.name.path) sends the bytes to" } ?? "no rule is for it, the bytes go to"
        return TraceStep("route", "\(source) \(names.joined(separator: ", "))", at: route.rule?.pointer)
    }

    // MARK: Gateway

    private var gatewaySteps: [TraceStep] {
        let view = mesh.gatewayView(proxy)
        var candidates: [TraceStep] = []
        for gateway in mesh.gateways {
            let isSelected = view.selected.contains { $0 === gateway }
            let wanted = gateway.selector.sorted { $0.key < $1.key }.first { proxy.labels[$0.key] != $0.value }
            let reason = wanted.map { key, value in
                let found = proxy.labels[key].map { "'\($0)'" } ?? "absent"
                return "label '\(key)' of the pod is \(found), the selector wants '\(value)'"
            }
            guard isSelected else {
                candidates.append(
                    TraceStep(
                        "gateway", "\(gateway.key): \(reason ?? "")", .lost, at: gateway.resource.spec?["selector"]?.pointer))
                continue
            }
            let servers = gateway.servers.map { server in serverStep(server, view) }
            let isUsed = servers.contains { $0.verdict == .taken }
            candidates.append(
                TraceStep(
                    "gateway", isUsed ? gateway.key : "\(gateway.key): no server takes this connection", isUsed ? .taken : .lost,
                    at: gateway.resource.nameLocation, steps: servers))
        }
        let pod = proxy.name.isEmpty ? "gateway pods in namespace '\(proxy.namespace)'" : "\(proxy.namespace)/\(proxy.name)"
        var text = "\(pod) takes the connection on port \(request.port)"
        if let connection = outcome.connection {
            text = "connection \(connection): " + (connection == "refused" ? "nothing listens on port \(request.port)" : closedReason(view))
        }
        return [TraceStep("listener", text, outcome.connection == nil ? .taken : .lost, steps: TraceStep.limited(candidates, "gateway"))]
    }

    private func closedReason(_ view: GatewayView) -> String {
        let isTLS = view.listeners[view.targetPort(request.port)]?.first?.isTLS ?? false
        if isTLS, request.scheme == "http" { return "port \(request.port) speaks TLS" }
        if !isTLS { return "port \(request.port) speaks no TLS" }
        return "no server of port \(request.port) has the server name '\(request.sni ?? "")'"
    }

    private func serverStep(_ server: GatewayRecord.Server, _ view: GatewayView) -> TraceStep {
        let text = "port \(server.number) \(server.proto), hosts \(server.hosts.joined(separator: ", "))"
        let location = server.node.pointer
        if let rejected = view.rejected.first(where: { $0.server === server }) {
            return TraceStep("server", "\(text): left out, \(rejected.reason)", .lost, at: location)
        }
        if view.targetPort(server.number) != view.targetPort(request.port) {
            return TraceStep("server", "\(text): the request came to port \(request.port)", .lost, at: location)
        }
        if let chain = outcome.chain, chain.servers.contains(where: { $0 === server }) { return TraceStep("server", text, at: location) }
        if server.isTLS != view.speaksTLS(request) {
            return TraceStep(
                "server", "\(text): \(server.isTLS ? "it speaks TLS, the request does not" : "it speaks no TLS")", .lost, at: location)
        }
        return TraceStep("server", "\(text): the server name is '\(request.sni ?? "")'", .lost, at: location)
    }

    // MARK: Sidecar

    private var sidecarSteps: [TraceStep] {
        let view = mesh.sidecarView(proxy)
        let name = proxy.name.isEmpty ? "a workload of namespace '\(proxy.namespace)'" : "\(proxy.namespace)/\(proxy.name)"
        var steps: [TraceStep] = []
        if let sidecar = view.resource {
            let hosts = (sidecar.spec?["egress"]?.array ?? []).flatMap { $0["hosts"]?.array.map(\.text) ?? [] }
            steps.append(
                TraceStep(
                    "scope", "Sidecar \(sidecar.resourceName.path) limits what \(name) sees to \(hosts.joined(separator: ", "))", .note,
                    at: sidecar.nameLocation))
        }
        if outcome.table != nil {
            steps.append(TraceStep("listener", "\(name) sends to port \(request.port), which is read as HTTP"))
            return steps
        }
        let cluster = outcome.cluster ?? ""
        let reason =
            cluster == "PassthroughCluster" || cluster == "BlackHoleCluster"
            ? "no service that \(name) sees has HTTP on port \(request.port), so the bytes \(outcome.connection == nil ? "pass through" : "are dropped: REGISTRY_ONLY")"
            : "the port is not HTTP, the bytes go to \(cluster)"
        steps.append(TraceStep("listener", reason, outcome.connection == nil ? .taken : .lost))
        return steps
    }

    // MARK: Virtual host

    private var hostStep: TraceStep {
        let candidates = TraceStep.limited(HostCandidates(explanation: self).steps, "VirtualService")
        guard let host = outcome.host else {
            return TraceStep(
                "virtual host", "no virtual host of '\(outcome.table?.name ?? "")' answers to '\(request.host)': 404", .lost,
                steps: candidates)
        }
        let text: String
        switch host.name {
        case "allow_any": text = "nobody in the mesh serves '\(request.host)' on port \(request.port): it passes through\(otherPorts)"
        case "block_all":
            text = "nobody in the mesh serves '\(request.host)' on port \(request.port): it is refused (REGISTRY_ONLY)\(otherPorts)"
        default:
            let order = host.records.map(\.name.path).joined(separator: ", then ")
            let source = host.records.isEmpty ? "no VirtualService has rules for it" : "rules of \(order)"
            text = "'\(host.domain)' answers to '\(request.host)': \(source)"
        }
        return TraceStep(
            "virtual host", text, at: host.records.first?.resource.nameLocation ?? host.service?.resource.nameLocation, steps: candidates)
    }

    /// The ports that a service of the name asked for has, where it is only the port that is wrong.
    private var otherPorts: String {
        let host = HostName.withoutPort(request.host)
        let names = [
            host, HostName.qualified(host, namespace: proxy.namespace, domain: mesh.options.domain), "\(host).svc.\(mesh.options.domain)",
            "\(host).\(mesh.options.domain)",
        ]
        guard let service = names.lazy.compactMap({ mesh.registry.byHostname[$0]?.first }).first, service.port(request.port) == nil else {
            return ""
        }
        return "; \(service.hostname) has port \(service.ports.map { String($0.number) }.joined(separator: ", "))"
    }

    // MARK: Rules

    /// Patterns that proxies do not take: such a proxy rejects the whole route table and keeps the one that it had.
    private func patternSteps(_ host: VirtualHost) -> [TraceStep] {
        var steps: [TraceStep] = []
        func add(_ route: CompiledRoute, _ pattern: String, _ trouble: String, _ location: Location?) {
            let shown = pattern.utf8.count > 60 ? "\(pattern.prefix(57))…" : pattern
            steps.append(
                TraceStep(
                    "pattern",
                    "'\(shown)' of \(Self.name(route)): \(trouble); the proxy rejects the whole route table and keeps the one it had",
                    .lost, at: location))
        }
        for route in host.routes {
            for matcher in route.match.matchers {
                if let trouble = matcher.trouble { add(route, matcher.source.text, trouble, matcher.source.node.pointer) }
            }
            let rewrite = route.rule?.parts[.rewrite]?.node["uriRegexRewrite"]?["match"]
            if let rewrite, let trouble = RE2.trouble(rewrite.text) { add(route, rewrite.text, trouble, rewrite.pointer) }
        }
        return TraceStep.limited(steps, "pattern")
    }

    private func ruleStep(_ host: VirtualHost) -> TraceStep {
        var steps: [TraceStep] = []
        var reached = false
        var unreached = 0
        for route in host.routes {
            if reached {
                unreached += 1
            } else if route === outcome.compiled {
                reached = true
                steps.append(TraceStep("rule", "\(Self.name(route)) matches", at: Self.location(route)))
            } else if let prepared = outcome.prepared, let failure = route.match.failure(prepared) {
                steps.append(TraceStep("rule", "\(Self.name(route)): \(failure.reason)", .lost, at: failure.node.pointer))
            }
        }
        steps += leftOut(host)
        if unreached > 0 {
            steps.append(TraceStep("later rules", "not reached: \(unreached)", .note))
        }
        guard let route = outcome.compiled else {
            let text =
                host.routes.isEmpty ? "no rule is there for this host: 404" : "no rule matches: 404; other virtual hosts are not asked"
            return TraceStep("route", text, .lost, steps: TraceStep.limited(steps, "rule"))
        }
        return TraceStep("route", Self.name(route), at: Self.location(route), steps: TraceStep.limited(steps, "rule"))
    }

    static func location(_ route: CompiledRoute) -> Location? {
        (route.written?.node ?? route.rule?.node)?.pointer ?? route.owner?.resource.nameLocation
    }

    /// `'name' of namespace/name`, with the VirtualService that delegates where one does.
    static func name(_ route: CompiledRoute) -> String {
        guard let rule = route.rule, let owner = route.owner else { return "the service's default" }
        let name = route.name.isEmpty ? "http[\(rule.index)]" : "'\(route.name)'"
        return "\(name) of \(rule.owner == owner.name ? owner.name.path : "\(rule.owner.path) (delegated by \(owner.name.path))")"
    }

    /// Matches that this proxy never gets, rules behind a catch-all, and what delegation dropped.
    private func leftOut(_ host: VirtualHost) -> [TraceStep] {
        var steps: [TraceStep] = []
        for record in host.records {
            let compiled = host.routes.filter { $0.owner === record }
            for rule in record.rules {
                for match in rule.matches where !compiled.contains(where: { $0.written?.node.identity == match.node.identity }) {
                    guard let reason = exclusion(match, record) else { continue }
                    steps.append(TraceStep("rule", "'\(rule.name)' of \(record.name.path): \(reason)", .lost, at: match.node.pointer))
                }
            }
            for (rule, reason) in record.dropped {
                steps.append(TraceStep("rule", "'\(rule.name)' of \(rule.owner.path) is left out: \(reason)", .lost, at: rule.node.pointer))
            }
        }
        return steps
    }

    private func exclusion(_ match: HTTPMatch, _ record: VirtualServiceRecord) -> String? {
        let gateways = outcome.chain.map { $0.servers.map(\.gateway.key) } ?? ["mesh"]
        let gateway = gateways.first(where: record.gateways.contains) ?? "mesh"
        return match.exclusion(
            port: outcome.chain?.servers.first?.number ?? request.port, gateway: gateway, labels: proxy.labels, namespace: proxy.namespace)
    }
}
