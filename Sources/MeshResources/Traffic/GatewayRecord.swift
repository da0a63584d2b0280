/// A Gateway with the names in it resolved.
final class GatewayRecord {
    /// One server: a port and the hosts that it takes.
    final class Server {
        let number: Int
        let portName: String
        let proto: String
        let bind: String
        /// `name`, or `namespace/name` where only VirtualServices of one namespace may use it.
        let hosts: [String]
        let hasTLS: Bool
        let redirectsToHTTPS: Bool
        let tlsMode: String
        let node: Node
        unowned let gateway: GatewayRecord
        private(set) lazy var index = ServerHosts(hosts)

        init?(_ node: Node, gateway: GatewayRecord) {
            guard let port = node["port"] else { return nil }
            number = port["number"]?.int ?? 0
            portName = port["name"]?.text ?? ""
            proto = (port["protocol"]?.text ?? "").uppercased()
            bind = node["bind"]?.text ?? ""
            let tls = node["tls"].flatMap { $0.isNull ? nil : $0 }
            hasTLS = tls != nil
            redirectsToHTTPS = tls?["httpsRedirect"]?.bool ?? false
            tlsMode = tls?["mode"]?.text ?? "PASSTHROUGH"
            self.node = node
            self.gateway = gateway
            var names = (node["hosts"]?.array ?? []).map { Self.resolve($0.text, namespace: gateway.name.namespace) }
            if names.contains("*/*") { names = ["*"] }
            hosts = names.map { $0.hasBytePrefix("*/") ? String($0.dropFirst(2)) : $0 }
        }

        private static func resolve(_ host: String, namespace: String) -> String {
            host.hasBytePrefix("./") ? "\(namespace)/\(host.dropFirst(2))" : host
        }

        /// Whether the listener takes plain HTTP.
        var isPlainHTTP: Bool { ["HTTP", "HTTP2", "GRPC", "GRPC-WEB"].contains(proto) }
        /// Whether the gateway reads HTTP inside TLS.
        var terminatesHTTPS: Bool { proto == "HTTPS" && hasTLS && tlsMode != "PASSTHROUGH" && tlsMode != "AUTO_PASSTHROUGH" }
        /// Whether requests are routed by rules for HTTP.
        var isHTTP: Bool { isPlainHTTP || terminatesHTTPS }
        /// Whether connections begin with TLS.
        var isTLS: Bool { hasTLS && !isPlainHTTP }
        /// The kind of rules that say where connections go that are not read as HTTP.
        var ruleKind: String { isTLS && tlsMode == "PASSTHROUGH" ? "tls" : "tcp" }
        /// The names that a TLS handshake may ask for.
        var serverNames: [String] { hosts.map { String($0.cut(at: "/").after ?? $0[...]).asciiLowercased() } }
    }

    let resource: Resource
    let name: ResourceName
    let selector: [String: String]
    private(set) var servers: [Server] = []

    init(_ resource: Resource) {
        self.resource = resource
        name = ResourceName(kind: "Gateway", namespace: resource.namespace ?? "default", name: resource.name)
        selector = resource.spec?["selector"]?.stringMap ?? [:]
        servers = (resource.spec?["servers"]?.array ?? []).compactMap { Server($0, gateway: self) }
    }

    /// `namespace/name`.
    var key: String { "\(name.namespace)/\(name.name)" }
}

/// The hosts of a server, ready to be crossed with those of VirtualServices.
struct ServerHosts {
    private var exact: Set<String> = []
    private var scopedExact: [String: Set<String>] = [:]
    private var wildcards: [(namespace: String?, host: String)] = []
    private var allExact: [(namespace: String?, host: String)] = []

    init(_ hosts: [String]) {
        for host in hosts {
            let (before, after) = host.cut(at: "/")
            let namespace = after == nil ? nil : String(before)
            let name = String(after ?? before)
            if HostName.isWildcard(name) {
                wildcards.append((namespace, name))
            } else {
                allExact.append((namespace, name))
                if let namespace { scopedExact[namespace, default: []].insert(name) } else { exact.insert(name) }
            }
        }
    }

    /// The narrower of each pair of overlapping hosts.
    func intersection(_ hosts: [String], namespace: String) -> [String] {
        var result: [String] = []
        func add(_ host: String) {
            if !result.contains(host) { result.append(host) }
        }
        for host in hosts {
            let isWildcard = HostName.isWildcard(host)
            if !isWildcard, exact.contains(host) || scopedExact[namespace]?.contains(host) ?? false { add(host) }
            for (scope, own) in wildcards where scope ?? namespace == namespace {
                if HostName.covers(host, own) { add(own) } else if HostName.covers(own, host) { add(host) }
            }
            guard isWildcard else { continue }
            for (scope, own) in allExact where scope ?? namespace == namespace && HostName.covers(host, own) { add(own) }
        }
        return result
    }
}
