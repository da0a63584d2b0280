extension RouteAction {
    /// The action as text that is the same for actions that do the same. Names of rules do not count.
    func signature(_ clusters: ClusterDirectory) -> String {
        var parts: [String] = []
        switch kind {
        case .forward:
            for destination in destinations {
                parts.append("\(destination.weight) \(destination.cluster.text) \(clusters.signature(destination.cluster))")
                parts.append("\(destination.edits.signature) \(destination.responseEdits.signature) \(destination.authority ?? "")")
            }
            for destination in destinations { parts.append(clusters.policy(destination.cluster)) }
            for mirror in mirrors { parts.append("mirror \(mirror.percent) \(mirror.cluster.text)") }
            parts.append("timeout \(timeout ?? "") authority \(authority ?? "")")
            switch rewrite {
            case .prefix(let text)?: parts.append("rewrite \(text)")
            case .regex(let pattern, let substitution)?: parts.append("rewrite \(pattern.pattern) \(substitution)")
            case nil: break
            }
        case .redirect(let to): parts.append("redirect \(to)")
        case .direct(let status, let body): parts.append("direct \(status) \(body)")
        case .passthrough: parts.append("passthrough")
        }
        if let cors { parts.append("cors \(cors.signature)") }
        if let retries { parts.append("retries \(JSONWriter.text(Value(retries)))") }
        if let fault { parts.append("fault \(fault.status) \(fault.percent) \(fault.delay ?? "")") }
        parts.append("\(requestEdits.signature) \(responseEdits.signature)")
        return parts.joined(separator: "\n")
    }
}

extension HeaderEdits {
    fileprivate var signature: String {
        isEmpty ? "" : "-\(remove) =\(set.map { "\($0.name):\($0.value)" }) +\(add.map { "\($0.name):\($0.value)" })"
    }
}

extension ClusterDirectory {
    /// What a cluster comes to: whether it is there, and which workloads serve it.
    func signature(_ name: OutboundCluster) -> String {
        switch state(of: name) {
        case .absent: "absent"
        case .present(let endpoints, let port, _, _):
            endpoints.map { "\($0.workload)@\($0.address(for: port) ?? "")" }.sorted().joined(separator: ",")
        }
    }
}

extension ClusterDirectory {
    /// What DestinationRules say about how a cluster is talked to: load balancing, TLS, limits.
    func policy(_ name: OutboundCluster) -> String {
        guard case .present(_, _, let service, let subset) = state(of: name) else { return "" }
        let own = rule(for: service)?.resources.lazy.compactMap { $0.spec?["trafficPolicy"] }.first { !$0.isNull }
        return [own, subset?.node["trafficPolicy"]].map { $0.map { JSONWriter.text(Value($0)) } ?? "" }.joined(separator: " ")
    }
}

extension RouteMatch.Claim {
    var signature: String { "\(isInverted ? "!" : "")@\(path) \(matcher.signature)" }
}

extension TextMatcher {
    var signature: String { "\(source.kind) \(source.text)" }
}

extension CompiledRoute {
    /// What the route does, with the part of the path that a rewrite replaces.
    func effect(_ clusters: ClusterDirectory) -> String {
        let replaced = action.rewrite == nil ? "" : match.path?.signature ?? ""
        return "\(action.signature(clusters)) \(replaced)"
    }

    /// What the route asks for.
    var condition: String {
        let fields = match.fields.map { "\($0.isInverted ? "!" : "")\($0.name) \($0.matcher.signature)" }.sorted()
        let parameters = match.parameters.map { "?\($0.name) \($0.matcher.signature)" }.sorted()
        let claims = match.claims.map(\.signature).sorted()
        return "\(match.path?.signature ?? "") \(match.ignoresCase) \(fields) \(parameters) \(claims)"
    }
}

extension ConnectionRoute {
    /// Where connections go, as text.
    func signature(_ directory: ClusterDirectory) -> String {
        clusters.map { "\($0.weight) \($0.cluster.text) \(directory.signature($0.cluster)) \(directory.policy($0.cluster))" }
            .joined(separator: "\n")
    }
}

extension SidecarView {
    /// How a connection is read and where it goes, as text.
    func signature(_ address: String?, _ port: Int, _ name: String) -> String {
        switch listener(address: address, port: port, sni: name) {
        case .http: "http"
        case .tcp(let route): route.signature(clusters)
        case .none: "none \(isRegistryOnly)"
        }
    }
}

extension RequestTrace {
    /// What DestinationRules say about the clusters that the request may go to; `nil` where they say nothing.
    var trafficPolicy: String? {
        let clusters = proxy.kind == .gateway ? mesh.gatewayView(proxy).clusters : mesh.sidecarView(proxy).clusters
        let routed = route?.compiled?.action.destinations.map(\.cluster) ?? route?.connectionRoute?.clusters.map(\.cluster) ?? []
        let policies = routed.map(clusters.policy).filter { $0.contains("{") }
        return policies.isEmpty ? nil : policies.joined(separator: " ")
    }
}
