/// What speaks on a service's port.
enum WireProtocol: Sendable {
    case http
    case tcp
    /// The name declares nothing: the proxy looks at the first bytes.
    case detected
    /// Not TCP at all.
    case udp

    /// Whether HTTP routes exist for the port.
    var hasRoutes: Bool { self == .http || self == .detected }

    /// Of a protocol's name, as a Gateway or ServiceEntry gives it.
    init(name: String) {
        switch name.asciiLowercased() {
        case "http", "http2", "grpc", "grpc-web", "http_proxy": self = .http
        case "udp": self = .udp
        case "": self = .detected
        default: self = .tcp
        }
    }

    /// Of a Kubernetes service port: its `appProtocol`, the first word of its name, then well-known ports.
    init(port: Node) {
        if port["protocol"]?.text == "UDP" || port["protocol"]?.text == "SCTP" {
            self = .udp
            return
        }
        switch port["appProtocol"]?.text ?? "" {
        case "kubernetes.io/h2c", "kubernetes.io/ws": self = .http
        case "kubernetes.io/wss": self = .tcp
        case let known where Self.declared(known) != nil: self = Self.declared(known) ?? .tcp
        default:
            let name = port["name"]?.text.asciiLowercased() ?? ""
            if let declared = Self.declared(name.hasBytePrefix("grpc-web") ? "grpc-web" : String(name.cut(at: "-").before)) {
                self = declared
            } else {
                self = [25, 53, 3306, 27017].contains(port["port"]?.int ?? 0) ? .tcp : .detected
            }
        }
    }

    /// Whether a Kubernetes service port declares TLS.
    static func isTLS(_ port: Node) -> Bool {
        let words = [port["appProtocol"]?.text ?? "", String((port["name"]?.text.asciiLowercased() ?? "").cut(at: "-").before)]
        let word = words.first { declared($0) != nil } ?? ""
        return word == "https" || word == "tls" || words[0] == "kubernetes.io/wss"
    }

    private static func declared(_ word: String) -> WireProtocol? {
        switch word {
        case "http", "http2", "grpc", "grpc-web": .http
        case "https", "tls", "tcp", "mongo", "redis", "mysql": .tcp
        case "udp": .udp
        default: nil
        }
    }
}

/// A service that proxies know: a Kubernetes Service or one host of a ServiceEntry.
final class MeshService {
    struct Port {
        var name: String
        var number: Int
        var speaks: WireProtocol
        /// Whether connections begin with TLS that the application speaks itself.
        var isTLS = false
        /// The port of the pods, a number or a name; `nil`: the same.
        var target: Node?
    }

    /// How its addresses come about.
    enum Resolution { case virtualIP, endpoints, names, originalDestination, alias }

    let hostname: String
    let namespace: String
    let resource: Resource
    let isKubernetes: Bool
    let created: String
    let ports: [Port]
    /// The addresses that clients connect to; none for headless services.
    let addresses: [String]
    let exportTo: [String]
    let resolution: Resolution
    let selector: [String: String]
    let externalName: String?

    init(
        hostname: String, namespace: String, resource: Resource, isKubernetes: Bool, created: String, ports: [Port], addresses: [String],
        exportTo: [String], resolution: Resolution, selector: [String: String], externalName: String?
    ) {
        self.hostname = hostname
        self.namespace = namespace
        self.resource = resource
        self.isKubernetes = isKubernetes
        registryName = isKubernetes ? resource.name : hostname
        self.created = created
        self.ports = ports
        self.addresses = addresses
        self.exportTo = exportTo
        self.resolution = resolution
        self.selector = selector
        self.externalName = externalName
    }

    func port(_ number: Int) -> Port? { ports.first { $0.number == number } }

    /// The name that decides between services of one age.
    let registryName: String

    /// Whether every namespace may know it.
    var isPublic: Bool { exportTo.isEmpty || exportTo.contains("*") }

    /// Whether proxies in `namespace` may know it.
    func isVisible(in namespace: String) -> Bool { Visibility.reaches(exportTo, owner: self.namespace, client: namespace) }
}

