/// MSH3004: a route or a virtual host that no request can reach, because earlier ones take everything it matches.
enum ShadowedRoute: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3004", name: "shadowed-route", severity: .warning, kinds: ["Proxy"],
        summary: "a route is never reached, because an earlier one matches all its requests",
        explanation: """
            Envoy takes the first route that matches. A route without conditions, or with the same conditions as a later one, hides what \
            follows. When several VirtualServices for one host are merged, their order is not yours to choose: put the special matches before \
            the general ones in one VirtualService.
            """,
        examples: [
            .init(
                "a special match behind the general one",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config:
                      name: "80"
                      virtual_hosts:
                      - name: a
                        routes:
                        - {match: {prefix: /}, route: {cluster: x}}
                        - match: {prefix: «/api»}
                          route: {cluster: y}
                """),
            .init(
                "the special match first, and a general one with a condition",
                """
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.RoutesConfigDump
                  dynamic_route_configs:
                  - route_config:
                      name: "80"
                      virtual_hosts:
                      - name: a
                        routes:
                        - {match: {prefix: /api}, route: {cluster: y}}
                        - {match: {prefix: /, headers: [{name: x, present_match: true}]}, route: {cluster: z}}
                        - {match: {prefix: /}, route: {cluster: x}}
                """),
        ], source: "Envoy, HTTP route matching: the first match wins")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        for proxy in context.proxies {
            for configuration in proxy.routes {
                for host in configuration.fieldItems("virtual_hosts") { check(host, in: configuration, proxy, &report) }
            }
        }
    }

    private static func check(_ host: Node, in configuration: Node, _ proxy: ProxyView, _ report: inout ProxyReport) {
        var catchAll: Node?
        var seen: [String: Node] = [:]
        for route in host.fieldItems("routes") {
            guard let match = route.field("match") else { continue }
            let text = JSONWriter.text(ProtoJSON.value(match))
            if let earlier = catchAll ?? seen[text] {
                let place = "virtual host '\(host.fieldText("name"))' of route configuration '\(configuration.fieldText("name"))'"
                let resource = IstioMetadata.configPath(route).flatMap(IstioMetadata.resource)
                report.add(
                    proxy, at: condition(match),
                    "the route '\(RouteText.match(match))' in \(place) is never reached\(resource.map { ", from \($0)" } ?? "")",
                    help: "move it before the route that takes its requests",
                    related: [.init(message: "this route takes them", location: (earlier.field("match") ?? earlier).headLocation)])
                continue
            }
            seen[text] = route
            if text == "{\"prefix\":\"/\"}" { catchAll = route }
        }
    }

    private static func condition(_ match: Node) -> Node { match.rawEntries.first { _ in true }?.value ?? match }
}
