/// Everything known about one mesh, read once and indexed: what rules, `describe`, `trace` and `graph` ask.
///
/// Make it from the resources of files, of a cluster or of both. Objects of the same kind, namespace and name replace
/// earlier ones, as applying them in turn would. Nothing here fails: fields that are missing or of a wrong type are read
/// as absent, since reporting them is the task of validation.
public final class Mesh: Sendable {
    /// What was known before reading.
    public let options: Options
    /// The mesh configuration: the given one over the defaults.
    public let config: MeshConfig
    /// Every object in order of the inputs, without those that later ones replaced.
    public let objects: [Object]
    /// Objects that stand in the inputs twice: the earlier and the one that replaced it.
    public let replaced: [(earlier: Object, later: Object)]
    /// Objects of other clusters than the first.
    public let remoteObjects: [Object]

    /// VirtualServices in order.
    public let virtualServices: [VirtualService]
    /// DestinationRules in order.
    public let destinationRules: [DestinationRule]
    /// Istio Gateways in order.
    public let gateways: [Gateway]
    /// Hosts of Services and ServiceEntries.
    public let hosts: HostRegistry
    /// Pods and pod templates.
    public let workloads: WorkloadIndex

    private let byKind: [[Object]]
    private let byKey: [Key: Object]
    private let rulesByHost: [String: [DestinationRule]]
    private let servicesByHost: [String: [VirtualService]]
    private let gatewaysByName: [ObjectIdentifier: Gateway]
    private let servicesByObject: [ObjectIdentifier: VirtualService]

    /// What a mesh is read with.
    public struct Options: Sendable {
        /// The namespace of the control plane.
        public var istioNamespace = "istio-system"
        /// The namespace of objects that name none.
        public var defaultNamespace = "default"
        /// Whether what the inputs lack does not exist.
        public var isComplete = false
        /// `MeshConfig` as a file gives it; laid over the defaults. Without it, the ConfigMap `istio` counts.
        public var meshConfig: Node?
        /// `MeshNetworks` as a file gives it.
        public var meshNetworks: Node?
        /// The revision that is asked about; objects of other revisions are left out. `nil` keeps all.
        public var revision: String?
        /// The domain of the cluster.
        public var domain = "cluster.local"
        /// The present in seconds since 1970, for certificates; `nil` leaves their validity alone.
        public var now: Int?

        /// The defaults.
        public init() {}
    }

    /// A resource and the cluster it came from.
    public struct Input: Sendable {
        /// The resource.
        public var resource: Resource
        /// The cluster; empty for files and for the only cluster.
        public var cluster: String

        /// Makes an input.
        public init(_ resource: Resource, cluster: String = "") {
            self.resource = resource
            self.cluster = cluster
        }
    }

    /// A string and the node it stands in.
    public struct Name: Sendable {
        /// The string.
        public let text: String
        /// Where it stands.
        public let node: Node

        /// Makes a name.
        public init(text: String, node: Node) {
            self.text = text
            self.node = node
        }
    }

    struct Key: Hashable {
        let kind: Kind
        let namespace: String
        let name: String
    }

    /// Reads a mesh from files or one cluster.
    public convenience init(resources: some Sequence<Resource>, options: Options = Options()) {
        self.init(inputs: resources.map { Input($0) }, options: options)
    }

