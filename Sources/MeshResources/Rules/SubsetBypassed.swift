/// A gateway routes to a host without the subset rules that another VirtualService has for it.
enum SubsetBypassed: Rule {
    static let about = RuleDescription(
        code: "IST0140", name: "subset-bypassed", severity: .warning,
        kinds: ["VirtualService"],
        summary: "a gateway route goes around the subset rules of another VirtualService",
        explanation: """
            Routing is decided once, where a request enters. A VirtualService on a gateway that sends to `reviews` without a subset does \
            not pass through the VirtualService that splits `reviews` into subsets for the mesh; its requests reach all versions.

            Name the subset in the gateway route as well, or attach the other VirtualService to the gateway.
            """,
        examples: [
            .init(
                "the subset rule of the mesh does not count at the gateway",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: front, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http:
                  - route:
                    - destination:
                        host: «reviews»
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: reviews, namespace: web}
                spec:
                  hosts: [reviews]
                  http: [{route: [{destination: {host: reviews, subset: v1}}]}]
                """),
            .init(
                "the gateway route names the subset",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: front, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http: [{route: [{destination: {host: reviews, subset: v1}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: reviews, namespace: web}
                spec:
                  hosts: [reviews]
                  http: [{route: [{destination: {host: reviews, subset: v1}}]}]
                """),
        ],
        source: "Istio, analyzer virtualservice.DestinationHostAnalyzer")
    static let analyzers = ["virtualservice.DestinationHostAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var splitters: [String: [Mesh.VirtualService]] = [:]
        for service in mesh.virtualServices {
            for destination in service.destinations
            where destination.list == .http && destination.role == .route && destination.subset != nil {
                guard service.hosts.contains(where: { $0.fqdn == destination.fqdn }) else { continue }
                if splitters[destination.fqdn]?.last !== service { splitters[destination.fqdn, default: []].append(service) }
            }
        }
        if splitters.isEmpty { return }
        for service in mesh.virtualServices where !service.gateways.isEmpty {
            var reported: Set<ObjectIdentifier> = []
            for destination in service.destinations
            where destination.list == .http && destination.role == .route && destination.subset == nil {
                for other in splitters[destination.fqdn] ?? [] where reported.insert(ObjectIdentifier(other)).inserted {
                    report.add(
                        service.object, at: destination.hostNode, path: "\(destination.path).host",
                        "route to '\(destination.host)' names no subset, and the subsets of VirtualService '\(other.object.fullName)' do not count here",
                        istio:
                            "Subset in virtual service \(other.object.fullName) has no effect on ingress gateway \(service.object.fullName) requests",
                        help: "name a subset in this route", related: [other.object.related("the subsets are chosen here")],
                        onlyIstios: other === service)
                    // One is enough to say it; Istio names each.
                    if !report.wantsIstioText, other !== service { break }
                }
            }
        }
    }
}
