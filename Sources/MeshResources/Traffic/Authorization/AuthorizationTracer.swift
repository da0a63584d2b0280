/// Follows requests through the policies of a workload.
public struct AuthorizationTracer {
    /// The mesh asked about.
    public let mesh: TrafficMesh
    /// The time that tokens are held against, in seconds since 1970.
    public var now: Int

    /// Makes a tracer for a mesh at a time.
    public init(_ mesh: TrafficMesh, now: Int) {
        self.mesh = mesh
        self.now = now
    }

    /// Whether a workload lets a request in. On gateways an allowed request is routed on, which gives its status.
    public func outcome(_ request: TrafficRequest, at proxy: TrafficProxy) -> AuthorizationOutcome {
        outcome(request, at: proxy, mesh.inboundView(proxy))
    }

    func outcome(_ request: TrafficRequest, at proxy: TrafficProxy, _ view: InboundView) -> AuthorizationOutcome {
        var outcome = AuthorizationOutcome()
        let port = view.podPort(request.port)
        if proxy.kind == .sidecar {
            outcome.peer = view.peerDecision(port)
            if let reason = refusal(request, outcome.peer?.mode ?? .permissive) {
                outcome.decision = .noConnection
                outcome.reason = reason
                return outcome
            }
        }
        let isHTTP = view.speaks(port) != .tcp
        outcome.isHTTP = isHTTP
        outcome.proto = isHTTP ? "http" : "tcp"
        guard let path = PathNormalization.normalize(request.path) ?? (isHTTP ? nil : request.path),
            !isHTTP || Self.isValidAuthority(request.host)
        else {
            outcome.decision = .other
            outcome.status = 400
            outcome.details = Self.isValidAuthority(request.host) ? "path_normalization_failed" : "http.invalid_authority"
            return outcome
        }
        var request = request
        if proxy.kind == .gateway, request.scheme != "http", !mesh.gatewayView(proxy).speaksTLS(request) { request.scheme = "http" }
        // External authorizers come before tokens are looked at.
        let first = InboundRequest(
            request, path: path, port: port, destinationIP: proxy.ip, trustsForwardedFor: proxy.kind == .sidecar && isHTTP, claims: nil)
        outcome.request = first
        if judgeCustom(first, view, isHTTP, &outcome) { return outcome }
        var claims: Value?
        if isHTTP {
            switch token(request, view) {
            case .accepted(let found): claims = found
            case .none: break
            case .refused(let status, let details):
                outcome.decision = .deny
                outcome.status = status
                outcome.details = "jwt_authn_access_denied{\(details)}"
                outcome.decidedBy = .requestAuthentication
                return outcome
            }
        }
        let inbound =
            claims == nil
            ? first
            : InboundRequest(
                request, path: path, port: port, destinationIP: proxy.ip, trustsForwardedFor: proxy.kind == .sidecar && isHTTP,
                claims: claims)
        outcome.request = inbound
        judge(inbound, view, isHTTP, &outcome)
        if outcome.decision == .allow, proxy.kind == .gateway {
            let route = RouteTracer(mesh).outcome(request, at: proxy, claims: claims)
            outcome.route = route
            outcome.status = route.status
            outcome.details = route.details
        }
        return outcome
    }

    private func refusal(_ request: TrafficRequest, _ mode: InboundView.PeerMode) -> String? {
        guard request.scheme == "mtls" else { return mode == .strict ? "plaintext where mutual TLS is required" : nil }
        let own = [mesh.options.trustDomain] + mesh.options.trustDomainAliases
        if let domain = request.principal.map({ String($0.cut(at: "/").before) }), !own.contains(domain) {
            return "certificate of a foreign trust domain"
        }
        return mode == .disable ? "mutual TLS where it is disabled" : nil
    }

    /// What Envoy takes for a host: letters, digits, the marks of URLs, and a port of digits.
    private static func isValidAuthority(_ host: String) -> Bool {
        host.utf8.allSatisfy { byte in
            switch byte {
            case 0x21, 0x24...0x2F, 0x30...0x3B, 0x3D, 0x40...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E: byte != 0x2F
            default: false
            }
        }
    }

    // MARK: Policies

    /// Whether a policy that asks an external authorizer has decided; one that does not exist denies.
    private func judgeCustom(_ request: InboundRequest, _ view: InboundView, _ isHTTP: Bool, _ outcome: inout AuthorizationOutcome) -> Bool
    {
        let custom = view.policies(.custom)
        guard !custom.isEmpty else { return false }
        guard let hit = first(custom, request, isHTTP) else { return false }
        if mesh.options.extensionProviders.contains(hit.policy.provider), Set(custom.map(\.provider)).count == 1 {
            outcome.rule = hit
            outcome.decidedBy = .rule(hit.name)
            outcome.decision = .other
            outcome.details = "external authorizer '\(hit.policy.provider)' decides"
        } else {
            deny(hit, isHTTP, &outcome)
        }
        return true
    }

