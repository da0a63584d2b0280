/// What checks below a VirtualService must know of it.
struct VirtualServiceScope {
    /// It has no hosts, so other VirtualServices delegate to it.
    var isDelegate = false
    /// It names gateways and `mesh` is not among them.
    var isForGateways = false
}

extension Validation {
    /// Finds out what nested checks must know.
    mutating func prepareScopes() {
        guard schema.kind == "VirtualService" else { return }
        virtualService.isDelegate = spec["hosts"].isEmpty
        let gateways = spec["gateways"].items
        virtualService.isForGateways = !gateways.isEmpty && !gateways.contains { $0.has("mesh") }
    }

    mutating func checkVirtualService(_ service: Field) {
        if service["http"].isEmpty, service["tcp"].isEmpty, service["tls"].isEmpty {
            report(
                .noRoutes, at: service, "VirtualService without routes found, expected 'http', 'tls' or 'tcp'",
                help: "add 'http' with a route")
        }
    }
}
