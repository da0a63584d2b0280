/// Finds the proxies that a question is about when it names them loosely.
public struct ProxyFinder {
    private let mesh: TrafficMesh

    /// Makes a finder for a mesh.
    public init(_ mesh: TrafficMesh) {
        self.mesh = mesh
    }

    /// The pods of a Gateway (`namespace/name`), or without a name those of the Gateway that fits the host best. Where the inputs
    /// hold no such pod, one with the Gateway's selector as labels stands for it. `nil` where no Gateway is there.
    public func gateway(named name: String?, host: String, port: Int) -> TrafficProxy? {
        let wanted = HostName.withoutPort(host)
        let candidates: [GatewayRecord]
        if let name {
            candidates = mesh.gateways.filter { $0.key == name || (!name.utf8.contains(UInt8(ascii: "/")) && $0.name.name == name) }
        } else {
            let fitting = mesh.gateways.filter { gateway in
                gateway.servers.contains { server in server.serverNames.contains { HostName.covers($0, wanted) } }
            }
            let ported = fitting.filter { $0.servers.contains { $0.number == port } }
            candidates = ported.isEmpty ? (fitting.isEmpty ? mesh.gateways : fitting) : ported
        }
        guard let gateway = candidates.first else { return nil }
        return mesh.proxy(of: gateway) {
            pod(labels: gateway.selector, namespaces: nil, kind: .gateway)
                ?? TrafficProxy(kind: .gateway, namespace: gatewayNamespace(gateway), labels: gateway.selector)
        }
    }

    /// Where the pods of a Gateway probably are: with its Service, else in the root namespace for Istio's own, else beside it.
    private func gatewayNamespace(_ gateway: GatewayRecord) -> String {
        let service = mesh.registry.services.first { $0.isKubernetes && !$0.selector.isEmpty && gateway.selector.includes($0.selector) }
        if let service { return service.namespace }
        return gateway.selector["istio"] != nil ? mesh.options.rootNamespace : gateway.name.namespace
    }

    /// A workload of a namespace with these labels; one made up of them where the inputs hold none.
    public func workload(in namespace: String, labels: [String: String], isInbound: Bool = false) -> TrafficProxy {
        var proxy =
            pod(labels: labels, namespaces: [namespace], kind: .sidecar)
            ?? TrafficProxy(kind: .sidecar, namespace: namespace, labels: labels)
        if labels.isEmpty { proxy = TrafficProxy(kind: .sidecar, namespace: namespace) }
        proxy.isInbound = isInbound
        return proxy
    }

    /// A workload by its name; `nil` where there is none. Names of what makes pods stand for their pods.
    public func workload(named name: String, in namespace: String, isInbound: Bool) -> TrafficProxy? {
        let found =
            mesh.registry.workload(name, in: namespace)
            ?? mesh.registry.pods.first {
                $0.namespace == namespace && ($0.labels["app"] == name || $0.labels["app.kubernetes.io/name"] == name)
            }
            ?? mesh.registry.pods.first { $0.namespace == namespace && $0.name.hasBytePrefix("\(name)-") }
        return found.map { proxy($0, kind: .sidecar, isInbound: isInbound) }
    }

    /// Every workload that the inputs hold, gateways left out.
    public var workloads: [TrafficProxy] {
        mesh.registry.pods.filter { pod in !mesh.gateways.contains { !$0.selector.isEmpty && pod.labels.includes($0.selector) } }
            .map { proxy($0, kind: .sidecar, isInbound: true) }
    }

    private func pod(labels: [String: String], namespaces: [String]?, kind: TrafficProxy.Kind) -> TrafficProxy? {
        let found = mesh.registry.pods.first { pod in pod.labels.includes(labels) && (namespaces?.contains(pod.namespace) ?? true) }
        return found.map { proxy($0, kind: kind, isInbound: false) }
    }

    private func proxy(_ workload: ServiceRegistry.Workload, kind: TrafficProxy.Kind, isInbound: Bool) -> TrafficProxy {
        TrafficProxy(
            kind: kind, isInbound: isInbound, name: workload.name, namespace: workload.namespace, labels: workload.labels,
            serviceAccount: workload.serviceAccount, ip: workload.ip)
    }
}
