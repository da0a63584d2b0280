/// Envoy filters: what is patched, where, and with what.
extension Validation {
    mutating func checkEnvoyFilter(_ filter: Field) {
        let ways = [filter["workloadSelector"], filter["targetRefs"]].compactMap { $0 }
        if ways.count > 1, let extra = ways.last {
            report(
                .targetingTwice, at: extra, "'workloadSelector' and 'targetRefs' set together, expected only one of them",
                help: "keep one of them")
        }
    }

    mutating func checkEnvoyMatch(_ match: Field) {
        let isWaypoint = match["context"].has("WAYPOINT")
        if let waypoint = match["waypoint"], !isWaypoint {
            report(
                .waypointContext, at: waypoint,
                "'waypoint' match in context \(match["context"].isEmpty ? "ANY" : match["context"].text) found, expected context WAYPOINT")
        } else if isWaypoint, match["waypoint"] == nil, let context = match["context"] {
            report(.waypointContext, at: context, "context WAYPOINT without a 'waypoint' match found, expected one")
        }
    }

    mutating func checkEnvoyPatch(_ entry: Field) {
        let match = entry["match"]
        if match?["context"].has("WAYPOINT") ?? false { return }
        guard let target = entry["applyTo"], !target.has("INVALID") else {
            report(
                .applyToMissing, missing: "applyTo", in: entry, "patch without 'applyTo' found, expected a kind of Envoy object",
                help: "add 'applyTo'")
            return
        }
        guard let patch = entry["patch"] else {
            report(
                .patchMissing, missing: "patch", in: entry, "entry without a patch found, expected 'patch'",
                help: "add 'patch' with an operation")
            return
        }
        guard patch.isMapping else { return }
        guard let operation = patch["operation"], !operation.has("INVALID") else {
            report(
                .operationMissing, missing: "operation", in: patch, "patch without an operation found, expected 'operation'",
                help: "add 'operation: MERGE' or another")
            return
        }
        let value = patch["value"]
        if value == nil, !operation.has("REMOVE") {
            report(.patchValueMissing, missing: "value", in: patch, "operation \(operation.text) without a value found, expected 'value'")
            return
        }
        if let version = match?["proxy"]?["proxyVersion"], version.isScalar, !version.isEmpty,
            let fault = RegexRules.fault(bytes(of: version))
        {
            report(.proxyVersion, at: version, "invalid regular expression '\(version.text)': \(fault)", help: "use RE2 syntax")
            return
        }
        if let match, match.isMapping, !checkObjectMatch(match, target) { return }
        if let value, value.isMapping { checkEnvoyValue(value, target) }
    }

    /// Whether match and target fit, so that it makes sense to go on.
    private mutating func checkObjectMatch(_ match: Field, _ target: Field) -> Bool {
        let given = match["listener"] ?? match["routeConfiguration"] ?? match["cluster"] ?? match["waypoint"]
        guard let given else { return true }
        switch target.text {
        case "LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER":
            guard let listener = match["listener"] else {
                report(.listenerMatchExpected, at: given, "other match with applyTo \(target.text) found, expected 'listener'")
                return false
            }
            return checkFilterMatch(listener, target)
        case "ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE":
            if match["routeConfiguration"] == nil {
                report(.routeMatchExpected, at: given, "other match with applyTo \(target.text) found, expected 'routeConfiguration'")
            }
        case "CLUSTER":
            if match["cluster"] == nil {
                report(.clusterMatchExpected, at: given, "other match with applyTo CLUSTER found, expected 'cluster'")
            }
        default: break
        }
        return true
    }

    private mutating func checkFilterMatch(_ listener: Field, _ target: Field) -> Bool {
        guard let filter = listener["filterChain"]?["filter"] else { return true }
        if target.has("LISTENER") || target.has("FILTER_CHAIN") {
            report(.filterMatchUnused, at: filter, "filter match with applyTo \(target.text) found, which has no effect")
        }
        guard let name = filter["name"], !name.isEmpty else {
            report(.filterNameMissing, missing: "name", in: filter, "filter match without a name found, expected 'name'")
            return false
        }
        checkFilterName(name)
        guard let sub = filter["subFilter"] else { return true }
        guard target.has("HTTP_FILTER") else {
            report(.subFilterElsewhere, at: sub, "'subFilter' with applyTo \(target.text) found, expected HTTP_FILTER")
            return false
        }
        guard name.has("envoy.filters.network.http_connection_manager") || name.has("envoy.http_connection_manager") else {
            report(
                .subFilterParent, at: name,
                "'subFilter' below filter '\(name.text)' found, expected 'envoy.filters.network.http_connection_manager'")
            return false
        }
        guard let subName = sub["name"], !subName.isEmpty else {
            report(.subFilterName, missing: "name", in: sub, "'subFilter' without a name found, expected 'name'")
            return false
        }
        checkFilterName(subName)
        return true
    }

