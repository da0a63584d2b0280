/// A check of what proxies were configured with. One file a rule, as those about manifests.
///
/// A rule looks at the proxies, and at the mesh's manifests where they are given; it never fails. The examples of its
/// description hold config dumps and manifests in YAML and are run as tests.
public protocol ProxyRule: Sendable {
    /// Code, severity, explanation and examples.
    static var about: RuleDescription { get }
    /// Whether the rule compares proxies with one another; the others judge each proxy by itself. A rule that does sees extracts of
    /// the proxies' dumps where there are many of them: `ProxyView.extract` names the fields that are left.
    static var looksAcross: Bool { get }
    /// Looks at the proxies and adds what is found.
    static func check(_ context: ProxyContext, _ report: inout ProxyReport)
}

extension ProxyRule {
    /// Most rules judge each proxy by itself.
    public static var looksAcross: Bool { false }
}

/// What the rules about proxies know.
public struct ProxyContext: Sendable {
    /// The proxies.
    public var proxies: [ProxyView]
    /// The mesh's manifests; `nil` when none are given.
    public var mesh: Mesh?
    /// The control plane's version; empty when it was not asked.
    public var istiodVersion: String
    /// The present, in seconds since 1970.
    public var now: Int

    /// Puts together what is known.
    public init(proxies: [ProxyView], mesh: Mesh? = nil, istiodVersion: String = "", now: Int) {
        self.proxies = proxies
        self.mesh = mesh
        self.istiodVersion = istiodVersion
        self.now = now
    }

    /// Runs rules; findings come proxy by proxy in the order of the rules.
    public func findings(_ rules: [any ProxyRule.Type] = ProxyRuleRegistry.all) -> [Diagnostic] {
        var report = ProxyReport()
        for rule in rules {
            report.rule = rule.about
            rule.check(self, &report)
        }
        return report.findings
    }
}

/// What the rules about proxies found so far.
public struct ProxyReport: Sendable {
    /// The findings in the order they were added.
    public private(set) var findings: [Diagnostic] = []
    var rule: RuleDescription?
    private var said: Set<String> = []

    /// Adds a finding about a proxy, unless the same was said of it before.
    mutating func add(
        _ proxy: ProxyView, at node: Node?, _ message: String, help: String? = nil, severity: Severity? = nil,
        resource: ResourceName? = nil, related: [Diagnostic.Related] = []
    ) {
        guard let rule, said.insert("\(rule.code) \(proxy.name) \(message)").inserted else { return }
        let name = resource ?? ResourceName(kind: "Proxy", name: proxy.name)
        findings.append(
            Diagnostic(
                code: rule.code, severity: severity ?? rule.severity, message: message, location: (node ?? proxy.node)?.headLocation,
                help: help,
                resource: name, related: related, rule: rule.name))
    }

    /// Adds a finding about a manifest.
    mutating func add(_ object: Mesh.Object, _ message: String, help: String? = nil) {
        guard let rule else { return }
        findings.append(
            Diagnostic(
                code: rule.code, severity: rule.severity, message: message, location: object.nameNode.headLocation, help: help,
                resource: object.resourceName, rule: rule.name))
    }
}

/// Every rule about proxies, one a file of the folder `Rules` beside this file.
public enum ProxyRuleRegistry {
    /// All rules, in order of their codes.
    public static let all: [any ProxyRule.Type] = [
        RefusedConfiguration.self,
        RouteToMissingCluster.self,
        ClusterWithoutEndpoints.self,
        ShadowedRoute.self,
        ListenersShareAddress.self,
        ExpiringCertificate.self,
        ContradictingCertificate.self,
        StalePolicy.self,
        ContradictingTLS.self,
        ProxyVersionSkew.self,
        EjectedEndpoint.self,
        UnmatchedEnvoyFilter.self,
        VirtualServiceReachesNobody.self,
        DivergingReplicas.self,
    ]
}
