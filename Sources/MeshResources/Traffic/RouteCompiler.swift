/// Turns the rules of a VirtualService into the routes of one listener of one proxy.
struct RouteCompiler {
    var proxy: TrafficProxy
    /// The number that `match.port` is held against and that destinations without a port get.
    var port: Int
    /// `namespace/name` of the gateway, or `mesh`.
    var gateway: String
    var isTLS: Bool
    var domain: String
    var service: (_ hostname: String, _ owner: VirtualServiceRecord) -> MeshService?

    /// The routes in order, up to the first that catches everything.
    func compile(_ record: VirtualServiceRecord) -> [CompiledRoute] {
        var routes: [CompiledRoute] = []
        for rule in record.rules {
            if rule.matches.isEmpty {
                routes.append(route(record, rule, nil))
                break
            }
            for match in rule.matches where match.applies(port: port, gateway: gateway, labels: proxy.labels, namespace: proxy.namespace) {
                let compiled = route(record, rule, match)
                routes.append(compiled)
                if compiled.isCatchAll { return routes }
            }
        }
        return routes
    }

    private func route(_ record: VirtualServiceRecord, _ rule: HTTPRule, _ match: HTTPMatch?) -> CompiledRoute {
        let name = match.map { $0.name.isEmpty ? rule.name : "\(rule.name).\($0.name)" } ?? rule.name
        return CompiledRoute(
            name: name, match: match.map(RouteMatch.init) ?? RouteMatch(), action: action(record, rule), owner: record, rule: rule,
            written: match)
    }

    private func action(_ record: VirtualServiceRecord, _ rule: HTTPRule) -> RouteAction {
        let action = RouteAction()
        let headers = rule.parts[.headers]?.node
        action.requestEdits = HeaderEdits(headers?["request"])
        action.responseEdits = HeaderEdits(headers?["response"])
        action.fault = rule.parts[.fault].flatMap { fault($0.node) }
        action.cors = rule.parts[.corsPolicy].map { CORSPolicy($0.node) }
        action.retries = rule.parts[.retries]?.node
        if let redirect = rule.parts[.redirect]?.node {
            action.kind = .redirect(self.redirect(redirect))
        } else if let direct = rule.parts[.directResponse]?.node {
            let body = direct["body"]?["string"]?.text ?? direct["body"]?["bytes"]?.text ?? ""
            action.kind = .direct(status: direct["status"]?.int ?? 200, body: body)
        } else {
            forward(record, rule, HeaderEdits.authority(headers?["request"]), action)
        }
        return action
    }

    private func forward(_ record: VirtualServiceRecord, _ rule: HTTPRule, _ authority: String?, _ action: RouteAction) {
        action.authority = authority
        action.timeout = rule.parts[.timeout].flatMap { DurationText.canonical($0.node.text) }
        if let rewrite = rule.parts[.rewrite]?.node {
            if let regex = rewrite["uriRegexRewrite"], !regex.isNull {
                if let pattern = try? RE2(regex["match"]?.text ?? "") {
                    action.rewrite = .regex(pattern, substitution: regex["rewrite"]?.text ?? "")
                }
            } else if let uri = rewrite["uri"]?.text, !uri.isEmpty {
                action.rewrite = .prefix(uri)
            }
            if let authority = rewrite["authority"]?.text, !authority.isEmpty { action.authority = authority }
        }
        if let mirror = rule.parts[.mirror] {
            let percent: Double
            if let share = rule.parts[.mirrorPercentage]?.node {
                percent = share["value"]?.double ?? 0
            } else {
                percent = rule.parts[.mirrorPercent]?.node.double ?? 100
            }
            if percent > 0 {
                action.mirrors.append(.init(cluster: cluster(mirror.node, mirror.namespace, record), percent: percent, node: mirror.node))
            }
        }
        if let mirrors = rule.parts[.mirrors] {
            for mirror in mirrors.node.items {
                var percent = 100.0
                if let share = mirror.value("percentage") { percent = share["value"]?.double ?? 0 }
                guard percent > 0, let destination = mirror["destination"] else { continue }
                action.mirrors.append(.init(cluster: cluster(destination, mirrors.namespace, record), percent: percent, node: destination))
            }
        }
        guard let routes = rule.parts[.route] else { return }
        let destinations = routes.node.array
        for destination in destinations {
            let weight = destination["weight"]?.int ?? 0
            if destinations.count > 1, weight == 0 { continue }
            guard let target = destination["destination"] else { continue }
            let headers = destination["headers"]
            var edits = HeaderEdits(headers?["request"])
            var responseEdits = HeaderEdits(headers?["response"])
            if destinations.count == 1 {
                // The only destination's changes become the rule's own, behind those of the rule.
                action.requestEdits.append(edits)
                action.responseEdits.append(responseEdits)
                action.authority = action.authority ?? HeaderEdits.authority(headers?["request"])
                edits = HeaderEdits()
                responseEdits = HeaderEdits()
            }
            action.destinations.append(
                .init(
                    cluster: cluster(target, routes.namespace, record), weight: destinations.count == 1 ? 100 : weight, edits: edits,
                    responseEdits: responseEdits, authority: HeaderEdits.authority(headers?["request"]), node: destination))
        }
        if action.destinations.count == 1 { action.destinations[0].weight = 100 }
    }

