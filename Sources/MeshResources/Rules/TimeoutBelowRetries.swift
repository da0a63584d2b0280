/// The timeout of a route ends before its retries can.
enum TimeoutBelowRetries: Rule {
    static let about = RuleDescription(
        code: "MSH2050", name: "timeout-below-retries", severity: .info,
        kinds: ["VirtualService"],
        summary: "the timeout of a route is shorter than its retries need",
        explanation: """
            `timeout` covers all tries together. When it is shorter than `perTryTimeout` times the tries, the last retries are cut off or \
            never begin.

            Lengthen `timeout`, or shorten `perTryTimeout` or `attempts`.
            """,
        examples: [
            .init(
                "two seconds for four tries of one second",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - timeout: «2s»
                    retries: {attempts: 3, perTryTimeout: 1s}
                    route: [{destination: {host: shop}}]
                """),
            .init(
                "enough",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http:
                  - timeout: 4s
                    retries: {attempts: 3, perTryTimeout: 1s}
                    route: [{destination: {host: shop}}]
                """),
        ],
        source: "Istio, HTTPRetry reference")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            for (index, route) in service.spec.items("http").enumerated() {
                guard let retries = route["retries"], let node = route["timeout"], let timeout = DurationRules.nanoseconds(node),
                    timeout > 0,
                    let one = retries["perTryTimeout"].flatMap(DurationRules.nanoseconds), one > 0
                else { continue }
                let attempts = retries["attempts"]?.int ?? 2
                guard attempts > 0, attempts < 1_000_000, one < Int64.max / 2_000_000 else { continue }
                guard timeout < one * (Int64(attempts) + 1) else { continue }
                let tries = timeout / one
                report.add(
                    service.object, at: node, path: "spec.http[\(index)].timeout",
                    "timeout \(node.text) is over after \(tries) of \(attempts + 1) tries of \(retries["perTryTimeout"]?.text ?? "")",
                    help: "lengthen 'timeout', or shorten 'perTryTimeout'", severity: tries == 0 ? .warning : nil)
            }
        }
    }
}
