/// The proxies whose view must be compared: every gateway, one sidecar for each kind of client, and every workload as it is guarded.
struct Observers {
    private(set) var gateways: [TrafficProxy] = []
    private(set) var sidecars: [TrafficProxy] = []
    private(set) var workloads: [TrafficProxy] = []

    init(_ old: TrafficMesh, _ new: TrafficMesh) {
        var seen: Set<TrafficProxy> = []
        for mesh in [new, old] {
            let finder = ProxyFinder(mesh)
            for gateway in mesh.gateways {
                if let proxy = finder.gateway(named: gateway.key, host: "", port: 0), seen.insert(proxy).inserted { gateways.append(proxy) }
            }
        }
        let keys = Self.labelKeys(old).union(Self.labelKeys(new))
        var kinds: Set<TrafficProxy> = []
        var guarded: Set<String> = []
        for mesh in [new, old] {
            for proxy in ProxyFinder(mesh).workloads {
                if guarded.insert("\(proxy.namespace)/\(proxy.name)").inserted { workloads.append(proxy) }
                let kind = TrafficProxy(kind: .sidecar, namespace: proxy.namespace, labels: proxy.labels.filter { keys.contains($0.key) })
                if kinds.insert(kind).inserted { sidecars.append(kind) }
            }
            for resource in mesh.resources where ["VirtualService", "Service", "Sidecar", "Namespace"].contains(resource.kind) {
                let namespace = resource.kind == "Namespace" ? resource.name : resource.namespace ?? "default"
                let kind = TrafficProxy(kind: .sidecar, namespace: namespace)
                if kinds.insert(kind).inserted { sidecars.append(kind) }
            }
        }
    }

    /// The labels of clients that any route, Sidecar or DestinationRule asks for.
    private static func labelKeys(_ mesh: TrafficMesh) -> Set<String> {
        var keys: Set<String> = []
        for record in mesh.virtualServices.all {
            for rule in record.rules { for match in rule.matches { keys.formUnion(match.sourceLabels.keys) } }
        }
        for sidecar in mesh.sidecars { keys.formUnion((sidecar.spec?["workloadSelector"]?["labels"]?.stringMap ?? [:]).keys) }
        for rule in mesh.destinationRules.all { keys.formUnion((rule.spec?["workloadSelector"]?["matchLabels"]?.stringMap ?? [:]).keys) }
        return keys
    }
}

extension InboundView {
    /// What guards the workload, as text that is the same for workloads guarded alike.
    var signature: String {
        var parts = policies.map { policy in
            "\(policy.action) \(policy.isDryRun) \(policy.provider) \(policy.name.namespace) \(JSONWriter.text(policy.resource.spec?["rules"].map { Value($0) } ?? .null))"
        }.sorted()
        parts += tokenRules.map { JSONWriter.text(Value($0.node)) }.sorted()
        for service in mesh.registry.services(selecting: proxy.labels, in: proxy.namespace) {
            let pod = mesh.registry.workload(proxy.name, in: proxy.namespace)?.spec
            for port in service.ports {
                let number = ServiceRegistry.targetPort(port, pod)
                parts.append("\(number) \(port.speaks) \(peerDecision(number).mode)")
            }
        }
        parts += declaredPeerPorts.map { "\($0) \(peerDecision($0).mode)" }
        return parts.joined(separator: "\n")
    }
}
