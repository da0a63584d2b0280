/// A subset of a DestinationRule selects no pod.
enum SubsetSelectsNothing: Rule {
    static let about = RuleDescription(
        code: "IST0173", name: "subset-selects-nothing", aliases: ["KIA0203"], severity: .error,
        kinds: ["DestinationRule"],
        summary: "a subset selects no pod",
        explanation: """
            Requests that are routed to a subset without endpoints get 503 with the flag UH. The labels of the subset must all be on the \
            pods; labels of the topology come from the pod's Node.

            Mend the labels, or remove the subset.
            """,
        examples: [
            .init(
                "no pod of version v2",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets:
                  - name: v1
                    labels: {version: v1}
                  - name: «v2»
                    labels: {version: v2}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop, version: v1}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "pods of a zone, by the label of their Node",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets:
                  - name: a
                    labels: {topology.kubernetes.io/zone: zone-a}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: web}
                spec:
                  selector: {app: shop}
                  ports: [{name: http, port: 80}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {nodeName: n1, containers: [{name: app, image: shop}]}
                ---
                apiVersion: v1
                kind: Node
                metadata: {name: n1, labels: {topology.kubernetes.io/region: r, topology.kubernetes.io/zone: zone-a}}
                """),
        ],
        source: "Istio, analyzer destinationrule.SubsetSelectPodAnalyzer; Kiali, KIA0203")
    static let analyzers = ["destinationrule.SubsetSelectPodAnalyzer"]
    static let needs: [Mesh.Kind] = [.service, .pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var places: [String: [String: String]] = [:]
        for node in mesh.all(.node) { places[node.name] = locality(of: node.labels) }
        for rule in mesh.destinationRules where !rule.subsets.isEmpty {
            guard let host = mesh.hosts.resolve(rule.fqdn, from: rule.object.namespace, scope: rule.exportTo) else { continue }
            // Of subsets with the same name the last one counts.
            var last: [String: Int] = [:]
            for (index, subset) in rule.subsets.enumerated() { last[subset.name] = index }
            for (index, subset) in rule.subsets.enumerated() where last[subset.name] == index {
                let own = subset.node.stringMap("labels")
                var labels = own
                if !host.isService, let selector = host.selector {
                    for (key, value) in selector.labels where labels[key] == nil { labels[key] = value }
                }
                if selectsPod(labels, places, mesh) { continue }
                report.add(
                    rule.object, at: subset.node["name"] ?? subset.node, path: "spec.subsets[\(subset.index)]",
                    "subset '\(subset.name)' selects no pod: no pod has the labels \(LabelSelector(labels).text)",
                    istio:
                        "The Subset \(subset.name) defined in the DestinationRule does not select any pods. Which may lead to 503 UH (NoHealthyUpstream).",
                    help: "mend the labels of the subset", onlyIstios: !host.isService && selectsEndpoint(own, host, mesh))
            }
        }
    }

    private static func selectsPod(_ labels: [String: String], _ places: [String: [String: String]], _ mesh: Mesh) -> Bool {
        let topology = labels.filter { isTopology($0.key) }
        let plain = LabelSelector(labels.filter { !isTopology($0.key) })
        return mesh.workloads.contains(plain, in: nil) { workload in
            if topology.isEmpty { return true }
            let node = workload.podSpec.text("nodeName")
            var known = workload.labels
            if let node { known["kubernetes.io/hostname"] = node }
            for (key, value) in node.flatMap({ places[$0] }) ?? [:] { known[key] = value }
            return topology.allSatisfy { known[$0.key] == $0.value }
        }
    }

    /// Whether an endpoint of a ServiceEntry, or a WorkloadEntry that it selects, has the labels.
    private static func selectsEndpoint(_ labels: [String: String], _ host: Mesh.HostRegistry.Entry, _ mesh: Mesh) -> Bool {
        let selector = LabelSelector(labels)
        if host.object.spec.items("endpoints").contains(where: { selector.matches($0.stringMap("labels")) }) { return true }
        guard let entries = host.selector else { return false }
        return mesh.all(.workloadEntry).contains { entry in
            let own = entry.spec.stringMap("labels")
            return entry.namespace == host.object.namespace && entries.matches(own) && selector.matches(own)
        }
    }

    private static func isTopology(_ key: String) -> Bool {
        switch key {
        case "topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone", "kubernetes.io/hostname": true
        default: false
        }
    }

    /// What a pod inherits from its Node; a zone counts only with a region, a subzone only with a zone.
    private static func locality(of labels: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for key in ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"] {
            guard let value = labels[key], !value.isEmpty else { break }
            result[key] = value
        }
        return result
    }
}
