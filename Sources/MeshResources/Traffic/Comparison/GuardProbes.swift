/// Requests that may show that a workload is guarded otherwise than before, made from the rules of both sides.
///
/// For every rule of either side there are requests that meet it, requests that miss one of its conditions, and requests that meet it and
/// another rule besides, so that a rule which denies shows behind one that allows.
struct GuardProbes {
    let old: InboundView
    let new: InboundView
    let proxy: TrafficProxy

    private static let maximumCount = 20_000

    /// A request under construction.
    private struct Draft {
        var request = TrafficRequest()
        /// The parts of the caller's identity; `nil`: plaintext.
        var identity: (domain: String, namespace: String, account: String)?
        var claims: Value?

        var finished: TrafficRequest {
            var result = request
            result.sourceIP = result.sourceIP ?? "192.0.2.1"
            result.scheme = identity == nil ? "http" : "mtls"
            result.principal = identity.map { "\($0.domain)/ns/\($0.namespace)/sa/\($0.account)" }
            if let claims {
                result.token = TrafficRequest.Token(claims: claims)
                result.headers.append(("authorization", "Bearer (token)"))
            }
            return result
        }

        mutating func identify(_ change: (inout (domain: String, namespace: String, account: String)) -> Void, domain: String) {
            var known = identity ?? (domain, "witness", "witness")
            change(&known)
            identity = known
        }
    }

    var requests: [TrafficRequest] {
        var result: [TrafficRequest] = []
        for port in ports {
            let bases = bases(port)
            result += bases.map(\.finished)
            let ways = ways
            for way in ways {
                for base in bases.prefix(2) {
                    let met = way.reduce(base) { apply($1, sample($1), $0) }
                    result.append(met.finished)
                    for condition in way {
                        for value in condition.values.dropFirst() + condition.notValues {
                            result.append(apply(condition, value, met).finished)
                        }
                        result.append(apply(condition, nil, met).finished)
                    }
                    guard result.count < Self.maximumCount else { return result }
                }
            }
            for first in ways {
                for second in ways {
                    guard result.count < Self.maximumCount, let base = bases.last else { return result }
                    result.append((first + second).reduce(base) { apply($1, sample($1), $0) }.finished)
                }
            }
        }
        return result
    }

    /// The ports of the workload that anything is known of.
    private var ports: [Int] {
        var ports: [Int] = []
        func add(_ number: Int) { if !ports.contains(number) { ports.append(number) } }
        for view in [old, new] {
            if proxy.kind == .gateway {
                for server in view.mesh.gatewayView(proxy).selected.flatMap(\.servers) { add(server.number) }
                continue
            }
            for service in view.mesh.registry.services(selecting: proxy.labels, in: proxy.namespace) {
                for port in service.ports {
                    add(ServiceRegistry.targetPort(port, view.mesh.registry.workload(proxy.name, in: proxy.namespace)?.spec))
                }
            }
            for condition in view.policies.flatMap(\.rules).flatMap({ $0.operations.joined() })
            where condition.attribute == .destinationPort {
                for value in condition.values + condition.notValues { if let number = Int(value.text) { add(number) } }
            }
        }
        return ports.isEmpty ? [8080] : ports
    }

    private var domain: String { new.mesh.options.trustDomain }

    /// Callers that no rule names: in plaintext, with an identity, and with a token where tokens are read.
    private func bases(_ port: Int) -> [Draft] {
        var plain = Draft()
        plain.request.port = port
        plain.request.host = proxy.name.isEmpty ? "witness.invalid" : proxy.name
        plain.request.path = "/witness"
        var known = plain
        known.identity = (domain, "witness", "witness")
        var result = [plain, known]
        for rule in old.tokenRules + new.tokenRules {
            var bearer = known
            bearer.claims = token(rule)
            result.append(bearer)
        }
        return result
    }

    private func token(_ rule: InboundView.TokenRule?) -> Value {
        var claims: Value = ["iss": .string(rule?.issuer ?? "witness"), "sub": "witness"]
        if let audience = rule?.audiences.first { claims["aud"] = .string(audience) }
        return claims
    }

