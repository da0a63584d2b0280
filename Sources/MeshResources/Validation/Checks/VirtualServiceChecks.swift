/// What checks below a VirtualService must know of it.
struct VirtualServiceScope {
    /// It has no hosts, so other VirtualServices delegate to it.
    var isDelegate = false
    /// It names gateways and `mesh` is not among them.
    var isForGateways = false
    /// It was made from a Gateway API route, whose destinations and names follow other rules.
    var isFromGatewayAPI = false
}

/// The VirtualService as a whole.
extension Validation {
    /// Finds out what nested checks must know.
    mutating func prepareScopes() {
        guard schema.kind == "VirtualService" else { return }
        virtualService.isDelegate = spec["hosts"].isEmpty
        let gateways = spec["gateways"].items
        virtualService.isForGateways = !gateways.isEmpty && !gateways.contains { $0.has("mesh") }
        let annotations = Field(tree, resource.node.writtenIndex)["metadata"]?["annotations"]
        virtualService.isFromGatewayAPI = annotations?["internal.istio.io/route-semantics"].has("gateway") ?? false
    }

    mutating func checkVirtualService(_ service: Field) {
        if virtualService.isDelegate { checkDelegate(service) }
        checkGatewayNames(service["gateways"], fromGatewayAPI: virtualService.isFromGatewayAPI)
        checkVirtualServiceHosts(service)
        if service["http"].isEmpty, service["tcp"].isEmpty, service["tls"].isEmpty {
            report(
                .noRoutes, at: service, "VirtualService without routes found, expected 'http', 'tls' or 'tcp'",
                help: "add 'http' with a route")
        }
        checkExportTo(service["exportTo"])
        checkReachability(service["http"], service["tls"], service["tcp"])
    }

    private mutating func checkDelegate(_ service: Field) {
        if let gateways = service["gateways"], !gateways.isEmpty {
            report(
                .delegateWithGateways, at: gateways, "'gateways' in a VirtualService without hosts found, expected none in a delegate",
                help: "add 'hosts' or remove 'gateways'")
        }
        if let routes = service["tls"], !routes.isEmpty {
            report(
                .delegateWithTLS, at: routes, "'tls' in a VirtualService without hosts found, expected 'http' only in a delegate",
                help: "add 'hosts' or remove 'tls'")
        }
        if let routes = service["tcp"], !routes.isEmpty {
            report(
                .delegateWithTCP, at: routes, "'tcp' in a VirtualService without hosts found, expected 'http' only in a delegate",
                help: "add 'hosts' or remove 'tcp'")
        }
    }

    private mutating func checkVirtualServiceHosts(_ service: Field) {
        let hosts = service["hosts"].items.filter { $0.isScalar && !$0.isNull }
        let hasSNI = service["tls"].items.contains { $0["match"].items.contains { !$0["sniHosts"].isEmpty } }
        var allValid = true
        for host in hosts {
            let text = bytes(of: host)
            let fault = virtualService.isForGateways ? Self.gatewayHostFault(text, hasSNI: hasSNI) : HostRules.checkWildcard(text)
            if let fault {
                if !AddressRules.isAddress(text) {
                    reportHost(host, fault)
                    allValid = false
                }
            } else if !virtualService.isForGateways, host.has("*") {
                report(
                    .meshWildcardHost, at: host, "host '*' for the gateway 'mesh' found, expected a narrower host",
                    help: "name the hosts, or bind the VirtualService to a gateway")
                allValid = false
            }
        }
        if allValid, hosts.count > 1 { checkOverlappingHosts(hosts) }
    }

    private mutating func checkOverlappingHosts(_ hosts: [Field]) {
        let texts = hosts.map { bytes(of: $0) }
        // Only a wildcard can cover another host; equal hosts are found by a set.
        var seen: Set<String> = []
        let wildcards = texts.indices.filter { HostRules.isWildcard(texts[$0]) }
        for place in texts.indices {
            let isRepeated = !seen.insert(hosts[place].text).inserted
            let covering = wildcards.first { other in
                other != place && (other < place || !HostRules.isWildcard(texts[place])) && HostRules.overlap(texts[other], texts[place])
            }
            if isRepeated {
                report(
                    .overlappingHosts, at: hosts[place], "host '\(hosts[place].text)' listed twice, expected once",
                    help: "remove one of them")
            } else if let covering {
                report(
                    .overlappingHosts, at: hosts[place],
                    "host '\(hosts[place].text)' overlaps '\(hosts[covering].text)', expected hosts without overlap",
                    help: "keep the wildcard or the single host")
            }
        }
    }

    /// Like a wildcard host, but where SNI is matched the names that Istio makes for its own clusters are accepted too.
    static func gatewayHostFault(_ text: Bytes, hasSNI: Bool) -> HostRules.Fault? {
        guard hasSNI, text.count <= 255, text.starts(with: Array("outbound_".utf8)) else { return HostRules.checkWildcard(text) }
        let parts = text.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        let whole = HostRules.Fault.label(String(decoding: text, as: UTF8.self))
        guard parts.count >= 4, parts[1].contains(where: { $0 &- UInt8(ascii: "0") < 10 }) else { return whole }
        return parts[3].contains { ($0 | 0x20) &- UInt8(ascii: "a") < 26 } ? nil : whole
    }

    /// Names of gateways: `namespace/name`, or one name of former times.
    mutating func checkGatewayNames(_ gateways: Field?, fromGatewayAPI: Bool = false) {
        for gateway in gateways.items where gateway.isScalar {
            let text = bytes(of: gateway)
            guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else {
                if text.contains(UInt8(ascii: ".")) {
                    let parts = gateway.text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
                    report(
                        .legacyGatewayName, at: gateway, "gateway '\(gateway.text)' written as a DNS name, expected 'namespace/name'",
                        help: "write '\(parts.count > 1 ? parts[1] : "namespace")/\(parts[0])'")
                }
                checkFullHost(gateway)
                // Istio looks at no further name after one without a namespace.
                return
            }
            let space = Bytes(rebasing: text[..<slash])
            let name = Bytes(rebasing: text[(slash + 1)...])
            if !HostRules.isLabel(space) {
                report(
                    .invalidGatewayName, at: gateway, "gateway '\(gateway.text)' with an invalid namespace found, expected 'namespace/name'"
                )
            } else if !HostRules.isLabel(name), !(fromGatewayAPI && !name.isEmpty) {
                report(.invalidGatewayName, at: gateway, "gateway '\(gateway.text)' with an invalid name found, expected 'namespace/name'")
            }
        }
    }
}
