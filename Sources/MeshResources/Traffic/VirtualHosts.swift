/// The routes that answer to one host name of a listener.
final class VirtualHost {
    let name: String
    /// The domain that it answers to: a name, `*.example.com`, `example.*` or `*`.
    let domain: String
    /// Plain requests are sent to https before any route is looked at.
    var requiresTLS = false
    /// Where the requirement stands.
    var tlsNode: Node?
    /// The routes in order; computed when first asked for.
    private(set) lazy var routes: [CompiledRoute] = makeRoutes()
    private var sources: [() -> [CompiledRoute]] = []
    private(set) var records: [VirtualServiceRecord] = []
    let service: MeshService?
    private let sortsCatchAllsLast: Bool

    init(name: String, domain: String, service: MeshService? = nil, sortsCatchAllsLast: Bool = false) {
        self.name = name
        self.domain = domain
        self.service = service
        self.sortsCatchAllsLast = sortsCatchAllsLast
    }

    /// Adds the routes of one VirtualService behind those that are there.
    func add(_ record: VirtualServiceRecord?, _ source: @escaping () -> [CompiledRoute]) {
        sources.append(source)
        if let record { records.append(record) }
    }

    private func makeRoutes() -> [CompiledRoute] {
        let all = sources.flatMap { $0() }
        return sortsCatchAllsLast ? all.filter { !$0.isCatchAll } + all.filter(\.isCatchAll) : all
    }
}

/// The virtual hosts of one route configuration, looked up as Envoy does: exact, longest suffix, longest prefix, `*`.
final class VirtualHostTable {
    let name: String
    /// In the order of their making.
    private(set) var all: [VirtualHost] = []
    private var exact: [String: VirtualHost] = [:]
    private var suffixes: [String: VirtualHost] = [:]
    private var suffixLengths: [Int] = []
    private var prefixes: [String: VirtualHost] = [:]
    private var prefixLengths: [Int] = []
    private(set) var fallback: VirtualHost?

    init(name: String) {
        self.name = name
    }

    /// The virtual host made for exactly this domain.
    func existing(_ domain: String) -> VirtualHost? {
        if domain == "*" { return fallback }
        if HostName.isWildcard(domain) { return suffixes[String(domain.dropFirst())] }
        if domain.hasSuffix("*") { return prefixes[String(domain.dropLast())] }
        return exact[domain]
    }

    /// Adds a virtual host under a domain, which must be in lower case and new.
    func add(_ host: VirtualHost, domain: String) {
        if all.last !== host { all.append(host) }
        if domain == "*" {
            fallback = host
        } else if HostName.isWildcard(domain) {
            let suffix = String(domain.dropFirst())
            suffixes[suffix] = host
            Self.insert(suffix.utf8.count, &suffixLengths)
        } else if domain.hasSuffix("*") {
            let prefix = String(domain.dropLast())
            prefixes[prefix] = host
            Self.insert(prefix.utf8.count, &prefixLengths)
        } else {
            exact[domain] = host
        }
    }

    private static func insert(_ length: Int, _ lengths: inout [Int]) {
        guard !lengths.contains(length) else { return }
        lengths.append(length)
        lengths.sort(by: >)
    }

    /// The virtual host for a `Host` header; the winner is final, whether its routes match or not.
    func lookup(_ header: String) -> VirtualHost? {
        let host = HostName.withoutPort(header)
        if let found = exact[host] { return found }
        let count = host.utf8.count
        for length in suffixLengths where length < count {
            if let found = suffixes[String(decoding: host.utf8.suffix(length), as: UTF8.self)] { return found }
        }
        for length in prefixLengths where length < count {
            if let found = prefixes[String(decoding: host.utf8.prefix(length), as: UTF8.self)] { return found }
        }
        return fallback
    }
}
