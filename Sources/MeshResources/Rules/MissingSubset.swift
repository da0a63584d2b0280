/// A route names a subset that no DestinationRule of its host defines.
enum MissingSubset: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "missing-subset", aliases: ["KIA1107"], severity: .error,
        kinds: ["VirtualService"],
        summary: "a route names a subset that no DestinationRule defines",
        explanation: """
            A subset is a name that a DestinationRule for the same host gives to some of its workloads. Without the definition Istio makes \
            a route to a cluster that does not exist, and requests get 503.

            Define the subset in a DestinationRule of the host, or mend the name.
            """,
        examples: [
            .init(
                "the subset is misspelt",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop, subset: «v11»}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets: [{name: v1, labels: {version: v1}}]
                """),
            .init(
                "short and full name mean the same host",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{route: [{destination: {host: shop.web.svc.cluster.local, subset: v1}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: shop, namespace: web}
                spec:
                  host: shop
                  subsets: [{name: v1, labels: {version: v1}}]
                """),
        ],
        source: "Istio, analyzer virtualservice.DestinationRuleAnalyzer; Kiali, KIA1107")
    static let analyzers = ["virtualservice.DestinationRuleAnalyzer"]
    static let needs: [Mesh.Kind] = [.destinationRule]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for destination in service.destinations {
                guard let subset = destination.subset else { continue }
                let rules = mesh.destinationRules(host: destination.fqdn)
                if rules.contains(where: { $0.subsets.contains { $0.name == subset } }) { continue }
                let isMirror = destination.role != .route
                report.add(
                    service.object, at: destination.node["subset"], path: "\(destination.path).subset",
                    "host '\(destination.host)' has no subset '\(subset)'",
                    istio: "Referenced \(isMirror ? "mirror" : "host")+subset in destinationrule not found: "
                        + GoFormat.quoted("\(destination.host)+\(subset)"),
                    help: help(subset, rules), related: rules.prefix(3).map { $0.object.related("the host's subsets are defined here") },
                    fixes: fixes(destination.node["subset"], subset, rules))
            }
        }
    }

    /// A slip of the pen can be mended without doubt when one subset is spelt almost alike.
    private static func fixes(_ node: Node?, _ subset: String, _ rules: [Mesh.DestinationRule]) -> [FixIt] {
        guard let node, subset.count > 3, let near = Spelling.closest(to: subset, among: rules.flatMap { $0.subsets.map(\.name) }) else {
            return []
        }
        return [.replacing(node, by: near)]
    }

    private static func help(_ subset: String, _ rules: [Mesh.DestinationRule]) -> String {
        let names = rules.flatMap { $0.subsets.map(\.name) }.filter { !$0.isEmpty }
        if let near = Spelling.closest(to: subset, among: names) { return "did you mean '\(near)'?" }
        return rules.isEmpty
            ? "add a DestinationRule for the host that defines the subset"
            : names.isEmpty
                ? "define the subset in the DestinationRule '\(rules[0].object.fullName)'"
                : "use one of \(Set(names).sorted().map { "'\($0)'" }.joined(separator: ", "))"
    }
}
