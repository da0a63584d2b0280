/// A port of an ExternalName Service is not named after an HTTP or TLS protocol.
enum ExternalNamePort: Rule {
    static let about = RuleDescription(
        code: "IST0150", name: "external-name-port", severity: .warning,
        kinds: ["Service"],
        summary: "a port of an ExternalName Service has no usable protocol name",
        explanation: """
            For an ExternalName Service Istio has no address to listen on, only a port. Without a protocol in the name, or with `tcp`, the \
            listener takes the whole port, and other traffic to it can break.

            Name the port after its protocol, such as `https`.
            """,
        examples: [
            .init(
                "named tcp",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: db, namespace: web}
                spec:
                  type: ExternalName
                  externalName: db.example.com
                  ports: [{name: tcp, port: «443», protocol: TCP}]
                """),
            .init(
                "named https",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: db, namespace: web}
                spec:
                  type: ExternalName
                  externalName: db.example.com
                  ports: [{name: https, port: 443, protocol: TCP}]
                """),
        ],
        source: "Istio, analyzer service.PortNameAnalyzer")
    static let analyzers = ["service.PortNameAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (service, port, index) in PortNameConvention.unclear(mesh) where service.spec.text("type") == "ExternalName" {
            report.add(
                service, at: port["port"] ?? port, path: "spec.ports[\(index)]",
                "port name '\(port.text("name") ?? "")' of an ExternalName Service does not say a protocol other than tcp",
                istio:
                    "Port name for ExternalName service is invalid. Proxy may prevent tcp named ports and unmatched traffic for ports serving TCP "
                    + "protocol from being forwarded correctly", help: "name it after its protocol, such as 'https'")
        }
    }
}
