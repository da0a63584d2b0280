/// A Service differs between clusters.
enum InconsistentClusters: Rule {
    static let about = RuleDescription(
        code: "IST0170", name: "inconsistent-clusters", severity: .warning,
        kinds: ["Service"],
        summary: "a Service differs between clusters",
        explanation: """
            Services of the same name and namespace are one service to the mesh. When they differ in type or ports, which definition \
            counts depends on the cluster that a client is in.

            Make them equal in every cluster.
            """,
        examples: [
            .init(
                "another port in the second cluster",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: «shop», namespace: web, annotations: {meshctl.dev/cluster: east}}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web, annotations: {meshctl.dev/cluster: west}}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 81}]
                """),
            .init(
                "the same in both",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web, annotations: {meshctl.dev/cluster: east}}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web, annotations: {meshctl.dev/cluster: west}}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                """),
        ],
        source: "Istio, analyzer services.MultiClusterServiceAnalyzer")
    static let analyzers = ["services.MultiClusterServiceAnalyzer"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var services: [String: [Mesh.Object]] = [:]
        for service in mesh.all(.service) + mesh.remoteObjects.filter({ $0.kind == .service }) where !service.cluster.isEmpty {
            services[service.fullName, default: []].append(service)
        }
        for (_, group) in services.sorted(by: { $0.key < $1.key }) where group.count > 1 {
            let sorted = group.sorted { $0.cluster < $1.cluster }
            let first = sorted[0]
            var clusters: Set<String> = []
            var reasons: Set<String> = []
            for service in sorted.dropFirst() {
                if isHeadless(service) != isHeadless(first) {
                    clusters.formUnion(sorted.map(\.cluster))
                    reasons.insert("service has mixed mode like headless and clusterIP")
                }
                if service.spec.text("type") ?? "ClusterIP" != first.spec.text("type") ?? "ClusterIP" {
                    clusters.insert(service.cluster)
                    reasons.insert("service type is inconsistent")
                }
                if ports(of: service) != ports(of: first) {
                    clusters.insert(service.cluster)
                    reasons.insert("service ports are inconsistent")
                }
            }
            if clusters.isEmpty { continue }
            clusters.insert(first.cluster)
            let text = reasons.sorted().joined(separator: "; ")
            report.add(
                first,
                "service '\(first.fullName)' differs between the clusters \(clusters.sorted().map { "'\($0)'" }.joined(separator: ", ")): \(text)",
                istio: "The service \(first.name) in namespace \(GoFormat.quoted(first.namespace)) is inconsistent across clusters "
                    + "\(GoFormat.quotedList(clusters.sorted())), which can lead to undefined behaviors. The inconsistent behaviors are: \(text).",
                help: "make the definitions equal",
                related: sorted.dropFirst().map { $0.related("the definition of cluster '\($0.cluster)'") })
        }
    }

    private static func isHeadless(_ service: Mesh.Object) -> Bool { service.spec.text("clusterIP") == "None" }

    /// The ports by name, without the node ports that each cluster allots by itself.
    private static func ports(of service: Mesh.Object) -> [[String]] {
        service.spec.items("ports").map { port in
            let number = port["port"]?.text ?? ""
            return [
                port.text("name") ?? "", number, port.text("protocol") ?? "TCP", port.value("targetPort")?.text ?? number,
                port.text("appProtocol") ?? "",
            ]
        }.sorted { $0[0] == $1[0] ? $0[1] < $1[1] : $0[0] < $1[0] }
    }
}
