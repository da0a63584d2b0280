/// Which object is meant: group, kind, namespace and name. Versions of a kind are the same object.
public struct ObjectKey: Hashable, Sendable, CustomStringConvertible {
    /// The API group; empty for the core group.
    public var group: String
    /// The kind.
    public var kind: String
    /// The namespace; empty for cluster-scoped kinds.
    public var namespace: String
    /// The name.
    public var name: String

    /// Makes a key.
    public init(group: String, kind: String, namespace: String, name: String) {
        self.group = group
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// The key of a resource; `namespace` counts where the resource names none.
    public init(_ resource: Resource, namespace: String) {
        self.init(group: resource.group, kind: resource.kind, namespace: resource.namespace ?? namespace, name: resource.name)
    }

    /// `Kind namespace/name`.
    public var description: String { namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)" }

    /// By kind, namespace and name, for steady output.
    public static func precedes(_ a: ObjectKey, _ b: ObjectKey) -> Bool {
        (a.kind, a.namespace, a.name, a.group) < (b.kind, b.namespace, b.name, b.group)
    }
}

/// What one version of an object offers to others and needs of them, as far as traffic depends on it.
///
/// A thing is a text: `subset HOST NAME`, `gateway NS/NAME`, `host HOST`, `delegate NS/NAME`, `secret NAME`.
public struct References: Sendable {
    /// The things that exist because of the object.
    public private(set) var offers: Set<String> = []
    /// The things that the object points at.
    public private(set) var needs: Set<String> = []

    /// An object that does not exist.
    public static let none = References()

    private init() {}

    /// Reads one version of an object.
    ///
    /// - Parameter domain: the cluster's domain, for short host names.
    public init(_ key: ObjectKey, _ object: Node, domain: String) {
        let spec = object["spec"]
        switch (key.group, key.kind) {
        case ("networking.istio.io", "VirtualService"): readVirtualService(spec, key, domain)
        case ("networking.istio.io", "DestinationRule"):
            let host = HostName.qualified(spec?["host"]?.text ?? "", namespace: key.namespace, domain: domain)
            for subset in spec?["subsets"]?.items.map({ $0 }) ?? [] { offers.insert("subset \(host) \(subset["name"]?.text ?? "")") }
        case ("networking.istio.io", "Gateway"):
            offers.insert("gateway \(key.namespace)/\(key.name)")
            for server in spec?["servers"]?.items.map({ $0 }) ?? [] {
                if let secret = server["tls"]?["credentialName"]?.string { needs.insert("secret \(secret)") }
            }
        case ("networking.istio.io", "ServiceEntry"):
            for host in spec?["hosts"]?.items.map({ $0.text }) ?? [] { offers.insert("host \(host.lowercased())") }
        case ("", "Service"): offers.insert("host \(HostName.qualified(key.name, namespace: key.namespace, domain: domain))")
        case ("", "Secret"): offers.insert("secret \(key.name)")
        case ("gateway.networking.k8s.io", "Gateway"):
            offers.insert("parent \(key.namespace)/\(key.name)")
            for listener in spec?["listeners"]?.items.map({ $0 }) ?? [] {
                for secret in listener["tls"]?["certificateRefs"]?.items.map({ $0 }) ?? [] {
                    needs.insert("secret \(secret["name"]?.text ?? "")")
                }
            }
        case ("gateway.networking.k8s.io", _): readRoute(spec, key, domain)
        default: break
        }
    }

    private mutating func readVirtualService(_ spec: Node?, _ key: ObjectKey, _ domain: String) {
        offers.insert("delegate \(key.namespace)/\(key.name)")
        for gateway in spec?["gateways"]?.items.map({ $0.text }) ?? [] where gateway != "mesh" {
            needs.insert("gateway " + (gateway.contains("/") ? gateway : "\(key.namespace)/\(gateway)"))
        }
        for protocolName in ["http", "tls", "tcp"] {
            for route in spec?[protocolName]?.items.map({ $0 }) ?? [] {
                for entry in (route["route"]?.items.map { $0 } ?? []) + (route["mirrors"]?.items.map { $0 } ?? []) {
                    need(entry["destination"], key, domain)
                }
                need(route["mirror"], key, domain)
                if let delegate = route["delegate"], let name = delegate["name"]?.text {
                    needs.insert("delegate \(delegate["namespace"]?.text ?? key.namespace)/\(name)")
                }
            }
        }
    }

    private mutating func need(_ destination: Node?, _ key: ObjectKey, _ domain: String) {
        guard let host = destination?["host"]?.text, !host.isEmpty else { return }
        let name = HostName.qualified(host, namespace: key.namespace, domain: domain)
        needs.insert("host \(name)")
        if let subset = destination?["subset"]?.text, !subset.isEmpty { needs.insert("subset \(name) \(subset)") }
    }

    private mutating func readRoute(_ spec: Node?, _ key: ObjectKey, _ domain: String) {
        for parent in spec?["parentRefs"]?.items.map({ $0 }) ?? [] where parent["kind"]?.text ?? "Gateway" == "Gateway" {
            needs.insert("parent \(parent["namespace"]?.text ?? key.namespace)/\(parent["name"]?.text ?? "")")
        }
        for rule in spec?["rules"]?.items.map({ $0 }) ?? [] {
            for backend in rule["backendRefs"]?.items.map({ $0 }) ?? [] where backend["kind"]?.text ?? "Service" == "Service" {
                let namespace = backend["namespace"]?.text ?? key.namespace
                needs.insert("host \(HostName.qualified(backend["name"]?.text ?? "", namespace: namespace, domain: domain))")
            }
        }
    }

    /// The things any of which satisfies a need: itself, and where its host is covered by a wildcard, those of the wildcards.
    public static func alternatives(_ need: String) -> [String] {
        let words = need.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard words.count >= 2, words[0] == "subset" || words[0] == "host" else { return [need] }
        var result = [need]
        var rest = Substring(words[1])
        if rest.hasPrefix("*") { rest = rest.dropFirst(2) }
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            result.append(([words[0], "*.\(rest)"] + words.dropFirst(2)).joined(separator: " "))
        }
        result.append(([words[0], "*"] + words.dropFirst(2)).joined(separator: " "))
        return result
    }
}
