extension RouteOutcome {
    /// The outcome with the field names of the conformance data.
    public var value: Value {
        var result: Value.Object = ["status": status.map { .int(Int64($0)) } ?? .null]
        guard status != nil else {
            result["connection"] = .string(connection ?? "closed")
            if let cluster { result["cluster"] = .string(cluster) }
            return .object(result)
        }
        result["flags"] = .string(flags)
        result["details"] = details.map(Value.string) ?? .null
        result["route"] = route.map(Value.string) ?? .null
        result["virtual_host"] = virtualHost.map(Value.string) ?? .null
        if let routeConfiguration { result["route_config"] = .string(routeConfiguration) }
        if !clusters.isEmpty {
            result["clusters"] = .array(clusters.map { ["name": .string($0.name), "weight": .int(Int64($0.weight))] })
        }
        result["cluster"] = cluster.map(Value.string) ?? .null
        if isWeighted { result["weighted"] = true }
        if !mirrors.isEmpty {
            result["mirrors"] = .array(mirrors.map { ["cluster": .string($0.cluster), "percent": .double($0.percent)] })
        }
        if let timeout { result["timeout"] = .string(timeout) }
        if let upstream { result["upstream"] = upstream.value }
        let response = Self.edits(responseChanged, responseRemoved, "changed", "removed")
        if !response.isEmpty { result["response_headers"] = .object(response) }
        if let location { result["location"] = .string(location) }
        if let body { result["body"] = .string(body) }
        return .object(result)
    }

    static func edits(_ changed: [(name: String, values: [String])], _ removed: [String], _ changedKey: String, _ removedKey: String)
        -> Value.Object
    {
        var result = Value.Object()
        if !changed.isEmpty {
            result[changedKey] = .object(Value.Object(changed.map { ($0.name, .array($0.values.map(Value.string))) }))
        }
        if !removed.isEmpty { result[removedKey] = .array(removed.map(Value.string)) }
        return result
    }
}

extension RouteOutcome.Upstream {
    /// The fields as the conformance data names them.
    var value: Value {
        var result: Value.Object = ["path": .string(path), "authority": .string(authority)]
        if let endpoint { result["endpoint"] = .string(endpoint) }
        for (key, edit) in RouteOutcome.edits(changed, removed, "headers_changed", "headers_removed") { result[key] = edit }
        return .object(result)
    }
}

extension AuthorizationOutcome.RuleName {
    /// Namespace, name and rule.
    var value: Value { ["namespace": .string(namespace), "name": .string(name), "rule": .int(Int64(rule))] }
}

extension AuthorizationOutcome {
    /// The outcome with the field names of the conformance data.
    public var value: Value {
        var result: Value.Object = ["status": status.map { .int(Int64($0)) } ?? .null, "decision": .string(decision.rawValue)]
        if decision == .noConnection {
            result["connection"] = "closed"
            result["reason"] = reason.map(Value.string) ?? .null
            return .object(result)
        }
        if let details { result["details"] = .string(details) }
        if let proto { result["protocol"] = .string(proto) }
        if decision == .allow || decision == .deny {
            switch decidedBy {
            case .rule(let name): result["decided_by"] = name.value
            case .requestAuthentication: result["decided_by"] = "request authentication"
            case .nothing: result["decided_by"] = .null
            case .unknown: break
            }
        }
        if let auditedBy {
            result["audit"] = true
            result["audited_by"] = auditedBy.value
        }
        if !dryRuns.isEmpty {
            result["dry_run"] = .object(
                Value.Object(
                    dryRuns.map { run in
                        (run.action, ["result": .string(run.result), "policy": run.rule?.value ?? .null])
                    }))
        }
        return .object(result)
    }
}
