/// VirtualServices on one gateway and host take requests from each other.
enum GatewayHostClash: Rule {
    static let about = RuleDescription(
        code: "MSH2004", name: "gateway-host-clash", aliases: ["KIA1106"], severity: .warning,
        kinds: ["VirtualService"],
        summary: "VirtualServices on one gateway and host take requests from each other",
        explanation: """
            At a gateway Istio joins the routes of all VirtualServices that have the same host: first those of the oldest object, then the \
            next. A route without match, or the same match, in two of them leaves the later ones nothing; which is later depends on when \
            the objects were made, and changes when one is made again.

            Put routes that overlap into one VirtualService, or give each its own paths.
            """,
        examples: [
            .init(
                "two catch-all routes",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: b, namespace: web}
                spec:
                  hosts: [«shop.example.com»]
                  gateways: [web/public]
                  http: [{route: [{destination: {host: pay}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                """),
            .init(
                "paths of their own",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: b, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [public]
                  http: [{match: [{uri: {prefix: /b}}], route: [{destination: {host: pay}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                """),
        ],
        source: "Istio, VirtualService reference; Kiali, KIA1106")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var groups: [Place: [Mesh.VirtualService]] = [:]
        for service in mesh.virtualServices {
            for name in service.gateways where name.text != "mesh" {
                let (namespace, plain) = mesh.reference(name.text, from: service.object.namespace)
                for host in service.hosts {
                    groups[Place(namespace: namespace, gateway: plain, host: host.fqdn), default: []].append(service)
                }
            }
        }
        var reported: Set<ObjectIdentifier> = []
        var claims: [ObjectIdentifier: [Claim]] = [:]
        for (place, services) in groups.filter({ $0.value.count > 1 }).sorted(by: { $0.key < $1.key }) {
            var taken: [UInt64: Mesh.VirtualService] = [:]
            for service in services {
                let id = ObjectIdentifier(service)
                let own = claims[id] ?? Self.claims(service)
                claims[id] = own
                for claim in own {
                    guard let earlier = taken[claim.digest], earlier !== service, earlier.object.sharesRevision(with: service.object) else {
                        taken[claim.digest] = service
                        continue
                    }
                    guard reported.insert(id).inserted else { continue }
                    let host = service.hosts.first { $0.fqdn == place.host }
                    report.add(
                        service.object, at: host?.node, path: "spec.hosts",
                        "\(claim.text) of host '\(place.host)' on gateway '\(place.namespace)/\(place.gateway)' is also in VirtualService '\(earlier.object.fullName)'; "
                            + "the older object gets the requests",
                        help: "put the routes into one VirtualService", related: [earlier.object.related("the other VirtualService")])
                }
            }
        }
    }

    private struct Place: Hashable, Comparable {
        let namespace: String
        let gateway: String
        let host: String

        static func < (a: Place, b: Place) -> Bool {
            (a.namespace, a.gateway, a.host) < (b.namespace, b.gateway, b.host)
        }
    }

    /// What a VirtualService takes of a host.
    private struct Claim {
        /// Of the match; 0 for what takes everything.
        let digest: UInt64
        let text: String
    }

    /// The matches of the HTTP routes in order, equal ones once.
    private static func claims(_ service: Mesh.VirtualService) -> [Claim] {
        var result: [Claim] = []
        var seen = Set<UInt64>()
        func add(_ digest: UInt64, _ text: @autoclosure () -> String) {
            if seen.insert(digest).inserted { result.append(Claim(digest: digest, text: text())) }
        }
        for (index, route) in service.spec.items("http").enumerated() {
            var number = 0
            for match in route.items("match") {
                let digest = RouteConditions.takesEverything(match) ? 0 : NodeDigest.of(match, leavingOut: "name")
                add(digest, digest == 0 ? "the catch-all route" : "match \(number) of route \(index)")
                number += 1
            }
            if number == 0 { add(0, "the catch-all route") }
        }
        return result
    }
}
