import MeshResources

/// Envoy's admin interface: its configuration, its statistics, its loggers.
public final class EnvoyAdminClient {
    /// What to leave out of a configuration dump, so that no more is sent than is needed.
    public enum Part: String, Sendable {
        case everything = "?include_eds"
        case clusters = "?mask=dynamic_active_clusters,dynamic_warming_clusters,static_clusters"
        case listeners = "?mask=dynamic_listeners,static_listeners"
        case routes = "?mask=dynamic_route_configs,static_route_configs"
        case secrets = "?mask=dynamic_active_secrets,dynamic_warming_secrets"
        case bootstrap = "?mask=bootstrap"

        /// The sections to read out of the answer; `nil` reads all.
        public var sections: Set<ConfigDump.Section>? {
            switch self {
            case .everything: nil
            case .clusters: [.clusters]
            case .listeners: [.listeners]
            case .routes: [.routes]
            case .secrets: [.secrets]
            case .bootstrap: [.bootstrap]
            }
        }
    }

    /// What to call it in messages: `Envoy at http://127.0.0.1:15000`.
    public let name: String
    private let transport: any Transport

    /// Makes a client. `name` is what messages call the proxy.
    public init(_ transport: any Transport, name: String) {
        self.transport = transport
        self.name = name
    }

    /// The configuration, or a part of it.
    public func configDump(_ part: Part = .everything) throws(ServiceFailure) -> ConfigDump {
        let answer = try ask("GET", "/config_dump\(part.rawValue)")
        do {
            return try ConfigDump(answer.body.source(name: name), only: part.sections)
        } catch {
            throw ServiceFailure(.unexpected, "\(name) gave no config dump: \(error.diagnostic?.message ?? error.description)")
        }
    }

    /// The whole configuration as it was sent.
    public func configText() throws(ServiceFailure) -> SourceText {
        try ask("GET", "/config_dump\(Part.everything.rawValue)").body.source(name: name)
    }

    /// The hosts of each cluster with their health.
    public func clusters() throws(ServiceFailure) -> Node { try json("/clusters?format=json") }

    /// The counters and gauges whose names match a regular expression.
    public func stats(filter: String? = nil) throws(ServiceFailure) -> Node {
        try json("/stats" + URLText.query([("format", "json"), ("filter", filter)]))
    }

    /// Statistics in Prometheus' format.
    public func prometheusStats() throws(ServiceFailure) -> String { try ask("GET", "/stats/prometheus").body.text }

    /// Version, state and command line.
    public func serverInfo() throws(ServiceFailure) -> Node { try json("/server_info") }

    /// The loggers with their levels, as Envoy lists them.
    public func loggers() throws(ServiceFailure) -> String { try ask("POST", "/logging").body.text }

    /// Sets the level of one logger, or of all when `logger` is `level`; gives the list as it is then.
    public func setLevel(_ level: String, of logger: String) throws(ServiceFailure) -> String {
        try ask("POST", "/logging" + URLText.query([(logger, level)])).body.text
    }

    private func json(_ target: String) throws(ServiceFailure) -> Node {
        let answer = try ask("GET", target)
        guard let node = answer.body.json(name: name) else {
            throw ServiceFailure(.unexpected, "\(name) answers '\(target.prefix { $0 != "?" })' with something that is not JSON")
        }
        return node
    }

    private func ask(_ method: String, _ target: String) throws(ServiceFailure) -> HTTPResponse {
        switch transport.send(HTTPRequest(method, target)) {
        case .failure(let error): throw ServiceFailure(error, asking: name)
        case .success(let response):
            if let failure = ServiceFailure(response, asking: name, for: target) { throw failure }
            return response
        }
    }
}
