/// The only destination of a route has a weight.
enum RedundantWeight: Rule {
    static let about = RuleDescription(
        code: "MSH2002", name: "redundant-weight", aliases: ["KIA1104"], severity: .info,
        kinds: ["VirtualService"],
        summary: "the only destination of a route has a weight other than 100",
        explanation: """
            With one destination all requests go there, whatever the weight. A weight below 100 suggests that another destination was \
            meant to be here.

            Remove the weight, or add the other destination.
            """,
        examples: [
            .init(
                "a weight of 20 and nothing else",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop}, weight: «20»}]}]
                """),
            .init(
                "two destinations",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop}, weight: 20}, {destination: {host: pay}, weight: 80}]}]
                """),
        ],
        source: "Kiali, KIA1104")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for (index, destination) in service.destinations.enumerated() where destination.role == .route && destination.index == 0 {
                let next = index + 1 < service.destinations.count ? service.destinations[index + 1] : nil
                if let next, next.role == .route, next.list == destination.list, next.rule == destination.rule { continue }
                let route = service.spec[destination.list.rawValue]?.items.dropFirst(destination.rule).first { _ in true }
                guard let weight = route?.items("route").first(where: { _ in true })?["weight"], let value = weight.int, value != 100,
                    value > 0
                else {
                    continue
                }
                report.add(
                    service.object, at: weight, path: "spec.\(destination.list.rawValue)[\(destination.rule)].route[0].weight",
                    "weight \(value) of the only destination has no effect", help: "remove the weight, or add the other destination")
            }
        }
    }
}
