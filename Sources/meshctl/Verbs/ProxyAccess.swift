import MeshAPI
import MeshResources

/// Ways to proxies and control planes: by URL, or through a cluster's API server.
struct ProxyAccess {
    private let call: Invocation

    init(_ call: Invocation) {
        self.call = call
    }

    // MARK: Envoy

    /// The admin interface of the proxy at `--envoy-url`, or of the pod that `operand` names.
    func envoy(_ operand: String?) throws -> EnvoyAdminClient {
        try envoys(operand, selector: nil, onlyFirst: true)[0].envoy
    }

    /// The admin interfaces of every pod that `operand` or `selector` names, with the pods' names.
    func envoys(_ operand: String?, selector: String?, onlyFirst: Bool = false) throws -> [(name: String, envoy: EnvoyAdminClient)] {
        if let url = call.value(GlobalOptions.envoyURL) {
            return [(operand ?? url, EnvoyAdminClient(try transport(url, option: GlobalOptions.envoyURL), name: "Envoy at \(url)"))]
        }
        let cluster = try call.cluster()
        let finder = MeshPods(cluster)
        var pods: [MeshPods.Pod]
        do {
            if let selector {
                pods = try finder.list(namespace: cluster.namespace, labels: selector)
                guard !pods.isEmpty else { throw Failure(.failure, "no pods found with labels '\(selector)'") }
            } else {
                pods = try finder.find(PodName(operand ?? "", namespace: cluster.namespace))
            }
        } catch let failure as ServiceFailure {
            throw Failure(failure)
        }
        if onlyFirst { pods = Array(pods.prefix(1)) }
        let port = try call.arguments.integer(ProxyTarget.adminPort, in: 1...65_535) ?? 15_000
        return try pods.map { pod in
            (pod.proxyName, EnvoyAdminClient(try transport(pod, port: port, cluster), name: "Envoy of \(pod.proxyName)"))
        }
    }

    /// Makes clients for proxies by their names, on any thread; the pods are not looked for first.
    func proxyConnector() throws -> @Sendable (String) -> EnvoyAdminClient {
        let cluster = try call.cluster()
        guard let endpoint = cluster.endpoint else { throw Failure(.unreachable, "the cluster has no address") }
        let port = try call.arguments.integer(ProxyTarget.adminPort, in: 1...65_535) ?? 15_000
        let (timeout, log, namespace) = (try self.timeout, self.log, cluster.namespace)
        IstiodClient.prepareForThreads()
        return { name in
            let pod = PodName(name, namespace: namespace)
            let forward = PortForwardTransport(endpoint, namespace: pod.namespace, pod: pod.bareName, port: port, timeout: timeout)
            forward.log = log
            let exec = ExecTransport(
                endpoint, namespace: pod.namespace, pod: pod.bareName, container: "istio-proxy", program: "pilot-agent", timeout: timeout)
            return EnvoyAdminClient(FallbackTransport(forward, otherwise: exec), name: "Envoy of \(pod.bareName).\(pod.namespace)")
        }
    }

    /// The configuration of a proxy: of a file when one is given.
    func envoyDump(_ operand: String, file: String?) throws -> ConfigDump {
        guard let file else { return try envoy(operand).configDump(.everything) }
        let source: SourceText
        switch FileReader.read(file) {
        case .success(let text): source = text
        case .failure(let problem): throw Failure(.unreadable, problem.diagnostic.message)
        }
        do { return try ConfigDump(source) } catch {
            throw Failure(.unreadable, "'\(file)' is no config dump", diagnostics: error.diagnostic.map { [$0] } ?? [])
        }
    }

    /// `POD.NAMESPACE` as istiod calls a proxy. A cluster is asked only where the operand is no plain name.
    func proxyName(_ operand: String) throws -> String {
        let name = PodName(operand, namespace: call.value(GlobalOptions.namespace) ?? "")
        if name.type == nil, !name.namespace.isEmpty { return "\(name.name).\(name.namespace)" }
        guard call.namesCluster else { return "\(name.bareName).\(name.namespace.isEmpty ? "default" : name.namespace)" }
        let cluster = try call.cluster()
        return try MeshPods(cluster).find(PodName(operand, namespace: cluster.namespace))[0].proxyName
    }

    /// A forwarded port of a pod; where that is not allowed, Istio's program in the proxy's container.
    private func transport(_ pod: MeshPods.Pod, port: Int, _ cluster: KubernetesClient) throws -> any Transport {
        guard let endpoint = cluster.endpoint else { throw Failure(.unreachable, "the cluster has no address") }
        return IstiodPlace.transport(endpoint, pod, port: port, container: "istio-proxy", program: "pilot-agent", try timeout, log: log)
    }

