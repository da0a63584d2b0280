/// Reads what an istiod says about its proxies, in either of its forms.
public enum SyncReader {
    /// Reads an answer to `/debug/syncz` or a discovery response about connections. `nil` when it is neither.
    ///
    /// `istiod` is the name to give the control plane where the answer does not say.
    public static func read(_ answer: Node, istiod: String) -> [ProxySync]? {
        if answer.isSequence { return answer.items.compactMap { row($0, istiod: istiod) } }
        // Nothing connected: an empty list is written as null, too.
        if answer.isNull { return [] }
        guard answer.isMapping, answer.entries.isEmpty || answer.field("resources") != nil || answer.field("type_url") != nil else {
            return nil
        }
        let name = identifier(answer)?["ID"]?.text ?? istiod
        return answer.fieldItems("resources").map { clientConfig($0, istiod: name) }
    }

    /// What a discovery response says about the control plane that sent it.
    private static func identifier(_ answer: Node) -> Node? {
        guard let text = answer.field("control_plane")?.fieldText("identifier") else { return nil }
        return JSONReader.parse(SourceText(name: "identifier", text: text)).tree.roots.first
    }

    // MARK: /debug/syncz

    /// A row; `nil` for connections that are no proxies, such as those of other tools that ask istiod.
    private static func row(_ row: Node, istiod: String) -> ProxySync? {
        let proxy = row.fieldText("proxy")
        let version = row.fieldText("istio_version")
        guard !proxy.isEmpty, version != "65536.65536.65536" else { return nil }
        let namespace = proxy.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(proxy[proxy.utf8.index(after: $0)...]) } ?? ""
        let types = row["resources"].map(types) ?? legacyTypes(row)
        return ProxySync(
            proxy: proxy, cluster: row.fieldText("cluster_id"), version: version, namespace: namespace, kind: row.fieldText("proxy_type"),
            istiod: istiod, types: types)
    }

    private static func types(_ resources: Node) -> [TypeSync] {
        let types = resources.entries.map { url, status in
            let time = status["sentTime"]?.text
            let sent = status["sent"]?.text ?? ""
            return type(
                url.text, sent: sent, acknowledged: status["acked"]?.text ?? "", refusal: status["lastError"]?.text ?? "",
                time: sent.isEmpty ? nil : time)
        }
        return types.sorted { precedes($0.typeURL, $1.typeURL) }
    }

    /// The fields of istiods before 1.30, which do not tell refused from not yet acknowledged.
    private static func legacyTypes(_ row: Node) -> [TypeSync] {
        let fields: [(String, String)] = [
            (XDSType.cluster, "cluster"), (XDSType.extensions, "extensionconfig"), (XDSType.endpoint, "endpoint"),
            (XDSType.listener, "listener"),
            (XDSType.route, "route"),
        ]
        return fields.map { url, name in
            type(url, sent: row["\(name)_sent"]?.text ?? "", acknowledged: row["\(name)_acked"]?.text ?? "", refusal: "", time: nil)
        }
    }

    private static func type(_ url: String, sent: String, acknowledged: String, refusal: String, time: String?) -> TypeSync {
        let state: SyncState = !refusal.isEmpty ? .error : sent.isEmpty ? .notSent : acknowledged == sent ? .synced : .stale
        return TypeSync(
            typeURL: url, state: state, sentAt: time.flatMap { Moment($0)?.seconds }, sentText: time,
            refusal: refusal.isEmpty ? nil : refusal, mark: sent)
    }

    // MARK: xDS

    private static func clientConfig(_ config: Node, istiod: String) -> ProxySync {
        let node = config.field("node")
        let metadata = node?.field("metadata")
        let types =
            config.field("generic_xds_configs").map { $0.items.map(genericType) } ?? config.fieldItems("xds_config").compactMap(perType)
        return ProxySync(
            proxy: node?.fieldText("id") ?? "", cluster: metadata?["CLUSTER_ID"]?.text ?? "",
            version: metadata?["ISTIO_VERSION"]?.text ?? "",
            namespace: metadata?["NAMESPACE"]?.text ?? "", kind: "", istiod: istiod, types: types)
    }

    private static func genericType(_ config: Node) -> TypeSync {
        let time = config.field("last_updated")?.text
        return TypeSync(
            typeURL: config.fieldText("type_url"), state: SyncState(rawValue: config.fieldText("config_status")) ?? .unknown,
            sentAt: time.flatMap { Moment($0)?.seconds }, sentText: time, refusal: config.field("error_state")?.field("details")?.text,
            mark: time ?? "")
    }

    private static func perType(_ config: Node) -> TypeSync? {
        let kinds: [(StaticString, String)] = [
            ("listener_config", XDSType.listener), ("cluster_config", XDSType.cluster), ("route_config", XDSType.route),
            ("endpoint_config", XDSType.endpoint),
        ]
        guard let kind = kinds.first(where: { config.field($0.0) != nil }) else { return nil }
        return TypeSync(typeURL: kind.1, state: SyncState(rawValue: config.fieldText("status")) ?? .unknown)
    }
}
