/// `proxy-config bootstrap`: what a proxy was started with.
public struct BootstrapReport: Sendable {
    /// The section, as it stands in the dump.
    public let node: Node

    /// Finds the bootstrap of a dump.
    public init(_ dump: ConfigDump) throws(ConfigDump.Failure) {
        node = try dump.require(.bootstrap)
    }

    private var proxy: Node? { node.field("bootstrap", "node") }

    /// `1.30.3`; empty when the proxy does not say.
    public var istioVersion: String { proxy?.field("metadata")?["ISTIO_VERSION"]?.string ?? "" }

    /// The proxy's id: `sidecar~10.244.0.11~POD.NAMESPACE~DOMAIN`.
    public var proxyID: String { proxy?.fieldText("id") ?? "" }

    /// A string of the node's metadata, such as `NAMESPACE` or `WORKLOAD_NAME`.
    public func metadata(_ key: String) -> String { proxy?.field("metadata")?[key]?.string ?? "" }

    /// The labels of the proxy's workload.
    public var labels: [String: String] {
        guard let labels = proxy?.field("metadata")?["LABELS"] else { return [:] }
        return Dictionary(labels.entries.map { ($0.key.text, $0.value.text) }) { $1 }
    }

    /// `1.40.0/Clean/RELEASE/BoringSSL`.
    public var envoyVersion: String {
        let build = proxy?.field("user_agent_build_version")
        let version = build?.field("version")
        let numbers = ["major_number" as StaticString, "minor_number", "patch"].map { String(version?.fieldNumber($0) ?? 0) }
        var text = numbers.joined(separator: ".")
        let details = build?.field("metadata")
        if let label = details?["build.label"] { text += "-\(label.string ?? "")" }
        for key in ["revision.status", "build.type", "ssl.version"] {
            if let detail = details?[key] { text += "/\(detail.string ?? "")" }
        }
        return text
    }

    /// istioctl's three lines.
    public var table: ColumnText {
        var table = ColumnText(gap: 1)
        let sha = metadata("ISTIO_PROXY_SHA").split(separator: ":", omittingEmptySubsequences: false)
        if !istioVersion.isEmpty { table.add("Istio Version:", istioVersion) }
        let build = sha.count > 1 ? sha[1] : sha.first ?? ""
        if !build.isEmpty { table.add("Istio Proxy Version:", String(build)) }
        table.add("Envoy Version:", envoyVersion)
        return table
    }
}