    private mutating func checkFilterName(_ name: Field) {
        guard let better = EnvoyNames.replacement(name.text) else { return }
        report(
            .deprecatedFilterName, at: name, "deprecated filter name '\(name.text)' found, expected '\(better)'", help: "write '\(better)'")
    }

    /// What can be said of a patch without Envoy's schema: names are texts, type addresses are known.
    private mutating func checkEnvoyValue(_ value: Field, _ target: Field) {
        if let name = value["name"], !target.has("BOOTSTRAP"), name.scalarKind != .string {
            report(.envoyValueType, at: name, "\(name.scalarKind.words) as 'name' of an Envoy object found, expected a string")
        }
        checkTypeAddresses(value, depth: 0)
    }

    private mutating func checkTypeAddresses(_ value: Field, depth: Int) {
        guard depth < 100 else { return }
        for item in value.items { checkTypeAddresses(item, depth: depth + 1) }
        for (key, item) in value.entries {
            if key.has("@type"), item.isScalar, let fault = EnvoyNames.typeFault(item.text) {
                report(
                    .unknownType, at: item, "type '\(item.text)' \(fault.message)",
                    help: item.text.contains(".v2.") ? "use the type of Envoy's v3 API" : fault.near.map { "did you mean '\($0)'?" })
            }
            if key.has("typed_config") || key.has("typedConfig"), item.isMapping, !item.isEmpty, item.find("@type") == nil {
                report(
                    .unknownType, missing: "@type", in: item, "'\(key.text)' without a type found, expected '@type'",
                    help: "add \"'@type': type.googleapis.com/envoy…\"")
            }
            checkTypeAddresses(item, depth: depth + 1)
        }
    }
}

/// Names of Envoy's filters and types.
enum EnvoyNames {
    /// The present name of a filter that is given by a former one.
    static func replacement(_ name: String) -> String? { renamed[name] }

    /// Former names and what they became, apart from the prefix that most of them gained.
    private static let renamed: [String: String] = {
        var names: [String: String] = [:]
        let http = [
            "buffer", "cors", "csrf", "fault", "grpc_http1_bridge", "grpc_json_transcoder", "grpc_web", "gzip", "health_check",
            "ip_tagging", "lua", "router", "squash",
        ]
        for name in http { names["envoy.\(name)"] = "envoy.filters.http.\(name)" }
        for name in ["http_inspector", "original_dst", "original_src", "proxy_protocol", "tls_inspector"] {
            names["envoy.listener.\(name)"] = "envoy.filters.listener.\(name)"
        }
        for name in ["client_ssl_auth", "http_connection_manager", "mongo_proxy", "ratelimit", "redis_proxy", "tcp_proxy"] {
            names["envoy.\(name)"] = "envoy.filters.network.\(name)"
        }
        names["envoy.http_dynamo_filter"] = "envoy.filters.http.dynamo"
        names["envoy.rate_limit"] = "envoy.filters.http.ratelimit"
        names["envoy.ext_authz"] = "envoy.filters.http.ext_authz"
        return names
    }()

    /// Why a type address is not known; `nil` when it is.
    static func typeFault(_ address: String) -> (message: String, near: String?)? {
        let name = address.split(separator: "/").last.map(String.init) ?? address
        if name.hasPrefix("envoy.") {
            return EnvoyTypes.fault(name).map { fault in
                (fault.message, fault.near.map { address.prefix(address.utf8.count - name.utf8.count) + $0 })
            }
        }
        let known = ["udpa.", "xds.", "google.", "istio.", "stats.", "cel.", "opencensus.", "opentelemetry."]
        return known.contains { name.hasPrefix($0) } ? nil : ("is unknown, expected a type of Envoy or Istio", nil)
    }
}
