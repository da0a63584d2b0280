/// Services of one Deployment use a port with different protocols.
enum ServicesDisagreeOnProtocol: Rule {
    static let about = RuleDescription(
        code: "IST0116", name: "services-disagree-on-protocol", severity: .warning,
        kinds: ["Deployment"],
        summary: "Services of one Deployment use a port with different protocols",
        explanation: """
            A sidecar has one listener for a port. When several Services select the same pods and give the port different transport \
            protocols, one of them does not work.

            Use one protocol for the port, or different ports.
            """,
        examples: [
            .init(
                "TCP and UDP at one port",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: «shop», namespace: web}
                spec:
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: app, image: shop}]}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: a, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80, protocol: TCP}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: x, port: 80, protocol: UDP}]
                """),
            .init(
                "the same protocol",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, namespace: web}
                spec:
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: app, image: shop}]}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: a, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80, protocol: TCP}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80, protocol: TCP}]
                """),
        ],
        source: "Istio, analyzer deployment.MultiServiceAnalyzer")
    static let analyzers = ["deployment.MultiServiceAnalyzer"]
    static let needs: [Mesh.Kind] = [.namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (deployment, services) in SharedDeployments.find(mesh) {
            var users: [Int: [String: [String]]] = [:]
            for service in services {
                for port in service.spec.items("ports") {
                    guard let number = port["port"]?.int else { continue }
                    users[number, default: [:]][port.text("protocol") ?? "TCP", default: []].append(service.fullName)
                }
            }
            for (port, protocols) in users.sorted(by: { $0.key < $1.key }) where protocols.count > 1 {
                let names = protocols.values.flatMap { $0 }.sorted()
                report.add(
                    deployment,
                    "port \(port) is used with \(protocols.keys.sorted().joined(separator: " and ")) by the Services "
                        + names.map { "'\($0)'" }.joined(separator: ", "),
                    istio:
                        "This deployment \(deployment.name) is associated with multiple services using port \(port) but different protocols: "
                        + GoFormat.list(names), help: "use one protocol for the port")
            }
        }
    }
}