    /// Each a list of conditions that together meet a rule.
    private var ways: [[PolicyCondition]] {
        var seen: Set<String> = []
        var result: [[PolicyCondition]] = []
        for rule in (old.policies + new.policies).flatMap(\.rules) {
            let text = "\(rule.policy.name.namespace) \(JSONWriter.text(Value(rule.node)))"
            guard seen.insert(text).inserted else { continue }
            for source in rule.sources {
                for operation in rule.operations { result.append(source + operation) }
            }
        }
        return result
    }

    private func sample(_ condition: PolicyCondition) -> PolicyPattern? { condition.values.first }

    /// A text that fits a pattern: something for each asterisk, and for the asterisks in braces of a template.
    private static func text(_ pattern: PolicyPattern) -> String {
        if pattern.text == "*" { return "witness" }
        var result = ""
        var rest = Substring(pattern.text)
        while let first = rest.first {
            if rest.hasPrefix("{**}") {
                result += "w/w"
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("{*}") {
                result += "w"
                rest = rest.dropFirst(3)
            } else {
                result.append(first == "*" ? "w" : first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// The draft with an attribute that fits a pattern; with one that nothing names where the pattern is `nil`.
    private func apply(_ condition: PolicyCondition, _ pattern: PolicyPattern?, _ draft: Draft) -> Draft {
        var result = draft
        let text = pattern.map(Self.text)
        switch condition.attribute {
        case .principal: setPrincipal(text, &result)
        case .sourceNamespace: result.identify({ $0.namespace = text ?? "witness-other" }, domain: domain)
        case .trustDomain: result.identify({ $0.domain = text ?? domain }, domain: domain)
        case .serviceAccount:
            guard case .account(let namespace, let name)? = pattern?.shape else {
                result.identify({ $0.account = "witness-other" }, domain: domain)
                break
            }
            result.identify({ ($0.namespace, $0.account) = (namespace, name) }, domain: domain)
        case .sourceIP: result.request.sourceIP = address(text)
        case .remoteIP:
            result.request.headers.removeAll { $0.name == "x-forwarded-for" }
            result.request.headers.append(("x-forwarded-for", address(text)))
            if proxy.kind == .gateway { result.request.sourceIP = address(text) }
        case .destinationIP: break
        case .destinationPort: if let number = text.flatMap({ Int($0) }) { result.request.port = number }
        case .serverName: result.request.sni = text ?? "witness.invalid"
        case .host: result.request.host = text ?? "witness-other.invalid"
        case .method: result.request.method = text ?? "WITNESS"
        case .path: result.request.path = text.map { $0.hasBytePrefix("/") ? $0 : "/" + $0 } ?? "/witness-other"
        case .header(let name):
            result.request.headers.removeAll { $0.name == name }
            if let text { result.request.headers.append((name, text)) }
        case .requestPrincipal, .audiences, .presenter, .claim: setClaim(condition.attribute, text, &result)
        }
        return result
    }

    private func setPrincipal(_ text: String?, _ draft: inout Draft) {
        let parts = (text ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 5 {
            draft.identity = (parts[0] == "w" ? domain : parts[0], parts[2], parts[4])
        } else {
            draft.identity = text == nil ? nil : (domain, "witness", "witness")
        }
    }

    private func address(_ text: String?) -> String {
        guard let text else { return "198.51.100.77" }
        return String(text.cut(at: "/").before)
    }

    private func setClaim(_ attribute: PolicyAttribute, _ text: String?, _ draft: inout Draft) {
        var claims = draft.claims ?? token(new.tokenRules.first ?? old.tokenRules.first)
        switch attribute {
        case .requestPrincipal:
            guard let text, let slash = text.lastIndex(of: "/") else { break }
            claims["iss"] = .string(String(text[..<slash]))
            claims["sub"] = .string(String(text[text.index(after: slash)...]))
        case .audiences: if let text { claims["aud"] = .string(text) }
        case .presenter: claims["azp"] = .string(text ?? "witness-other")
        case .claim(let path): claims.set(.string(text ?? "witness-other"), at: path[...])
        default: break
        }
        draft.claims = text == nil && attribute == .requestPrincipal ? nil : claims
    }
}
