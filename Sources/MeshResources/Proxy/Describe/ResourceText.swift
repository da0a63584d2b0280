/// How `describe` puts DestinationRules and VirtualServices into words.
struct ResourceText {
    /// The namespace whose objects go without theirs.
    let namespace: String

    /// `reviews`, or `reviews.shop` from another namespace.
    func name(_ node: Node) -> String {
        let own = ClusterObjects.namespace(node)
        return own == namespace ? ClusterObjects.name(node) : "\(ClusterObjects.name(node)).\(own)"
    }

    /// The subsets whose labels one of the pods has, and the others.
    static func subsets(_ rule: Node, pods: [[String: String]]) -> (matching: [String], others: [String]) {
        var result: (matching: [String], others: [String]) = ([], [])
        for subset in rule["spec"]?["subsets"]?.items.map({ $0 }) ?? [] {
            let labels = ClusterObjects.strings(subset["labels"])
            let name = subset["name"]?.text ?? ""
            if pods.contains(where: { ClusterObjects.matches(labels, $0) }) {
                result.matching.append(name)
            } else {
                result.others.append(name)
            }
        }
        return result
    }

    /// A DestinationRule, indented.
    func destinationRule(_ rule: Node, indent: String, pods: [[String: String]]) -> String {
        var text = "\(indent)DestinationRule: \(name(rule)) for \"\(rule["spec"]?["host"]?.text ?? "")\"\n"
        let subsets = Self.subsets(rule, pods: pods)
        let others = subsets.others.joined(separator: ",")
        if !subsets.matching.isEmpty || !subsets.others.isEmpty {
            if subsets.matching.isEmpty {
                text += "\(indent)   WARNING POD DOES NOT MATCH ANY SUBSETS.  (Non matching subsets \(others))\n"
            }
            text += "\(indent)   Matching subsets: \(subsets.matching.joined(separator: ","))\n"
            if !others.isEmpty { text += "\(indent)      (Non-matching subsets \(others))\n" }
        }
        guard let policy = rule["spec"]?["trafficPolicy"] else { return text + "\(indent)   No Traffic Policy\n" }
        if let tls = policy["tls"] { text += "\(indent)   Traffic Policy TLS Mode: \(tls["mode"]?.text ?? "DISABLE")\n" }
        text += Self.policies(policy).map { "\(indent)   \($0)\n" } ?? ""
        guard let ports = policy["portLevelSettings"] else { return text }
        text += "\(indent)   Port Level Settings:\n"
        for port in ports.items {
            text += "    \(port["port"]?["number"]?.text ?? "0"):\n"
            if let tls = port["tls"] { text += "\(indent)      TLS Mode: \(tls["mode"]?.text ?? "DISABLE")\n" }
            text += Self.policies(port).map { "\(indent)      \($0)\n" } ?? ""
        }
        return text
    }

    private static func policies(_ policy: Node) -> String? {
        let known = [("loadBalancer", "load balancer"), ("connectionPool", "connection pool"), ("outlierDetection", "outlier detection")]
        let found = known.filter { policy[$0.0] != nil }.map { $0.1 }
        return found.isEmpty ? nil : "Policies: \(found.joined(separator: "/"))"
    }

    /// A VirtualService as far as it concerns a service, indented. `rule` is the service's DestinationRule.
    func virtualService(
        _ object: Node, indent: String, service: (name: String, namespace: String), subsets: (matching: [String], others: [String]),
        rule: Node?
    ) -> String {
        var text = "\(indent)VirtualService: \(name(object))\n"
        let http = object["spec"]?["http"]?.items.map { $0 } ?? []
        let tcp = object["spec"]?["tcp"]?.items.map { $0 } ?? []
        let tls = object["spec"]?["tls"]?.items.map { $0 } ?? []
        var matches = 0
        var facts: [String] = []
        var notes: [String] = []
        for route in http {
            let found = httpRoute(route, of: object, service, subsets, rule)
            if found.matches { facts += found.facts } else { notes += found.facts }
            matches += found.matches ? 1 : 0
        }
        for route in tcp where destinations(route).contains(where: { isService($0, object, service) }) {
            matches += 1
            facts += route["match"]?.items.map { JSONWriter.text($0) } ?? []
        }
        text += facts.map { "\(indent)   \($0)\n" }.joined()
        if matches == 0 {
            if !http.isEmpty { text += "\(indent)   WARNING: No destinations match pod subsets (checked \(http.count) HTTP routes)\n" }
            if !tcp.isEmpty { text += "\(indent)   WARNING: No destinations match pod subsets (checked \(tcp.count) TCP routes)\n" }
            return text + notes.map { "\(indent)      \($0)\n" }.joined()
        }
        let others = http.count + tcp.count + tls.count - matches
        if others > 0 {
            text += "\(indent)   \(others) additional destination(s) that will not reach this pod\n"
            return facts.isEmpty ? text + notes.map { "\(indent)      \($0)\n" }.joined() : text
        }
        guard facts.isEmpty else { return text }
        if !http.isEmpty { text += "\(indent)   \(http.count) HTTP route(s)\n" }
        if !tcp.isEmpty { text += "\(indent)   \(tcp.count) TCP route(s)\n" }
        return text
    }

