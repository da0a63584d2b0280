/// Workload entries, groups and probes.
extension Validation {
    /// What the schema's own rules ask of an entry wherever it stands.
    mutating func checkWorkload(_ workload: Field) {
        // Istio does not look at the labels of a template.
        if schema.kind != "WorkloadGroup", let labels = workload["labels"] { checkLabels(labels) }
        for (key, value) in workload["ports"].entries where !HostRules.isLabel(bytes(of: key)) || bytes(of: key).count > 62 {
            report(
                .invalidPortName, keyOf: value, key, "invalid port name '\(key.text)', expected letters, digits and inner '-', at most 62")
        }
        if let address = workload["address"], address.isScalar, let path = AddressRules.socketPath(bytes(of: address)) {
            let fault =
                path.last == UInt8(ascii: "/") && path.count > 1 ? "a socket path that is a folder found" : AddressRules.socketFault(path)
            if let fault {
                report(.socketPath, at: address, "\(fault), expected an absolute path to a file or '@name'")
            }
            if let ports = workload["ports"] { report(.socketWithPorts, at: ports, "'ports' beside a Unix socket found, expected none") }
        }
    }

    /// An entry by itself, an endpoint or a template: the address of an endpoint depends on the service entry, a template needs none.
    mutating func checkWorkloadInContext(_ entry: Field) {
        checkWorkload(entry)
        switch schema.kind {
        case "WorkloadEntry": checkAddress(entry, allowsNames: true)
        case "ServiceEntry" where entry["address"] == nil && entry["network"] == nil: checkAddress(entry, allowsNames: true)
        default: break
        }
    }

    private mutating func checkAddress(_ entry: Field, allowsNames: Bool) {
        guard let address = entry["address"], !address.isEmpty else {
            if let network = entry["network"], !network.isEmpty {
                report(
                    .addressUnset, at: network,
                    "network '\(network.text)' without 'address' found, which leaves the choice of the gateway to Istio")
            } else {
                report(
                    .addressMissing, missing: "address", in: entry, "workload without an address found, expected 'address'",
                    help: "add an IP address, a DNS name or a unix:// path")
            }
            return
        }
        let text = bytes(of: address)
        guard address.isScalar, AddressRules.socketPath(text) == nil, !AddressRules.isAddress(text) else { return }
        if !allowsNames {
            report(
                .endpointNotAddress, at: address, "endpoint address '\(address.text)' with resolution STATIC found, expected an IP address",
                help: "set 'resolution: DNS'")
        } else if HostRules.checkFull(text) != nil {
            report(.invalidWorkloadAddress, at: address, "invalid address '\(address.text)', expected an IP address or a DNS name")
        }
    }

    /// An endpoint of a service entry.
    mutating func checkEndpoint(_ endpoint: Field, of entry: Field, allowsNames: Bool) {
        if allowsNames, endpoint["address"].isEmpty, let network = endpoint["network"], !network.isEmpty {
            report(
                .addressMissing, missing: "address", in: endpoint,
                "endpoint without an address found, expected one that DNS or the network can reach",
                help: "add 'address', or set 'resolution: STATIC'")
        } else {
            checkAddress(endpoint, allowsNames: allowsNames)
        }
        let names = Set(entry["ports"].items.map { $0["name"].text })
        for (key, value) in endpoint["ports"].entries where !names.contains(key.text) {
            let near = Spelling.nearest(to: key.text, among: names.sorted())
            report(
                .unknownEndpointPort, keyOf: value, key, "port '\(key.text)' of an endpoint found, expected a port of the service entry",
                help: near.map { "did you mean '\($0)'?" })
        }
        guard let address = endpoint["address"], AddressRules.socketPath(bytes(of: address)) != nil else { return }
        if allowsNames {
            report(.invalidWorkloadAddress, at: address, "invalid address '\(address.text)', expected an IP address or a DNS name")
        } else if entry["ports"].count != 1 {
            report(
                .socketPortCount, at: address, "Unix socket in an entry of \(entry["ports"].count) ports found, expected exactly one port")
        }
    }

    mutating func checkWorkloadGroup(_ group: Field) {
        if let labels = group["metadata"]?["labels"] { checkLabels(labels) }
    }

    mutating func checkProbe(_ probe: Field) {
        if probe["httpGet"] == nil, probe["tcpSocket"] == nil, probe["exec"] == nil, probe["grpc"] == nil {
            report(.probeWithoutMethod, at: probe, "probe without a method found, expected 'httpGet', 'tcpSocket' or 'exec'")
        }
        if let scheme = probe["httpGet"]?["scheme"], !scheme.isEmpty, !scheme.has("HTTP"), !scheme.has("HTTPS") {
            report(.probeScheme, at: scheme, "probe scheme '\(scheme.text)' found, expected HTTP or HTTPS")
        }
        for header in (probe["httpGet"]?["httpHeaders"]).items where header.isMapping {
            let name = header["name"]
            if name.isEmpty {
                report(.emptyHeaderName, at: name ?? header, "header without a name found, expected 'name'")
            } else if let name, name.text.contains("_") {
                report(.probeHeader, at: name, "invalid header name '\(name.text)', expected letters, digits and '-'")
            }
        }
        if let command = probe["exec"]?["command"], command.isEmpty {
            report(.emptyCommand, at: command, "empty command found, expected at least one word")
        }
    }
}
