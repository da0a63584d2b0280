/// Authorization policies.
extension Validation {
    mutating func checkAuthorizationPolicy(_ policy: Field) {
        checkTargeting(policy)
        let action = policy["action"].isEmpty ? "ALLOW" : policy["action"].text
        let rules = policy["rules"]
        if rules.isEmpty, action == "CUSTOM" || action == "DENY" {
            report(
                action == "DENY" ? .denyWithoutRules : .customWithoutRules, at: policy["action"] ?? policy,
                "action \(action) without rules found, which never takes effect; expected 'rules'",
                help: "add 'rules: [{}]' to match every request")
        } else if action == "CUSTOM", policy["provider"]?["name"].isEmpty ?? true {
            if let provider = policy["provider"] {
                report(.providerMissing, missing: "name", in: provider, "provider without a name found, expected 'name'")
            } else {
                report(
                    .providerMissing, missing: "provider", in: policy, "action CUSTOM without a provider found, expected 'provider.name'")
            }
        }
        if let provider = policy["provider"], action != "CUSTOM" {
            report(
                .providerElsewhere, at: provider, "'provider' with action \(action) found, expected it with CUSTOM only",
                help: "remove it or set 'action: CUSTOM'")
        }
        for rule in rules.items where rule.isMapping {
            if action == "CUSTOM" { checkCustomRule(rule) }
            if action == "DENY" { checkDenyRule(rule) }
        }
    }

    private mutating func checkCustomRule(_ rule: Field) {
        for from in rule["from"].items {
            for (key, list) in (from["source"]).entries where !list.isEmpty && !list.isNull {
                // Of the source only addresses are known when the decision falls.
                if ["ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks"].contains(key.text) { continue }
                report(.customSource, at: list, "'\(key.text)' with action CUSTOM found, which does not support it")
            }
        }
        for condition in rule["when"].items {
            guard let key = condition["key"], key.isScalar else { continue }
            let text = key.text
            if ["source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal"].contains(text)
                || text.hasPrefix("request.auth.")
            {
                report(.customCondition, at: key, "condition '\(text)' with action CUSTOM found, which does not support it")
            }
        }
    }

    /// A DENY rule that only HTTP can fulfil denies everything on TCP ports.
    private mutating func checkDenyRule(_ rule: Field) {
        var hasSource = false
        var hasOperation = false
        var tcpSource = false
        var tcpOperation = false
        for from in rule["from"].items {
            guard let source = from["source"] else { continue }
            hasSource = true
            for (key, list) in source.entries where !list.isEmpty && !list.isNull {
                let isHTTP = ["requestPrincipals", "notRequestPrincipals", "trustDomains", "notTrustDomains"].contains(key.text)
                tcpSource = tcpSource || !isHTTP
            }
        }
        for to in rule["to"].items {
            guard let operation = to["operation"] else { continue }
            hasOperation = true
            tcpOperation = tcpOperation || !operation["ports"].isEmpty || !operation["notPorts"].isEmpty
        }
        if (hasSource && !hasOperation && !tcpSource) || (hasOperation && !tcpOperation) {
            report(
                .denyOnTCP, at: rule, "DENY rule with HTTP attributes alone found, which denies all traffic on TCP ports",
                help: "add 'ports' to the operation")
        }
    }

    mutating func checkRuleFrom(_ from: Field) {
        guard let source = from["source"] else {
            report(.fromWithoutSource, missing: "source", in: from, "'from' without a source found, expected 'source'")
            return
        }
        guard source.isMapping else { return }
        if source.entries.allSatisfy({ $0.value.isNull || $0.value.isEmpty }) {
            report(.emptySource, at: source, "empty source found, expected at least one field", help: "remove 'from' to match every source")
        }
        let hasOthers =
            source["principals"] != nil || source["notPrincipals"] != nil || source["namespaces"] != nil || source["notNamespaces"] != nil
        if hasOthers, let accounts = source["serviceAccounts"] ?? source["notServiceAccounts"] {
            report(
                .accountsWithOthers, at: accounts, "service accounts beside principals or namespaces found, expected only one of them",
                help: "write accounts as 'namespace/account'")
        }
        for (key, list) in source.entries {
            switch key.text {
            case "ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks": checkAddresses(list)
            case "serviceAccounts", "notServiceAccounts": checkAccounts(list)
            case "trustDomains", "notTrustDomains": checkTrustDomains(list, isSource: true)
            default: checkNoEmpty(list)
            }
        }
    }

