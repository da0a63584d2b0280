/// `proxy-status`: every proxy of every istiod, with what became of its configuration.
public struct SyncReport: Sendable {
    /// The proxies by name, then by istiod.
    public let proxies: [ProxySync]

    /// Puts the proxies of several istiods in order; `namespace` keeps only its own when it is not empty.
    public init(_ proxies: [ProxySync], namespace: String = "") {
        let kept = namespace.isEmpty ? proxies : proxies.filter { $0.namespace == namespace }
        self.proxies = kept.sorted { $0.proxy == $1.proxy ? precedes($0.istiod, $1.istiod) : precedes($0.proxy, $1.proxy) }
    }

    /// istioctl's table: what each proxy subscribes to.
    public func table() -> ColumnText {
        var table = ColumnText(gap: 5)
        table.add("NAME", "CLUSTER", "ISTIOD", "VERSION", "SUBSCRIBED TYPES")
        let order = typeOrder
        for proxy in proxies {
            let states = Dictionary(proxy.types.map { ($0.typeURL, $0.state) }) { $1 }
            let names = order.filter { states[$0] ?? .unknown != .unknown }.map(XDSType.short)
            let types = names.isEmpty ? "0" : "\(names.count) (\(names.joined(separator: ",")))"
            table.add(proxy.proxy, proxy.cluster, proxy.istiod, proxy.version, types)
        }
        return table
    }

    /// istioctl's table with `-v 1`: a column a type.
    public func verboseTable(now: Int) -> ColumnText {
        var table = ColumnText(gap: 5)
        let types = Set(typeOrder + XDSType.core + [XDSType.extensions]).sorted(by: precedes)
        table.add(["NAME", "CLUSTER"] + types.map(XDSType.short) + ["ISTIOD", "VERSION"])
        for proxy in proxies {
            let labels = Dictionary(proxy.types.map { ($0.typeURL, $0.label(now: now)) }) { $1 }
            table.add([proxy.proxy, proxy.cluster] + types.map { labels[$0] ?? "IGNORED" } + [proxy.istiod, proxy.version])
        }
        return table
    }

    /// The kinds that any proxy subscribes to: the core ones first, then the others by name.
    private var typeOrder: [String] {
        let seen = Set(proxies.flatMap { $0.types.map(\.typeURL) })
        return XDSType.core.filter(seen.contains) + seen.subtracting(XDSType.core).sorted(by: precedes)
    }

    /// What the proxies refused, each with its reason; empty when they refused nothing.
    public func refusals(now: Int) -> String {
        var text = ""
        for proxy in proxies {
            for type in proxy.refusals {
                text += "NACK \(proxy.proxy) \(type.shortType)\(type.sentAt.map { " (\(AgeText.text(seconds: now - $0)))" } ?? "")\n"
                for line in (type.refusal ?? "").split(separator: "\n") { text += "  \(line)\n" }
            }
        }
        return text
    }

    /// One answer an istiod, in the form of xDS, as istioctl's `-o json` prints it.
    public static func value(_ proxies: [ProxySync], istiod: String, version: String, revision: String) -> Value {
        let identifier: Value = [
            "Component": "istiod", "ID": .string(istiod),
            "Info": [
                "version": .string(version), "revision": .string(revision), "golang_version": "", "status": "", "tag": "",
            ],
        ]
        return [
            "versionInfo": .string(version), "resources": .array(proxies.map(clientConfig)), "typeUrl": .string(clientConfigType),
            "controlPlane": ["identifier": .string(JSONWriter.text(identifier, .init(sortsKeys: false)))],
        ]
    }

    private static let clientConfigType = XDSType.prefix + "envoy.service.status.v3.ClientConfig"

    private static func clientConfig(_ proxy: ProxySync) -> Value {
        var metadata: Value.Object = ["CLUSTER_ID": .string(proxy.cluster), "ISTIO_VERSION": .string(proxy.version)]
        if !proxy.namespace.isEmpty { metadata["NAMESPACE"] = .string(proxy.namespace) }
        let configs = proxy.types.map { type -> Value in
            var config: Value = ["typeUrl": .string(type.typeURL), "configStatus": .string(type.state.rawValue)]
            if let text = type.sentText { config["lastUpdated"] = .string(text) }
            if let refusal = type.refusal {
                config["errorState"] = ["lastUpdateAttempt": type.sentText.map { .string($0) } ?? .null, "details": .string(refusal)]
            }
            return config
        }
        return [
            "@type": .string(clientConfigType), "node": ["id": .string(proxy.proxy), "metadata": .object(metadata)],
            "genericXdsConfigs": .array(configs),
        ]
    }
}
