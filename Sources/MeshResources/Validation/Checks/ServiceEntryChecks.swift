/// Service entries.
extension Validation {
    mutating func checkServiceEntry(_ entry: Field) {
        let resolution = entry["resolution"].map(\.text) ?? "NONE"
        if entry["workloadSelector"] != nil, let endpoints = entry["endpoints"] {
            report(
                .selectorAndEndpoints, at: endpoints, "'endpoints' beside 'workloadSelector' found, expected only one of them",
                help: "remove one of them")
        }
        checkEntryHosts(entry, resolution)
        checkEntryAddresses(entry, resolution)
        checkEntryPorts(entry, resolution)
        switch resolution {
        case "NONE": checkUnresolved(entry)
        case "STATIC":
            for endpoint in entry["endpoints"].items where endpoint.isMapping { checkEndpoint(endpoint, of: entry, allowsNames: false) }
        case "DNS", "DNS_ROUND_ROBIN": checkDNSEntry(entry, resolution)
        case "DYNAMIC_DNS": checkDynamicEntry(entry)
        default: break
        }
        if resolution != "NONE" { checkManyHosts(entry, resolution) }
        checkExportTo(entry["exportTo"], isServiceEntry: true)
    }

    private mutating func checkEntryHosts(_ entry: Field, _ resolution: String) {
        for host in entry["hosts"].items where host.isScalar {
            if host.has("*") {
                report(.entryHostStar, at: host, "host '*' found, expected a name", help: "use a wildcard such as '*.example.com'")
            } else if checkWildcardHost(host), resolution != "DYNAMIC_DNS", HostRules.hasPartialWildcard(bytes(of: host)) {
                report(.partialWildcardHost, at: host, "partial wildcard in host '\(host.text)' found, expected '*.' before a name")
            }
        }
    }

    private mutating func checkEntryAddresses(_ entry: Field, _ resolution: String) {
        for address in entry["addresses"].items where address.isScalar {
            checkAddressOrRange(address)
            if resolution != "NONE", resolution != "STATIC", bytes(of: address).contains(UInt8(ascii: "/")) {
                report(
                    .rangeResolution, at: address,
                    "range '\(address.text)' with resolution \(resolution) found, expected ranges with NONE or STATIC only")
            }
        }
    }

    private mutating func checkEntryPorts(_ entry: Field, _ resolution: String) {
        let labels = Field(tree, resource.node.writtenIndex)["metadata"]?["labels"]
        let optedOut = labels?["networking.istio.io/enable-autoallocate-ip"].text.lowercased() == "false"
        let needsAddress = entry["addresses"].isEmpty && (resolution == "NONE" || optedOut)
        var numbers: Set<Int> = []
        for port in entry["ports"].items where port.isMapping {
            if let number = port["number"], !numbers.insert(number.integer).inserted {
                report(.repeatedPortNumber, at: number, "port \(number.text) defined twice, expected once", help: "remove one of the ports")
            }
            if let name = port["name"], name.isScalar { checkPortName(name) }
            let field = port["protocol"]
            if let field, field.isScalar, !field.isEmpty, PortProtocol(field.text) == nil { reportProtocol(field) }
            if needsAddress, field.isEmpty || field.has("TCP") {
                report(
                    .tcpWithoutAddress, at: field ?? port,
                    "TCP port without 'addresses' found, which then takes all TCP traffic of that port",
                    help: "add 'addresses', or set the protocol")
            }
        }
    }

    mutating func checkPortName(_ name: Field) {
        if !HostRules.isLabel(bytes(of: name)) {
            report(.invalidPortName, at: name, "invalid port name '\(name.text)', expected letters, digits and inner '-', at most 63")
        }
    }

