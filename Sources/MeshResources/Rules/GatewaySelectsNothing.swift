/// The selector of a Gateway matches no pod.
enum GatewaySelectsNothing: Rule {
    static let about = RuleDescription(
        code: "IST0101", name: "gateway-selects-nothing", aliases: ["KIA0302"], severity: .error,
        kinds: ["Gateway"],
        summary: "the selector of a Gateway matches no pod",
        explanation: """
            A Gateway configures the proxies that its `selector` picks, in any namespace. If no pod has these labels, nobody listens on \
            its ports.

            Mend the labels, or deploy the gateway's workload.
            """,
        examples: [
            .init(
                "no such pod",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: «ingress»}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingressgateway}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
            .init(
                "a pod in another namespace",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: web}
                spec:
                  selector: {istio: ingress}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ingress-1, namespace: edge, labels: {istio: ingress}}
                spec: {containers: [{name: app, image: shop}, {name: istio-proxy, image: proxyv2}]}
                """),
        ],
        source: "Istio, analyzer gateway.IngressGatewayPortAnalyzer and gateway.SecretAnalyzer; Kiali, KIA0302")
    static let analyzers = ["gateway.IngressGatewayPortAnalyzer", "gateway.SecretAnalyzer"]
    static let needs: [Mesh.Kind] = [.pod]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for gateway in mesh.gateways where !mesh.workloads.hasMatch(gateway.selector, in: nil) {
            let text = gateway.selector.text
            let first = gateway.selector.labels.first?.key
            let node = gateway.object.spec["selector"]
            report.add(
                gateway.object, at: first.flatMap { node?[$0] } ?? node, path: "spec.selector", "selector '\(text)' matches no pod",
                istio: "Referenced selector not found: \(GoFormat.quoted(text))", help: "use the labels of the gateway's pods")
        }
    }
}
