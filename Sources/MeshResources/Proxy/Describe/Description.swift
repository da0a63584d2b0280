/// `describe pod` and `describe service`: what Istio does with a workload, in the words that istioctl's users know.
///
/// It works on objects that were fetched before, and asks for proxies' configuration while it goes.
public struct Description {
    /// What to call what is missing: `pods "x" not found`.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The message.
        public var description: String
    }

    private let objects: ClusterObjects
    private let texts: ResourceText
    private let istioNamespace: String
    private let ignoresUnmeshed: Bool
    private let dump: (_ pod: String, _ namespace: String) throws -> ConfigDump

    /// Describes from these objects.
    ///
    /// - Parameters:
    ///   - namespace: objects of this namespace go without its name.
    ///   - dump: gives a pod's proxy configuration.
    public init(
        _ objects: ClusterObjects, namespace: String, istioNamespace: String, ignoresUnmeshed: Bool = false,
        dump: @escaping (_ pod: String, _ namespace: String) throws -> ConfigDump
    ) {
        self.objects = objects
        self.istioNamespace = istioNamespace
        self.ignoresUnmeshed = ignoresUnmeshed
        self.dump = dump
        texts = ResourceText(namespace: namespace)
    }

    /// Describes a service by the first of its pods.
    public func service(_ name: String, namespace: String) throws -> String {
        guard let service = objects.find("Service", namespace: namespace, name: name) else {
            throw Failure(description: "services \"\(name)\" not found")
        }
        let selector = ClusterObjects.strings(service["spec"]?["selector"])
        let selected =
            selector.isEmpty
            ? [] : objects.all("Pod", namespace: namespace).filter { ClusterObjects.matches(selector, ClusterObjects.labels($0)) }
        var text = ""
        var pods: [Node] = []
        for pod in selected {
            let phase = pod["status"]?["phase"]?.text ?? ""
            if phase != "Running" {
                text += "   Pod is not Running (\(phase))\n"
            } else if let isReady = isProxyReady(pod) {
                if isReady { pods.append(pod) } else { text += "WARNING: Pod \(texts.name(pod)) Container istio-proxy NOT READY\n" }
            } else {
                text += "Pod \(texts.name(pod)): no container \"istio-proxy\" in pod\n"
            }
        }
        guard let first = pods.first else {
            if selected.isEmpty { return text + "Service \"\(texts.name(service))\" has no pods.\n" }
            text += "Service \"\(texts.name(service))\" has no Istio pods.  (\(selected.count) pods in service).\n"
            return text + "Use 'meshctl kube-inject' or label the namespace and restart the workload to add sidecars.\n"
        }
        let labels = pods.map(ClusterObjects.labels)
        return text + (try services([service], of: first, labels: labels)) + (try ingress([service], labels: labels))
    }

    /// Describes a pod with the services that select it.
    public func pod(_ name: String, namespace: String) throws -> String {
        guard let pod = objects.find("Pod", namespace: namespace, name: name) else {
            throw Failure(description: "pods \"\(name)\" not found")
        }
        let labels = ClusterObjects.labels(pod)
        let matching = objects.all("Service", namespace: namespace).filter { service in
            let selector = ClusterObjects.strings(service["spec"]?["selector"])
            return !selector.isEmpty && ClusterObjects.matches(selector, labels)
        }
        var text = PodText(texts: texts, ignoresUnmeshed: ignoresUnmeshed).text(pod)
        if matching.isEmpty, !ignoresUnmeshed {
            text +=
                "Warning: No Kubernetes Services select pod \(texts.name(pod)) "
                + "(see https://istio.io/docs/setup/kubernetes/additional-setup/requirements/ )\n"
        }
        let line = "--------------------\n"
        text += line + (try services(matching, of: pod, labels: [labels]))
        text += line + AuthenticationText(objects: objects, root: istioNamespace).text(namespace: namespace, labels: labels)
        return text + (try ingress(matching, labels: [labels]))
    }

    /// Whether the proxy's container is ready; `nil` when the pod has none.
    private func isProxyReady(_ pod: Node) -> Bool? {
        for list in ["containerStatuses", "initContainerStatuses"] {
            for status in pod["status"]?[list]?.items.map({ $0 }) ?? [] where status["name"]?.text == "istio-proxy" {
                return status["ready"]?.bool ?? false
            }
        }
        return nil
    }

    /// Services of a pod with the resources that its proxy was given for them.
    private func services(_ services: [Node], of pod: Node, labels: [[String: String]]) throws -> String {
        let dump: ConfigDump
        do { dump = try self.dump(ClusterObjects.name(pod), ClusterObjects.namespace(pod)) } catch {
            if ignoresUnmeshed { return "" }
            throw error
        }
        var text = ""
        for (index, service) in services.enumerated() {
            if index > 0 { text += "--------------------\n" }
            text += PodText(texts: texts, ignoresUnmeshed: ignoresUnmeshed).service(service, pod)
            let ports = service["spec"]?["ports"]?.items.map { $0 } ?? []
            for port in ports {
                let number = port["port"]?.int ?? 0
                let trace = ServiceTrace(
                    dump: dump, name: ClusterObjects.name(service), namespace: ClusterObjects.namespace(service), port: number)
                if ports.count > 1 { text += "\(number):\n" }
                text += resources(trace, indent: ports.count > 1 ? "   " : "", labels: labels)
                let policies = trace.policies
                if !policies.isEmpty {
                    text += "\(ports.count > 1 ? "\(number) " : "")RBAC policies: \(policies.joined(separator: ", "))\n"
                }
            }
        }
        return text
    }

    /// The DestinationRule and the VirtualService of one port.
    private func resources(_ trace: ServiceTrace, indent: String, labels: [[String: String]]) -> String {
        var text = ""
        var rule: Node?
        if let name = trace.destinationRule {
            rule = objects.find("DestinationRule", namespace: name.namespace, name: name.name)
            text +=
                rule.map { texts.destinationRule($0, indent: indent, pods: labels) }
                ?? "WARNING: Proxy is stale; it references to non-existent destination rule \(name.name).\(name.namespace)\n"
        }
        if let name = trace.virtualService {
            let subsets = rule.map { ResourceText.subsets($0, pods: labels) } ?? ([], [])
            text +=
                objects.find("VirtualService", namespace: name.namespace, name: name.name).map {
                    texts.virtualService($0, indent: indent, service: (trace.name, trace.namespace), subsets: subsets, rule: rule)
                } ?? "WARNING: Proxy is stale; it references to non-existent virtual service \(name.name).\(name.namespace)\n"
        }
        return text
    }

    // MARK: Ingress gateways

    private struct Ingress {
        var service: Node
        var pods: [Node]

        var address: String {
            service["status"]?["loadBalancer"]?["ingress"]?.items.first { _ in true }?["ip"]?.text ?? pods.first?["status"]?["hostIP"]?.text
                ?? "unknown"
        }
    }

    private func ingress(_ services: [Node], labels: [[String: String]]) throws -> String {
        let pods = objects.all("Pod").filter { pod in
            ClusterObjects.labels(pod)["istio"] == "ingressgateway" && pod["status"]?["phase"]?.text == "Running"
        }
        guard !pods.isEmpty else { return "Skipping Gateway information (no ingress gateway pods)\n" }
        var ingresses: [Ingress] = []
        for namespace in Set(pods.map(ClusterObjects.namespace)).sorted() {
            for service in objects.all("Service", namespace: namespace) {
                let selector = ClusterObjects.strings(service["spec"]?["selector"])
                let own = pods.filter {
                    ClusterObjects.namespace($0) == namespace && ClusterObjects.matches(selector, ClusterObjects.labels($0))
                }
                if !own.isEmpty { ingresses.append(Ingress(service: service, pods: own)) }
            }
        }
        var text = ingresses.isEmpty ? "Skipping Gateway information (no ingress gateway service)\n" : ""
        var seen: Set<String> = []
        for pod in pods {
            let dump = try self.dump(ClusterObjects.name(pod), ClusterObjects.namespace(pod))
            for service in services {
                for port in service["spec"]?["ports"]?.items.map({ $0 }) ?? [] {
                    let trace = ServiceTrace(
                        dump: dump, name: ClusterObjects.name(service), namespace: ClusterObjects.namespace(service),
                        port: port["port"]?.int ?? 0)
                    text += exposure(trace, ingresses, labels, &seen)
                }
            }
        }
        return text
    }

    /// The gateways through which a service is reached from outside; each is described once.
    private func exposure(_ trace: ServiceTrace, _ ingresses: [Ingress], _ labels: [[String: String]], _ seen: inout Set<String>) -> String
    {
        let ruleName = trace.destinationRule
        let rule = ruleName.flatMap { objects.find("DestinationRule", namespace: $0.namespace, name: $0.name) }
        guard let name = trace.virtualService else { return "" }
        guard let service = objects.find("VirtualService", namespace: name.namespace, name: name.name) else {
            return "WARNING: Proxy is stale; it references to non-existent virtual service \(name.name).\(name.namespace)\n"
        }
        var text = ""
        for reference in service["spec"]?["gateways"]?.items.map(\.text) ?? [] where !reference.isEmpty && reference != "mesh" {
            let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
            let (namespace, gatewayName) = parts.count == 2 ? (parts[0], parts[1]) : (name.namespace, reference)
            guard !seen.contains("\(namespace)/\(gatewayName)") else { continue }
            guard let gateway = objects.find("Gateway", namespace: namespace, name: gatewayName) else {
                text += "WARNING: Proxy is stale; it references to non-existent gateway \(namespace)/\(gatewayName)\n"
                continue
            }
            seen.insert("\(namespace)/\(gatewayName)")
            guard let selector = gateway["spec"]?["selector"] else {
                text += "Ingress Gateway \(namespace)/\(gatewayName) be applied all workloads"
                continue
            }
            let wanted = ClusterObjects.strings(selector)
            let matching = ingresses.filter { ingress in ingress.pods.contains { ClusterObjects.matches(wanted, ClusterObjects.labels($0)) }
            }
            guard !matching.isEmpty else { continue }
            text += "--------------------\n"
            for ingress in PatternSort.sorted(matching, by: { precedes($0.address, $1.address) }) { text += exposed(ingress) }
            let subsets = rule.map { ResourceText.subsets($0, pods: labels) } ?? ([], [])
            text += texts.virtualService(service, indent: "", service: (trace.name, trace.namespace), subsets: subsets, rule: rule)
        }
        return text
    }

    private func exposed(_ ingress: Ingress) -> String {
        var text = ""
        for port in ingress.service["spec"]?["ports"]?.items.map({ $0 }) ?? [] {
            guard port["protocol"]?.text ?? "" == "TCP", ["http", "http2"].contains(port["name"]?.text ?? "") else { continue }
            let number = port["port"]?.int ?? 0
            text += "Exposed on Ingress Gateway http://\(ingress.address)\(number == 80 ? "" : ":\(number)")\n"
        }
        return text
    }
}
