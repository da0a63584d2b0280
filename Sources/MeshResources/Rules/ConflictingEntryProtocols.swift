/// ServiceEntries give one host and port different protocols.
enum ConflictingEntryProtocols: Rule {
    static let about = RuleDescription(
        code: "MSH2055", name: "conflicting-entry-protocols", aliases: ["KIA1212"], severity: .warning,
        kinds: ["ServiceEntry"],
        summary: "ServiceEntries give one host and port different protocols",
        explanation: """
            A proxy has one listener for a port of a host. Where two ServiceEntries that a namespace sees together give it different \
            protocols, the older one counts, and traffic for the other is handled in the wrong way. Istio's analyzers report it from \
            version 1.31 on.

            Use one protocol, or limit `exportTo`.
            """,
        examples: [
            .init(
                "HTTP and HTTPS",
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [api.example.com]
                  ports: [{number: 8080, name: http, protocol: HTTP}]
                  resolution: DNS
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: b, namespace: web}
                spec:
                  hosts: [api.example.com]
                  ports: [{number: 8080, name: https, protocol: «HTTPS»}]
                  resolution: DNS
                """),
            .init(
                "the same in other letters, and another port",
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [api.example.com]
                  ports: [{number: 8080, name: http, protocol: HTTP}]
                  resolution: DNS
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: b, namespace: web}
                spec:
                  hosts: [api.example.com]
                  ports: [{number: 8080, name: http, protocol: http}, {number: 443, name: tls, protocol: TLS}]
                  resolution: DNS
                """),
            .init(
                "never seen together",
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: a, namespace: web}
                spec:
                  hosts: [api.example.com]
                  exportTo: ["."]
                  ports: [{number: 8080, name: http, protocol: HTTP}]
                  resolution: DNS
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: b, namespace: shop}
                spec:
                  hosts: [api.example.com]
                  exportTo: ["."]
                  ports: [{number: 8080, name: https, protocol: HTTPS}]
                  resolution: DNS
                """),
        ],
        source: "Istio, analyzer serviceentry.ConflictingServiceEntryProtocolAnalyzer of 1.31; Kiali, KIA1212")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        struct Place: Hashable {
            let host: String
            let port: Int
        }
        var first: [Place: [(entry: Mesh.HostRegistry.Entry, proto: String)]] = [:]
        for entry in mesh.hosts.entries where !entry.isService {
            for port in entry.ports {
                guard let number = port.number else { continue }
                let place = Place(host: entry.host, port: number)
                let proto = port.proto.uppercased()
                let earlier = first[place]?.first {
                    $0.proto != proto && $0.entry.object !== entry.object && $0.entry.exportTo.overlaps(entry.exportTo)
                        && $0.entry.object.sharesRevision(with: entry.object)
                }
                if let earlier {
                    report.add(
                        entry.object, at: port.node["protocol"] ?? port.node, path: "spec.ports",
                        "port \(number) of host '\(entry.host)' speaks \(proto.isEmpty ? "no named protocol" : proto), but "
                            + "\(earlier.proto.isEmpty ? "none" : earlier.proto) in ServiceEntry '\(earlier.entry.object.fullName)'",
                        help: "use one protocol, or limit 'exportTo'", related: [earlier.entry.object.related("the other ServiceEntry")])
                } else if first[place]?.count ?? 0 < 50 {
                    first[place, default: []].append((entry, proto))
                }
            }
        }
    }
}
