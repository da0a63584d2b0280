/// Sidecars: listeners and the hosts they may reach.
extension Validation {
    mutating func checkSidecar(_ sidecar: Field) {
        if sidecar["egress"].isEmpty, sidecar["ingress"].isEmpty, sidecar["outboundTrafficPolicy"] == nil,
            sidecar["inboundConnectionPool"] == nil
        {
            report(
                .emptySidecar, at: sidecar,
                "sidecar without settings found, expected 'egress', 'ingress', 'outboundTrafficPolicy' or 'inboundConnectionPool'")
        }
        var ports: Set<Int> = []
        for listener in sidecar["ingress"].items {
            guard let port = listener["port"], port.isMapping else { continue }
            if !ports.insert(port["number"].integer).inserted {
                report(.repeatedListenerPort, at: port["number"] ?? port, "port \(port["number"].text) listened on twice, expected once")
            }
        }
        checkEgressList(Array(sidecar["egress"].items))
    }

    private mutating func checkEgressList(_ listeners: [Field]) {
        var ports: Set<Int> = []
        var sockets: Set<String> = []
        for (place, listener) in listeners.enumerated() where listener.isMapping {
            guard let port = listener["port"] else {
                if place != listeners.count - 1 {
                    report(
                        .catchAllNotLast, at: listener, "egress listener without a port before others found, expected it at the end",
                        help: "move it to the end, or give it a port")
                }
                continue
            }
            let number = port["number"].integer
            if number == 0 {
                let bind = listener["bind"]
                if !sockets.insert(bind.text).inserted {
                    report(.repeatedListenerSocket, at: bind ?? listener, "Unix socket '\(bind.text)' listened on twice, expected once")
                }
            } else if !ports.insert(number).inserted {
                report(.repeatedListenerPort, at: port["number"] ?? port, "port \(number) listened on twice, expected once")
            }
        }
    }

    mutating func checkIngressListener(_ listener: Field) {
        guard let port = listener["port"], port.isMapping else { return }
        checkListenerPort(port)
        checkPort("number", in: port)
        if let bind = listener["bind"], !bind.isEmpty { checkBindAddress(bind) }
        if let endpoint = listener["defaultEndpoint"], endpoint.isScalar, !endpoint.isEmpty { checkDefaultEndpoint(endpoint) }
        let name = PortProtocol(port["protocol"].text)
        if let tls = listener["tls"], tls.isMapping { checkIngressTLS(tls, name, port) }
        if let http = listener["connectionPool"]?["http"], name?.isHTTP != true {
            report(
                .poolOnOtherPort, at: http,
                "HTTP limits on a port for '\(port["protocol"].text)' found, of which only the TCP limits count",
                help: "set the protocol of the port to HTTP")
        }
    }

    private mutating func checkListenerPort(_ port: Field) {
        if let target = port["targetPort"], target.integer > 0 {
            report(.targetPort, at: target, "'targetPort' found, which has no effect in a Sidecar", help: "remove it")
        }
        if let name = port["name"], !name.isEmpty, name.isScalar { checkPortName(name) }
        if let field = port["protocol"], field.isScalar, !field.isEmpty, PortProtocol(field.text) == nil { reportProtocol(field) }
    }

    private mutating func checkBindAddress(_ bind: Field) {
        if bind.isScalar, !AddressRules.isAddress(bytes(of: bind)) {
            report(.invalidAddress, at: bind, "invalid IP address '\(bind.text)' to bind to")
        }
    }

    private mutating func checkDefaultEndpoint(_ endpoint: Field) {
        let text = bytes(of: endpoint)
        if let path = AddressRules.socketPath(text) {
            if let fault = AddressRules.socketFault(path) {
                report(.socketPath, at: endpoint, "\(fault), expected an absolute path to a file or '@name'")
            }
            return
        }
        let words = endpoint.text
        guard let colon = words.lastIndex(of: ":") else {
            report(
                .defaultEndpoint, at: endpoint,
                "endpoint '\(words)' without a port found, expected '127.0.0.1:port', '[::1]:port' or 'unix://path'")
            return
        }
        let host = String(words[..<colon])
        let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let allowed = bracketed ? ["[::1]", "[::]", "[127.0.0.1]", "[0.0.0.0]"] : ["", "127.0.0.1", "0.0.0.0"]
        if !allowed.contains(host) {
            report(
                .defaultEndpoint, at: endpoint,
                "endpoint '\(words)' found, expected '127.0.0.1:port', '0.0.0.0:port', '[::1]:port', '[::]:port' or 'unix://path'")
        }
        guard let number = Int(words[words.index(after: colon)...]), number >= 1, number <= 65535 else {
            report(.defaultEndpointPort, at: endpoint, "endpoint '\(words)' without a good port found, expected 1 to 65535")
            return
        }
    }

