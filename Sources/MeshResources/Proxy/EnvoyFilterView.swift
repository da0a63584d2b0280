/// An EnvoyFilter as the rules about proxies ask it: which proxies it is for, and what its patches look for.
struct EnvoyFilterView {
    /// One entry of `configPatches`.
    struct Patch {
        let node: Node

        var applyTo: String { node["applyTo"]?.text ?? "" }
        var operation: String { node["patch"]?["operation"]?.text ?? "" }
        var match: Node? { node["match"] }

        /// Whether the patch changes clusters, listeners or routes: `CLUSTER`, `LISTENER` or `ROUTE`.
        func touches(_ kind: String) -> Bool {
            switch applyTo {
            case "CLUSTER": kind == "CLUSTER"
            case "LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER", "LISTENER_FILTER": kind == "LISTENER"
            case "ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE": kind == "ROUTE"
            default: false
            }
        }

        /// Whether the patch is for sidecars or gateways only, and the proxy is the other.
        func excludes(_ proxy: ProxyView) -> Bool {
            switch match?["context"]?.text {
            case "GATEWAY"?: !proxy.isGateway
            case "SIDECAR_INBOUND"?, "SIDECAR_OUTBOUND"?: proxy.isGateway
            default: false
            }
        }
    }

    let object: Mesh.Object
    let patches: [Patch]

    init(_ object: Mesh.Object) {
        self.object = object
        patches = object.spec?["configPatches"]?.items.filter { $0.isMapping }.map { Patch(node: $0) } ?? []
    }

    /// Whether the filter is for a proxy: of its namespace or of the root one, with the labels that it selects.
    func selects(_ proxy: ProxyView, _ context: ProxyContext) -> Bool {
        // Attached by reference: waypoints and gateways of the Gateway API are judged elsewhere.
        if object.spec?["targetRefs"] != nil { return false }
        let root = context.mesh?.options.istioNamespace ?? "istio-system"
        guard object.namespace == proxy.namespace || object.namespace == root else { return false }
        let labels = object.spec?["workloadSelector"]?["labels"]?.entries ?? []
        return labels.allSatisfy { proxy.labels[$0.key.text] == $0.value.text }
    }
}
