/// `exportTo`, selectors and target references.
extension Validation {
    /// Namespaces that see a resource: names, `.`, `*`, and `~` for service entries.
    mutating func checkExportTo(_ list: Field?, isServiceEntry: Bool = false, hasSelector: Bool = false) {
        guard let list, !list.isEmpty else { return }
        let entries = list.items.filter { $0.isScalar && !$0.isNull }
        var seen: Set<String> = []
        for entry in entries {
            let text = entry.text
            let name = text == "." ? namespace : text
            if seen.contains(name) {
                report(
                    .repeatedExport, at: entry, "'\(text)' repeated in 'exportTo', expected each namespace once", help: "remove one of them"
                )
            } else if text == "~", !isServiceEntry {
                report(.exportToNone, at: entry, "'~' in 'exportTo' of a \(schema.kind) found, expected names, '.' or '*'")
            } else if text != "~", text != "*", text != ".", !HostRules.isLabel(bytes(of: entry)) {
                report(.invalidExport, at: entry, "invalid namespace '\(text)' in 'exportTo', expected a name, '.' or '*'")
            } else {
                seen.insert(name)
            }
        }
        if hasSelector, !seen.isEmpty, seen != [namespace] {
            report(
                .selectorExport, at: list, "'exportTo' beyond the own namespace beside 'workloadSelector' found, expected '.' alone",
                help: "write 'exportTo: [\".\"]'")
        }
        if entries.count > 1 {
            if seen.contains("*"), let star = entries.first(where: { $0.has("*") }) {
                report(.exportToAllAndSome, at: star, "'*' beside other namespaces in 'exportTo' found, expected '*' alone")
            }
            if seen.contains("~"), let none = entries.first(where: { $0.has("~") }) {
                report(.exportToNoneAndSome, at: none, "'~' beside other namespaces in 'exportTo' found, expected '~' alone")
            }
        }
    }

    /// `matchLabels`.
    mutating func checkWorkloadSelector(_ selector: Field) { checkSelectorLabels(selector, selector["matchLabels"]) }

    /// `labels`, in the older kinds.
    mutating func checkLabelSelector(_ selector: Field) { checkSelectorLabels(selector, selector["labels"]) }

    private mutating func checkSelectorLabels(_ selector: Field, _ labels: Field?) {
        if labels.isEmpty {
            report(
                .emptySelector, at: selector, "selector without labels found, which selects every workload of the namespace",
                help: "add labels or remove the selector")
        }
        for (key, value) in labels.entries {
            if key.isEmpty { report(.emptySelectorKey, keyOf: value, key, "empty label key in a selector found, expected a key") }
            if bytes(of: key).contains(UInt8(ascii: "*")) {
                report(.selectorWildcard, keyOf: value, key, "wildcard in label key '\(key.text)' found, expected the exact key")
            }
            if value.isScalar, bytes(of: value).contains(UInt8(ascii: "*")) {
                report(.selectorWildcard, at: value, "wildcard in label value '\(value.text)' found, expected the exact value")
            }
        }
    }

    /// At most one of the ways to say which workloads are meant.
    mutating func checkTargeting(_ field: Field, selector: StaticString = "selector") {
        let ways = [field[selector], field["targetRef"], field["targetRefs"]].compactMap { $0 }
        guard ways.count > 1, let extra = ways.last else { return }
        report(
            .targetingTwice, at: extra, "more than one of '\(selector)', 'targetRef' and 'targetRefs' set, expected only one of them",
            help: "keep one of them")
    }

    mutating func checkTargetReference(_ target: Field) {
        if let space = target["namespace"], !space.isEmpty {
            report(
                .targetNamespace, at: space,
                "namespace '\(space.text)' of a target found, expected none: targets lie in the policy's namespace",
                help: "remove 'namespace'")
        }
        // Istio does not look at the kinds that an EnvoyFilter is attached to.
        guard schema.kind != "EnvoyFilter", let kind = target["kind"], kind.isScalar else { return }
        let group = target["group"].text
        let groups: [String] =
            switch kind.text {
            case "Service": ["", "core"]
            case "ServiceEntry": ["networking.istio.io"]
            case "Gateway", "GatewayClass": ["gateway.networking.k8s.io"]
            default: []
            }
        guard !groups.contains(group) else { return }
        let expected = "expected Service, networking.istio.io/ServiceEntry, gateway.networking.k8s.io/Gateway or GatewayClass"
        if let given = target["group"], !groups.isEmpty {
            report(
                .targetKind, at: given, "target '\(group)/\(kind.text)' found, \(expected)",
                help: groups[0].isEmpty ? "remove 'group'" : "write 'group: \(groups[0])'")
        } else {
            report(
                .targetKind, at: kind, "target of kind '\(group.isEmpty ? "" : group + "/")\(kind.text)' found, \(expected)",
                help: groups.first.map { "add 'group: \($0)'" })
        }
    }
}
