/// DestinationRules: subsets, traffic policies.
extension Validation {
    mutating func checkDestinationRule(_ rule: Field) {
        if let host = rule["host"] { checkWildcardHost(host) }
        var seen: Set<String> = []
        for subset in rule["subsets"].items {
            guard let name = subset["name"], name.isScalar else { continue }
            if !seen.insert(name.text).inserted {
                report(.repeatedSubset, at: name, "subset '\(name.text)' defined twice, expected once", help: "rename or merge the subsets")
            }
        }
        checkExportTo(rule["exportTo"], hasSelector: rule["workloadSelector"] != nil)
    }

    mutating func checkSubset(_ subset: Field) {
        if let name = subset["name"] { checkSubsetName(name) }
        if let labels = subset["labels"] { checkLabels(labels) }
    }

    mutating func checkTrafficPolicy(_ policy: Field) {
        if policy.entries.allSatisfy({ $0.value.isNull || ($0.key.has("portLevelSettings") && $0.value.isEmpty) }) {
            report(
                .emptyTrafficPolicy, at: policy, "traffic policy without settings found, expected at least one",
                help: "add a setting or remove the policy")
        }
        if policy["tunnel"] != nil, let proxyProtocol = policy["proxyProtocol"] {
            report(.tunnelWithProxyProtocol, at: proxyProtocol, "'tunnel' and 'proxyProtocol' set together, expected only one of them")
        }
        checkFailover(policy)
    }

    mutating func checkPortTrafficPolicy(_ policy: Field) {
        if policy["port"] == nil {
            report(
                .portPolicyWithoutPort, missing: "port", in: policy, "port policy without a port found, expected 'port'",
                help: "add 'port: {number: …}'")
        }
        if policy.entries.allSatisfy({ $0.value.isNull || $0.key.has("port") }) {
            report(
                .emptyTrafficPolicy, at: policy, "port policy without settings found, expected at least one",
                help: "add a setting or remove the policy")
        }
        checkFailover(policy)
    }

    /// Failover needs outlier detection beside it, or it never knows that an endpoint is bad.
    private mutating func checkFailover(_ policy: Field) {
        guard policy["outlierDetection"] == nil, let locality = policy["loadBalancer"]?["localityLbSetting"] else { return }
        if let failover = locality["failover"] ?? locality["failoverPriority"], !failover.isEmpty {
            report(
                .failoverWithoutDetection, at: failover, "failover without 'outlierDetection' found, expected both",
                help: "add 'outlierDetection' to the traffic policy")
        }
    }

    mutating func checkOutlierDetection(_ detection: Field) {
        if let errors = detection["consecutiveErrors"], errors.integer != 0 {
            report(
                .consecutiveErrors, at: errors,
                "deprecated field 'consecutiveErrors' found, expected 'consecutiveGatewayErrors' or 'consecutive5xxErrors'",
                help: "use 'consecutive5xxErrors'")
        }
        if let failures = detection["consecutiveLocalOriginFailures"], failures.integer > 0,
            !detection["splitExternalLocalOriginErrors"].isTrue
        {
            report(
                .localFailuresUnsplit, at: failures,
                "'consecutiveLocalOriginFailures' without 'splitExternalLocalOriginErrors: true' found, expected both",
                help: "add 'splitExternalLocalOriginErrors: true'")
        }
        for percent in [detection["maxEjectionPercent"], detection["minHealthPercent"]] {
            if let percent, percent.integer < 0 || percent.integer > 100 {
                report(.percentOutOfRange, at: percent, "percentage \(percent.text) found, expected 0 to 100")
            }
        }
    }

    mutating func checkConnectionPool(_ pool: Field) {
        if pool["http"] == nil, pool["tcp"] == nil {
            report(.emptyConnectionPool, at: pool, "connection pool without settings found, expected 'tcp' or 'http'")
        }
        if let connections = pool["tcp"]?["maxConnections"] { checkNotNegative(connections) }
        guard let http = pool["http"] else { return }
        for (_, value) in http.entries where value.scalarKind == .int { checkNotNegative(value) }
        if http["h2UpgradePolicy"].has("UPGRADE"), let client = http["useClientProtocol"], client.isTrue {
            report(
                .upgradeWithClientProtocol, at: client,
                "'useClientProtocol: true' beside 'h2UpgradePolicy: UPGRADE' found, expected only one of them")
        }
    }

    private mutating func checkNotNegative(_ number: Field) {
        if number.integer < 0 { report(.negativeNumber, at: number, "number \(number.text) found, expected 0 or more") }
    }

    mutating func checkTunnel(_ tunnel: Field) {
        if let name = tunnel["protocol"], !name.isEmpty, !name.has("CONNECT"), !name.has("POST") {
            report(.tunnelProtocol, at: name, "tunnel protocol '\(name.text)' found, expected CONNECT or POST")
        }
        if let host = tunnel["targetHost"], host.isScalar {
            let text = bytes(of: host)
            if let fault = HostRules.checkFull(text), !AddressRules.isAddress(text) { reportHost(host, fault) }
        }
        if let port = tunnel["targetPort"] { checkPort(port) }
    }

    mutating func checkClientTLS(_ tls: Field) {
        let credential = tls["credentialName"].flatMap { $0.isEmpty ? nil : $0 }
        if let credential { checkCredentialMap(credential) }
        let mode = tls["mode"]
        let isSimple = mode.has("SIMPLE")
        let isMutual = mode.has("MUTUAL")
        if let skip = tls["insecureSkipVerify"], skip.isTrue {
            let names = tls["subjectAltNames"].isEmpty ? nil : tls["subjectAltNames"]
            let authority = tls["caCertificates"].isEmpty ? nil : tls["caCertificates"]
            if let extra = authority ?? names ?? (isSimple ? credential : nil), isSimple || isMutual {
                report(
                    .skipVerifyConflict, at: extra,
                    "settings for checking the server beside 'insecureSkipVerify: true' found, expected none",
                    help: "remove 'insecureSkipVerify' or the certificates and names")
            }
        }
        if isSimple || isMutual, credential != nil {
            for key in ["clientCertificate", "caCertificates", "privateKey", "caCrl"] as [StaticString] {
                if let file = tls[key], !file.isEmpty {
                    report(
                        .credentialWithFiles, at: file, "'\(key)' beside 'credentialName' found, expected only one of them",
                        help: "remove '\(key)'")
                }
            }
            return
        }
        if isMutual {
            if tls["clientCertificate"].isEmpty {
                report(
                    .clientCertificateMissing, missing: "clientCertificate", in: tls,
                    "mode MUTUAL without 'clientCertificate' found, expected one", help: "add 'clientCertificate' or 'credentialName'")
            }
            if tls["privateKey"].isEmpty {
                report(
                    .clientKeyMissing, missing: "privateKey", in: tls, "mode MUTUAL without 'privateKey' found, expected one",
                    help: "add 'privateKey' or 'credentialName'")
            }
        }
    }

    /// `configmap://namespace/name`, in the namespace of the resource.
    private mutating func checkCredentialMap(_ credential: Field) {
        let prefix = "configmap://"
        let text = credential.text
        guard text.hasPrefix(prefix) else { return }
        let parts = text.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        if parts.count < 2 || parts[0].isEmpty || parts[1].isEmpty {
            report(.credentialMap, at: credential, "credential '\(text)' found, expected 'configmap://namespace/name'")
        } else if parts[0] != namespace {
            report(
                .credentialMap, at: credential,
                "credential in namespace '\(parts[0])' found, expected the resource's namespace '\(namespace)'")
        }
    }
}
