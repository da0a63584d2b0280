/// Says what a route does with a request: changes, faults, answers and destinations.
struct RouteActionExplanation {
    let explanation: RouteExplanation
    let route: CompiledRoute

    private var outcome: RouteOutcome { explanation.outcome }

    var steps: [TraceStep] {
        let action = route.action
        var steps: [TraceStep] = []
        if let delegate = route.rule?.delegatedBy {
            steps.append(TraceStep("delegate", "the rule came in by delegation", .note, at: (delegate["delegate"] ?? delegate).pointer))
        }
        if let fault = action.fault { steps.append(faultStep(fault)) }
        if let cors = action.cors { steps += corsSteps(cors) }
        switch action.kind {
        case .redirect: steps.append(TraceStep("redirect", "\(outcome.status ?? 0) to \(outcome.location ?? "")", at: part(.redirect)))
        case .direct(let status, _): steps.append(TraceStep("response", "the proxy answers \(status) itself", at: part(.directResponse)))
        case .passthrough: steps.append(TraceStep("cluster", "PassthroughCluster: to the address that the application asked for"))
        case .forward: steps += forwardSteps
        }
        return steps
    }

    private func corsSteps(_ cors: CORSPolicy) -> [TraceStep] {
        guard let prepared = outcome.prepared, let origin = prepared.header("origin") else { return [] }
        let isAllowed = cors.isAllowed(prepared)
        var text = "origin '\(origin)' is \(isAllowed ? "allowed" : "not allowed")"
        if outcome.details == "cors_response" { text += ", the proxy answers the preflight request itself" }
        return [TraceStep("cors", text, outcome.details == "cors_response" ? .taken : .note, at: cors.node.pointer)]
    }

    private func part(_ key: HTTPRule.Part) -> Location? { route.rule?.parts[key]?.node.pointer }

    private func faultStep(_ fault: RouteAction.Fault) -> TraceStep {
        var parts: [String] = []
        if let delay = fault.delay { parts.append("a delay of \(delay)") }
        if fault.percent > 0 { parts.append("status \(fault.status) for \(fault.percent) %") }
        if parts.isEmpty { parts.append("an abort without percentage, which is 0 %: no request is aborted") }
        let isDecisive = fault.percent >= 100
        let text = parts.joined(separator: " and ") + (fault.percent > 0 && !isDecisive ? "; the rest goes on as follows" : "")
        return TraceStep("fault", text, isDecisive ? .taken : .note, at: fault.node.pointer)
    }

    private var forwardSteps: [TraceStep] {
        let action = route.action
        var steps: [TraceStep] = []
        if let upstream = outcome.upstream {
            if let prepared = outcome.prepared, upstream.path != prepared.path {
                steps.append(TraceStep("rewrite", "the upstream sees the path '\(upstream.path)'", .note, at: part(.rewrite)))
            }
            if upstream.authority != explanation.request.host {
                steps.append(
                    TraceStep("rewrite", "the upstream sees the host '\(upstream.authority)'", .note, at: part(.rewrite) ?? part(.headers)))
            }
            for change in upstream.changed {
                steps.append(
                    TraceStep("header", "'\(change.name)' becomes \(change.values.map { "'\($0)'" }.joined(separator: " and "))", .note))
            }
            for name in upstream.removed { steps.append(TraceStep("header", "'\(name)' is taken away", .note)) }
        }
        if let timeout = action.timeout { steps.append(TraceStep("timeout", timeout, .note, at: part(.timeout))) }
        for mirror in action.mirrors {
            steps.append(TraceStep("mirror", "\(mirror.percent) % are copied to \(mirror.cluster.text)", .note, at: mirror.node.pointer))
        }
        for destination in action.destinations { steps.append(destinationStep(destination)) }
        return steps
    }

    private func destinationStep(_ destination: RouteAction.Destination) -> TraceStep {
        let clusters =
            explanation.proxy.kind == .gateway
            ? explanation.mesh.gatewayView(explanation.proxy).clusters : explanation.mesh.sidecarView(explanation.proxy).clusters
        let total = max(1, route.action.destinations.reduce(0) { $0 + $1.weight })
        let share = route.action.destinations.count > 1 ? "\(destination.weight * 100 / total) % to " : ""
        let location = destination.node?.pointer
        switch clusters.state(of: destination.cluster) {
        case .absent(let reason):
            return TraceStep("destination", "\(share)\(destination.cluster.text): 503, \(reason)", .lost, at: location)
        case .present(let endpoints, let port, let service, let subset):
            var steps: [TraceStep] = []
            if let subset {
                let labels = subset.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
                steps.append(
                    TraceStep("subset", "'\(subset.name)' is \(labels.isEmpty ? "every pod" : labels)", .note, at: subset.node.pointer))
            }
            steps.append(TraceStep("service", service.hostname, .note, at: service.resource.nameLocation))
            let addresses = endpoints.compactMap { endpoint in
                endpoint.address(for: port).map {
                    endpoint.workload.isEmpty || $0.hasBytePrefix(endpoint.workload) ? $0 : "\(endpoint.workload) (\($0))"
                }
            }
            guard !addresses.isEmpty else {
                let isKnown = explanation.mesh.registry.knowsWorkloads
                steps.append(
                    TraceStep(
                        "endpoints", isKnown ? "none is ready" : "unknown: the inputs hold no workloads, so the service counts as served",
                        isKnown ? .lost : .note))
                return TraceStep("destination", "\(share)\(destination.cluster.text)", isKnown ? .lost : .taken, at: location, steps: steps)
            }
            let shown = addresses.prefix(4).joined(separator: ", ") + (addresses.count > 4 ? " and \(addresses.count - 4) more" : "")
            steps.append(TraceStep("endpoints", shown, .note))
            return TraceStep("destination", "\(share)\(destination.cluster.text)", at: location, steps: steps)
        }
    }
}
