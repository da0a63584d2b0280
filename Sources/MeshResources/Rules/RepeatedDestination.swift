/// A route names the same host and subset twice.
enum RepeatedDestination: Rule {
    static let about = RuleDescription(
        code: "MSH2003", name: "repeated-destination", aliases: ["KIA1105"], severity: .warning,
        kinds: ["VirtualService"],
        summary: "a route names the same destination twice",
        explanation: """
            Two entries for one host, subset and port share their weights; mostly one of them should have another subset.

            Merge the entries, or mend the subset.
            """,
        examples: [
            .init(
                "the same subset twice",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - route:
                    - destination: {host: shop, subset: v1}
                      weight: 50
                    - destination: «{host: shop, subset: v1}»
                      weight: 50
                """),
            .init(
                "two subsets",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - route:
                    - destination: {host: shop, subset: v1}
                      weight: 50
                    - destination: {host: shop, subset: v2}
                      weight: 50
                """),
        ],
        source: "Kiali, KIA1105")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            var start = 0
            for (index, destination) in service.destinations.enumerated() where destination.role == .route {
                if destination.index == 0 { start = index }
                let earlier = service.destinations[start..<index].first {
                    $0.fqdn == destination.fqdn && $0.subset == destination.subset && $0.port == destination.port
                }
                guard let earlier, !destination.host.isEmpty else { continue }
                report.add(
                    service.object, at: destination.node, path: destination.path,
                    "host '\(destination.host)'\(destination.subset.map { " with subset '\($0)'" } ?? "") is already a destination of this route",
                    help: "merge the weights, or mend the subset", related: [service.object.related("the first entry", at: earlier.node)])
            }
        }
    }
}
