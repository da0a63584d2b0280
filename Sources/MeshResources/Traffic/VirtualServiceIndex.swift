/// A VirtualService with the names in it resolved.
final class VirtualServiceRecord {
    let resource: Resource
    let name: ResourceName
    let created: String
    let hosts: [String]
    /// `namespace/name`, or `mesh`.
    let gateways: [String]
    let exportTo: [String]
    /// What delegation dropped, with the reason.
    private(set) var dropped: [(rule: HTTPRule, reason: String)] = []
    private weak var index: VirtualServiceIndex?
    private var parsed: [HTTPRule]?

    init(_ resource: Resource, domain: String, index: VirtualServiceIndex) {
        let namespace = resource.namespace ?? "default"
        let spec = resource.spec
        self.resource = resource
        self.index = index
        name = ResourceName(kind: "VirtualService", namespace: namespace, name: resource.name)
        created = resource.creationTimestamp
        hosts = spec?["hosts"]?.array.map { HostName.qualified($0.text, namespace: namespace, domain: domain) } ?? []
        let named = spec?["gateways"]?.array.map { Self.resolveGateway($0.text, namespace: namespace) } ?? []
        gateways = named.isEmpty ? ["mesh"] : named
        exportTo = spec?["exportTo"]?.array.map(\.text) ?? []
    }

    /// `namespace/name` of a Gateway's name in a VirtualService of `namespace`.
    static func resolveGateway(_ name: String, namespace: String) -> String {
        if name == "mesh" { return name }
        if name.hasBytePrefix("./") { return namespace + name.dropFirst(1) }
        return name.utf8.contains(UInt8(ascii: "/")) ? name : "\(namespace)/\(name)"
    }

    /// The rules, delegates put in their places.
    var rules: [HTTPRule] {
        if let parsed { return parsed }
        var result: [HTTPRule] = []
        for rule in ownRules {
            guard let delegate = rule.parts[.delegate] else {
                result.append(rule)
                continue
            }
            let target = delegate.node["name"]?.text ?? ""
            let namespace = delegate.node["namespace"].flatMap { $0.text.isEmpty ? nil : $0.text } ?? name.namespace
            guard let child = index?.delegates["\(namespace)/\(target)"] else {
                dropped.append((rule, "delegate \(namespace)/\(target) does not exist or has hosts of its own"))
                continue
            }
            guard Visibility.reaches(child.exportTo, owner: namespace, client: name.namespace) else {
                dropped.append((rule, "delegate \(namespace)/\(target) is not exported to namespace '\(name.namespace)'"))
                continue
            }
            for inner in child.ownRules {
                if let merged = inner.delegated(by: rule) {
                    result.append(merged)
                } else {
                    dropped.append((inner, "its match contradicts that of the rule which delegates to \(namespace)/\(target)"))
                }
            }
        }
        parsed = result
        return result
    }

    /// The rules as they are written.
    var ownRules: [HTTPRule] {
        (resource.spec?["http"]?.array ?? []).enumerated().map { HTTPRule($1, index: $0, owner: name) }
    }

    /// Whether any rule reaches a proxy; if none does, proxies do not hear of the VirtualService.
    func applies(port: Int, gateway: String, labels: [String: String], namespace: String) -> Bool {
        for rule in rules {
            if rule.matches.isEmpty { return true }
            for match in rule.matches where match.applies(port: port, gateway: gateway, labels: labels, namespace: namespace) {
                return true
            }
        }
        return false
    }
}

/// The VirtualServices of a mesh in their order, by the gateways that they are bound to.
final class VirtualServiceIndex {
    /// Oldest first; of the same age by name, then namespace.
    private(set) var all: [VirtualServiceRecord] = []
    /// Those without hosts, by `namespace/name`.
    private(set) var delegates: [String: VirtualServiceRecord] = [:]
    private var byGateway: [String: [VirtualServiceRecord]] = [:]

    init(_ resources: [Resource], domain: String) {
        var records = resources.map { VirtualServiceRecord($0, domain: domain, index: self) }
        records.sort { ($0.created, $0.name.name, $0.name.namespace) < ($1.created, $1.name.name, $1.name.namespace) }
        for record in records {
            if record.hosts.isEmpty {
                delegates["\(record.name.namespace)/\(record.name.name)"] = record
            } else {
                all.append(record)
                for gateway in record.gateways { byGateway[gateway, default: []].append(record) }
            }
        }
    }

    /// Those bound to a gateway whatever their visibility.
    func bound(to gateway: String) -> [VirtualServiceRecord] { byGateway[gateway] ?? [] }

    /// Those bound to a gateway (or `mesh`) that proxies of a namespace see, in the order in which proxies get them: private ones,
    /// ones exported to the namespace by name, public ones.
    func visible(gateway: String, in namespace: String) -> [VirtualServiceRecord] {
        var own: [VirtualServiceRecord] = []
        var exported: [VirtualServiceRecord] = []
        var everywhere: [VirtualServiceRecord] = []
        for record in byGateway[gateway] ?? [] {
            if record.exportTo.isEmpty || record.exportTo.contains("*") {
                everywhere.append(record)
            } else if record.exportTo.contains("~") {
                continue
            } else if record.name.namespace == namespace, record.exportTo.contains(".") || record.exportTo.contains(namespace) {
                own.append(record)
            } else if record.exportTo.contains(namespace) {
                exported.append(record)
            }
        }
        return own + exported + everywhere
    }
}
