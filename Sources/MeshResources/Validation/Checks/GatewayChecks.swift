/// Gateways: servers, ports, hosts.
extension Validation {
    /// Whether the resource was made from a Gateway API gateway.
    private var isFromGatewayAPI: Bool {
        let annotations = Field(tree, resource.node.writtenIndex)["metadata"]?["annotations"]
        return annotations?["internal.istio.io/gateway-semantics"].has("gateway") ?? false
    }

    mutating func checkGateway(_ gateway: Field) {
        let fromGatewayAPI = isFromGatewayAPI
        let name = Field(tree, resource.node.writtenIndex)["metadata"]?["name"]
        if let name, name.isScalar, !fromGatewayAPI, !HostRules.isLabel(bytes(of: name)) {
            report(
                .gatewayName, at: name,
                "invalid gateway name '\(name.text)', expected letters, digits and inner '-', at most 63 and no dots")
        }
        let servers = gateway["servers"]
        if servers.isEmpty {
            report(
                .noServers, missing: "servers", in: gateway, "gateway without servers found, expected at least one", help: "add 'servers'")
        }
        var names: Set<String> = []
        for server in servers.items where server.isMapping {
            for host in server["hosts"].items where host.isScalar { checkNamespacedHost(host, isGateway: true, allowsNone: fromGatewayAPI) }
            guard let port = server["port"] else { continue }
            if let label = port["name"], label.isScalar, !label.isEmpty, !names.insert(label.text).inserted {
                report(
                    .repeatedPortName, at: label, "port name '\(label.text)' used twice in the gateway, expected once",
                    help: "give each server's port its own name")
            }
        }
    }

    mutating func checkServer(_ server: Field) {
        if let hosts = server["hosts"], hosts.isEmpty {
            report(.noHosts, at: hosts, "server without hosts found, expected at least one", help: "add a host, or '*' for every host")
        }
        let tls = server["tls"]
        let bind = server["bind"].flatMap { $0.isEmpty ? nil : $0 }
        let socket = bind.flatMap { AddressRules.socketPath(bytes(of: $0)) }
        let port = server["port"]
        if let bind {
            if let socket {
                if let fault = AddressRules.socketFault(socket) {
                    report(.socketPath, at: bind, "\(fault), expected an absolute path to a file or '@name'")
                }
                if let number = port?["number"], number.integer != 0 {
                    report(.socketWithPort, at: number, "port \(number.text) beside a Unix socket found, expected 0")
                }
            } else if bind.isScalar, !AddressRules.isAddress(bytes(of: bind)) {
                report(.invalidAddress, at: bind, "invalid IP address '\(bind.text)' to bind to")
            }
        }
        guard let port, port.isMapping else { return }
        if let number = port["number"], number.integer > 0 || socket == nil { checkPort(number) }
        if let target = port["targetPort"], target.integer > 0 {
            report(.targetPort, at: target, "'targetPort' found, which has no effect in a Gateway", help: "remove it")
        }
        if let label = port["name"], label.isEmpty { report(.emptyPortName, at: label, "empty port name found, expected a name") }
        guard let field = port["protocol"], field.isScalar else { return }
        guard let name = PortProtocol(field.text) else {
            reportProtocol(field)
            return
        }
        checkServerTLS(server, name, field, tls)
    }

    private mutating func checkServerTLS(_ server: Field, _ name: PortProtocol, _ field: Field, _ tls: Field?) {
        guard let tls else {
            if name.isTLS {
                report(
                    .tlsMissing, missing: "tls", in: server, "server for \(name.rawValue) without 'tls' found, expected TLS settings",
                    help: "add 'tls' with a mode")
            }
            return
        }
        if !name.isHTTP, tls["httpsRedirect"].isTrue, let redirect = tls["httpsRedirect"] {
            report(.redirectElsewhere, at: redirect, "'httpsRedirect' for \(name.rawValue) found, expected it for HTTP only")
        }
        guard !name.isTLS else { return }
        if name.isHTTP {
            let passes = tls["mode"] == nil || tls["mode"].has("PASSTHROUGH") || tls["mode"].has("AUTO_PASSTHROUGH")
            if !passes || !tls["caCertificates"].isEmpty || !tls["privateKey"].isEmpty || !tls["serverCertificate"].isEmpty {
                report(
                    .tlsOnPlainPort, at: tls, "TLS settings on a port for \(name.rawValue) found, expected 'httpsRedirect' at most",
                    help: "use protocol HTTPS, or remove 'tls'")
            }
        } else {
            report(
                .tlsOnPlainPort, at: tls, "TLS settings on a port for \(name.rawValue) found, expected none",
                help: "use protocol TLS or HTTPS, or remove 'tls'")
        }
    }

    mutating func reportProtocol(_ field: Field) {
        let names = PortProtocol.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: field.text.uppercased(), among: names)
        report(
            .unknownProtocol, at: field, "unknown protocol '\(field.text)', expected \(list(names))",
            help: near.map { "did you mean '\($0)'?" })
    }

    /// `namespace/dnsName`; in gateways the name alone as well.
    mutating func checkNamespacedHost(_ host: Field, isGateway: Bool, allowsNone: Bool = false) {
        let text = bytes(of: host)
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else {
            if isGateway {
                checkDNSPart(host, text, isGateway: true)
            } else {
                report(
                    .hostWithoutNamespace, at: host, "host '\(host.text)' without a namespace found, expected 'namespace/dnsName'",
                    help: "write './\(host.text)' or '*/\(host.text)'")
            }
            return
        }
        let space = Bytes(rebasing: text[..<slash])
        let name = Bytes(rebasing: text[(slash + 1)...])
        if space.isEmpty || name.isEmpty {
            report(.emptyHostPart, at: host, "host '\(host.text)' with an empty part found, expected 'namespace/dnsName'")
            return
        }
        let isMark =
            space.count == 1
            && (space[0] == UInt8(ascii: "*") || space[0] == UInt8(ascii: ".")
                || (space[0] == UInt8(ascii: "~") && (allowsNone || !isGateway)))
        if !isMark, !HostRules.isLabel(space) {
            report(.hostNamespace, at: host, "invalid namespace in host '\(host.text)', expected a name, '.' or '*'")
        }
        checkDNSPart(host, name, isGateway: isGateway)
    }

    private mutating func checkDNSPart(_ host: Field, _ name: Bytes, isGateway: Bool) {
        let isStar = name.count == 1 && name[0] == UInt8(ascii: "*")
        if !isStar, !name.contains(UInt8(ascii: ".")) {
            // An IPv6 address has no dot either; Istio refuses it here for the same reason.
            report(
                .shortHost, at: host, "short host '\(host.text)' found, expected a full name with dots",
                help: "write the full name, such as 'name.namespace.svc.cluster.local'")
            return
        }
        if let fault = HostRules.checkWildcard(name) {
            if !isGateway || !AddressRules.isAddress(name) { reportHost(host, fault) }
        } else if HostRules.hasPartialWildcard(name) {
            report(.partialWildcard, at: host, "partial wildcard in host '\(host.text)' found, expected '*' or '*.' before a name")
        }
    }
}
