/// One rule of an AuthorizationPolicy.
final class PolicyRule {
    let policy: PolicyRecord
    let index: Int
    let node: Node
    /// What Envoy knows the rule by; among several that match, the first in byte order is reported.
    let key: String
    /// Each one way for a caller to fit.
    private(set) var sources: [[PolicyCondition]] = []
    /// Each one way for what is called to fit.
    private(set) var operations: [[PolicyCondition]] = []
    /// The rule has a key that does not exist, so proxies never get it.
    let isBroken: Bool

    private static let sourceFields: [(PolicyAttribute, String, String)] = [
        (.principal, "principals", "notPrincipals"), (.requestPrincipal, "requestPrincipals", "notRequestPrincipals"),
        (.sourceNamespace, "namespaces", "notNamespaces"), (.serviceAccount, "serviceAccounts", "notServiceAccounts"),
        (.trustDomain, "trustDomains", "notTrustDomains"), (.sourceIP, "ipBlocks", "notIpBlocks"),
        (.remoteIP, "remoteIpBlocks", "notRemoteIpBlocks"),
    ]
    private static let operationFields: [(PolicyAttribute, String, String)] = [
        (.host, "hosts", "notHosts"), (.method, "methods", "notMethods"), (.path, "paths", "notPaths"),
        (.destinationPort, "ports", "notPorts"),
    ]

    init(_ node: Node, index: Int, policy: PolicyRecord) {
        self.node = node
        self.index = index
        self.policy = policy
        key = "ns[\(policy.name.namespace)]-policy[\(policy.name.name)]-rule[\(index)]"
        let namespace = policy.name.namespace
        let domains = policy.trustDomains
        var broken = false
        var sourceConditions: [PolicyCondition] = []
        var operationConditions: [PolicyCondition] = []
        for condition in node["when"]?.array ?? [] {
            guard let attribute = PolicyAttribute(key: condition["key"]?.text ?? "") else {
                broken = true
                continue
            }
            guard let compiled = Self.condition(attribute, condition, "values", "notValues", namespace, domains) else { continue }
            if attribute.isAboutSource { sourceConditions.append(compiled) } else { operationConditions.append(compiled) }
        }
        isBroken = broken
        func entries(_ key: String, _ inner: String, _ fields: [(PolicyAttribute, String, String)], _ base: [PolicyCondition])
            -> [[PolicyCondition]]
        {
            let written = node[key]?.array ?? []
            guard !written.isEmpty else { return [base] }
            return written.map { entry in
                guard let entry = entry[inner] else { return base }
                return fields.compactMap { Self.condition($0.0, entry, $0.1, $0.2, namespace, domains) } + base
            }
        }
        sources = entries("from", "source", Self.sourceFields, sourceConditions)
        operations = entries("to", "operation", Self.operationFields, operationConditions)
    }

    private static func condition(
        _ attribute: PolicyAttribute, _ node: Node, _ values: String, _ notValues: String, _ namespace: String, _ domains: TrustDomains
    ) -> PolicyCondition? {
        func patterns(_ key: String) -> [PolicyPattern] {
            (node[key]?.array ?? []).flatMap { value in
                let texts =
                    switch attribute {
                    case .principal: domains.principals(value.text)
                    case .trustDomain: domains.domains(value.text)
                    default: [value.text]
                    }
                return texts.map { PolicyPattern($0, value, attribute: attribute, namespace: namespace) }
            }
        }
        let condition = PolicyCondition(attribute: attribute, values: patterns(values), notValues: patterns(notValues))
        return condition.values.isEmpty && condition.notValues.isEmpty ? nil : condition
    }

    /// Whether a request fits. On ports that are not HTTP a rule to allow that asks about HTTP never fits; others forget what they
    /// ask about HTTP.
    func matches(_ request: InboundRequest, isHTTP: Bool) -> Bool {
        if isBroken { return false }
        if !isHTTP, policy.action == .allow, asksAboutHTTP { return false }
        return holds(operations, request, isHTTP) && holds(sources, request, isHTTP)
    }

    /// Whether some condition is about HTTP.
    private(set) lazy var asksAboutHTTP: Bool = (sources + operations).contains { $0.contains { $0.attribute.isHTTPOnly } }

    private func holds(_ alternatives: [[PolicyCondition]], _ request: InboundRequest, _ isHTTP: Bool) -> Bool {
        alternatives.contains { conditions in conditions.allSatisfy { (!isHTTP && $0.attribute.isHTTPOnly) || $0.holds(request) } }
    }

    /// What keeps the request from fitting: for the closest way, every condition that fails.
    func failures(_ request: InboundRequest, isHTTP: Bool) -> [(reason: String, node: Node?)] {
        if isBroken { return [("a 'when' key does not exist, so the rule is not in force", node)] }
        if !isHTTP, policy.action == .allow, asksAboutHTTP {
            return [("the port is not HTTP, and a rule to allow that asks about HTTP is left out there", node)]
        }
        func closest(_ alternatives: [[PolicyCondition]]) -> [(reason: String, node: Node?)] {
            let failures = alternatives.map { conditions in
                conditions.compactMap { !isHTTP && $0.attribute.isHTTPOnly ? nil : $0.failure(request) }
            }
            return failures.min { $0.count < $1.count } ?? []
        }
        return closest(sources) + closest(operations)
    }
}

/// An AuthorizationPolicy with its rules compiled.
final class PolicyRecord {
    enum Action: String {
        case allow = "ALLOW"
        case deny = "DENY"
        case audit = "AUDIT"
        case custom = "CUSTOM"
    }

    let resource: Resource
    let name: ResourceName
    let action: Action
    let isDryRun: Bool
    let provider: String
    let trustDomains: TrustDomains
    private(set) lazy var rules: [PolicyRule] = (resource.spec?["rules"]?.array ?? []).enumerated().map {
        PolicyRule($1, index: $0, policy: self)
    }

    init(_ resource: Resource, trustDomains: TrustDomains) {
        self.resource = resource
        self.trustDomains = trustDomains
        name = ResourceName(kind: "AuthorizationPolicy", namespace: resource.namespace ?? "default", name: resource.name)
        action = Action(rawValue: resource.spec?["action"]?.text ?? "ALLOW") ?? .allow
        isDryRun = ["true", "1", "t", "T", "TRUE", "True"].contains(resource.annotations["istio.io/dry-run"] ?? "")
        provider = resource.spec?["provider"]?["name"]?.text ?? ""
    }
}

/// Which workloads a security policy is for.
enum PolicyTarget {
    /// Whether a policy of the proxy's namespace or the root namespace selects the proxy.
    static func selects(_ resource: Resource, _ proxy: TrafficProxy, rootNamespace: String) -> Bool {
        let namespace = resource.namespace ?? "default"
        guard namespace == proxy.namespace || namespace == rootNamespace else { return false }
        var references = resource.spec?["targetRefs"]?.array ?? []
        if references.isEmpty, let single = resource.spec?["targetRef"], !single.isNull { references = [single] }
        if !references.isEmpty {
            guard let gateway = proxy.labels["gateway.networking.k8s.io/gateway-name"], namespace == proxy.namespace else { return false }
            return references.contains { reference in
                reference["kind"]?.text == "Gateway" && reference["group"]?.text == "gateway.networking.k8s.io"
                    && reference["name"]?.text == gateway
            }
        }
        return proxy.labels.includes(resource.spec?["selector"]?["matchLabels"]?.stringMap ?? [:])
    }
}
