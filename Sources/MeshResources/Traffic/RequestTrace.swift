/// A request followed all the way: the gateway's policies, the routes, and the policies at the destination.
public final class RequestTrace {
    /// The request.
    public let request: TrafficRequest
    /// Where it was followed.
    public let proxy: TrafficProxy
    /// What the policies of the gateway, or of the workload asked about, say; `nil` where none are asked.
    public let authorization: AuthorizationOutcome?
    /// Where it is routed; `nil` where policies or the transport stopped it before.
    public let route: RouteOutcome?
    /// The workload that the route leads to and what its policies say.
    public let destination: (proxy: TrafficProxy, request: TrafficRequest, outcome: AuthorizationOutcome)?
    let mesh: TrafficMesh

    /// Follows a request. `now` is the time that tokens are held against, in seconds since 1970.
    public init(_ request: TrafficRequest, at proxy: TrafficProxy, in mesh: TrafficMesh, now: Int, asksDestination: Bool = true) {
        self.request = request
        self.proxy = proxy
        self.mesh = mesh
        let authorizer = AuthorizationTracer(mesh, now: now)
        if proxy.isInbound {
            authorization = authorizer.outcome(request, at: proxy)
            route = nil
            destination = nil
            return
        }
        if proxy.kind == .gateway {
            let outcome = authorizer.outcome(request, at: proxy)
            authorization = outcome
            route = outcome.route
        } else {
            authorization = nil
            route = RouteTracer(mesh).outcome(request, at: proxy)
        }
        destination = asksDestination ? Self.destination(route, request, proxy, mesh, authorizer) : nil
    }

    /// Whether the request comes through: routed to something that serves it, and let in there.
    public var comesThrough: Bool {
        guard authorization?.decision ?? .allow == .allow, route.map({ $0.status ?? 599 < 400 }) ?? true else { return false }
        return destination.map { $0.outcome.decision == .allow } ?? true
    }

    private static func destination(
        _ route: RouteOutcome?, _ request: TrafficRequest, _ proxy: TrafficProxy, _ mesh: TrafficMesh, _ authorizer: AuthorizationTracer
    ) -> (proxy: TrafficProxy, request: TrafficRequest, outcome: AuthorizationOutcome)? {
        guard let route, let upstream = route.upstream else { return nil }
        if let connection = route.connectionRoute {
            guard let target = ReachedWorkload(connection.clusters.map(\.cluster), from: proxy, in: mesh) else { return nil }
            let inner = target.request(request, upstream, from: proxy)
            return (target.proxy, inner, authorizer.outcome(inner, at: target.proxy, target.view))
        }
        guard route.details == "via_upstream", let compiled = route.compiled else { return nil }
        let target: ReachedWorkload
        if let known = compiled.reached {
            guard let known else { return nil }
            target = known
        } else {
            let found = ReachedWorkload(compiled.action.destinations.map(\.cluster), from: proxy, in: mesh)
            compiled.reached = .some(found)
            guard let found else { return nil }
            target = found
        }
        let inner = target.request(request, upstream, from: proxy)
        return (target.proxy, inner, authorizer.outcome(inner, at: target.proxy, target.view))
    }

    /// What came of it, in one line.
    public var summary: String {
        if let authorization, authorization.decision != .allow {
            return Self.words(authorization)
        }
        guard let route else { return authorization.map(Self.words) ?? "" }
        guard let status = route.status else { return "connection \(route.connection ?? "closed")" }
        if let destination, destination.outcome.decision != .allow {
            return "\(Self.words(destination.outcome)) at \(destination.proxy.namespace)/\(destination.proxy.name)"
        }
        if let location = route.location { return "\(status), redirected to \(location)" }
        if let cluster = route.cluster, status < 400 {
            let weights = route.isWeighted ? route.clusters.map { "\($0.name) (\($0.weight))" }.joined(separator: " or ") : cluster
            return "\(status) from \(weights)"
        }
        return "\(status) \(route.trouble ?? route.details.map(\.replacingUnderscores) ?? "")"
    }

    private static func words(_ outcome: AuthorizationOutcome) -> String {
        switch outcome.decision {
        case .allow: return "allowed"
        case .noConnection: return "no connection: \(outcome.reason ?? "")"
        case .other: return "\(outcome.status.map { "\($0) " } ?? "")\(outcome.details ?? "")"
        case .deny:
            let status = outcome.status.map { "\($0) denied" } ?? "connection closed, denied"
            switch outcome.decidedBy {
            case .rule(let rule): return "\(status) by \(rule.namespace)/\(rule.name) rule \(rule.rule)"
            case .requestAuthentication: return "\(status) by request authentication"
            default: return "\(status): no rule allows it"
            }
        }
    }

    /// The steps of the explanation.
    public var steps: [TraceStep] {
        var steps: [TraceStep] = []
        if let authorization {
            let explanation = AuthorizationExplanation(authorization, request, at: proxy, in: mesh)
            var inner = explanation.steps
            if let remedy = explanation.remedy { inner.append(remedy) }
            let isQuiet = mesh.inboundView(proxy).policies.isEmpty && authorization.decision == .allow && !proxy.isInbound
            let place = "\(proxy.namespace)/\(proxy.name.isEmpty ? proxy.kind.rawValue : proxy.name)"
            if !isQuiet {
                steps.append(
                    TraceStep(
                        "authorization", "at \(place): \(Self.words(authorization))", authorization.decision == .allow ? .taken : .lost,
                        steps: inner))
            }
        }
        if let route { steps += RouteExplanation(route, request, at: proxy, in: mesh).steps }
        if let destination {
            let explanation = AuthorizationExplanation(destination.outcome, destination.request, at: destination.proxy, in: mesh)
            var inner = explanation.steps
            if let remedy = explanation.remedy { inner.append(remedy) }
            steps.append(
                TraceStep(
                    "authorization", "at \(destination.proxy.namespace)/\(destination.proxy.name): \(Self.words(destination.outcome))",
                    destination.outcome.decision == .allow ? .taken : .lost, steps: inner))
        }
        return steps
    }

    /// The trace with the field names of the conformance data, `explanation` added.
    public var value: Value {
        var result = route?.value.object ?? Value.Object()
        for (key, field) in authorization?.value.object ?? [:] where result[key] == nil { result[key] = field }
        if let destination {
            var inner = destination.outcome.value.object ?? Value.Object()
            inner["workload"] = .string("\(destination.proxy.namespace)/\(destination.proxy.name)")
            result["authorization"] = .object(inner)
        }
        result["explanation"] = .array(steps.map(\.value))
        return .object(result)
    }
}
