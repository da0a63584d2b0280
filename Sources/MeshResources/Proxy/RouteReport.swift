/// `proxy-config route`: the route configurations of a dump, filtered and in istioctl's order.
public struct RouteReport: Sendable {
    /// The route configurations, as they stand in the dump.
    public let nodes: [Node]

    /// Picks and sorts: `name` alone, or all when it is empty.
    ///
    /// istioctl compares names as numbers and calls all else equal, so that names that are no numbers stay about where they were.
    public init(_ dump: ConfigDump, name: String = "") throws(ConfigDump.Failure) {
        let keyed = try dump.routes().map { (name: $0.fieldText("name"), node: $0) }
        let numbered = keyed.map { (number: Int($0.name), name: $0.name, node: $0.node) }
        let sorted = PatternSort.sorted(numbered) { a, b in
            guard let left = a.number, let right = b.number else { return false }
            return left < right
        }
        nodes = sorted.filter { name.isEmpty || $0.name == name }.map { $0.node }
    }

    /// istioctl's table: a line a route, or with `isVerbose` off a line a configuration. With `names`, the one of
    /// `proxy-config all`.
    public func table(isVerbose: Bool = true, names: Bool = false) -> ColumnText {
        var table = ColumnText(gap: 5)
        table.add(isVerbose ? ["NAME", "VHOST NAME", "DOMAINS", "MATCH", "VIRTUAL SERVICE"] : ["NAME", "VIRTUAL HOSTS"])
        for node in nodes {
            let name = (names ? "route/" : "") + node.fieldText("name")
            let hosts = node.fieldItems("virtual_hosts")
            guard isVerbose else {
                table.add(name, String(hosts.count))
                continue
            }
            for host in hosts {
                let hostName = host.fieldText("name")
                let domains = Self.domains(host.fieldTexts("domains"))
                let routes = host.fieldItems("routes")
                for route in routes where route.field("route")?.fieldText("cluster") != "PassthroughCluster" {
                    let match = route.field("match").map(RouteText.match) ?? ""
                    table.add(name, hostName, domains, match, IstioMetadata.label(route))
                }
                if routes.isEmpty { table.add(name, hostName, domains, "/*", "404") }
            }
        }
        return table
    }

    /// The DOMAINS column: without ports and without the longer spellings of a Kubernetes host, two at most.
    public static func domains(_ domains: [String]) -> String {
        guard domains.count > 1 else { return domains.first ?? "" }
        let bare = domains.filter { domain in
            let colons = domain.utf8.count { $0 == UInt8(ascii: ":") }
            return colons == 0 || colons > 2 && domain.hasSuffix("]")
        }
        let known = Set(bare)
        let short = bare.filter { domain in
            for suffix in [".svc.cluster.local", ".svc"] where domain.hasSuffix(suffix) {
                if known.contains(String(domain.dropLast(suffix.utf8.count))) { return false }
            }
            return true
        }
        guard short.count > 2 else { return short.joined(separator: ", ") }
        return "\(short[0]), \(short[1]) + \(short.count - 2) more..."
    }
}

/// How routes are put into words, in the route table and for routes inside listeners.
enum RouteText {
    /// The condition on the path: `/api*`, `PathPrefix:/api`, `/exact`, `regex .*`.
    static func match(_ match: Node) -> String {
        var parts: [String] = []
        let prefix = match.fieldText("prefix")
        if !prefix.isEmpty { parts.append("\(prefix)*") }
        let separated = match.fieldText("path_separated_prefix")
        if !separated.isEmpty { parts.append("PathPrefix:\(separated)") }
        let path = match.fieldText("path")
        if !path.isEmpty { parts.append(path) }
        if let regex = match.field("safe_regex") { parts.append("regex \(regex.fieldText("regex"))") }
        return parts.joined(separator: " ")
    }

    /// A whole configuration: its one cluster when everything goes there, else every virtual host's matches.
    static func configuration(_ configuration: Node) -> String {
        let hosts = configuration.fieldItems("virtual_hosts")
        if let cluster = onlyCluster(hosts) { return self.cluster(cluster) }
        let texts = hosts.map { host in
            let matches = host.fieldItems("routes").map { $0.field("match").map(match) ?? "" }.joined(separator: ", ")
            let domains = host.fieldTexts("domains")
            return domains == ["*"] || domains.isEmpty ? matches : "\(domains.joined(separator: "/")) \(matches)"
        }
        return "Inline Route: \(texts.joined(separator: "; "))"
    }

    /// `Cluster: NAME`; names such as `PassthroughCluster` explain themselves.
    static func cluster(_ name: String) -> String { name.hasPart("Cluster") ? name : "Cluster: \(name)" }

    private static func onlyCluster(_ hosts: [Node]) -> String? {
        guard hosts.count == 1, hosts[0].fieldTexts("domains") == ["*"] else { return nil }
        let routes = hosts[0].fieldItems("routes")
        guard routes.count == 1, routes[0].field("match")?.fieldText("prefix") == "/" else { return nil }
        guard let cluster = routes[0].field("route")?.field("cluster")?.text, !cluster.isEmpty else { return nil }
        return cluster
    }
}
