import CCurl
import MeshResources

/// istiod's debug interface on port 15014.
public final class IstiodClient {
    /// What to call it in messages: the pod's name or the URL.
    public let name: String
    private let transport: any Transport

    /// Makes a client. `name` is what messages and tables call the control plane.
    public init(_ transport: any Transport, name: String) {
        self.transport = transport
        self.name = name
    }

    /// The connected proxies with what became of their configuration.
    public func proxies() throws(ServiceFailure) -> [ProxySync] {
        let answer = try ask("/debug/syncz")
        guard let node = answer.body.json(name: service), let proxies = SyncReader.read(node, istiod: name) else {
            throw ServiceFailure(.unexpected, "\(service) answers '/debug/syncz' with something that is no list of proxies")
        }
        return proxies
    }

    /// What istiod would send a proxy, named `POD.NAMESPACE`; `.notFound` when it is connected elsewhere.
    ///
    /// istiod takes any part of a name for the name: the answer counts only when the proxy is among the connected ones.
    public func configDump(of proxy: String, only sections: Set<ConfigDump.Section>? = nil) throws(ServiceFailure) -> ConfigDump {
        guard try proxies().contains(where: { $0.proxy == proxy }) else {
            throw ServiceFailure(.notFound, "proxy '\(proxy)' is not connected to \(service)")
        }
        let wantsEndpoints = sections?.contains(.endpoints) ?? false
        let answer = try ask("/debug/config_dump" + URLText.query([("proxyID", proxy), ("include_eds", wantsEndpoints ? "true" : nil)]))
        do {
            return try ConfigDump(answer.body.source(name: service), only: sections)
        } catch {
            throw ServiceFailure(.unexpected, "\(service) gave no config dump: \(error.diagnostic?.message ?? error.description)")
        }
    }

    /// `1.30.3-56df41f6…-Clean`.
    public func version() throws(ServiceFailure) -> String {
        let text = try ask("/version").body.text
        guard text.utf8.count < 200, !text.contains("<"), !text.contains("{") else {
            throw ServiceFailure(.unexpected, "\(service) answers '/version' with something that is no version")
        }
        return String(text.prefix { !$0.isNewline })
    }

    /// Any debug page as JSON.
    public func page(_ path: String) throws(ServiceFailure) -> Node {
        let answer = try ask(path)
        guard let node = answer.body.json(name: service) else {
            throw ServiceFailure(.unexpected, "\(service) answers '\(path)' with something that is not JSON")
        }
        return node
    }

    private var service: String { "istiod \(name)" }

    private func ask(_ target: String) throws(ServiceFailure) -> HTTPResponse {
        switch transport.send(HTTPRequest("GET", target)) {
        case .failure(let error): throw ServiceFailure(error, asking: service)
        case .success(let response):
            if let failure = ServiceFailure(response, asking: service, for: target) { throw failure }
            return response
        }
    }

    /// Opens libcurl, which has to be done once before several threads use it.
    public static func prepareForThreads() { _ = ccurl_load() }
}
