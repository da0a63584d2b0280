/// Analyzes proxies one by one, so that no more of them is held than what rules compare between proxies.
///
/// A dump is judged by the rules that look at one proxy at a time and then given up for an extract, a fraction of its size. Places
/// in a dump that is gone mean nothing to a reader: findings name the proxy only.
public struct ProxySurvey: Sendable {
    /// What is kept of one proxy.
    public struct Part: Sendable {
        fileprivate var findings: [[Diagnostic]]
        fileprivate let extract: ProxyView
    }

    private let mesh: Mesh?
    private let istiodVersion: String
    private let now: Int

    /// Knows what rules ask beside the proxies, as `ProxyContext` does.
    public init(mesh: Mesh?, istiodVersion: String, now: Int) {
        self.mesh = mesh
        self.istiodVersion = istiodVersion
        self.now = now
    }

    /// Judges one proxy by itself. May be called on several threads at once.
    public func part(_ proxy: ProxyView, called name: String) -> Part {
        let context = ProxyContext(proxies: [proxy], mesh: mesh, istiodVersion: istiodVersion, now: now)
        let place = SourceText(name: name, text: "")
        let findings = ProxyRuleRegistry.all.map { rule in
            rule.looksAcross ? [] : context.findings([rule]).map { Self.moved($0, to: place, from: proxy) }
        }
        return Part(findings: findings, extract: proxy.extract(name: name))
    }

    /// All findings, rule by rule, as `ProxyContext.findings` orders them.
    public func findings(_ parts: [Part]) -> [Diagnostic] {
        let context = ProxyContext(proxies: parts.map(\.extract), mesh: mesh, istiodVersion: istiodVersion, now: now)
        var all: [Diagnostic] = []
        for (index, rule) in ProxyRuleRegistry.all.enumerated() {
            if rule.looksAcross {
                all += context.findings([rule])
            } else {
                all += parts.flatMap { $0.findings[index] }
            }
        }
        return all
    }

    /// A finding whose place in the proxy's dump is only the proxy; places in manifests stay.
    private static func moved(_ finding: Diagnostic, to place: SourceText, from proxy: ProxyView) -> Diagnostic {
        guard let location = finding.location, proxy.sources.contains(where: { $0 === location.source }) else { return finding }
        var finding = finding
        finding.location = Location(source: place, range: SourceRange(0, 0))
        return finding
    }
}

extension ProxyView {
    /// The texts that the proxy's configuration stands in.
    fileprivate var sources: [SourceText] {
        ConfigDump.Section.allCases.flatMap { dump.all($0) }.map { $0.tree.source } + (hostStatus.map { [$0.tree.source] } ?? [])
    }

    /// The fields that rules compare between proxies, wherever they stand.
    private static let kept: Set<String> = [
        "configs", "@type", "bootstrap", "node", "id", "name", "dynamic_active_clusters", "static_clusters", "cluster",
        "transport_socket", "transport_socket_matches", "match", "dynamic_listeners", "static_listeners", "active_state", "listener",
        "address", "socket_address", "port_value", "filter_chains", "default_filter_chain", "filter_chain_match", "destination_port",
        "transport_protocol", "filters", "typed_config", "http_filters", "rds", "route_config_name", "route_config",
        "dynamic_route_configs", "static_route_configs", "virtual_hosts", "routes", "route", "weighted_clusters", "clusters",
        "request_mirror_policies", "dynamic_endpoint_configs", "static_endpoint_configs", "endpoint_config", "cluster_name", "endpoints",
        "lb_endpoints", "endpoint", "metadata", "filter_metadata",
    ]

    /// The proxy with only what rules compare between proxies, as a text of its own.
    func extract(name: String) -> ProxyView {
        let sections = ConfigDump.Section.allCases.flatMap { dump.all($0) }
        let configs = sections.map { section in
            // Certificates are few, and rules read them whole.
            section.anyType.hasSuffix("SecretsConfigDump") ? Value(section) : Self.pruned(section, under: "")
        }
        let text = JSONWriter.text(["configs": .array(configs)], JSONWriter.Options(sortsKeys: false))
        guard let small = try? ConfigDump(SourceText(name: name, text: text)) else { return self }
        var view = ProxyView(name: self.name, dump: small, sync: sync)
        view.digests = ResourceDigests(dump)
        return view
    }

    private static func pruned(_ node: Node, under name: String) -> Value {
        switch node.kind {
        case .scalar: return Value(node)
        case .sequence: return .array(node.items.map { pruned($0, under: name) })
        case .mapping:
            if name == "node" { return identity(node) }
            if name == "match" { return Value(node) }
            if name == "filter_metadata" { return istioMetadata(node) }
            var object = Value.Object()
            for (key, value) in node.entries {
                let field = ProtoJSON.snakeCase(key.text)
                // Routes are looked up by what they lead to, and other conditions are no concern between proxies.
                if field == "match", name == "routes" { continue }
                if kept.contains(field) { object[field] = pruned(value, under: field) }
            }
            return .object(object)
        }
    }

    private static func identity(_ node: Node) -> Value {
        let metadata = node.field("metadata")
        let kept = ["NAMESPACE", "WORKLOAD_NAME", "LABELS", "SERVICE_ACCOUNT", "ISTIO_VERSION"]
        return [
            "id": .string(node.fieldText("id")),
            "metadata": .object(Value.Object(kept.compactMap { key in metadata?[key].map { (key, Value($0)) } })),
        ]
    }

    private static func istioMetadata(_ node: Node) -> Value {
        .object(
            Value.Object(["istio", "envoy.transport_socket_match"].compactMap { key in node[key].map { (key, Value($0)) } }))
    }
}