    /// Reads a mesh from inputs of one or several clusters. The first cluster named is the one that is judged; of others
    /// only what concerns several clusters is looked at.
    public init(inputs: some Sequence<Input>, options: Options) {
        self.options = options
        var objects: [Object] = []
        var remote: [Object] = []
        var place: [Key: Int] = [:]
        var replaced: [(earlier: Object, later: Object)] = []
        var home: String?
        for input in inputs {
            let object = Object(input.resource, cluster: input.cluster, options: options)
            if object.isIgnored { continue }
            if let wanted = options.revision, let own = object.revision, own != wanted, !object.kind.isWorkload { continue }
            if !input.cluster.isEmpty {
                if home == nil { home = input.cluster }
                if input.cluster != home {
                    remote.append(object)
                    continue
                }
            }
            let key = Key(kind: object.kind, namespace: object.namespace, name: object.name)
            if object.kind != .other, !object.name.isEmpty, let earlier = place[key] {
                replaced.append((objects[earlier], object))
                objects[earlier] = object
            } else {
                place[key] = objects.count
                objects.append(object)
            }
        }
        var byKind: [[Object]] = Array(repeating: [], count: Kind.allCases.count)
        for object in objects { byKind[Int(object.kind.rawValue)].append(object) }
        self.objects = objects
        self.remoteObjects = remote
        self.replaced = replaced
        self.byKind = byKind
        byKey = place.mapValues { objects[$0] }

        let config = MeshConfig(options: options, objects: byKind)
        self.config = config
        virtualServices = byKind[Int(Kind.virtualService.rawValue)].map { VirtualService($0, config) }
        destinationRules = byKind[Int(Kind.destinationRule.rawValue)].map { DestinationRule($0, config) }
        gateways = byKind[Int(Kind.gateway.rawValue)].map { Gateway($0) }
        hosts = HostRegistry(
            services: byKind[Int(Kind.service.rawValue)], entries: byKind[Int(Kind.serviceEntry.rawValue)], config: config)
        workloads = WorkloadIndex(objects: objects, namespaces: byKind[Int(Kind.namespace.rawValue)])

        var rulesByHost: [String: [DestinationRule]] = [:]
        rulesByHost.reserveCapacity(destinationRules.count)
        for rule in destinationRules { rulesByHost[rule.fqdn, default: []].append(rule) }
        self.rulesByHost = rulesByHost
        var servicesByHost: [String: [VirtualService]] = [:]
        servicesByHost.reserveCapacity(virtualServices.count)
        for service in virtualServices {
            for host in service.hosts { servicesByHost[host.fqdn, default: []].append(service) }
        }
        self.servicesByHost = servicesByHost
        servicesByObject = Dictionary(virtualServices.map { (ObjectIdentifier($0.object), $0) }, uniquingKeysWith: { $1 })
        gatewaysByName = Dictionary(gateways.map { (ObjectIdentifier($0.object), $0) }, uniquingKeysWith: { $1 })
    }

    /// The objects of a kind in order.
    public func all(_ kind: Kind) -> [Object] { byKind[Int(kind.rawValue)] }

    /// Whether there is an object of the kind.
    public func has(_ kind: Kind) -> Bool { !byKind[Int(kind.rawValue)].isEmpty }

    /// Whether what the inputs say about the kind can be taken for all there is.
    public func knows(_ kind: Kind) -> Bool { options.isComplete || (kind == .pod ? workloads.isKnown : has(kind)) }

    /// The object of that kind, namespace and name.
    public func find(_ kind: Kind, namespace: String, name: String) -> Object? {
        byKey[Key(kind: kind, namespace: kind.isClusterScoped ? "" : namespace, name: name)]
    }

    /// Namespace and name of a reference that may be `name` or `namespace/name`.
    public func reference(_ text: String, from namespace: String) -> (namespace: String, name: String) {
        guard let slash = text.utf8.firstIndex(of: 0x2F) else { return (namespace, text) }
        return (String(text[..<slash]), String(text[text.index(after: slash)...]))
    }

    /// The Istio Gateway that a VirtualService of `namespace` means by `text`.
    public func gateway(_ text: String, from namespace: String) -> Gateway? {
        let (namespace, name) = reference(text, from: namespace)
        return find(.gateway, namespace: namespace, name: name).flatMap { gatewaysByName[ObjectIdentifier($0)] }
    }

    /// The VirtualService that an object of that kind is.
    public func virtualService(_ object: Object) -> VirtualService? { servicesByObject[ObjectIdentifier(object)] }

    /// The DestinationRules whose host is exactly `fqdn`, in order.
    public func destinationRules(host fqdn: String) -> [DestinationRule] { rulesByHost[fqdn] ?? [] }

    /// The VirtualServices that have exactly `fqdn` among their hosts, in order. One appears twice when it names it twice.
    public func virtualServices(host fqdn: String) -> [VirtualService] { servicesByHost[fqdn] ?? [] }

    /// Every host of VirtualServices with the VirtualServices that have it.
    public var virtualServiceHosts: [String: [VirtualService]] { servicesByHost }
    /// Every host of DestinationRules with the DestinationRules that have it.
    public var destinationRuleHosts: [String: [DestinationRule]] { rulesByHost }

    /// A host as Istio looks it up from an object in `namespace`.
    public func qualified(_ host: String, from namespace: String) -> String {
        HostName.qualified(host, namespace: namespace, domain: options.domain)
    }
}

extension Mesh {
    /// The Service or ServiceEntry that a destination of a VirtualService means; `nil` when none is visible.
    public func resolve(_ destination: VirtualService.Destination, of service: VirtualService) -> HostRegistry.Entry? {
        destination.host.isEmpty ? nil : hosts.resolve(destination.fqdn, from: service.object.namespace, scope: service.exportTo)
    }
}

extension Mesh {
    /// The namespaces that exist though their manifests may not be here: those of other objects, Istio's, and those of every cluster.
    public var impliedNamespaces: Set<String> {
        var names: Set = ["default", "kube-system", "kube-public", "kube-node-lease", config.rootNamespace]
        for object in objects { names.insert(object.kind == .namespace ? object.name : object.namespace) }
        names.remove("")
        return names
    }
}
