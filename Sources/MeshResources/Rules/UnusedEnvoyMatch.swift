/// A match of an EnvoyFilter has a condition that Istio does not look at for this kind of patch.
enum UnusedEnvoyMatch: Rule {
    static let about = RuleDescription(
        code: "MSH2056", name: "unused-envoy-match", severity: .warning,
        kinds: ["EnvoyFilter"],
        summary: "a condition of an EnvoyFilter's match is not looked at, so that more is patched than meant",
        explanation: """
            Which conditions of `match` count depends on `applyTo`: of a ROUTE_CONFIGURATION not the virtual host, of a VIRTUAL_HOST not the \
            route, of a LISTENER or LISTENER_FILTER not the filter chain, of a CLUSTER with a `name` nothing else. Gateway and port name of \
            a route configuration are those of gateways, and the port name of a listener never counts. Istio leaves such conditions out \
            without a word, and the patch applies to everything that the others let through.

            Patch the object that the condition is about, or remove the condition.
            """,
        examples: [
            .init(
                "a virtual host of a route configuration",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: ROUTE_CONFIGURATION
                    match: {routeConfiguration: {vhost: «{name: "shop.example.com:80"}»}}
                    patch: {operation: MERGE, value: {max_direct_response_body_size_bytes: 1}}
                """),
            .init(
                "the filter chain of a listener",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: LISTENER
                    match: {listener: {portNumber: 80, filterChain: «{sni: shop.example.com}»}}
                    patch: {operation: MERGE, value: {}}
                """),
            .init(
                "conditions that count",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: VIRTUAL_HOST
                    match: {context: GATEWAY, routeConfiguration: {portName: http, gateway: web/gw, vhost: {name: "shop.example.com:80"}}}
                    patch: {operation: MERGE, value: {}}
                  - applyTo: HTTP_ROUTE
                    match: {routeConfiguration: {vhost: {route: {name: main}}}}
                    patch: {operation: MERGE, value: {}}
                  - applyTo: FILTER_CHAIN
                    match: {listener: {filterChain: {sni: shop.example.com}}}
                    patch: {operation: MERGE, value: {}}
                  - applyTo: VIRTUAL_HOST
                    match: {routeConfiguration: {vhost: {name: "", route: {action: ANY}}}}
                    patch: {operation: MERGE, value: {}}
                  - applyTo: CLUSTER
                    match: {cluster: {service: shop.web.svc.cluster.local, portNumber: 80}}
                    patch: {operation: MERGE, value: {}}
                """),
        ],
        source: "Istio, pilot/pkg/networking/core/envoyfilter")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh) {
            let match = patch.node["match"]
            func judge(_ node: Node?, _ path: String, _ help: String) {
                guard let node, !node.isNull, !(node.isMapping && node.rawEntries.allSatisfy { _ in false }) else { return }
                report.add(
                    patch.filter, at: node, path: "spec.configPatches[\(patch.index)].match.\(path)",
                    "'\(path)' is not looked at for patches of a \(patch.applyTo)", help: help)
            }
            let routes = match["routeConfiguration"]
            switch patch.applyTo {
            case "ROUTE_CONFIGURATION": judge(routes["vhost"], "routeConfiguration.vhost", "apply to VIRTUAL_HOST, or remove it")
            case "VIRTUAL_HOST":
                let route = routes["vhost"]["route"]
                // Any route at all is no condition.
                if route.text("name") == nil, ["", "ANY"].contains(route.text("action") ?? "") { break }
                judge(route, "routeConfiguration.vhost.route", "apply to HTTP_ROUTE, or remove it")
            case "LISTENER", "LISTENER_FILTER":
                let chain = match["listener"]["filterChain"]
                // Of a filter validation says so already.
                if chain.has("filter"), patch.applyTo == "LISTENER" { break }
                judge(chain, "listener.filterChain", "apply to FILTER_CHAIN, or remove it")
            case "CLUSTER" where match["cluster"].text("name") != nil:
                for key in ["service", "subset", "portNumber"] {
                    judge(match["cluster"][key], "cluster.\(key)", "keep 'name' or the other conditions")
                }
            default: break
            }
            judge(match["listener"]["portName"], "listener.portName", "use 'portNumber'")
            if match.text("context")?.hasPrefix("SIDECAR") ?? false {
                judge(routes["gateway"], "routeConfiguration.gateway", "set 'context: GATEWAY', or remove it")
                judge(routes["portName"], "routeConfiguration.portName", "use 'portNumber'")
            }
        }
    }
}