/// The meaning of `exportTo`.
enum Visibility {
    /// Whether something of namespace `owner` reaches `client`. An empty list means everywhere.
    static func reaches(_ exportTo: [String], owner: String, client: String) -> Bool {
        if exportTo.isEmpty || exportTo.contains("*") { return true }
        if exportTo.contains("~") { return false }
        return exportTo.contains(client) || (exportTo.contains(".") && owner == client)
    }
}

/// One address that serves a service.
struct MeshEndpoint {
    var address: String
    var labels: [String: String]
    /// The port of each service port, by its name.
    var ports: [String: Int]
    var isReady: Bool
    var workload: String

    func address(for port: MeshService.Port) -> String? {
        if let number = ports[port.name] { return "\(address):\(number)" }
        if ports.isEmpty { return "\(address):\(port.target?.int ?? port.number)" }
        return nil
    }
}

/// The services of a mesh and what serves them.
final class ServiceRegistry {
    /// In order of age.
    private(set) var services: [MeshService] = []
    private(set) var byHostname: [String: [MeshService]] = [:]
    private var selectingByNamespace: [String: [MeshService]] = [:]
    /// Whether the inputs say anything about workloads; if not, every service counts as served.
    private(set) var knowsWorkloads = false
    private var slices: [String: [Resource]] = [:]
    private(set) var pods: [Workload] = []
    private var podsByNamespace: [String: [Int]] = [:]
    private var podsByName: [String: Int] = [:]
    private var endpointCache: [ObjectIdentifier: [MeshEndpoint]] = [:]

    /// A pod, or the template of what makes pods.
    struct Workload {
        var resource: Resource
        var name: String
        var namespace: String
        var labels: [String: String]
        var serviceAccount: String
        var ip: String
        var isReady: Bool
        var spec: Node?
    }

    init(_ resources: [Resource], domain: String) {
        for resource in resources {
            switch (resource.group, resource.kind) {
            case ("", "Service"): addKubernetes(resource, domain)
            case ("networking.istio.io", "ServiceEntry"): addEntry(resource)
            case ("", "Pod"): addPod(resource)
            case ("apps", _), ("batch", "Job"), ("argoproj.io", "Rollout"): addTemplate(resource)
            case ("networking.istio.io", "WorkloadEntry"): addWorkloadEntry(resource)
            case ("discovery.k8s.io", "EndpointSlice"):
                knowsWorkloads = true
                if let service = resource.node["metadata"]?["labels"]?["kubernetes.io/service-name"]?.text {
                    slices["\(resource.namespace ?? "default")/\(service)", default: []].append(resource)
                }
            default: break
            }
        }
        services.sort { ($0.created, $0.registryName, $0.namespace) < ($1.created, $1.registryName, $1.namespace) }
        for service in services {
            byHostname[service.hostname, default: []].append(service)
            if service.isKubernetes, !service.selector.isEmpty { selectingByNamespace[service.namespace, default: []].append(service) }
        }
    }

    private func addKubernetes(_ resource: Resource, _ domain: String) {
        guard let spec = resource.spec else { return }
        let namespace = resource.namespace ?? "default"
        let ports = (spec["ports"]?.items.map { $0 } ?? []).map { port in
            MeshService.Port(
                name: port["name"]?.text ?? "", number: port["port"]?.int ?? 0, speaks: WireProtocol(port: port),
                isTLS: WireProtocol.isTLS(port), target: port["targetPort"])
        }
        let isExternal = spec["type"]?.text == "ExternalName"
        var addresses = spec["clusterIPs"]?.items.map(\.text) ?? []
        if addresses.isEmpty, let address = spec["clusterIP"]?.text, !address.isEmpty { addresses = [address] }
        let isHeadless = addresses == ["None"] || isExternal
        let exportTo = resource.annotations["networking.istio.io/exportTo"] ?? ""
        services.append(
            MeshService(
                hostname: "\(resource.name).\(namespace).svc.\(domain)", namespace: namespace, resource: resource, isKubernetes: true,
                created: resource.creationTimestamp, ports: ports, addresses: isHeadless ? [] : addresses,
                exportTo: exportTo.split(separator: ",").map { $0.trimmedText },
                resolution: isExternal ? .alias : isHeadless ? .originalDestination : .virtualIP,
                selector: spec["selector"]?.stringMap ?? [:], externalName: isExternal ? spec["externalName"]?.text : nil))
    }

