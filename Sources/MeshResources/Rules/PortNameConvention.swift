/// The protocol of a Service port cannot be told from its name.
enum PortNameConvention: Rule {
    static let about = RuleDescription(
        code: "IST0118", name: "port-name-convention", aliases: ["KIA0601"], severity: .info,
        kinds: ["Service"],
        summary: "the protocol of a Service port cannot be told",
        explanation: """
            Istio takes the protocol of a port from `appProtocol`, or from its name: `http`, `http-web`, `grpc`, `tcp`, `tls` and so on. \
            For other names it has to guess from the first bytes, which costs time and does not work for protocols in which the server \
            speaks first.

            Name the port `protocol` or `protocol-suffix`, or set `appProtocol`.
            """,
        examples: [
            .init(
                "a name that says nothing",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: web, port: «8080»}]
                """),
            .init(
                "a prefix, an appProtocol, UDP and a well-known number",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http-web, port: 80}, {name: api, port: 81, appProtocol: grpc}, {name: x, port: 54, protocol: UDP}, {name: db, port: 3306}]
                """),
        ],
        source: "Istio, analyzer service.PortNameAnalyzer; Kiali, KIA0601")
    static let analyzers = ["service.PortNameAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (service, port, index) in unclear(mesh) where service.spec.text("type") != "ExternalName" {
            let name = port.text("name") ?? ""
            let number = port["port"]?.int ?? 0
            report.add(
                service, at: port["port"] ?? port, path: "spec.ports[\(index)]",
                name.isEmpty
                    ? "port \(number) has no name, expected one that begins with its protocol"
                    : "port name '\(name)' does not begin with a protocol",
                istio:
                    "Port name \(name) (port: \(number), targetPort: \(target(port))) doesn't follow the naming convention of Istio port.",
                help: "name it '\(name.isEmpty ? "http" : "http-\(name)")' if it speaks HTTP, or set 'appProtocol'")
        }
    }

    private static func target(_ port: Node) -> String {
        guard let node = port.value("targetPort") else { return "0" }
        return node.text
    }

    /// The ports of Services, other than Istio's own, whose protocol cannot be told.
    static func unclear(_ mesh: Mesh) -> [(service: Mesh.Object, port: Node, index: Int)] {
        var result: [(service: Mesh.Object, port: Node, index: Int)] = []
        for service in mesh.all(.service) where !service.isControlPlane {
            switch service.resource.metadata["labels"]["gateway.istio.io/managed"]?.text {
            case "istio.io-gateway-controller", "istio.io-mesh-controller", "istio.io-eastwest-controller": continue
            default: break
            }
            let isExternal = service.spec.text("type") == "ExternalName"
            for (index, port) in service.spec.items("ports").enumerated() {
                let proto = ServicePort.proto(
                    number: port["port"]?.int ?? 0, name: port.text("name") ?? "", transport: port.text("protocol") ?? "TCP",
                    appProtocol: port["appProtocol"]?.string)
                if proto == nil || isExternal && port.text("name") == "tcp" { result.append((service, port, index)) }
            }
        }
        return result
    }
}
