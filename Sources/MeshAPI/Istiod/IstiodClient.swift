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
    /// istiod takes any part of a connection's id, `POD.NAMESPACE-NUMBER`, for the proxy, and its answer does not say whose it is. So
    /// the proxy must be among the connected ones, and no other may have its name inside its own.
    public func configDump(of proxy: String, only sections: Set<ConfigDump.Section>? = nil) throws(ServiceFailure) -> ConfigDump {
        let connected = try proxies().map(\.proxy)
        guard connected.contains(proxy) else { throw ServiceFailure(.notFound, "proxy '\(proxy)' is not connected to \(service)") }
        let alike = connected.filter { $0 != proxy && Self.holds($0, proxy) }
        let asked = alike.isEmpty ? proxy : proxy + "-"
        if let other = alike.first(where: { Self.holds($0 + "-", asked) }) {
            throw ServiceFailure(
                .unexpected, "\(service) cannot tell proxy '\(proxy)' from '\(other)', whose name holds that one",
                help: "ask the proxy itself")
        }
        let wantsEndpoints = sections?.contains(.endpoints) ?? false
        let answer = try ask("/debug/config_dump" + URLText.query([("proxyID", asked), ("include_eds", wantsEndpoints ? "true" : nil)]))
        do {
            return try ConfigDump(answer.body.source(name: service), only: sections)
        } catch {
            throw ServiceFailure(.unexpected, "\(service) gave no config dump: \(error.diagnostic?.message ?? error.description)")
        }
    }

    /// Whether the bytes of `part` stand somewhere in a text.
    private static func holds(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
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
