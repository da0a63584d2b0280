/// The host of a DestinationRule is known to nobody.
enum UnknownDestinationRuleHost: Rule {
    static let about = RuleDescription(
        code: "IST0174", name: "unknown-destination-rule-host", aliases: ["KIA0202"], severity: .warning,
        kinds: ["DestinationRule"],
        summary: "the host of a DestinationRule does not exist",
        explanation: """
            A DestinationRule takes effect when a request goes to its host. A host that is neither a Service nor in a ServiceEntry gets no \
            requests, so the policy does nothing. A wildcard counts as known when it covers some host.

            Mend the host; write the full name for a Service of another namespace.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: «shopp»
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                """),
            .init(
                "a wildcard over Services",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: all, namespace: web}
                spec:
                  host: "*.web.svc.cluster.local"
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                """),
            .init(
                "a ServiceEntry with workloads of its own",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: vm, namespace: web}
                spec:
                  host: vm.web.svc.cluster.local
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: vm, namespace: web}
                spec:
                  hosts: [vm.web.svc.cluster.local]
                  location: MESH_INTERNAL
                  ports: [{number: 80, name: http, protocol: HTTP}]
                  workloadSelector: {labels: {app: vm}}
                """),
        ],
        source: "Istio, analyzer destinationrule.SubsetSelectPodAnalyzer; Kiali, KIA0202")
    static let analyzers = ["destinationrule.SubsetSelectPodAnalyzer"]
    static let needs: [Mesh.Kind] = [.service]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var table: HostTable<Int>?
        for rule in mesh.destinationRules {
            if mesh.hosts.resolve(rule.fqdn, from: rule.object.namespace, scope: rule.exportTo) != nil { continue }
            var covers = false
            if HostName.isWildcard(rule.host) {
                if table == nil { table = HostTable(Dictionary(grouping: mesh.hosts.entries.indices) { mesh.hosts.entries[$0].host }) }
                covers = !(table?.overlapping(rule.fqdn).isEmpty ?? true)
            }
            let names = mesh.all(.service).lazy.filter { $0.namespace == rule.object.namespace }.map(\.name)
            report.add(
                rule.object, at: rule.hostNode, path: "spec.host", "host '\(rule.host)' is no Service and in no ServiceEntry",
                istio: "The host \(rule.host) defined in the DestinationRule does not match any services in the mesh.",
                help: rule.host.contains(".") ? nil : Spelling.closest(to: rule.host, among: names).map { "did you mean '\($0)'?" },
                onlyIstios: covers || rule.host.isEmpty)
        }
    }
}