    private func addEntry(_ resource: Resource) {
        guard let spec = resource.spec else { return }
        let ports = (spec["ports"]?.items.map { $0 } ?? []).map { port in
            MeshService.Port(
                name: port["name"]?.text ?? "", number: port["number"]?.int ?? 0, speaks: WireProtocol(name: port["protocol"]?.text ?? ""),
                isTLS: ["https", "tls"].contains(port["protocol"]?.text.asciiLowercased() ?? ""), target: port["targetPort"])
        }
        let resolution: MeshService.Resolution =
            switch spec["resolution"]?.text ?? "" {
            case "STATIC": .endpoints
            case "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS": .names
            default: .originalDestination
            }
        for host in spec["hosts"]?.items.map(\.text) ?? [] {
            services.append(
                MeshService(
                    hostname: host.asciiLowercased(), namespace: resource.namespace ?? "default", resource: resource, isKubernetes: false,
                    created: resource.creationTimestamp, ports: ports, addresses: spec["addresses"]?.items.map(\.text) ?? [],
                    exportTo: spec["exportTo"]?.items.map(\.text) ?? [], resolution: resolution,
                    selector: spec["workloadSelector"]?["labels"]?.stringMap ?? [:], externalName: nil))
        }
    }

    private func add(_ workload: Workload) {
        knowsWorkloads = true
        podsByNamespace[workload.namespace, default: []].append(pods.count)
        podsByName["\(workload.namespace)/\(workload.name)"] = pods.count
        pods.append(workload)
    }

    private func addPod(_ resource: Resource) {
        let status = resource.node["status"]
        let conditions = status?["conditions"]?.items.map { $0 } ?? []
        let ready = conditions.first { $0["type"]?.text == "Ready" }.map { $0["status"]?.text == "True" } ?? true
        add(
            Workload(
                resource: resource, name: resource.name, namespace: resource.namespace ?? "default", labels: resource.labels,
                serviceAccount: resource.spec?["serviceAccountName"]?.text ?? "default", ip: status?["podIP"]?.text ?? "", isReady: ready,
                spec: resource.spec))
    }

    private func addTemplate(_ resource: Resource) {
        guard let template = resource.spec?["template"], resource.spec?["replicas"]?.int != 0 else { return }
        add(
            Workload(
                resource: resource, name: resource.name, namespace: resource.namespace ?? "default",
                labels: template["metadata"]?["labels"]?.stringMap ?? [:],
                serviceAccount: template["spec"]?["serviceAccountName"]?.text ?? "default", ip: "", isReady: true, spec: template["spec"]))
    }

    private func addWorkloadEntry(_ resource: Resource) {
        guard let spec = resource.spec else { return }
        add(
            Workload(
                resource: resource, name: resource.name, namespace: resource.namespace ?? "default",
                labels: spec["labels"]?.stringMap ?? [:], serviceAccount: spec["serviceAccount"]?.text ?? "default",
                ip: spec["address"]?.text ?? "", isReady: true, spec: nil))
    }

    /// The pods of a namespace whose labels include `selector`.
    func workloads(in namespace: String, selectedBy selector: [String: String]) -> [Workload] {
        (podsByNamespace[namespace] ?? []).map { pods[$0] }.filter { $0.labels.includes(selector) }
    }

    func workload(_ name: String, in namespace: String) -> Workload? { podsByName["\(namespace)/\(name)"].map { pods[$0] } }

    /// The services whose pods include one with these labels, oldest first.
    func services(selecting labels: [String: String], in namespace: String) -> [MeshService] {
        (selectingByNamespace[namespace] ?? []).filter { labels.includes($0.selector) }
    }

    /// The service of a host name in a namespace; one of Kubernetes before others, else the oldest.
    func service(_ hostname: String, in namespace: String) -> MeshService? {
        guard let all = byHostname[hostname] else { return nil }
        return all.first { $0.namespace == namespace && $0.isKubernetes } ?? all.first { $0.namespace == namespace }
    }