    private mutating func checkUnresolved(_ entry: Field) {
        if let endpoints = entry["endpoints"] {
            report(
                .endpointsWithNone, at: endpoints, "'endpoints' with resolution NONE found, expected none",
                help: "set 'resolution: STATIC' or 'DNS'")
        }
        if let selector = entry["workloadSelector"] {
            report(
                .selectorWithNone, at: selector, "'workloadSelector' with resolution NONE found, which has no effect",
                help: "set 'resolution: STATIC'")
        }
    }

    private mutating func checkDNSEntry(_ entry: Field, _ resolution: String) {
        let endpoints = entry["endpoints"]
        if endpoints.isEmpty {
            for host in entry["hosts"].items where host.isScalar && !host.has("*") {
                let text = bytes(of: host)
                guard HostRules.checkWildcard(text) == nil, HostRules.checkFull(text) != nil else { continue }
                report(
                    .dnsWildcardHost, at: host,
                    "wildcard host '\(host.text)' with resolution \(resolution) and no endpoints found, expected a full name",
                    help: "add 'endpoints' or a full name")
                break
            }
        }
        if resolution == "DNS_ROUND_ROBIN", endpoints.count > 1, let endpoints {
            report(
                .manyRoundRobinEndpoints, at: endpoints,
                "\(endpoints.count) endpoints with resolution DNS_ROUND_ROBIN found, expected at most one")
        }
        for endpoint in endpoints.items where endpoint.isMapping { checkEndpoint(endpoint, of: entry, allowsNames: true) }
        if !entry["addresses"].isEmpty, entry["hosts"].count > 1, let hosts = entry["hosts"],
            entry["ports"].items.contains(where: { PortProtocol($0["protocol"].text)?.isTCP == true })
        {
            report(
                .hostsShareAddress, at: hosts,
                "several hosts with addresses and a TCP port found, expected one host: TCP cannot tell them apart")
        }
    }

    private mutating func checkDynamicEntry(_ entry: Field) {
        for host in entry["hosts"].items where host.isScalar && !HostRules.isWildcard(bytes(of: host)) {
            report(.dynamicHost, at: host, "host '\(host.text)' with resolution DYNAMIC_DNS found, expected a wildcard")
        }
        if let addresses = entry["addresses"], !addresses.isEmpty {
            report(.dynamicAddresses, at: addresses, "'addresses' with resolution DYNAMIC_DNS found, expected none")
        }
        if let endpoints = entry["endpoints"], !endpoints.isEmpty {
            report(.dynamicEndpoints, at: endpoints, "'endpoints' with resolution DYNAMIC_DNS found, expected none")
        }
        for port in entry["ports"].items where port.isMapping {
            let field = port["protocol"]
            switch PortProtocol(field.text) {
            case .http, .tls, .grpc, .http2: break
            default:
                report(
                    .dynamicProtocol, at: field ?? port,
                    "protocol '\(field.text)' with resolution DYNAMIC_DNS found, expected HTTP, HTTP2, GRPC or TLS")
            }
        }
        let waypoint = Field(tree, resource.node.writtenIndex)["metadata"]?["labels"]?["istio.io/use-waypoint"]
        if let location = entry["location"], location.has("MESH_INTERNAL"), !waypoint.isEmpty, waypoint.text.lowercased() != "none" {
            report(
                .dynamicWaypoint, at: location,
                "location MESH_INTERNAL with resolution DYNAMIC_DNS and a waypoint found, expected MESH_EXTERNAL")
        }
    }

    /// Several hosts can only share a port that names the host in its traffic.
    private mutating func checkManyHosts(_ entry: Field, _ resolution: String) {
        guard entry["hosts"].count > 1 else { return }
        for port in entry["ports"].items where port.isMapping {
            let name = PortProtocol(port["protocol"].text)
            if name?.isHTTP != true, name?.isTLS != true {
                report(
                    .hostsShareTCP, at: port["protocol"] ?? port,
                    "several hosts on a port that is neither HTTP nor TLS found, expected one host: it cannot tell them apart",
                    help: "split the entry")
                return
            }
        }
    }
}
