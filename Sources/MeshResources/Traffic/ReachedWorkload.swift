/// The workload that the requests of a route reach, and how they come in there.
final class ReachedWorkload {
    let proxy: TrafficProxy
    let view: InboundView
    private let port: Int
    private let principal: String?
    private let serverName: String

    /// The first workload behind the clusters of a route; `nil` where none is known.
    init?(_ names: [OutboundCluster], from proxy: TrafficProxy, in mesh: TrafficMesh) {
        let clusters = proxy.kind == .gateway ? mesh.gatewayView(proxy).clusters : mesh.sidecarView(proxy).clusters
        for name in names {
            guard case .present(let endpoints, let port, let service, _) = clusters.state(of: name),
                let endpoint = endpoints.first(where: { !$0.workload.isEmpty }),
                let workload = mesh.registry.workload(endpoint.workload, in: service.namespace)
            else { continue }
            self.proxy = TrafficProxy(
                kind: .sidecar, isInbound: true, name: workload.name, namespace: workload.namespace, labels: workload.labels,
                serviceAccount: workload.serviceAccount, ip: workload.ip)
            view = mesh.inboundView(self.proxy)
            self.port = endpoint.ports[port.name] ?? ServiceRegistry.targetPort(port, workload.spec)
            // Proxies speak mutual TLS with each other unless a DestinationRule says otherwise or the destination refuses it.
            let isMutual =
                switch clusters.tlsMode(name) {
                case "DISABLE": false
                case "ISTIO_MUTUAL": true
                default: view.peerDecision(self.port).mode != .disable
                }
            principal = isMutual ? "\(mesh.options.trustDomain)/ns/\(proxy.namespace)/sa/\(proxy.serviceAccount)" : nil
            serverName = "outbound_.\(port.number)_._.\(service.hostname)"
            return
        }
        return nil
    }

    /// A request of the route as it comes in.
    func request(_ request: TrafficRequest, _ upstream: RouteOutcome.Upstream, from client: TrafficProxy) -> TrafficRequest {
        var inner = request
        inner.port = port
        inner.path = upstream.path
        inner.host = upstream.authority
        inner.sourceIP = client.ip.isEmpty ? request.sourceIP : client.ip
        for name in upstream.removed { inner.headers.removeAll { $0.name.asciiLowercased() == name } }
        for (name, values) in upstream.changed {
            inner.headers.removeAll { $0.name.asciiLowercased() == name }
            for value in values { inner.headers.append((name, value)) }
        }
        if client.kind == .gateway, let source = request.sourceIP { inner.headers.append(("x-forwarded-for", source)) }
        inner.scheme = principal == nil ? "http" : "mtls"
        inner.principal = principal
        inner.sni = serverName
        return inner
    }
}
