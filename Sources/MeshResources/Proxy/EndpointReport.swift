/// Which endpoints to show; empty texts and port 0 do not filter.
public struct EndpointFilter: Sendable {
    /// The address: of `endpoint` without, of `eds` with the port, as istioctl has it.
    public var address = ""
    /// The port.
    public var port = 0
    /// The cluster's whole name.
    public var cluster = ""
    /// `healthy`, `unhealthy`, `draining`, `timeout`, `degraded` or `unknown`.
    public var status = ""

    /// Makes a filter that lets everything pass.
    public init() {}

    func passes(addresses: [String], port: Int, cluster: String, status: String) -> Bool {
        if !address.isEmpty, !addresses.contains(where: { equalsIgnoringCase($0, address) }) { return false }
        if self.port != 0, port != self.port { return false }
        if !self.cluster.isEmpty, !equalsIgnoringCase(cluster, self.cluster) { return false }
        return self.status.isEmpty || equalsIgnoringCase(status, self.status)
    }
}

/// `proxy-config endpoint`: what `/clusters?format=json` says about the hosts of each cluster.
public struct EndpointReport: Sendable {
    private struct Host {
        var address: String
        var port: Int
        var status: String
        var isEjected: Bool
        var cluster: String
    }

    /// The clusters that have a host which passes, as they stand in the text.
    public let nodes: [Node]
    private let hosts: [Host]

    /// Picks and sorts the hosts of an answer to `/clusters?format=json`.
    public init(_ clusters: Node, filter: EndpointFilter = EndpointFilter()) {
        var nodes: [Node] = []
        var hosts: [Host] = []
        for status in clusters.fieldItems("cluster_statuses") {
            let name = status.fieldText("name")
            let before = hosts.count
            for host in status.fieldItems("host_statuses") {
                let found = Self.host(host, cluster: name)
                if filter.passes(addresses: [found.address], port: found.port, cluster: name, status: found.status) { hosts.append(found) }
            }
            if hosts.count > before { nodes.append(status) }
        }
        self.nodes = nodes
        self.hosts = PatternSort.sorted(hosts) { a, b in
            if a.address != b.address { return precedes(a.address, b.address) }
            if a.port != b.port { return a.port < b.port }
            return precedes(a.cluster, b.cluster)
        }
    }

    private static func host(_ host: Node, cluster: String) -> Host {
        let health = host.field("health_status")
        let address = host.field("address")
        let socket = address?.field("socket_address")
        let text =
            socket?.fieldText("address") ?? address?.field("pipe").map { "unix://\($0.fieldText("path"))" }
            ?? address.flatMap(EndpointText.internalAddress) ?? "unknown"
        return Host(
            address: text, port: socket?.fieldNumber("port_value") ?? 0, status: health?.field("eds_health_status")?.text ?? "UNKNOWN",
            isEjected: health?.fieldFlag("failed_outlier_check") ?? false, cluster: cluster)
    }

    /// istioctl's table.
    public func table() -> ColumnText {
        var table = ColumnText(gap: 5)
        table.add("ENDPOINT", "STATUS", "OUTLIER CHECK", "CLUSTER")
        for host in hosts {
            let address = host.port == 0 ? host.address : "\(host.address):\(host.port)"
            table.add(address, host.status, host.isEjected ? "FAILED" : "OK", host.cluster)
        }
        return table
    }
}

/// `proxy-config eds`: the endpoints that istiod sent, from a dump fetched with `include_eds`.
public struct AssignmentReport: Sendable {
    private let assignments: [Node]
    private let filter: EndpointFilter

    /// Picks and sorts the assignments of a dump that have an endpoint which passes.
    public init(_ dump: ConfigDump, filter: EndpointFilter = EndpointFilter()) {
        self.filter = filter
        let kept = dump.endpoints().filter { !Self.passing($0, filter).isEmpty }
        assignments = ClusterName.sorted(kept) { $0.fieldText("cluster_name") }
    }

    private static func passing(_ assignment: Node, _ filter: EndpointFilter) -> [(endpoint: Node, locality: Node?)] {
        let cluster = assignment.fieldText("cluster_name")
        var result: [(Node, Node?)] = []
        for group in assignment.fieldItems("endpoints") {
            for endpoint in group.fieldItems("lb_endpoints") where passes(endpoint, cluster, filter) {
                result.append((endpoint, group.field("locality")))
            }
        }
        return result
    }

    private static func passes(_ endpoint: Node, _ cluster: String, _ filter: EndpointFilter) -> Bool {
        let port = endpoint.field("endpoint", "address", "socket_address")?.fieldNumber("port_value") ?? 0
        return filter.passes(
            addresses: EndpointText.addresses(endpoint), port: port, cluster: cluster, status: EndpointText.status(endpoint))
    }

    /// istioctl's table; with `names`, the one of `proxy-config all`.
    public func table(names: Bool = false) -> ColumnText {
        var table = ColumnText(gap: 5)
        table.add("NAME", "STATUS", "LOCALITY", "CLUSTER")
        for assignment in assignments {
            for (endpoint, locality) in Self.passing(assignment, filter) {
                let address = EndpointText.addresses(endpoint).joined(separator: ",")
                table.add(
                    names ? "endpoint/\(address)" : address, EndpointText.status(endpoint), EndpointText.locality(locality),
                    assignment.fieldText("cluster_name"))
            }
        }
        return table
    }

    /// The assignments in protobuf's JSON, without the endpoints that do not pass.
    public func values() -> [Value] {
        assignments.map { assignment in
            let cluster = assignment.fieldText("cluster_name")
            var value = ProtoJSON.value(assignment)
            value["@type"] = nil
            guard let groups = assignment.field("endpoints") else { return value }
            value["endpoints"] = .array(
                groups.items.map { group in
                    var result = ProtoJSON.value(group)
                    let kept = group.fieldItems("lb_endpoints").filter { Self.passes($0, cluster, filter) }
                    result["lbEndpoints"] = kept.isEmpty ? nil : .array(kept.map { ProtoJSON.value($0) })
                    return result
                })
            return value
        }
    }
}

/// How endpoints are put into words.
enum EndpointText {
    /// Every address of an endpoint: `10.0.0.1:80`, a path, `envoy://listener/id`.
    static func addresses(_ endpoint: Node) -> [String] {
        guard let inner = endpoint.field("endpoint") else { return ["unknown"] }
        let all = [inner.field("address")] + inner.fieldItems("additional_addresses").map { $0.field("address") }
        return all.map { address in
            guard let address else { return "unknown" }
            if let socket = address.field("socket_address") { return "\(socket.fieldText("address")):\(socket.fieldNumber("port_value"))" }
            if let pipe = address.field("pipe") { return pipe.fieldText("path") }
            return internalAddress(address) ?? "unknown"
        }
    }

    /// `envoy://listener/id` of an address inside Envoy.
    static func internalAddress(_ address: Node) -> String? {
        guard let inner = address.field("envoy_internal_address"), let listener = inner.field("server_listener_name") else { return nil }
        return "envoy://\(listener.text)/\(inner.fieldText("endpoint_id"))"
    }

    /// The health that istiod gave; `UNKNOWN` when it gave none.
    static func status(_ endpoint: Node) -> String { endpoint.field("health_status")?.text ?? "UNKNOWN" }

    /// `region/zone/subzone`, as far as it is known.
    static func locality(_ locality: Node?) -> String {
        guard let locality else { return "" }
        var text = locality.fieldText("region")
        for part in [locality.fieldText("zone"), locality.fieldText("sub_zone")] {
            if part.isEmpty { break }
            text += "/\(part)"
        }
        return text
    }
}