    mutating func checkRuleTo(_ to: Field) {
        guard let operation = to["operation"] else {
            report(.toWithoutOperation, missing: "operation", in: to, "'to' without an operation found, expected 'operation'")
            return
        }
        guard operation.isMapping else { return }
        if operation.entries.allSatisfy({ $0.value.isNull || $0.value.isEmpty }) {
            report(
                .emptyOperation, at: operation, "empty operation found, expected at least one field",
                help: "remove 'to' to match every operation")
        }
        for (key, list) in operation.entries {
            if key.has("ports") || key.has("notPorts") {
                checkPortTexts(list)
            } else {
                checkNoEmpty(list)
            }
            guard key.has("paths") || key.has("notPaths") else { continue }
            for path in list.items where path.isScalar { checkPathTemplate(path) }
        }
    }

    mutating func checkCondition(_ condition: Field) {
        guard let key = condition["key"], key.isScalar else { return }
        if key.isEmpty {
            report(.emptyConditionKey, at: key, "empty key of a condition found, expected an attribute")
        } else if condition["values"].isEmpty, condition["notValues"].isEmpty {
            report(.conditionWithoutValues, at: condition, "condition '\(key.text)' without values found, expected 'values' or 'notValues'")
        } else {
            checkAttribute(key, condition["values"], condition["notValues"])
        }
    }

    private mutating func checkAttribute(_ key: Field, _ values: Field?, _ notValues: Field?) {
        let text = key.text
        for list in [values, notValues] {
            checkNoEmpty(list)
            switch text {
            case "source.ip", "remote.ip", "destination.ip": checkAddresses(list)
            case "destination.port": checkPortTexts(list)
            case "source.serviceAccount":
                checkAccounts(list)
                if let list, list.count > 16 {
                    report(.tooManyElements, at: list, "\(list.count) service accounts found, expected at most 16")
                }
            case "source.trustDomain": checkTrustDomains(list, isSource: false)
            default: break
            }
        }
        switch text {
        case "source.ip", "remote.ip", "destination.ip", "destination.port", "source.serviceAccount", "source.trustDomain",
            "source.namespace",
            "source.principal", "request.auth.principal", "request.auth.audiences", "request.auth.presenter", "connection.sni":
            break
        case "destination.namespace":
            report(
                .replacedAttribute, at: key, "condition 'destination.namespace' found, which the policy's namespace replaces",
                help: "put the policy into that namespace")
        case "destination.name", "destination.user":
            report(
                .replacedAttribute, at: key, "condition '\(text)' found, which Istio no longer knows; expected a selector",
                help: "use 'selector'")
        default:
            if text.hasPrefix("destination.labels") {
                report(.replacedAttribute, at: key, "condition '\(text)' found, which the selector replaces", help: "use 'selector'")
            } else if let prefix = ["request.headers", "request.auth.claims", "experimental.envoy.filters."].first(where: {
                text.hasPrefix($0)
            }) {
                guard let open = text.firstIndex(of: "["), text.hasSuffix("]"), open != text.startIndex, text[open...].count > 2 else {
                    report(.conditionBrackets, at: key, "condition '\(text)' without a name in brackets found, expected '\(prefix)[name]'")
                    return
                }
            } else {
                let near = Spelling.nearest(to: text, among: Self.attributes)
                report(
                    .unknownAttribute, at: key, "unknown condition '\(text)', expected an attribute of Istio",
                    help: near.map { "did you mean '\($0)'?" })
            }
        }
    }

    private static let attributes = [
        "request.headers[name]", "source.ip", "remote.ip", "source.namespace", "source.principal", "source.serviceAccount",
        "source.trustDomain",
        "request.auth.principal", "request.auth.audiences", "request.auth.presenter", "request.auth.claims[name]", "destination.ip",
        "destination.port", "connection.sni",
    ]
}
