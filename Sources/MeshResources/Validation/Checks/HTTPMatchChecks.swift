/// Matches of HTTP, TLS and TCP routes.
extension Validation {
    mutating func checkHTTPMatch(_ match: Field) {
        checkHeaderMatches(match["headers"], isNegative: false)
        checkHeaderMatches(match["withoutHeaders"], isNegative: true)
        checkRegexOnly(match["uri"])
        checkStringMatch(match["scheme"])
        checkStringMatch(match["method"])
        checkStringMatch(match["authority"])
        for (_, value) in match["queryParams"].entries { checkStringMatch(value) }
        checkCommonMatch(match)
        if let space = match["sourceNamespace"], !space.isEmpty, space.isScalar, !HostRules.isLabel(bytes(of: space)) {
            report(
                .invalidSourceNamespace, at: space, "invalid namespace '\(space.text)', expected letters, digits and inner '-', at most 63")
        }
    }

    /// Port, labels and gateways, which every kind of match has.
    private mutating func checkCommonMatch(_ match: Field) {
        if let port = match["port"], port.integer != 0 { checkPort(port) }
        if let labels = match["sourceLabels"] { checkLabels(labels) }
        checkGatewayNames(match["gateways"])
    }

    private mutating func checkHeaderMatches(_ headers: Field?, isNegative: Bool) {
        guard let headers else { return }
        for (key, value) in headers.entries {
            let name = key.text
            checkHeaderMatchName(key, value)
            if !virtualService.isForGateways, Self.isClaim(name) {
                report(
                    .claimWithoutGateway, keyOf: value, key,
                    "route by JWT claim '\(name)' without a gateway found, expected gateways and no 'mesh'",
                    help: "bind the VirtualService to a gateway")
            }
            if value.isNull {
                if !isNegative {
                    report(
                        .nullHeaderMatch, keyOf: value, key, "header '\(name)' matched by null found, expected a match",
                        help: "write '{}' to match any value")
                }
            } else if !(isNegative && value["regex"].has("*")) {
                checkStringMatch(value)
            }
        }
    }

    private static let pseudoHeaders = [":method", ":scheme", ":authority", ":path", ":status"]

    private mutating func checkHeaderMatchName(_ key: Field, _ value: Field) {
        let name = key.text
        if name.isEmpty {
            report(.emptyHeaderName, keyOf: value, key, "empty header name found, expected a name")
        } else if !Self.isClaim(name), !Self.pseudoHeaders.contains(name),
            !Self.isToken(bytes(of: key))
        {
            report(.invalidHeaderName, keyOf: value, key, "invalid header name '\(name)', expected the characters of an HTTP header name")
        }
    }

    /// A match whose prefix must not be empty and whose expression must be good.
    private mutating func checkStringMatch(_ match: Field?) {
        guard let match, match.isMapping else { return }
        if match["regex"] == nil, let prefix = match["prefix"], prefix.isEmpty {
            report(.emptyPrefix, at: prefix, "empty prefix found, expected text", help: "remove the match to accept everything")
        }
        checkRegexOnly(match)
    }

    /// A match whose expression must be good.
    mutating func checkRegexOnly(_ match: Field?) {
        guard let regex = match?["regex"], regex.isScalar else { return }
        if regex.isEmpty {
            report(.emptyRegex, at: regex, "empty regular expression found, expected text")
        } else {
            checkRegex(regex)
        }
    }

    mutating func checkTLSRoute(_ route: Field) {
        if let match = route["match"], match.isEmpty {
            report(
                .tlsWithoutMatch, at: match, "TLS route without a match found, expected at least one", help: "add a match with 'sniHosts'")
        }
        if route["route"].isEmpty {
            report(.tlsWithoutRoute, missing: "route", in: route, "TLS route without destinations found, expected 'route'")
        }
        checkWeights(route["route"])
    }

    mutating func checkTLSMatch(_ match: Field) {
        if let hosts = match["sniHosts"], hosts.isEmpty {
            report(.noSNIHosts, at: hosts, "TLS match without SNI hosts found, expected at least one")
        }
        let hosts = spec["hosts"].items.map { bytes(of: $0) }
        let isMesh = spec["gateways"].items.contains { $0.has("mesh") }
        for sni in match["sniHosts"].items where sni.isScalar {
            let text = bytes(of: sni)
            let fault = isMesh ? HostRules.checkWildcard(text) : Self.gatewayHostFault(text, hasSNI: true)
            if let fault {
                if AddressRules.isAddress(text) {
                    report(
                        .addressAsSNI, at: sni, "IP address '\(sni.text)' as SNI host found, expected a name",
                        help: "match by 'destinationSubnets' instead")
                } else {
                    reportHost(sni, fault)
                }
            } else if !hosts.contains(where: { HostRules.covers($0, text) }) {
                report(
                    .foreignSNI, at: sni,
                    "SNI host '\(sni.text)' outside the hosts of the VirtualService found, expected one that they cover",
                    help: "add it to 'hosts'")
            }
        }
        checkSubnets(match["destinationSubnets"])
        checkCommonMatch(match)
    }

    mutating func checkTCPRoute(_ route: Field) {
        if route["route"].isEmpty {
            report(.tcpWithoutRoute, missing: "route", in: route, "TCP route without destinations found, expected 'route'")
        }
        checkWeights(route["route"])
    }

    mutating func checkTCPMatch(_ match: Field) {
        checkSubnets(match["destinationSubnets"])
        checkCommonMatch(match)
    }

    private mutating func checkSubnets(_ subnets: Field?) {
        for subnet in subnets.items where subnet.isScalar { checkAddressOrRange(subnet) }
    }
}
