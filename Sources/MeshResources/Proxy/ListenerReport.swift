/// `proxy-config listener`: the listeners of a dump, filtered and in istioctl's order.
public struct ListenerReport: Sendable {
    /// Which listeners to show; empty texts and port 0 do not filter.
    public struct Filter: Sendable {
        /// One of the listener's addresses.
        public var address = ""
        /// The port.
        public var port = 0
        /// `HTTP`, `TCP`, `HTTP+TCP` or `UNKNOWN`.
        public var type = ""

        /// Makes a filter that lets everything pass.
        public init() {}

        /// Whether a listener passes.
        public func passes(_ listener: Node) -> Bool {
            let traits = ListenerTraits(listener)
            if !address.isEmpty, !traits.addresses.contains(where: { equalsIgnoringCase($0, address) }) { return false }
            if port != 0, traits.port != port { return false }
            return type.isEmpty || equalsIgnoringCase(traits.type, type)
        }
    }

    /// The listeners, as and in the order in which they stand in the dump.
    public let nodes: [Node]

    /// Picks the listeners of a dump.
    public init(_ dump: ConfigDump, filter: Filter = Filter()) throws(ConfigDump.Failure) {
        nodes = try dump.listeners().filter { filter.passes($0) }
    }

    /// istioctl's table: a line a filter chain, or with `isVerbose` off a line a listener. With `names`, the one of
    /// `proxy-config all`.
    public func table(isVerbose: Bool = true, names: Bool = false) -> ColumnText {
        var table = ColumnText(gap: 1)
        table.add((names ? ["NAME"] : []) + ["ADDRESSES", "PORT"] + (isVerbose ? ["MATCH", "DESTINATION"] : ["TYPE"]))
        for traits in sortedTraits {
            let name = names ? ["listener/\(traits.node.fieldText("name"))"] : []
            let start = name + [traits.addresses.joined(separator: ","), String(traits.port)]
            guard isVerbose else {
                table.add(start + [traits.type])
                continue
            }
            let chains = traits.chains.map { chain in
                (match: FilterChainText.match(chain.field("filter_chain_match")), destination: FilterChainText.destination(chain))
            }
            for chain in PatternSort.sorted(chains, by: { precedes($1.destination, $0.destination) }) {
                table.add(start + [chain.match, chain.destination])
            }
        }
        return table
    }

    private var sortedTraits: [ListenerTraits] {
        PatternSort.sorted(nodes.map { ListenerTraits($0) }) { a, b in
            if a.port != b.port { return a.port < b.port }
            if a.addresses[0] != b.addresses[0] { return precedes(a.addresses[0], b.addresses[0]) }
            return precedes(a.type, b.type)
        }
    }
}

/// What the listener table says of a listener.
struct ListenerTraits {
    let node: Node
    /// The filter chains, the default one last.
    let chains: [Node]
    /// The address or pipe, then the additional addresses.
    let addresses: [String]
    let port: Int
    /// `HTTP`, `TCP`, `HTTP+TCP` or `UNKNOWN`, by the filters.
    let type: String

    init(_ listener: Node) {
        node = listener
        chains = listener.fieldItems("filter_chains") + (listener.field("default_filter_chain").map { [$0] } ?? [])
        let address = listener.field("address")
        let socket = address?.field("socket_address")
        let first = socket?.fieldText("address") ?? address?.field("pipe")?.fieldText("path") ?? ""
        let others = listener.fieldItems("additional_addresses").map { $0.field("address", "socket_address")?.fieldText("address") ?? "" }
        addresses = [first] + others
        port = socket?.fieldNumber("port_value") ?? 0
        var isHTTP = false
        var isTCP = false
        for chain in chains {
            for filter in chain.fieldItems("filters") {
                switch filter.fieldText("name") {
                case FilterChainText.httpFilter: isHTTP = true
                case FilterChainText.tcpFilter: isTCP = isTCP || !FilterChainText.isBlackHole(filter)
                default: break
                }
            }
        }
        type = isHTTP ? (isTCP ? "HTTP+TCP" : "HTTP") : isTCP ? "TCP" : "UNKNOWN"
    }
}

/// How filter chains are put into words.
enum FilterChainText {
    static let httpFilter = "envoy.filters.network.http_connection_manager"
    static let tcpFilter = "envoy.filters.network.tcp_proxy"

    /// Protocols that go together, and what istioctl calls them.
    private static let protocolNames: [(protocols: [String], name: String)] = [
        (["http/1.0", "http/1.1", "h2c"], "App: HTTP"),
        (["istio", "istio-http/1.0", "istio-http/1.1", "istio-h2"], "App: Istio HTTP Plain"),
        (["http/1.0", "http/1.1", "h2c", "istio-http/1.0", "istio-http/1.1", "istio-h2"], "App: HTTP TLS"),
        (["istio-peer-exchange", "istio"], "App: TCP TLS"),
    ]

    /// Whether a TCP filter leads nowhere.
    static func isBlackHole(_ filter: Node) -> Bool { filter.field("typed_config")?.contains("BlackHoleCluster") ?? false }

    /// What a connection must be like to take the chain; `ALL` without a condition.
    static func match(_ match: Node?) -> String {
        guard let match else { return "ALL" }
        var parts: [String] = []
        let names = match.fieldTexts("server_names")
        if !names.isEmpty { parts.append("SNI: \(names.joined(separator: ","))") }
        let transport = match.fieldText("transport_protocol")
        if !transport.isEmpty { parts.append("Trans: \(transport)") }
        let protocols = match.fieldTexts("application_protocols")
        if !protocols.isEmpty {
            let known = protocolNames.first { $0.protocols == protocols }
            parts.append(known?.name ?? "App: \(protocols.joined(separator: ","))")
        }
        let port = match.field("destination_port").map { ":\($0.text)" } ?? ""
        let ranges = match.fieldItems("prefix_ranges").map { "\($0.fieldText("address_prefix"))/\($0.fieldNumber("prefix_len"))" }
        if !ranges.isEmpty {
            parts.append("Addr: \(ranges.joined(separator: ","))\(port)")
        } else if !port.isEmpty {
            parts.append("Addr: *\(port)")
        }
        return parts.isEmpty ? "ALL" : parts.joined(separator: "; ")
    }

    /// Where a chain leads: the first HTTP or TCP filter decides.
    static func destination(_ chain: Node) -> String {
        for filter in chain.fieldItems("filters") {
            let config = filter.field("typed_config")
            switch filter.fieldText("name") {
            case httpFilter:
                if let inline = config?.field("route_config") { return RouteText.configuration(inline) }
                let name = config?.field("rds")?.fieldText("route_config_name") ?? ""
                return name.isEmpty ? "HTTP" : "Route: \(name)"
            case tcpFilter where !isBlackHole(filter):
                return RouteText.cluster(config?.fieldText("cluster") ?? "")
            default: break
            }
        }
        return "Non-HTTP/Non-TCP"
    }
}
