/// Questions about host names as Istio answers them: wildcards, short names, the name of a Service.
public enum HostName {
    /// Whether the name starts with `*`.
    @inlinable public static func isWildcard(_ name: String) -> Bool { name.utf8.first == 0x2A }

    /// Whether two names, each possibly a wildcard, have a name in common: `*.a.com` and `*.com`, `*` and anything.
    public static func overlap(_ a: String, _ b: String) -> Bool {
        let aWild = isWildcard(a)
        let bWild = isWildcard(b)
        if aWild, bWild { return hasSuffix(a, wildcard: b) || hasSuffix(b, wildcard: a) }
        if aWild { return hasSuffix(b, wildcard: a) }
        if bWild { return hasSuffix(a, wildcard: b) }
        return a == b
    }

    /// Whether every name that `inner` stands for is covered by `outer`.
    public static func covers(_ outer: String, _ inner: String) -> Bool {
        if isWildcard(outer) { return hasSuffix(inner, wildcard: outer) && (!isWildcard(inner) || inner.utf8.count >= outer.utf8.count) }
        return outer == inner
    }

    /// Whether `name`, without its own `*`, ends in what follows the `*` of `wildcard`.
    static func hasSuffix(_ name: String, wildcard: String) -> Bool {
        let suffix = wildcard.utf8.dropFirst()
        let text = isWildcard(name) ? name.utf8.dropFirst() : name.utf8[...]
        guard text.count >= suffix.count else { return false }
        return text.suffix(suffix.count).elementsEqual(suffix)
    }

    /// The name as Istio looks it up: a name without a dot is one of `namespace`; every other name stays as it is.
    public static func qualified(_ host: String, namespace: String, domain: String) -> String {
        if isWildcard(host) || host.utf8.contains(0x2E) || host.isEmpty { return host }
        return "\(host).\(namespace).svc.\(domain)"
    }

    /// Name and namespace of a Service from `name.namespace.svc.domain`; `nil` for other names.
    public static func service(_ host: String, domain: String) -> (name: String, namespace: String)? {
        let tail = ".svc." + domain
        guard host.utf8.count > tail.utf8.count, host.hasSuffix(tail) else { return nil }
        let head = host.utf8.dropLast(tail.utf8.count)
        guard let dot = head.lastIndex(of: 0x2E), dot != head.startIndex else { return nil }
        let namespace = head[head.index(after: dot)...]
        guard !namespace.isEmpty else { return nil }
        return (String(decoding: head[..<dot], as: UTF8.self), String(decoding: namespace, as: UTF8.self))
    }

    /// The wildcards that would cover a name, without their `*`, longest first: `.b.com`, `.com` and the empty text for `a.b.com`.
    public static func suffixes(_ host: String) -> [String] {
        let bytes = isWildcard(host) ? host.utf8.dropFirst() : host.utf8[...]
        var result: [String] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == 0x2E { result.append(String(decoding: bytes[at...], as: UTF8.self)) }
            at = bytes.index(after: at)
        }
        result.append("")
        return result
    }
}

/// Values by host, found by every host that overlaps with a given one.
struct HostTable<Value> {
    private let exact: [String: [Value]]
    private let bySuffix: [String: [String]]

    /// Takes the values of each host.
    init(_ values: [String: [Value]]) {
        exact = values
        var bySuffix: [String: [String]] = [:]
        for host in values.keys {
            for suffix in HostName.suffixes(host) { bySuffix[suffix, default: []].append(host) }
        }
        self.bySuffix = bySuffix
    }

    /// The values of every host that has a name in common with `host`, in order of the hosts.
    func overlapping(_ host: String) -> [Value] {
        var hosts: Set<String> = []
        if exact[host] != nil { hosts.insert(host) }
        for suffix in HostName.suffixes(host) where exact["*" + suffix] != nil { hosts.insert("*" + suffix) }
        if HostName.isWildcard(host) { hosts.formUnion(bySuffix[String(host.dropFirst())] ?? []) }
        return hosts.sorted().flatMap { exact[$0] ?? [] }
    }
}
