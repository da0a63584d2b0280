/// A match of a VirtualService can never be reached, because earlier ones cover it.
enum UnreachableMatch: Rule {
    static let about = RuleDescription(
        code: "MSH2030", name: "shadowed-route", severity: .warning,
        kinds: ["VirtualService"],
        summary: "earlier routes take everything that a match could get",
        explanation: """
            Routes are tried in order, and the first match wins. Every request that this match describes already fits an earlier one: a \
            shorter prefix, a match without the extra header, any method. So the route never gets a request through it.

            Move the narrower match up, or remove it.
            """,
        examples: [
            .init(
                "a path under an earlier prefix, with a header more",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - match: [{uri: {prefix: /api}}]
                    route: [{destination: {host: shop}}]
                  - match: [«{uri: {exact: /api/v1}, headers: {x-beta: {exact: "1"}}}»]
                    route: [{destination: {host: beta}}]
                """),
            .init(
                "the narrower match comes first",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - match: [{uri: {prefix: /api/v1}}]
                    route: [{destination: {host: beta}}]
                  - match: [{uri: {prefix: /api}}]
                    route: [{destination: {host: shop}}]
                  - route: [{destination: {host: shop}}]
                """),
        ],
        source: "Istio, HTTPMatchRequest reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            guard let http = service.spec["http"], Self.hasTwo(http) else { continue }
            var earlier: [(match: RouteConditions, route: Int, number: Int)] = []
            var shadowed: [(match: RouteConditions, route: Int, number: Int, by: Int, other: Int)] = []
            for (route, node) in http.items.enumerated() {
                for (number, item) in node.items("match").enumerated() where item.isMapping {
                    let match = RouteConditions(item)
                    if let hit = earlier.first(where: { $0.match.covers(match) }) {
                        shadowed.append((match, route, number, hit.route, hit.number))
                    } else if earlier.count < limit {
                        earlier.append((match, route, number))
                    }
                }
            }
            if shadowed.isEmpty { continue }
            // What Istio's own validation already says is not said again.
            let known = Set(RouteReachability.remarks(service.spec).map(\.node.identity))
            let routes = Array(http.items)
            for entry in shadowed where !known.contains(entry.match.node.identity) {
                if entry.route < routes.count, known.contains(routes[entry.route].identity) { continue }
                let place = "match \(entry.other) of \(name(routes, entry.by))"
                report.add(
                    service.object, at: entry.match.node, path: "spec.http[\(entry.route)].match[\(entry.number)]",
                    "match is never reached: \(place) takes everything that fits it",
                    help: "move this match before it, or remove it",
                    related: routes.count > entry.by ? [service.object.related("the earlier route", at: routes[entry.by])] : [])
            }
        }
    }

    /// Whether there are two matches to compare.
    private static func hasTwo(_ routes: Node) -> Bool {
        var count = 0
        for route in routes.items {
            for _ in route.items("match") {
                count += 1
                if count > 1 { return true }
            }
        }
        return false
    }

    /// So many earlier matches are looked at; longer lists are written by machines.
    private static let limit = 500

    private static func name(_ routes: [Node], _ index: Int) -> String {
        index < routes.count ? routes[index].text("name").map { "route '\($0)'" } ?? "route \(index)" : "route \(index)"
    }
}