    private func cluster(_ destination: Node, _ namespace: String, _ record: VirtualServiceRecord) -> OutboundCluster {
        let host = HostName.qualified(destination["host"]?.text ?? "", namespace: namespace, domain: domain)
        let known = service(host, record)
        var number = port
        if let port = destination["port"]?["number"]?.int {
            number = port
        } else if let known, known.ports.count == 1 {
            number = known.ports[0].number
        }
        return OutboundCluster(host: known?.externalName ?? host, port: number, subset: destination["subset"]?.text ?? "")
    }

    private func redirect(_ node: Node) -> RouteAction.Redirect {
        var number = node["port"]?.int ?? 0
        if node["derivePort"]?.text == "FROM_REQUEST_PORT" { number = port }
        let scheme = node["scheme"]?.text ?? ""
        let effective = scheme.isEmpty ? (isTLS ? "https" : "http") : scheme
        if (number == 80 && effective == "http") || (number == 443 && effective == "https") { number = 0 }
        let code = node["redirectCode"]?.int ?? 0
        return RouteAction.Redirect(
            uri: node["uri"]?.text ?? "", prefixRewrite: nil, authority: node["authority"]?.text ?? "", scheme: scheme, port: number,
            code: code == 0 ? 301 : code)
    }

    private func fault(_ node: Node) -> RouteAction.Fault? {
        let delay = node["delay"]?["fixedDelay"]?.text
        guard let abort = node["abort"] else {
            return delay.map { RouteAction.Fault(status: 0, percent: 0, delay: $0, node: node) }
        }
        return RouteAction.Fault(
            status: abort["httpStatus"]?.int ?? 200, percent: abort["percentage"]?["value"]?.double ?? 0, delay: delay, node: abort)
    }
}

/// Durations as Go writes them and as proto JSON does.
enum DurationText {
    /// Of `1m30s`, `500ms` or `3.5s` the seconds with 0, 3, 6 or 9 decimals: `90s`, `0.500s`, `3.500s`. `nil` for what is no duration.
    static func canonical(_ text: String) -> String? {
        guard let nanoseconds = nanoseconds(text) else { return nil }
        let seconds = nanoseconds / 1_000_000_000
        let rest = nanoseconds % 1_000_000_000
        if rest == 0 { return "\(seconds)s" }
        var digits = String(rest + 1_000_000_000).dropFirst()
        while digits.hasSuffix("000") { digits = digits.dropLast(3) }
        return "\(seconds).\(digits)s"
    }

    /// The length in nanoseconds; `nil` for what is no duration and what is too long.
    static func nanoseconds(_ text: String) -> Int? {
        let units: [(String, Int)] = [
            ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
            ("h", 3_600_000_000_000),
        ]
        guard !text.isEmpty else { return nil }
        var total = 0
        var rest = Substring(text)
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(String(number)), let scale = units.first(where: { $0.0 == unit })?.1 else { return nil }
            guard let part = Int(exactly: (value * Double(scale)).rounded()) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            if overflow { return nil }
            total = sum
        }
        return total
    }
}
