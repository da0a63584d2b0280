/// Says step by step why a workload lets a request in or not.
public struct AuthorizationExplanation {
    let mesh: TrafficMesh
    let request: TrafficRequest
    let proxy: TrafficProxy
    let outcome: AuthorizationOutcome

    /// Explains an outcome that a tracer of the same mesh gave for the request.
    public init(_ outcome: AuthorizationOutcome, _ request: TrafficRequest, at proxy: TrafficProxy, in mesh: TrafficMesh) {
        self.outcome = outcome
        self.request = request
        self.proxy = proxy
        self.mesh = mesh
    }

    /// The steps in the order in which the proxy takes them.
    public var steps: [TraceStep] {
        var steps: [TraceStep] = []
        if let peer = outcome.peer { steps.append(peerStep(peer)) }
        guard let inbound = outcome.request else {
            if outcome.decidedBy == .requestAuthentication { steps.append(tokenStep) }
            return steps
        }
        let view = mesh.inboundView(proxy)
        if !outcome.isHTTP {
            steps.append(TraceStep("protocol", "port \(inbound.port) is not HTTP: what rules ask about HTTP cannot be known", .note))
        }
        let stages: [(PolicyRecord.Action, String)] = [
            (.custom, "no policy that asks an external authorizer applies"), (.deny, "no policy that denies applies"),
            (.allow, "no policy that allows applies, so everything that was not denied is allowed"),
        ]
        for (action, absence) in stages {
            if action == .deny, outcome.decidedBy == .requestAuthentication {
                steps.append(tokenStep)
                return steps
            }
            let policies = view.policies(action)
            guard !policies.isEmpty else {
                if action != .custom { steps.append(TraceStep(action.rawValue, absence, .note)) }
                continue
            }
            steps.append(stageStep(action, policies, inbound))
            if outcome.rule?.policy.action == action, action != .allow { return steps }
        }
        for run in outcome.dryRuns {
            steps.append(TraceStep("dry run", "policies to \(run.action) that are only tried would have \(run.result) it", .note))
        }
        return steps
    }

    private func peerStep(_ peer: InboundView.PeerDecision) -> TraceStep {
        let source =
            peer.resource.map { "PeerAuthentication \($0.resourceName.path) says \(peer.mode.rawValue)" }
            ?? "no PeerAuthentication applies: PERMISSIVE"
        let given =
            request.scheme == "mtls"
            ? "the caller is '\(request.principal ?? "")' by mutual TLS" : "the caller comes in plaintext and has no identity"
        let location = peer.node?.pointer
        guard let reason = outcome.reason else { return TraceStep("transport", "\(source); \(given)", at: location) }
        return TraceStep("transport", "\(source); \(given): \(reason), the connection is closed", .lost, at: location)
    }

    private var tokenStep: TraceStep {
        let view = mesh.inboundView(proxy)
        return TraceStep(
            "token", "\(outcome.status ?? 401): \((outcome.details ?? "").replacingUnderscores)", .lost,
            at: view.tokenRules.first?.node.pointer)
    }

    private func stageStep(_ action: PolicyRecord.Action, _ policies: [PolicyRecord], _ inbound: InboundRequest) -> TraceStep {
        var steps: [TraceStep] = []
        for policy in policies {
            if policy.rules.isEmpty {
                steps.append(
                    TraceStep("policy", "\(policy.name.path) has no rules: it matches nothing", .lost, at: policy.resource.nameLocation))
            }
            for rule in policy.rules {
                let name = "\(policy.name.path) rule \(rule.index)"
                if rule.matches(inbound, isHTTP: outcome.isHTTP) {
                    let isDecider = rule === outcome.rule
                    steps.append(TraceStep("rule", "\(name) matches", isDecider ? .taken : .note, at: rule.node.pointer))
                } else {
                    let failures = rule.failures(inbound, isHTTP: outcome.isHTTP)
                    let reason = failures.map(\.reason).joined(separator: "; ")
                    steps.append(TraceStep("rule", "\(name): \(reason)", .lost, at: (failures.first?.node ?? rule.node).pointer))
                }
            }
        }
        let hit = outcome.rule?.policy.action == action ? outcome.rule : nil
        let text: String
        switch action {
        case .allow:
            text =
                hit.map { "\($0.policy.name.path) rule \($0.index) allows it" }
                ?? (outcome.decision == .deny && outcome.decidedBy == .nothing
                    ? "policies apply, but no rule allows it: denied" : "a rule allows it")
        case .deny: text = hit.map { "\($0.policy.name.path) rule \($0.index) denies it" } ?? "no rule denies it"
        case .custom: text = hit.map { "\($0.policy.name.path) rule \($0.index): \(outcome.details ?? "")" } ?? "no rule asks for it"
        case .audit: text = ""
        }
        return TraceStep(
            action.rawValue, text, hit != nil || action != .allow ? .taken : .lost, at: hit?.node.pointer,
            steps: TraceStep.limited(steps, "rule"))
    }

    // MARK: Advice

    /// The smallest change that would let a denied request in; `nil` for requests that are let in.
    public var remedy: TraceStep? {
        switch outcome.decision {
        case .allow, .other: return nil
        case .noConnection:
            switch outcome.reason {
            case "plaintext where mutual TLS is required":
                return TraceStep(
                    "remedy", "call by mutual TLS (give the caller a sidecar), or set the mode to PERMISSIVE", .note,
                    at: outcome.peer?.node?.pointer)
            case "mutual TLS where it is disabled":
                return TraceStep("remedy", "call in plaintext, or set the mode to PERMISSIVE", .note, at: outcome.peer?.node?.pointer)
            default: return TraceStep("remedy", "add the caller's trust domain to trustDomainAliases of the mesh configuration", .note)
            }
        case .deny: break
        }
        if outcome.decidedBy == .requestAuthentication {
            return TraceStep("remedy", "send a token that the workload accepts, or none", .note)
        }
        guard let inbound = outcome.request else { return nil }
        if let rule = outcome.rule {
            return TraceStep(
                "remedy", "narrow \(rule.policy.name.path) rule \(rule.index), for example by \(exception(rule))", .note,
                at: rule.node.pointer)
        }
        let candidates = mesh.inboundView(proxy).policies(.allow).flatMap(\.rules).map {
            ($0, $0.failures(inbound, isHTTP: outcome.isHTTP))
        }
        guard let (rule, failures) = candidates.min(by: { $0.1.count < $1.1.count }), !failures.isEmpty else {
            return TraceStep("remedy", "add a rule to a policy that allows: those that apply have none", .note)
        }
        let what = failures.map(\.reason).joined(separator: "; ")
        return TraceStep(
            "remedy", "\(rule.policy.name.path) rule \(rule.index) comes closest: \(what)", .note,
            at: (failures[0].node ?? rule.node).pointer)
    }

    private func exception(_ rule: PolicyRule) -> String {
        if let principal = request.scheme == "mtls" ? request.principal : nil { return "notPrincipals: ['\(principal)']" }
        return "notPaths: ['\(outcome.request?.path ?? request.path)']"
    }
}

extension String {
    /// With blanks for underscores, as Envoy's details mean them.
    var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
