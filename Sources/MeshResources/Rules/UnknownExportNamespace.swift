/// exportTo names a namespace that does not exist.
enum UnknownExportNamespace: Rule {
    static let about = RuleDescription(
        code: "MSH2001", name: "unknown-export-namespace", aliases: ["KIA0005"], severity: .warning,
        kinds: ["VirtualService", "DestinationRule", "ServiceEntry"],
        summary: "exportTo names a namespace that does not exist",
        explanation: """
            `exportTo` limits which namespaces see an object: `*` for all, `.` for its own, `~` for none, or names. A name that no \
            namespace has makes the object visible to nobody there.

            Mend the name.
            """,
        examples: [
            .init(
                "misspelt",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  exportTo: [«webb»]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
            .init(
                "names and signs",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  exportTo: [web, "."]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: web}
                """),
        ],
        source: "Kiali, KIA0005")
    static let needs: [Mesh.Kind] = [.namespace]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let known = mesh.impliedNamespaces
        func judge(_ object: Mesh.Object, _ names: [Mesh.Name]) {
            for (index, name) in names.enumerated() where !["*", ".", "~"].contains(name.text) {
                if known.contains(name.text) { continue }
                report.add(
                    object, at: name.node, path: "spec.exportTo[\(index)]", "namespace '\(name.text)' does not exist",
                    help: Spelling.closest(to: name.text, among: known.sorted()).map { "did you mean '\($0)'?" })
            }
        }
        for service in mesh.virtualServices { judge(service.object, service.exportNames) }
        for rule in mesh.destinationRules { judge(rule.object, rule.exportNames) }
        for entry in mesh.all(.serviceEntry) { judge(entry, entry.spec.names("exportTo")) }
    }
}
