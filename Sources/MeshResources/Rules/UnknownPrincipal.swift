/// An AuthorizationPolicy names a service account that does not exist.
enum UnknownPrincipal: Rule {
    static let about = RuleDescription(
        code: "MSH2023", name: "unknown-principal", aliases: ["KIA0106", "KIA0107", "KIA0108"], severity: .warning,
        kinds: ["AuthorizationPolicy"],
        summary: "an AuthorizationPolicy names a service account that does not exist",
        explanation: """
            A principal is `TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT`, without `spiffe://`. An account that does not exist has no workload, so \
            that the rule matches nobody. Accounts of other clusters of the mesh count as well. Where the mesh configuration is known, \
            a trust domain that is neither the mesh's nor one of its aliases is pointed out as a hint: nobody here can tell whether its \
            account exists.

            Mend the name.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [«cluster.local/ns/web/sa/shopp»]}}]}]
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: shop, namespace: web}
                """),
            .init(
                "it exists, or is a pattern",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [cluster.local/ns/web/sa/shop, "*/sa/any"]}}]}]
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: shop, namespace: web}
                """),
            .init(
                "the account of a pod, and of another mesh",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  rules: [{from: [{source: {principals: [cluster.local/ns/web/sa/default, other.org/ns/x/sa/y]}}]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: web, labels: {app: shop}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: shop, namespace: web}
                """),
        ],
        source: "Istio, AuthorizationPolicy reference; Kiali, KIA0106")
    static let needs: [Mesh.Kind] = [.serviceAccount]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        var known: Set<String> = []
        for account in mesh.all(.serviceAccount) + mesh.remoteObjects.filter({ $0.kind == .serviceAccount }) {
            known.insert(account.fullName)
        }
        for workload in mesh.workloads.all { known.insert("\(workload.object.namespace)/\(workload.serviceAccount)") }
        for namespace in mesh.all(.namespace) { known.insert("\(namespace.name)/default") }
        let namespaces = Set(known.map { $0.prefix { $0 != "/" } })
        let aliases = mesh.config.node.names("trustDomainAliases").map { Substring($0.text) }
        let own = Set(["cluster.local", Substring(mesh.config.trustDomain)] + aliases)
        let isConfigured = mesh.config.node.text("trustDomain") != nil
        PolicyRules.forEach(mesh, in: "from", "source", ["principals", "notPrincipals"]) { policy, name, place in
            if name.text.contains("*") { return }
            let parts = name.text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 5, parts[1] == "ns", parts[3] == "sa" else { return }
            if !own.contains(parts[0]) {
                guard isConfigured else { return }
                report.add(
                    policy, at: name.node, path: place.path,
                    "trust domain '\(parts[0])' is neither '\(mesh.config.trustDomain)' nor one of its aliases",
                    help: "add it to 'trustDomainAliases' if it is this mesh", severity: .info)
                return
            }
            guard !known.contains("\(parts[2])/\(parts[4])"), mesh.options.isComplete || namespaces.contains(parts[2]) else { return }
            let near = Spelling.closest(
                to: String(parts[4]),
                among: known.filter { $0.hasPrefix("\(parts[2])/") }.map { String($0.dropFirst(parts[2].count + 1)) }.sorted())
            report.add(
                policy, at: name.node, path: place.path, "service account '\(parts[4])' does not exist in the namespace '\(parts[2])'",
                help: near.map { "did you mean '\($0)'?" })
        }
    }
}
