/// A mesh compiled for questions about requests.
///
/// Made once from resources; the tables of each proxy are made when that proxy is first asked about, and routes when a request
/// first comes to their host. Not `Sendable`: one thread asks.
public final class TrafficMesh {
    /// What the mesh configuration says.
    public struct Options: Sendable {
        /// The namespace whose policies hold everywhere.
        public var rootNamespace = "istio-system"
        /// The DNS domain of the cluster.
        public var domain = "cluster.local"
        /// The trust domain of identities.
        public var trustDomain = "cluster.local"
        /// Other names of the trust domain.
        public var trustDomainAliases: [String] = []
        /// Whether sidecars close or refuse what no service answers to.
        public var isRegistryOnly = false
        /// The names of the external authorizers.
        public var extensionProviders: [String] = []

        /// Makes the default configuration.
        public init() {}

        /// Reads the mesh configuration from the control plane's ConfigMap where it is among the resources; the default where it is not.
        public init(_ resources: [Resource], istioNamespace: String = "istio-system", revision: String = "") {
            let name = revision.isEmpty || revision == "default" ? "istio" : "istio-\(revision)"
            let map = resources.first {
                $0.kind == "ConfigMap" && $0.group.isEmpty && $0.name == name && $0.namespace == istioNamespace
            }
            guard let text = map?.node["data"]?["mesh"]?.text,
                let root = YAML.parse(SourceText(name: "\(istioNamespace)/\(name)", text: text)).tree.roots.first, root.isMapping
            else {
                self.init()
                return
            }
            self.init(meshConfig: root)
        }

        /// Reads a mesh configuration.
        public init(meshConfig: Node) {
            rootNamespace = meshConfig["rootNamespace"]?.string ?? rootNamespace
            trustDomain = meshConfig["trustDomain"]?.string ?? trustDomain
            trustDomainAliases = meshConfig["trustDomainAliases"]?.array.map(\.text) ?? []
            isRegistryOnly = meshConfig["outboundTrafficPolicy"]?["mode"]?.text == "REGISTRY_ONLY"
            extensionProviders = meshConfig["extensionProviders"]?.array.compactMap { $0["name"]?.text } ?? []
        }
    }

    let options: Options
    /// Everything given, in the order given.
    public let resources: [Resource]
    let registry: ServiceRegistry
    let virtualServices: VirtualServiceIndex
    let destinationRules: DestinationRuleIndex
    let gateways: [GatewayRecord]
    let sidecars: [Resource]
    let policies: [Resource]
    let requestAuthentications: [Resource]
    let peerAuthentications: [Resource]
    private var gatewayViews: [TrafficProxy: GatewayView] = [:]
    private var sidecarViews: [TrafficProxy: SidecarView] = [:]
    private var inboundViews: [TrafficProxy: InboundView] = [:]
    private var gatewayProxies: [ObjectIdentifier: TrafficProxy] = [:]
    private var lastGateway: (proxy: TrafficProxy, view: GatewayView)?
    private var lastSidecar: (proxy: TrafficProxy, view: SidecarView)?
    private var lastInbound: (proxy: TrafficProxy, view: InboundView)?

    /// Compiles a mesh. Resources of kinds that do not bear on requests are passed over.
    public init(_ resources: [Resource], options: Options = Options()) {
        self.options = options
        self.resources = resources
        var byKind: [String: [Resource]] = [:]
        for resource in resources where resource.group == "networking.istio.io" || resource.group == "security.istio.io" {
            byKind[resource.kind, default: []].append(resource)
        }
        func sorted(_ kind: String) -> [Resource] {
            (byKind[kind] ?? []).map { (($0.creationTimestamp, $0.name, $0.namespace ?? "default"), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        registry = ServiceRegistry(resources, domain: options.domain)
        virtualServices = VirtualServiceIndex(byKind["VirtualService"] ?? [], domain: options.domain)
        destinationRules = DestinationRuleIndex(
            byKind["DestinationRule"] ?? [], domain: options.domain, rootNamespace: options.rootNamespace)
        gateways = sorted("Gateway").map { GatewayRecord($0) }
        sidecars = sorted("Sidecar")
        policies = sorted("AuthorizationPolicy")
        requestAuthentications = sorted("RequestAuthentication")
        peerAuthentications = sorted("PeerAuthentication")
    }

    // Requests come in runs at one proxy, so the view asked for last is at hand without hashing.

    func gatewayView(_ proxy: TrafficProxy) -> GatewayView {
        if let last = lastGateway, last.proxy == proxy { return last.view }
        let view = gatewayViews[proxy] ?? GatewayView(mesh: self, proxy: proxy)
        gatewayViews[proxy] = view
        lastGateway = (proxy, view)
        return view
    }

    func sidecarView(_ proxy: TrafficProxy) -> SidecarView {
        if let last = lastSidecar, last.proxy == proxy { return last.view }
        let view = sidecarViews[proxy] ?? SidecarView(mesh: self, proxy: proxy)
        sidecarViews[proxy] = view
        lastSidecar = (proxy, view)
        return view
    }

    func inboundView(_ proxy: TrafficProxy) -> InboundView {
        if let last = lastInbound, last.proxy == proxy { return last.view }
        let view = inboundViews[proxy] ?? InboundView(mesh: self, proxy: proxy)
        inboundViews[proxy] = view
        lastInbound = (proxy, view)
        return view
    }

    /// The pods of a Gateway, found once.
    func proxy(of gateway: GatewayRecord, _ find: () -> TrafficProxy) -> TrafficProxy {
        if let known = gatewayProxies[ObjectIdentifier(gateway)] { return known }
        let found = find()
        gatewayProxies[ObjectIdentifier(gateway)] = found
        return found
    }
}