    /// The services that proxies of a namespace may know: those exported to it by name, then those exported to all, each by age.
    func visible(in namespace: String) -> [MeshService] {
        let all = services.filter { $0.isVisible(in: namespace) }
        return all.filter { !$0.isPublic } + all.filter(\.isPublic)
    }

    /// What serves a service.
    func endpoints(of service: MeshService) -> [MeshEndpoint] {
        let key = ObjectIdentifier(service)
        if let known = endpointCache[key] { return known }
        let found = findEndpoints(service)
        endpointCache[key] = found
        return found
    }

    private func findEndpoints(_ service: MeshService) -> [MeshEndpoint] {
        if !service.isKubernetes {
            var inline: [MeshEndpoint] = (service.resource.spec?["endpoints"]?.items.map { $0 } ?? []).map { endpoint in
                var ports: [String: Int] = [:]
                for (name, number) in endpoint["ports"]?.entries ?? [] { ports[name.keyText] = number.int }
                for port in service.ports where ports[port.name] == nil { ports[port.name] = port.target?.int ?? port.number }
                return MeshEndpoint(
                    address: endpoint["address"]?.text ?? "", labels: endpoint["labels"]?.stringMap ?? [:], ports: ports, isReady: true,
                    workload: "")
            }
            if !service.selector.isEmpty { inline += selected(service) }
            if inline.isEmpty, service.resolution != .endpoints {
                inline = [MeshEndpoint(address: service.hostname, labels: [:], ports: [:], isReady: true, workload: "")]
            }
            return inline
        }
        let owned = slices["\(service.namespace)/\(service.resource.name)"] ?? []
        if owned.isEmpty { return service.selector.isEmpty ? [] : selected(service) }
        var result: [MeshEndpoint] = []
        for slice in owned {
            var ports: [String: Int] = [:]
            for port in slice.node["ports"]?.items.map({ $0 }) ?? [] { ports[port["name"]?.text ?? ""] = port["port"]?.int }
            for endpoint in slice.node["endpoints"]?.items.map({ $0 }) ?? [] {
                let name = endpoint["targetRef"]?["name"]?.text ?? ""
                let labels = workload(name, in: service.namespace)?.labels ?? [:]
                let ready = endpoint["conditions"]?["ready"]?.bool ?? true
                for address in endpoint["addresses"]?.items.map(\.text) ?? [] {
                    result.append(MeshEndpoint(address: address, labels: labels, ports: ports, isReady: ready, workload: name))
                }
            }
        }
        return result
    }

    private func selected(_ service: MeshService) -> [MeshEndpoint] {
        workloads(in: service.namespace, selectedBy: service.selector).map { workload in
            var ports: [String: Int] = [:]
            for port in service.ports { ports[port.name] = Self.targetPort(port, workload.spec) }
            return MeshEndpoint(
                address: workload.ip.isEmpty ? workload.name : workload.ip, labels: workload.labels, ports: ports,
                isReady: workload.isReady,
                workload: workload.name)
        }
    }

    /// The number that a port has in a pod.
    static func targetPort(_ port: MeshService.Port, _ pod: Node?) -> Int {
        guard let target = port.target else { return port.number }
        if let number = target.int ?? Int(target.text) { return number == 0 ? port.number : number }
        for container in pod?["containers"]?.items.map({ $0 }) ?? [] {
            for declared in container["ports"]?.items.map({ $0 }) ?? [] where declared["name"]?.text == target.text {
                return declared["containerPort"]?.int ?? port.number
            }
        }
        return port.number
    }
}

extension Dictionary where Key == String, Value == String {
    /// Whether every entry of `selector` is here.
    func includes(_ selector: [String: String]) -> Bool { selector.allSatisfy { self[$0.key] == $0.value } }
}

extension Node {
    /// The entries of a mapping as texts.
    var stringMap: [String: String] {
        var result: [String: String] = [:]
        for (key, value) in entries { result[key.keyText] = value.text }
        return result
    }

    /// The items of a sequence; nothing for other kinds.
    var array: [Node] { items.map { $0 } }
}

extension Resource {
    /// When it was created, as text that sorts by time; empty when the input does not say.
    var creationTimestamp: String { node["metadata"]?["creationTimestamp"]?.text ?? "" }
}

extension Substring {
    /// Without blanks at either end.
    var trimmedText: String {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
