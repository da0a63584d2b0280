import MeshAPI
import MeshResources

/// Ways to proxies and control planes: by URL, or through a cluster's API server.
struct ProxyAccess {
    private let call: Invocation

    init(_ call: Invocation) {
        self.call = call
    }

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

    /// Plain HTTP to a URL that an option gave.
    func transport(_ url: String, option: Option) throws -> any Transport {
        guard let endpoint = Endpoint(url: url) else {
            throw Failure(.usage, "'\(url)' is no value for '\(option.name)': expected a URL such as http://127.0.0.1:15000")
        }
        let transport = CurlTransport(endpoint, timeout: .seconds(try call.arguments.duration(GlobalOptions.requestTimeout) ?? 30))
        if call.console.isVerbose {
            let console = call.console
            transport.log = { console.error.write($0.line + "\n") }
        }
        return transport
    }
}
