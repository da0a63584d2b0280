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
        return parts.joined(separator: "\n")
    }
}

/// Requests that may show that a workload is guarded otherwise than before, made from the rules of both sides.
struct GuardProbes {
    let old: InboundView
    let new: InboundView
    let proxy: TrafficProxy

    var requests: [TrafficRequest] {
        var ports: [Int] = []
        for view in [old, new] {
            for service in view.mesh.registry.services(selecting: proxy.labels, in: proxy.namespace) {
                for port in service.ports {
                    let number = ServiceRegistry.targetPort(port, view.mesh.registry.workload(proxy.name, in: proxy.namespace)?.spec)
                    if !ports.contains(number) { ports.append(number) }
                }
            }
        }
        var principals: [String?] = [nil, "cluster.local/ns/witness/sa/witness"]
        var paths = ["/", "/witness"]
        var methods = ["GET", "WITNESS"]
        var hosts = [proxy.name]
        var headers: [(String, String)?] = [nil]
        for view in [old, new] {
            for rule in view.policies.flatMap(\.rules) {
                for condition in (rule.sources + rule.operations).joined() {
                    for pattern in condition.values + condition.notValues {
                        let text = pattern.text
                        let sample =
                            text == "*"
                            ? "witness"
                            : text.hasBytePrefix("*")
                                ? "witness" + text.dropFirst() : text.hasSuffix("*") ? text.dropLast() + "witness" : text
                        switch condition.attribute {
                        case .principal: principals.append(text.hasBytePrefix("*") ? "cluster.local/ns/witness" + text.dropFirst() : sample)
                        case .sourceNamespace: principals.append("cluster.local/ns/\(sample)/sa/witness")
                        case .serviceAccount:
                            if case .account(let namespace, let name) = pattern.shape {
                                principals.append("cluster.local/ns/\(namespace)/sa/\(name)")
                            }
                        case .path: paths.append(sample.hasBytePrefix("/") ? sample : "/" + sample)
                        case .method: methods.append(sample)
                        case .host: hosts.append(sample)
                        case .header(let name): headers.append((name, sample))
                        default: break
                        }
                    }
                }
            }
        }
        return combine(ports, unique(principals), unique(paths.map { Optional($0) }), unique(methods.map { Optional($0) }), hosts, headers)
    }

    private func unique(_ list: [String?]) -> [String?] {
        var seen: Set<String?> = []
        return list.filter { seen.insert($0).inserted }
    }

    private func combine(
        _ ports: [Int], _ principals: [String?], _ paths: [String?], _ methods: [String?], _ hosts: [String], _ headers: [(String, String)?]
    ) -> [TrafficRequest] {
        var result: [TrafficRequest] = []
        for port in ports {
            for principal in principals {
                for path in paths {
                    for method in methods {
                        for host in Set(hosts).sorted() {
                            for header in headers {
                                guard result.count < 20_000 else { return result }
                                var request = TrafficRequest()
                                request.port = port
                                request.principal = principal
                                request.scheme = principal == nil ? "http" : "mtls"
                                request.path = path ?? "/"
                                request.method = method ?? "GET"
                                request.host = host
                                request.sourceIP = "192.0.2.1"
                                if let header { request.headers = [(header.0, header.1)] }
                                result.append(request)
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
