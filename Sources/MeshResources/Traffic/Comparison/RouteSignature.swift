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
        return "\(match.path?.signature ?? "") \(match.ignoresCase) \(fields) \(parameters)"
    }
}
