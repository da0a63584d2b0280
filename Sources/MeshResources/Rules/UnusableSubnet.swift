/// A source subnet of a TCP route is no address range.
enum UnusableSubnet: Rule {
    static let about = RuleDescription(
        code: "MSH2064", name: "unusable-subnet", severity: .warning,
        kinds: ["VirtualService"],
        summary: "a subnet of a TCP or TLS match is no address range",
        explanation: """
            `sourceSubnet` and `destinationSubnets` are addresses or ranges such as `10.0.0.0/8`. Istio checks only some of them; a match \
            with another text never holds.

            Mend the range.
            """,
        examples: [
            .init(
                "no range",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [db]
                  tcp: [{match: [{sourceSubnet: «10.0.0»}], route: [{destination: {host: db}}]}]
                """),
            .init(
                "a range",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [db]
                  tcp: [{match: [{sourceSubnet: 10.0.0.0/8}], route: [{destination: {host: db}}]}]
                """),
        ],
        source: "Istio, L4MatchAttributes reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for list in ["tcp", "tls"] {
                for (i, route) in service.spec.items(list).enumerated() {
                    for (j, match) in route.items("match").enumerated() {
                        guard let node = match["sourceSubnet"], var text = node.string, !text.isEmpty else { continue }
                        if text.withUTF8({ AddressRules.isAddressOrRange($0) }) { continue }
                        report.add(
                            service.object, at: node, path: "spec.\(list)[\(i)].match[\(j)].sourceSubnet", "'\(text)' is no address range",
                            help: "write a range such as '10.0.0.0/8'")
                    }
                }
            }
        }
    }
}