    private func destinations(_ route: Node) -> [Node] { route["route"]?.items.compactMap { $0["destination"] } ?? [] }

    private func isService(_ destination: Node, _ object: Node, _ service: (name: String, namespace: String)) -> Bool {
        let host = destination["host"]?.text ?? ""
        let full = host.contains(".") ? host : "\(host).\(ClusterObjects.namespace(object)).svc.cluster.local"
        let suffix = ".svc.cluster.local"
        return (full.hasSuffix(suffix) || full.hasPrefix("*") ? full : full + suffix) == "\(service.name).\(service.namespace)\(suffix)"
    }

    private func httpRoute(
        _ route: Node, of object: Node, _ service: (name: String, namespace: String), _ subsets: (matching: [String], others: [String]),
        _ rule: Node?
    ) -> (matches: Bool, facts: [String]) {
        var facts: [String] = []
        var notes: [String] = []
        var isMatch = false
        for entry in route["route"]?.items.map({ $0 }) ?? [] {
            guard let destination = entry["destination"] else { continue }
            let host = destination["host"]?.text ?? ""
            let subset = destination["subset"]?.text ?? ""
            let weight = entry["weight"]?.int ?? 0
            guard isService(destination, object, service) else {
                facts.append(subset.isEmpty ? "Route to host \"\(host)\" with weight \(weight)%" : "Route to \(host) with invalid config")
                continue
            }
            if subsets.others.contains(subset) {
                notes.append("Route to non-matching subset \(subset) for (\(Self.conditions(route)))")
                continue
            }
            if !subset.isEmpty, !subsets.matching.contains(subset) {
                notes.append(
                    rule.map { "Warning: Route to UNKNOWN subset \(subset); check DestinationRule \(name($0))" }
                        ?? "Warning: Route to subset \(subset) but NO DESTINATION RULE defining subsets!")
                continue
            }
            isMatch = true
            if weight > 0 {
                facts.append("Route to host \"\(host)\"\(subset.isEmpty ? "" : " subset \"\(subset)\"") with weight \(weight)%")
            }
        }
        guard isMatch else { return (false, facts + notes) }
        var conditions = route["match"]?.items.map(Self.condition) ?? []
        if let fault = route["fault"] { conditions.insert("Fault injection \(JSONWriter.text(fault))", at: 0) }
        return (true, facts + (conditions.isEmpty ? [] : [conditions.joined(separator: ", ")]))
    }

    private static func conditions(_ route: Node) -> String {
        let matches = route["match"]?.items.map(condition) ?? []
        return matches.isEmpty ? "everything" : matches.joined(separator: ", ")
    }

    private static func condition(_ match: Node) -> String {
        var text = "Match: "
        if let uri = match["uri"] { text += string(uri) + (match["ignoreUriCase"]?.bool ?? false ? " uncased" : "") }
        let headers = match["headers"]?.entries.map { "\($0.key.text)=\(string($0.value))" }.sorted(by: precedes) ?? []
        if !headers.isEmpty { text += " when headers are " + headers.joined(separator: "; ") }
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    private static func string(_ match: Node) -> String {
        if let exact = match["exact"] { return exact.text }
        if let prefix = match["prefix"] { return prefix.text + "*" }
        return match["regex"].map { "regex:\"\($0.text)\"" } ?? ""
    }
}
