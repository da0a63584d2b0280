import MeshResources

/// `meshctl proxy-config`: what a proxy was configured with, in istioctl's tables.
enum ProxyConfigVerb {
    static let output = Option.output([.short, .json, .yaml])
    static let verbose = Option.flag("verbose", nil, standard: true, "a line for every filter chain or route")
    static let host = Option.value("fqdn", nil, "TEXT", "only clusters with this text in the service's host")
    static let direction = Option.value("direction", nil, "TEXT", "only clusters of this direction: inbound or outbound")
    static let subset = Option.value("subset", nil, "TEXT", "only clusters with this text in the subset")
    static let port = Option.value("port", nil, "PORT", "only what has this port", standard: "0")
    static let address = Option.value("address", nil, "ADDRESS", "only what has this address")
    static let type = Option.value("type", nil, "TYPE", "only listeners of this type: HTTP, TCP or HTTP+TCP")
    static let name = Option.value("name", nil, "NAME", "only the route configuration of this name")
    static let cluster = Option.value("cluster", nil, "NAME", "only endpoints of this cluster")
    static let status = Option.value("status", nil, "STATUS", "only endpoints of this health")
    static let withHeaders = Option.flag("with-headers", nil, "a heading before each table")

    static let command = Command(
        "proxy-config", aliases: ["pc"], group: .proxy, summary: "show what a proxy was configured with",
        details: "A group of commands used to retrieve information about a proxy: its clusters, listeners, routes, endpoints and secrets.",
        usesCluster: true,
        subcommands: [
            part("all", ["a"], "everything, table after table", [verbose, host, direction, subset, port, address, type, name, withHeaders])
            {
                try all($0)
            },
            part("bootstrap", ["b"], "what the proxy was started with", output: .output([.json, .yaml, .short])) { try bootstrap($0) },
            part("cluster", ["clusters", "c"], "upstream clusters", [host, direction, subset, port]) { call in
                let report = try ClusterReport(try ProxyTarget(call).configDump(.clusters), filter: try clusterFilter(call))
                return ProxyConfigReport.messages(report.nodes) { report.table() }
            },
            part("ecds", ["ec"], "filters that are configured by name") { call in
                let report = try ExtensionReport(try ProxyTarget(call).configDump(.everything))
                return ProxyConfigReport.value(report.value) { report.table().text }
            },
            part("eds", [], "endpoints as istiod sent them", [address, port, cluster, status], isHidden: true) { call in
                let dump = try ProxyTarget(call).configDump(.everything)
                let report = AssignmentReport(dump, filter: try endpointFilter(call))
                return ProxyConfigReport(table: { report.table().text }, content: .list(report.values))
            },
            part("endpoint", ["endpoints", "ep"], "endpoints with their health", [address, port, cluster, status]) { call in
                let report = EndpointReport(try ProxyTarget(call).clusters(), filter: try endpointFilter(call))
                return ProxyConfigReport.messages(report.nodes) { report.table() }
            },
            part("listener", ["listeners", "l"], "listeners and their filter chains", [address, type, port, verbose]) { call in
                let report = try ListenerReport(try ProxyTarget(call).configDump(.listeners), filter: try listenerFilter(call))
                return ProxyConfigReport.messages(report.nodes) { report.table(isVerbose: call.flag(verbose)) }
            },
            ProxyLogVerb.command,
            RootCertificateVerb.command,
            part("route", ["routes", "r"], "routes and where they lead", [name, verbose]) { call in
                let report = try RouteReport(try ProxyTarget(call).configDump(.routes), name: call.value(name) ?? "")
                return ProxyConfigReport.messages(report.nodes) { report.table(isVerbose: call.flag(verbose)) }
            },
            ProxySecretVerb.command,
        ])

    /// A subcommand that reads one proxy and prints in three formats.
    static func part(
        _ name: String, _ aliases: [String], _ summary: String, _ options: [Option] = [], output: Option = output, isHidden: Bool = false,
        run: @escaping @Sendable (Invocation) throws -> ProxyConfigReport
    ) -> Command {
        Command(
            name, aliases: aliases, group: .proxy, summary: summary, operands: ProxyTarget.operand,
            options: options + [output, ProxyTarget.file, ProxyTarget.origin, ProxyTarget.adminPort],
            examples: [
                .init("Of a pod", "meshctl proxy-config \(name) productpage-v1-7d4f9c6b5d-x2k8p.default"),
                .init("Of a file, without a cluster", "meshctl proxy-config \(name) --file dump.json"),
            ], usesCluster: true, isHidden: isHidden
        ) { call in
            do { return try run(call) } catch let failure as ConfigDump.Failure { throw Failure(.failure, failure.description) }
        }
    }

    private static func clusterFilter(_ call: Invocation) throws -> ClusterReport.Filter {
        var filter = ClusterReport.Filter()
        filter.host = call.value(host) ?? ""
        filter.direction = call.value(direction) ?? ""
        filter.subset = call.value(subset) ?? ""
        filter.port = try call.arguments.integer(port) ?? 0
        return filter
    }

    private static func listenerFilter(_ call: Invocation) throws -> ListenerReport.Filter {
        var filter = ListenerReport.Filter()
        filter.address = call.value(address) ?? ""
        filter.type = call.value(type) ?? ""
        filter.port = try call.arguments.integer(port) ?? 0
        return filter
    }

    private static func endpointFilter(_ call: Invocation) throws -> EndpointFilter {
        var filter = EndpointFilter()
        filter.address = call.value(address) ?? ""
        filter.port = try call.arguments.integer(port) ?? 0
        filter.cluster = call.value(cluster) ?? ""
        filter.status = call.value(status) ?? ""
        return filter
    }

    private static func bootstrap(_ call: Invocation) throws -> ProxyConfigReport {
        let report = try BootstrapReport(try ProxyTarget(call).configDump(.bootstrap))
        var value = ProtoJSON.value(report.node)
        value["@type"] = nil
        return .value(value) { report.table.text }
    }

    private static func all(_ call: Invocation) throws -> ProxyConfigReport {
        let target = try ProxyTarget(call)
        if call.value(output) != OutputFormat.short.rawValue {
            let source = try target.configText()
            return ProxyConfigReport(table: { "" }, content: .text(source))
        }
        let dump = try target.configDump(.everything)
        let clusters = try clusterFilter(call)
        let listeners = try listenerFilter(call)
        let endpoints = try endpointFilter(call)
        let isVerbose = call.flag(verbose)
        let parts: [(heading: String, text: () throws -> String)] = [
            ("BOOTSTRAP", { try BootstrapReport(dump).table.text }),
            ("CLUSTER", { try ClusterReport(dump, filter: clusters).table(names: true).text }),
            ("LISTENER", { try ListenerReport(dump, filter: listeners).table(isVerbose: isVerbose, names: true).text }),
            ("ROUTE", { try RouteReport(dump, name: call.value(name) ?? "").table(isVerbose: isVerbose, names: true).text }),
            ("SECRET", { try SecretReport.text(dump, now: Clock.now, names: true) }),
            ("ENDPOINTS", { AssignmentReport(dump, filter: endpoints).table(names: true).text }),
        ]
        for (index, part) in parts.enumerated() {
            if index > 0 { call.console.output.write("\n") }
            if call.flag(withHeaders) { call.console.output.write("------ \(part.heading) INFO ------\n\n") }
            call.console.output.write(try part.text())
        }
        return ProxyConfigReport(table: { "" }, content: .list({ [] }))
    }
}
