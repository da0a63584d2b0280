/// A ServiceEntry has a TCP port and no address.
enum ServiceEntryNeedsAddress: Rule {
    static let about = RuleDescription(
        code: "IST0134", name: "service-entry-needs-address", severity: .warning,
        kinds: ["ServiceEntry"],
        summary: "a ServiceEntry with a TCP port has no address",
        explanation: """
            For TCP there is no host name in the traffic, so that Istio can tell the service only by its address. Without `addresses` the \
            listener takes the whole port for every destination, unless addresses are allocated automatically.

            Add `addresses`, or turn on DNS capture with automatic allocation.
            """,
        examples: [
            .init(
                "TCP without address",
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: db, namespace: web}
                spec:
                  hosts: [db.example.com]
                  ports: [{number: 5432, name: «db», protocol: TCP}]
                  resolution: DNS
                """),
            .init(
                "TLS tells the host",
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: db, namespace: web}
                spec:
                  hosts: [db.example.com]
                  ports: [{number: 443, name: db, protocol: TLS}]
                  resolution: DNS
                """),
        ],
        source: "Istio, analyzer serviceentry.Analyzer")
    static let analyzers = ["serviceentry.Analyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let config = mesh.config
        if config.proxyMetadata("ISTIO_META_DNS_CAPTURE") == "true",
            config.proxyMetadata("ISTIO_META_DNS_AUTO_ALLOCATE") == "true" || config.proxyMetadata("PILOT_ENABLE_IP_AUTOALLOCATE") == "true"
        {
            return
        }
        for entry in mesh.all(.serviceEntry) {
            if entry.spec.items("addresses").contains(where: { _ in true }) { continue }
            if entry.resource.node["status"].items("addresses").contains(where: { _ in true }) { continue }
            // Validation says the same of a port where addresses are never allocated.
            let optedOut = entry.labels["networking.istio.io/enable-autoallocate-ip"]?.lowercased() == "false"
            let isSaidAlready = optedOut || entry.spec.text("resolution") ?? "NONE" == "NONE"
            for (index, port) in entry.spec.items("ports").enumerated() {
                guard case let proto = port.text("protocol")?.uppercased() ?? "", proto.isEmpty || proto == "TCP" else { continue }
                report.add(
                    entry, at: port["name"] ?? port, path: "spec.ports[\(index)]",
                    "port \(port["number"]?.int ?? 0) speaks \(proto.isEmpty ? "no named protocol" : "TCP"), expected 'addresses' to tell the service by",
                    istio: "ServiceEntry addresses are required for this protocol.",
                    help: "add 'addresses', or allocate them automatically",
                    onlyIstios: isSaidAlready)
            }
        }
    }
}
