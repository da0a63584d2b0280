/// A VirtualService names a Gateway that does not exist.
enum MissingGateway: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "missing-gateway", aliases: ["KIA1102"], severity: .error, kinds: ["VirtualService"],
        summary: "a VirtualService names a Gateway that does not exist",
        explanation: """
            Each entry of `spec.gateways` must be `mesh`, the name of a Gateway in the same namespace, or `namespace/name`. Istio keeps a \
            VirtualService whose gateway is unknown and applies it nowhere, so that its hosts answer 404 at the ingress.

            Mend the name, add the namespace in front of it, or create the Gateway. Gateways of the Kubernetes Gateway API count too.
            """,
        examples: [
            .init(
                "the name is misspelt",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [«publik»]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
                """),
            .init(
                "the gateway is in another namespace and named so",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop.example.com]
                  gateways: [mesh, edge/public]
                  http: [{route: [{destination: {host: shop}}]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: edge}
                spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
                """),
        ],
        source: "Istio, analyzer virtualservice.GatewayAnalyzer; Kiali, KIA1102")
    static let analyzers = ["virtualservice.GatewayAnalyzer"]
    static let needs: [Mesh.Kind] = [.gateway]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for (index, name) in service.gateways.enumerated() where name.text != "mesh" {
                if InternalGatewayReference.isInternal(name.text) { continue }
                let (namespace, plain) = mesh.reference(name.text, from: service.object.namespace)
                if mesh.find(.gateway, namespace: namespace, name: plain) != nil { continue }
                if mesh.find(.kubernetesGateway, namespace: namespace, name: plain) != nil { continue }
                let guess = report.hint { suggestion(for: plain, namespace, mesh, from: service.object.namespace) }
                report.add(
                    service.object, at: name.node, path: "spec.gateways[\(index)]", "gateway '\(name.text)' does not exist",
                    istio: "Referenced gateway not found: \(GoFormat.quoted(name.text))", help: guess.map { "did you mean '\($0.text)'?" },
                    fixes: guess.map { $0.isSlip ? [.replacing(name.node, by: $0.text)] : [] } ?? [])
            }
        }
    }

    /// A Gateway of the same name elsewhere, else one with a name that is spelt almost alike: how to write it, and whether it
    /// can only be a slip.
    private static func suggestion(for name: String, _ namespace: String, _ mesh: Mesh, from: String) -> (text: String, isSlip: Bool)? {
        let gateways = mesh.gateways.map(\.object)
        let same = gateways.filter { $0.name == name && $0.namespace != namespace }
        if let first = same.first { return (first.namespace == from ? first.name : first.fullName, same.count == 1) }
        let near = Spelling.closest(to: name, among: gateways.lazy.filter { $0.namespace == namespace }.map(\.name))
        return near.map { (namespace == from ? $0 : "\(namespace)/\($0)", true) }
    }
}
