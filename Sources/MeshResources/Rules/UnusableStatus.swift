/// An HTTP status is none that a proxy can send.
enum UnusableStatus: Rule {
    static let about = RuleDescription(
        code: "MSH2066", name: "unusable-status", severity: .warning,
        kinds: ["VirtualService"],
        summary: "an HTTP status that does not exist",
        explanation: """
            Envoy answers with a status from 200 to 599 for an abort. Istio accepts more, and the proxy then refuses the whole route \
            configuration.

            Use a status that exists.
            """,
        examples: [
            .init(
                "600",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - fault: {abort: {httpStatus: «600», percentage: {value: 1}}}
                    route: [{destination: {host: shop}}]
                """),
            .init(
                "503",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - fault: {abort: {httpStatus: 503, percentage: {value: 1}}}
                    route: [{destination: {host: shop}}]
                """),
        ],
        source: "Envoy, HTTP fault filter")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for (index, route) in service.spec.items("http").enumerated() {
                guard let node = route["fault"]["abort"]["httpStatus"], let status = node.int, status < 200 || status > 599 else {
                    continue
                }
                report.add(
                    service.object, at: node, path: "spec.http[\(index)].fault.abort.httpStatus",
                    "status \(status) cannot be sent, expected 200 to 599",
                    help: "use a status that exists")
            }
        }
    }
}
