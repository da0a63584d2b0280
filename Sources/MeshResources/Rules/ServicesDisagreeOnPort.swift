/// Services of one Deployment lead different ports to one target port.
enum ServicesDisagreeOnPort: Rule {
    static let about = RuleDescription(
        code: "IST0137", name: "services-disagree-on-port", severity: .warning,
        kinds: ["Deployment"],
        summary: "Services of one Deployment lead different ports to one target port",
        explanation: """
            When Services that select the same pods send different ports to the same `targetPort`, the sidecar keeps the settings of only \
            one of them for inbound traffic.

            Let the Services use the same port for the target, or different targets.
            """,
        examples: [
            .init(
                "80 and 81 both lead to 8080",
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
                  ports: [{name: http, port: 80, targetPort: 8080}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 81, targetPort: 8080}]
                """),
            .init(
                "different targets",
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
                  ports: [{name: http, port: 80, targetPort: 8080}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 81, targetPort: 8081}]
                """),
        ],
        source: "Istio, analyzer deployment.MultiServiceAnalyzer")
    static let analyzers = ["deployment.MultiServiceAnalyzer"]
    static let needs: [Mesh.Kind] = [.namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for (deployment, services) in SharedDeployments.find(mesh) {
            var users: [String: [Int: String]] = [:]
            for service in services {
                for port in service.spec.items("ports") {
                    guard let number = port["port"]?.int else { continue }
                    var target = port.value("targetPort")?.text ?? ""
                    if target.isEmpty || target == "0" { target = String(number) }
                    users[target, default: [:]][number] = service.fullName
                }
            }
            for (target, ports) in users.sorted(by: { $0.key < $1.key }) where ports.count > 1 {
                let names = ports.values.sorted()
                let numbers = ports.keys.sorted().map(String.init)
                report.add(
                    deployment,
                    "target port \(target) is reached by the ports \(numbers.joined(separator: ", ")) of the Services "
                        + names.map { "'\($0)'" }.joined(separator: ", "),
                    istio:
                        "This deployment \(deployment.name) is associated with multiple services \(GoFormat.list(names)) using targetPort "
                        + "\(GoFormat.quoted(target)) but different ports: \(GoFormat.list(numbers)).",
                    help: "use one port for the target port")
            }
        }
    }
}