    private func judge(_ request: InboundRequest, _ view: InboundView, _ isHTTP: Bool, _ outcome: inout AuthorizationOutcome) {
        outcome.auditedBy = first(view.policies(.audit), request, isHTTP)?.name
        dryRun("deny", view.policies(.deny, dryRun: true), request, isHTTP, &outcome)
        if let hit = first(view.policies(.deny), request, isHTTP) { return deny(hit, isHTTP, &outcome) }
        dryRun("allow", view.policies(.allow, dryRun: true), request, isHTTP, &outcome)
        let allowing = view.policies(.allow)
        outcome.status = 200
        guard !allowing.isEmpty else {
            outcome.decidedBy = isHTTP ? .nothing : .unknown
            return
        }
        guard let hit = first(allowing, request, isHTTP) else { return deny(nil, isHTTP, &outcome) }
        outcome.rule = hit
        outcome.decidedBy = isHTTP ? .rule(hit.name) : .unknown
    }

    private func deny(_ rule: PolicyRule?, _ isHTTP: Bool, _ outcome: inout AuthorizationOutcome) {
        outcome.decision = .deny
        outcome.status = isHTTP ? 403 : nil
        outcome.rule = rule
        outcome.decidedBy = rule.map { .rule($0.name) } ?? .nothing
        outcome.details = "rbac_access_denied_matched_policy[\(rule?.key ?? "none")]"
    }

    /// The rule that is reported: of those that match the first in byte order of their keys.
    private func first(_ policies: [PolicyRecord], _ request: InboundRequest, _ isHTTP: Bool) -> PolicyRule? {
        var best: PolicyRule?
        for policy in policies {
            for rule in policy.rules where best.map({ rule.key.utf8.lexicographicallyPrecedes($0.key.utf8) }) ?? true {
                if rule.matches(request, isHTTP: isHTTP) { best = rule }
            }
        }
        return best
    }

    private func dryRun(
        _ action: String, _ policies: [PolicyRecord], _ request: InboundRequest, _ isHTTP: Bool, _ outcome: inout AuthorizationOutcome
    ) {
        guard !policies.isEmpty else { return }
        let hit = first(policies, request, isHTTP)
        let isAllowed = (action == "allow") == (hit != nil)
        outcome.dryRuns.append(.init(action: action, result: isAllowed ? "allowed" : "denied", rule: hit?.name))
    }

    // MARK: Tokens

    private enum TokenResult {
        case none
        case accepted(Value)
        case refused(Int, String)
    }

    private func token(_ request: TrafficRequest, _ view: InboundView) -> TokenResult {
        guard !view.tokenRules.isEmpty else { return .none }
        let places = view.tokenRules.filter { finds($0, request) }
        guard !places.isEmpty else { return .none }
        guard let token = request.token else {
            return .refused(401, "Jwt_is_not_in_the_form_of_Header.Payload.Signature_with_two_dots_and_3_sections")
        }
        let issuer = token.claims["iss"]?.string ?? ""
        let rules = places.filter { $0.issuer == issuer }
        guard !rules.isEmpty else { return .refused(401, "Jwt_issuer_is_not_configured") }
        if let expiry = token.claims["exp"]?.int, expiry < now { return .refused(401, "Jwt_is_expired") }
        if let begin = token.claims["nbf"]?.int, begin > now { return .refused(401, "Jwt_not_yet_valid") }
        let audiences = token.claims["aud"]?.array?.compactMap(\.string) ?? [token.claims["aud"]?.string].compactMap { $0 }
        guard let rule = rules.first(where: { $0.audiences.isEmpty || !Set($0.audiences).isDisjoint(with: audiences) }) else {
            return .refused(403, "Audiences_in_Jwt_are_not_allowed")
        }
        guard token.signatureIsValid else { return .refused(401, "Jwt_verification_fails") }
        return .accepted(Self.normalized(token.claims, ["scope", "permission"] + rule.spaceDelimited))
    }

    /// Whether a token is where a rule looks for it.
    private func finds(_ rule: InboundView.TokenRule, _ request: TrafficRequest) -> Bool {
        let usesDefault = rule.headers.isEmpty && rule.parameters.isEmpty && rule.cookies.isEmpty
        let headers = usesDefault ? [("authorization", "Bearer ")] : rule.headers
        for (name, prefix) in headers {
            if request.headers.contains(where: { $0.name.asciiLowercased() == name && $0.value.hasBytePrefix(prefix) }) { return true }
        }
        let parameters = usesDefault ? ["access_token"] : rule.parameters
        let prepared = PreparedRequest(request, path: request.path, scheme: request.scheme)
        return parameters.contains { prepared.parameter($0) != nil }
    }

    /// The claims with those that list texts in one text taken apart.
    private static func normalized(_ claims: Value, _ listing: [String]) -> Value {
        var result = claims
        for name in listing {
            if let text = claims[name]?.string { result[name] = .array(text.split(separator: " ").map { .string(String($0)) }) }
        }
        return result
    }
}

extension PolicyRule {
    /// The rule as outcomes name it.
    var name: AuthorizationOutcome.RuleName { .init(namespace: policy.name.namespace, name: policy.name.name, rule: index) }
}
