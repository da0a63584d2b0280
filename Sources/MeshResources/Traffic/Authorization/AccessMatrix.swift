/// Which identities may call which workloads.
///
/// Computed from what is known of a caller, its identity alone: where a path, a method or a token makes the difference, the answer
/// is that it depends.
public struct AccessMatrix {
    /// The answer for one identity and one workload.
    public enum Access: String, Sendable {
        case allowed
        case denied
        /// Some requests are allowed, others not.
        case depends
    }

    /// A caller.
    public struct Identity: Hashable, Sendable {
        /// `namespace/account`, or `(plaintext)`.
        public var name: String
        /// The principal; `nil` for plaintext.
        public var principal: String?
    }

    /// What is called.
    public struct Target: Sendable {
        /// `namespace/workload:port`.
        public var name: String
        var proxy: TrafficProxy
        var port: Int
    }

    /// One cell: the answer and what it rests on.
    public struct Cell: Sendable {
        /// The answer.
        public var access: Access
        /// The policy or mode that decides, in words.
        public var reason: String
    }

    /// The rows.
    public let identities: [Identity]
    /// The columns.
    public let targets: [Target]
    /// The cells, a row an identity.
    public let cells: [[Cell]]

    /// Asks about every workload of the mesh and every service account that the inputs name.
    public init(_ mesh: TrafficMesh, namespaces: Set<String> = []) {
        var identities: [Identity] = []
        var seen: Set<String> = []
        let accounts =
            mesh.registry.pods.map { ($0.namespace, $0.serviceAccount) }
            + mesh.resources.filter { $0.kind == "ServiceAccount" }.map { ($0.namespace ?? "default", $0.name) }
        for (namespace, account) in accounts.sorted(by: { $0 < $1 }) where seen.insert("\(namespace)/\(account)").inserted {
            identities.append(
                Identity(name: "\(namespace)/\(account)", principal: "\(mesh.options.trustDomain)/ns/\(namespace)/sa/\(account)"))
        }
        identities.append(Identity(name: "(plaintext)", principal: nil))
        var targets: [Target] = []
        var known: Set<String> = []
        for proxy in ProxyFinder(mesh).workloads where namespaces.isEmpty || namespaces.contains(proxy.namespace) {
            let pod = mesh.registry.workload(proxy.name, in: proxy.namespace)?.spec
            var ports: [Int] = []
            for service in mesh.registry.services(selecting: proxy.labels, in: proxy.namespace) {
                for port in service.ports where port.speaks != .udp {
                    let number = ServiceRegistry.targetPort(port, pod)
                    if !ports.contains(number) { ports.append(number) }
                }
            }
            // Pods of one account and the same labels but for their version are guarded alike more often than not, but not always.
            for port in ports {
                let name = "\(proxy.namespace)/\(proxy.name):\(port)"
                if known.insert(name).inserted { targets.append(Target(name: name, proxy: proxy, port: port)) }
            }
        }
        self.identities = identities
        self.targets = targets
        cells = identities.map { identity in targets.map { Self.cell(identity, $0, mesh) } }
    }

    private static func cell(_ identity: Identity, _ target: Target, _ mesh: TrafficMesh) -> Cell {
        let view = mesh.inboundView(target.proxy)
        let peer = view.peerDecision(target.port)
        if identity.principal == nil, peer.mode == .strict { return Cell(access: .denied, reason: "mutual TLS is required") }
        if identity.principal != nil, peer.mode == .disable {
            return Cell(access: .depends, reason: "mutual TLS is disabled: nobody has an identity")
        }
        var request = TrafficRequest()
        request.scheme = identity.principal == nil ? "http" : "mtls"
        request.principal = identity.principal
        let inbound = InboundRequest(
            request, path: "/", port: target.port, destinationIP: target.proxy.ip, trustsForwardedFor: false, claims: nil)
        let isHTTP = view.speaks(target.port) != .tcp
        var open: String?
        for policy in view.policies(.custom) + view.policies(.deny) {
            for rule in policy.rules {
                switch rule.certainty(inbound, isHTTP: isHTTP) {
                case .always: return Cell(access: .denied, reason: "\(policy.name.path) rule \(rule.index)")
                case .sometimes: open = open ?? "\(policy.name.path) rule \(rule.index) denies some requests"
                case .never: break
                }
            }
        }
        let allowing = view.policies(.allow)
        guard !allowing.isEmpty else {
            return open.map { Cell(access: .depends, reason: $0) } ?? Cell(access: .allowed, reason: "no policy applies")
        }
        var always: String?
        var sometimes: String?
        for policy in allowing {
            for rule in policy.rules {
                switch rule.certainty(inbound, isHTTP: isHTTP) {
                case .always: always = always ?? "\(policy.name.path) rule \(rule.index)"
                case .sometimes: sometimes = sometimes ?? "\(policy.name.path) rule \(rule.index) allows some requests"
                case .never: break
                }
            }
        }
        if let always { return open.map { Cell(access: .depends, reason: $0) } ?? Cell(access: .allowed, reason: always) }
        if let sometimes { return Cell(access: .depends, reason: sometimes) }
        return Cell(access: .denied, reason: "no rule allows it")
    }

    /// The matrix as data.
    public var value: Value {
        .array(
            zip(identities, cells).flatMap { identity, row in
                zip(targets, row).map { target, cell in
                    [
                        "source": .string(identity.name), "principal": identity.principal.map(Value.string) ?? .null,
                        "destination": .string(target.name), "access": .string(cell.access.rawValue), "reason": .string(cell.reason),
                    ]
                }
            })
    }
}

extension PolicyRule {
    /// How often a rule matches when only the caller's identity and the port are known.
    enum Certainty: Int {
        case never
        case sometimes
        case always
    }

    func certainty(_ request: InboundRequest, isHTTP: Bool) -> Certainty {
        if isBroken || (!isHTTP && policy.action == .allow && asksAboutHTTP) { return .never }
        func of(_ alternatives: [[PolicyCondition]]) -> Certainty {
            alternatives.map { conditions in
                conditions.filter { isHTTP || !$0.attribute.isHTTPOnly }.map { $0.certainty(request) }.min { $0.rawValue < $1.rawValue }
                    ?? .always
            }.max { $0.rawValue < $1.rawValue } ?? .never
        }
        let both = [of(sources), of(operations)]
        return both.min { $0.rawValue < $1.rawValue } ?? .never
    }
}

extension PolicyCondition {
    fileprivate func certainty(_ request: InboundRequest) -> PolicyRule.Certainty {
        switch attribute {
        case .principal, .sourceNamespace, .serviceAccount, .trustDomain, .destinationPort: return holds(request) ? .always : .never
        default:
            let isOpen = values.contains { if case .present = $0.shape { true } else { false } } && notValues.isEmpty
            // Every request has a method, a path and a host.
            return isOpen && [.path, .method, .host].contains(attribute) ? .always : .sometimes
        }
    }
}