    // MARK: istiod

    /// Asks every control plane at once. A control plane that fails does not hide the others.
    ///
    /// `places` are those that `istiods` gave; without them they are looked for.
    func askIstiods<T: Sendable>(
        at places: [IstiodPlace]? = nil, _ body: @escaping @Sendable (IstiodClient) throws(ServiceFailure) -> T
    ) throws -> [Result<T, ServiceFailure>] {
        let places = try places ?? istiods()
        if places.count > 1 { IstiodClient.prepareForThreads() }
        return Parallel.map(places.count, threads: min(places.count, 16)) { index in
            do throws(ServiceFailure) {
                return .success(try body(IstiodClient(places[index].connect(), name: places[index].name)))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Every control plane: at the URLs given, else the running pods.
    func istiods() throws -> [IstiodPlace] {
        let timeout = try self.timeout
        let log = self.log
        let urls = call.values(GlobalOptions.istiodURL).flatMap { $0.split(separator: ",").map(String.init) }
        if !urls.isEmpty {
            return try urls.map { url in
                let endpoint = try endpoint(url, option: GlobalOptions.istiodURL)
                return IstiodPlace(name: url) {
                    let transport = CurlTransport(endpoint, timeout: timeout)
                    transport.log = log
                    return transport
                }
            }
        }
        let cluster = try call.cluster()
        let namespace = call.value(GlobalOptions.istioNamespace) ?? "istio-system"
        let pods: [MeshPods.Pod]
        do { pods = try MeshPods(cluster).istiods(namespace: namespace, revision: call.value(GlobalOptions.revision)) } catch {
            throw Failure(error)
        }
        guard let endpoint = cluster.endpoint else { throw Failure(.unreachable, "the cluster has no address") }
        return pods.map { pod in
            IstiodPlace(name: pod.name, revision: pod.labels["istio.io/rev"] ?? "") {
                IstiodPlace.transport(endpoint, pod, port: 15_014, container: "discovery", program: "pilot-discovery", timeout, log: log)
            }
        }
    }

    // MARK: Transport

    /// Plain HTTP to a URL that an option gave.
    func transport(_ url: String, option: Option) throws -> any Transport {
        let transport = CurlTransport(try endpoint(url, option: option), timeout: try timeout)
        transport.log = log
        return transport
    }

    private var timeout: Duration {
        get throws {
            let seconds = try call.arguments.duration(GlobalOptions.requestTimeout) ?? 30
            return .seconds(min(seconds, 1e6))
        }
    }

    /// Prints requests when the user wants to see them.
    private var log: (@Sendable (RequestLogEntry) -> Void)? {
        guard call.console.isVerbose else { return nil }
        return { entry in RequestLog.write(entry.line) }
    }

    private func endpoint(_ url: String, option: Option) throws -> Endpoint {
        guard let endpoint = Endpoint(url: url.contains("://") ? url : "http://\(url)") else {
            throw Failure(.usage, "'\(url)' is no value for '\(option.name)': expected a URL such as http://127.0.0.1:15000")
        }
        return endpoint
    }
}

/// One control plane and how to reach it.
struct IstiodPlace: Sendable {
    /// The pod's name, or the URL.
    let name: String
    /// The revision; empty when it is not known.
    var revision = ""
    /// Makes a transport to port 15014. Called on the thread that uses it.
    let connect: @Sendable () -> any Transport

    init(name: String, revision: String = "", connect: @escaping @Sendable () -> any Transport) {
        self.name = name
        self.revision = revision
        self.connect = connect
    }

    /// A forwarded port of a pod, with a program in the container as the second way.
    static func transport(
        _ endpoint: Endpoint, _ pod: MeshPods.Pod, port: Int, container: String, program: String, _ timeout: Duration,
        log: (@Sendable (RequestLogEntry) -> Void)?
    ) -> any Transport {
        let forward = PortForwardTransport(endpoint, namespace: pod.namespace, pod: pod.name, port: port, timeout: timeout)
        forward.log = log
        let exec = ExecTransport(
            endpoint, namespace: pod.namespace, pod: pod.name,
            container: pod.containers.contains(container) ? container : pod.containers.last ?? container,
            program: program, timeout: timeout)
        return FallbackTransport(forward, otherwise: exec)
    }
}
