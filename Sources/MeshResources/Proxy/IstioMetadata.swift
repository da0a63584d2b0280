/// What istiod notes on clusters and routes about the resource that they come from.
public enum IstioMetadata {
    /// The API path in `metadata.filter_metadata.istio.config` of a cluster, route or virtual host; `nil` when there is none.
    public static func configPath(_ node: Node) -> String? {
        guard let metadata = node.field("metadata")?.field("filter_metadata"), let istio = metadata["istio"] else { return nil }
        guard let config = istio["config"] else { return nil }
        return config.string ?? ""
    }

    /// The resource that a path such as `/apis/networking.istio.io/v1/namespaces/shop/virtual-service/reviews` means.
    public static func resource(_ path: String) -> ResourceName? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 8, parts[1] == "apis", parts[4] == "namespaces" else { return nil }
        let kind = parts[6].split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return ResourceName(kind: kind, namespace: String(parts[5]), name: String(parts[7]))
    }

    /// The last column of istioctl's tables: `reviews.shop`; empty when istiod noted nothing.
    static func label(_ node: Node) -> String {
        guard let path = configPath(node) else { return "" }
        guard path.hasPrefix("/apis/networking.istio.io/") else { return "<unknown>" }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 8 ? "\(Substring(parts[7])).\(Substring(parts[5]))" : ""
    }
}
