import MeshAPI
import MeshResources

/// `meshctl describe`: what Istio does with a pod or a service.
enum DescribeVerb {
    static let ignoreUnmeshed = Option.flag("ignoreUnmeshed", nil, "say nothing about pods outside the mesh")

    static let command = Command(
        "describe", aliases: ["des"], group: .proxy, summary: "describe what Istio does with a pod or a service",
        details: "Describe resource and related Istio configuration: services, rules, routes and policies, as the proxy was given them.",
        usesCluster: true,
        subcommands: [
            part("pod", ["po"], "pod name", "a pod, the services that select it and what shapes their traffic") {
                try $0.pod($1, namespace: $2)
            },
            part("service", ["svc"], "service name", "a service, its pods and what shapes its traffic") {
                try $0.service($1, namespace: $2)
            },
        ])

    private static func part(
        _ name: String, _ aliases: [String], _ operand: String, _ summary: String,
        describe: @escaping @Sendable (Description, String, String) throws -> String
    ) -> Command {
        Command(
            name, aliases: aliases, group: .proxy, summary: summary,
            operands: .init("NAME[.NAMESPACE]", 0...1, completes: .live(name == "pod" ? "pods" : "services")),
            options: [ignoreUnmeshed, ProxyTarget.adminPort],
            examples: [.init("In the context's namespace", "meshctl describe \(name) productpage")], usesCluster: true
        ) { call in
            guard let operand = call.operands.first else { throw Failure(.usage, "expecting \(operand)") }
            let cluster = try call.cluster()
            let name = PodName(operand, namespace: cluster.namespace)
            do {
                let objects = try DescribedObjects(cluster, call).load(namespace: name.namespace)
                let access = ProxyAccess(call)
                let description = Description(
                    objects, namespace: cluster.namespace, istioNamespace: call.value(GlobalOptions.istioNamespace) ?? "istio-system",
                    ignoresUnmeshed: call.flag(ignoreUnmeshed)
                ) { pod, namespace in try access.envoy("\(pod).\(namespace)").configDump(.everything) }
                return TextReport(text: try describe(description, name.name, name.namespace))
            } catch let failure as Description.Failure {
                throw Failure(.failure, failure.description)
            } catch let failure as ServiceFailure {
                throw Failure(failure)
            } catch let error as KubernetesError {
                throw Failure(error, doing: "describe \(name.name)")
            }
        }
    }
}

/// Fetches the objects that a description is made of.
private struct DescribedObjects {
    private let cluster: KubernetesClient
    private let console: Console

    init(_ cluster: KubernetesClient, _ call: Invocation) {
        self.cluster = cluster
        console = call.console
    }

    func load(namespace: String) throws(KubernetesError) -> ClusterObjects {
        var objects = ClusterObjects()
        try add("", "v1", "Pod", "pods", .init(namespace: namespace), &objects)
        try add("", "v1", "Service", "services", .init(namespace: namespace), &objects)
        try add("", "v1", "Pod", "pods", .init(labels: "istio=ingressgateway"), &objects)
        let gateways = Set(
            objects.all("Pod").filter { $0["metadata"]?["labels"]?["istio"]?.text == "ingressgateway" }.map {
                $0["metadata"]?["namespace"]?.text ?? ""
            })
        for namespace in gateways.sorted() { try add("", "v1", "Service", "services", .init(namespace: namespace), &objects) }
        try add("networking.istio.io", "v1", "VirtualService", "virtualservices", .init(), &objects)
        try add("networking.istio.io", "v1", "DestinationRule", "destinationrules", .init(), &objects)
        try add("networking.istio.io", "v1", "Gateway", "gateways", .init(), &objects)
        try add("security.istio.io", "v1", "PeerAuthentication", "peerauthentications", .init(), &objects)
        return objects
    }

    private func add(
        _ group: String, _ version: String, _ kind: String, _ plural: String, _ query: KubernetesClient.ListQuery,
        _ objects: inout ClusterObjects
    ) throws(KubernetesError) {
        let resource = APIResource(group: group, version: version, kind: kind, plural: plural)
        var found: [Node] = []
        do { try cluster.list(resource, query) { found.append($0) } } catch {
            // A kind that is not installed has no objects; one that may not be read is worth a word.
            if error.category == .notFound || error.category == .missingKind { return }
            guard error.category == .forbidden, !group.isEmpty else { throw error }
            console.warn("\(plural) cannot be read: \(error.message)")
        }
        for node in found { objects.add(node, kind: kind) }
    }
}
