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
        if let url = call.value(GlobalOptions.envoyURL) {
            return EnvoyAdminClient(try transport(url, option: GlobalOptions.envoyURL), name: "Envoy at \(url)")
        }
        throw Failure(.unreachable, "no proxy can be reached: expected --file or --envoy-url")
    }

    /// The admin interfaces of every pod that `operand` or `selector` names, with the pods' names.
    func envoys(_ operand: String?, selector: String?) throws -> [(name: String, envoy: EnvoyAdminClient)] {
        let envoy = try envoy(operand)
        return [(operand ?? call.value(GlobalOptions.envoyURL) ?? "", envoy)]
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

    /// `POD.NAMESPACE` as istiod calls a proxy.
    func proxyName(_ operand: String) throws -> String {
        let name = PodName(operand, namespace: call.value(GlobalOptions.namespace) ?? "")
        return "\(name.name).\(name.namespace.isEmpty ? "default" : name.namespace)"
    }

    // MARK: istiod

    /// Asks every control plane at once. A control plane that fails does not hide the others.
    func askIstiods<T: Sendable>(
        _ body: @escaping @Sendable (IstiodClient) throws(ServiceFailure) -> T
    ) throws -> [Result<T, ServiceFailure>] {
        let urls = call.values(GlobalOptions.istiodURL).flatMap { $0.split(separator: ",").map(String.init) }
        guard !urls.isEmpty else { throw Failure(.unreachable, "no istiod can be reached: expected --istiod-url") }
        let endpoints = try urls.map { try endpoint($0, option: GlobalOptions.istiodURL) }
        let timeout = try self.timeout
        let log = self.log
        if urls.count > 1 { IstiodClient.prepareForThreads() }
        return Parallel.map(urls.count, threads: min(urls.count, 16)) { index in
            let transport = CurlTransport(endpoints[index], timeout: timeout)
            transport.log = log
            do throws(ServiceFailure) {
                return .success(try body(IstiodClient(transport, name: urls[index])))
            } catch {
                return .failure(error)
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
