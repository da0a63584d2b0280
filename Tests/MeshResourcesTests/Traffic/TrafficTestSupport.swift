@testable import MeshResources

/// Meshes and proxies that the tests of this folder share.
enum Sample {
    static func resources(_ yaml: String) -> [Resource] {
        Resource.all(in: YAML.parse(SourceText(name: "mesh.yaml", text: yaml)).tree).resources
    }

    static func mesh(_ yaml: String) -> TrafficMesh { TrafficMesh(resources(base + yaml)) }

    static let gateway = TrafficProxy(kind: .gateway, name: "gw-0", namespace: "istio-system", labels: ["istio": "ingressgateway"])
    static let client = TrafficProxy(kind: .sidecar, name: "client-0", namespace: "shop", labels: ["app": "client"], ip: "10.1.0.9")
    static let api = TrafficProxy(
        kind: .sidecar, isInbound: true, name: "api-1", namespace: "shop", labels: ["app": "api", "version": "v1"], serviceAccount: "api",
        ip: "10.1.0.1")

    /// A gateway on port 80 for every host, and a service with pods of two versions.
    static let base = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: public, namespace: shop}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            hosts: ['*']
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api, namespace: shop}
        spec:
          clusterIP: 10.2.0.1
          selector: {app: api}
          ports: [{name: http, port: 80, targetPort: 5000}, {name: tcp-db, port: 3306}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: api-1, namespace: shop, labels: {app: api, version: v1}}
        spec: {serviceAccountName: api}
        status: {podIP: 10.1.0.1}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: api-2, namespace: shop, labels: {app: api, version: v2}}
        spec: {serviceAccountName: api}
        status: {podIP: 10.1.0.2}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: api, namespace: shop}
        spec:
          host: api
          subsets: [{name: v1, labels: {version: v1}}, {name: v3, labels: {version: v3}}]
        ---

        """

    /// A VirtualService on the gateway for `shop.test` with these rules.
    static func routes(_ rules: String, hosts: String = "shop.test", gateways: String = "[public]", name: String = "routes") -> String {
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: \(name), namespace: shop}
        spec:
          hosts: ['\(hosts)']
          gateways: \(gateways)
          http: \(rules)
        ---

        """
    }

    static func request(_ path: String = "/", host: String = "shop.test", _ change: (inout TrafficRequest) -> Void = { _ in })
        -> TrafficRequest
    {
        var request = TrafficRequest()
        request.host = host
        request.path = path
        change(&request)
        return request
    }
}