    private mutating func checkIngressTLS(_ tls: Field, _ name: PortProtocol?, _ port: Field) {
        for key in ["subjectAltNames", "credentialName", "credentialNames", "tlsCertificates"] as [StaticString] {
            if let extra = tls[key], !extra.isEmpty {
                report(
                    .sidecarTLSField, at: extra, "'\(key)' in the TLS settings of a sidecar found, which does not support it",
                    help: "remove it")
            }
        }
        if let redirect = tls["httpsRedirect"], redirect.isTrue {
            report(
                .sidecarTLSField, at: redirect, "'httpsRedirect' in the TLS settings of a sidecar found, which does not support it",
                help: "remove it")
        }
        if let mode = tls["mode"], mode.has("ISTIO_MUTUAL") || mode.has("AUTO_PASSTHROUGH") {
            report(
                .sidecarTLSMode, at: mode,
                "TLS mode \(mode.text) in a sidecar found, expected SIMPLE, MUTUAL, OPTIONAL_MUTUAL or PASSTHROUGH")
        }
        if name?.isTLS != true {
            report(
                .tlsOnPlainPort, at: tls, "TLS settings on a port for '\(port["protocol"].text)' found, expected HTTPS or TLS",
                help: "set the protocol of the port to HTTPS or TLS")
        }
    }

    mutating func checkEgressListener(_ listener: Field) {
        if let port = listener["port"], port.isMapping { checkEgressPort(listener, port) }
        guard let hosts = listener["hosts"] else { return }
        if hosts.isEmpty {
            report(.noHosts, at: hosts, "egress listener without hosts found, expected at least one", help: "write '*/*' for every host")
        }
        checkEgressHosts(hosts)
    }

    private mutating func checkEgressPort(_ listener: Field, _ port: Field) {
        checkListenerPort(port)
        let bind = listener["bind"].flatMap { $0.isEmpty ? nil : $0 }
        if port["number"].integer != 0 {
            if let number = port["number"] { checkPort(number) }
            if let bind { checkBindAddress(bind) }
            return
        }
        if let bind, let path = AddressRules.socketPath(bytes(of: bind)) {
            if let fault = AddressRules.socketFault(path) {
                report(.socketPath, at: bind, "\(fault), expected an absolute path to a file or '@name'")
            }
        } else {
            report(
                .listenerWithoutPort, at: port["number"] ?? port,
                "listener without a port number found, expected one or a Unix socket in 'bind'")
        }
        if let mode = listener["captureMode"], mode.has("IPTABLES") {
            report(.socketCapture, at: mode, "captureMode IPTABLES for a Unix socket found, expected DEFAULT or NONE")
        }
    }

    private mutating func checkEgressHosts(_ hosts: Field) {
        var byNamespace: [String: Set<String>] = [:]
        for host in hosts.items where host.isScalar {
            let text = host.text
            if let slash = text.firstIndex(of: "/") {
                let space = text[..<slash] == "." ? namespace : String(text[..<slash])
                let name = String(text[text.index(after: slash)...])
                let known = byNamespace[space] ?? []
                if name == "*" ? !known.isEmpty : known.contains(name) || known.contains("*") {
                    report(
                        .repeatedEgressHost, at: host, "host '\(text)' that another one covers found, expected each once", help: "remove it"
                    )
                }
                byNamespace[space, default: []].insert(name)
            }
            checkNamespacedHost(host, isGateway: false)
        }
        if byNamespace["*"]?.contains("*") == true, byNamespace.count > 1, let star = hosts.items.first(where: { $0.has("*/*") }) {
            report(
                .everyHostAndSome, at: star, "'*/*' beside other hosts found, which selects everything already", help: "remove the others")
        }
    }

    mutating func checkOutboundPolicy(_ policy: Field) {
        guard let proxy = policy["egressProxy"] else { return }
        guard policy["mode"].has("ALLOW_ANY") else {
            report(
                .egressProxyMode, at: policy["mode"] ?? proxy,
                "'egressProxy' with mode \(policy["mode"].isEmpty ? "REGISTRY_ONLY" : policy["mode"].text) found, expected ALLOW_ANY",
                help: "set 'mode: ALLOW_ANY'")
            return
        }
        if let host = proxy["host"], host.isScalar, HostRules.checkWildcard(bytes(of: host)) == nil { checkFullHost(host) }
        if proxy["port"] == nil {
            report(
                .egressProxyPort, missing: "port", in: proxy, "'egressProxy' without a port found, expected 'port'",
                help: "add 'port: {number: …}'")
        }
    }
}
