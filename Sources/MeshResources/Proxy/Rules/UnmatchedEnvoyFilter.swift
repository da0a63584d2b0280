/// MSH3012: a patch of an EnvoyFilter finds nothing to patch in any proxy that it selects.
enum UnmatchedEnvoyFilter: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3012", name: "unmatched-envoy-filter", severity: .warning, kinds: ["EnvoyFilter", "Proxy"],
        summary: "a patch of an EnvoyFilter matches nothing in the proxies that it is for",
        explanation: """
            istiod applies a patch where its match fits and says nothing when it fits nowhere. Names of listeners, clusters, filters and virtual \
            hosts change between versions: compare the match with 'meshctl proxy-config'. Patches that remove or replace are not judged, because \
            what they matched is gone. Needs the mesh's manifests.
            """,
        examples: [
            .init(
                "a filter that Istio does not build in",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local", metadata: {NAMESPACE: shop}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state: {listener: {name: virtualInbound, filter_chains: [{filters: [{name: envoy.filters.network.tcp_proxy}]}]}}
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: «lua», namespace: shop}
                spec:
                  configPatches:
                  - applyTo: NETWORK_FILTER
                    match: {context: SIDECAR_INBOUND, listener: {filterChain: {filter: {name: envoy.http_connection_manager}}}}
                    patch: {operation: INSERT_BEFORE, value: {name: x}}
                """),
            .init(
                "a filter that is there",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.shop~shop.svc.cluster.local", metadata: {NAMESPACE: shop}}}
                - "@type": type.googleapis.com/envoy.admin.v3.ListenersConfigDump
                  dynamic_listeners:
                  - active_state: {listener: {name: virtualInbound, filter_chains: [{filters: [{name: envoy.filters.network.tcp_proxy}]}]}}
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: x, namespace: shop}
                spec:
                  configPatches:
                  - applyTo: NETWORK_FILTER
                    match: {context: SIDECAR_INBOUND, listener: {filterChain: {filter: {name: envoy.filters.network.tcp_proxy}}}}
                    patch: {operation: INSERT_BEFORE, value: {name: x}}
                """),
        ], source: "Istio, EnvoyFilter: EnvoyConfigObjectMatch")

    static let looksAcross = true

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        guard let mesh = context.mesh else { return }
        for object in mesh.all(.envoyFilter) {
            let filter = EnvoyFilterView(object)
            let selected = context.proxies.filter { filter.selects($0, context) }
            guard !selected.isEmpty else { continue }
            for (index, patch) in filter.patches.enumerated() where isJudged(patch) {
                let proxies = selected.filter { !patch.excludes($0) }
                guard !proxies.isEmpty, let missing = missing(patch, in: proxies) else { continue }
                report.add(
                    object, "patch \(index) finds nothing in the \(proxies.count) proxies that it is for: \(missing)",
                    help: "compare its match with what 'meshctl proxy-config' shows")
            }
        }
    }

    private static func isJudged(_ patch: EnvoyFilterView.Patch) -> Bool {
        ["MERGE", "INSERT_BEFORE", "INSERT_AFTER", "INSERT_FIRST"].contains(patch.operation)
    }

    /// What the match names and no proxy has; `nil` when everything named is there.
    private static func missing(_ patch: EnvoyFilterView.Patch, in proxies: [ProxyView]) -> String? {
        guard let match = patch.match else { return nil }
        if patch.applyTo == "CLUSTER", let cluster = match["cluster"] { return missingCluster(cluster, proxies) }
        if patch.touches("LISTENER"), let listener = match["listener"] { return missingListener(listener, proxies) }
        if patch.touches("ROUTE"), let route = match["routeConfiguration"] { return missingRoute(route, proxies) }
        return nil
    }

    private static func missingCluster(_ match: Node, _ proxies: [ProxyView]) -> String? {
        let names = Set(proxies.flatMap { $0.clusters ?? [] }.map { $0.fieldText("name") })
        guard !names.isEmpty else { return nil }
        if let name = match["name"]?.text, !names.contains(name) { return "no cluster '\(name)'" }
        if let service = match["service"]?.text, !names.contains(where: { ClusterName($0).host == service }) {
            return "no cluster of service '\(service)'"
        }
        return nil
    }

    private static func missingListener(_ match: Node, _ proxies: [ProxyView]) -> String? {
        let listeners = proxies.flatMap(\.listeners)
        guard !listeners.isEmpty else { return nil }
        if let name = match["name"]?.text, !listeners.contains(where: { $0.fieldText("name") == name }) { return "no listener '\(name)'" }
        let filters = listeners.flatMap { ListenerTraits($0).chains }.flatMap { $0.fieldItems("filters") }
        let filter = match["filterChain"]?["filter"]
        if let name = filter?["name"]?.text, !filters.contains(where: { $0.fieldText("name") == name }) { return "no filter '\(name)'" }
        if let name = filter?["subFilter"]?["name"]?.text {
            let inner = filters.compactMap { $0.field("typed_config") }.flatMap { $0.fieldItems("http_filters") }
            if !inner.contains(where: { $0.fieldText("name") == name }) { return "no HTTP filter '\(name)'" }
        }
        return nil
    }

    private static func missingRoute(_ match: Node, _ proxies: [ProxyView]) -> String? {
        let routes = proxies.flatMap(\.routes)
        guard !routes.isEmpty else { return nil }
        if let name = match["name"]?.text, !routes.contains(where: { $0.fieldText("name") == name }) {
            return "no route configuration '\(name)'"
        }
        if let name = match["vhost"]?["name"]?.text {
            let hosts = routes.flatMap { $0.fieldItems("virtual_hosts") }
            if !hosts.contains(where: { $0.fieldText("name") == name }) { return "no virtual host '\(name)'" }
        }
        return nil
    }
}
