import MeshAPI
import MeshResources

/// Where the configuration of a proxy comes from: a file, an admin port, or a pod.
struct ProxyTarget {
    static let file = Option.value(
        "file", "f", "FILE", "read what Envoy answered from a file, or - for standard input, in place of asking a proxy", completes: .file)
    static let adminPort = Option.value(
        "proxy-admin-port", nil, "PORT", "the port of Envoy's admin interface in the pod", standard: "15000")
    static let origin = Option.choice(
        "source", nil, "WHO", ["envoy", "istiod"],
        "whose configuration: what the proxy has, or what istiod would send it (the standard with --istiod-url alone)")
    static let operand = Command.Operands("[[TYPE/]NAME[.NAMESPACE]]", 0...1, completes: .live("pods"))

    private let call: Invocation

    /// Checks that exactly one place is named.
    init(_ call: Invocation) throws {
        self.call = call
        let places = call.operands.count + (call.isGiven(Self.file) ? 1 : 0) + (call.isGiven(GlobalOptions.envoyURL) ? 1 : 0)
        guard places == 1 else {
            throw Failure(
                .usage, "\(call.path.last ?? "") requires pod name or --file parameter", help: "name one pod, one file or one --envoy-url")
        }
    }

    /// The configuration; of a proxy only the part that is needed.
    func configDump(_ part: EnvoyAdminClient.Part) throws -> ConfigDump {
        if let source = try source() {
            do {
                return try ConfigDump(source, only: part.sections)
            } catch {
                throw Failure(.unreadable, "'\(source.name)' is no config dump", diagnostics: error.diagnostic.map { [$0] } ?? [])
            }
        }
        if asksIstiod { return try istiodDump(part) }
        return try asking { try envoy.configDump(part) }
    }

    /// Whether istiod's view is wanted.
    private var asksIstiod: Bool {
        if let chosen = call.value(Self.origin) { return chosen == "istiod" }
        return call.isGiven(GlobalOptions.istiodURL) && !call.isGiven(GlobalOptions.envoyURL)
    }

    /// What the control plane that the proxy is connected to would send it.
    private func istiodDump(_ part: EnvoyAdminClient.Part) throws -> ConfigDump {
        let access = ProxyAccess(call)
        let proxy = try access.proxyName(call.operands.first ?? "")
        let sections = part.sections ?? Set(ConfigDump.Section.allCases)
        let answers = try access.askIstiods { client throws(ServiceFailure) in try client.configDump(of: proxy, only: sections) }
        for case .success(let dump) in answers { return dump }
        let failures = answers.compactMap { answer in if case .failure(let failure) = answer { failure } else { nil } }
        throw Failure(
            failures.first { $0.kind != .notFound } ?? failures.first ?? ServiceFailure(.notFound, "no istiod knows proxy '\(proxy)'"))
    }

    /// The whole configuration as it was written.
    func configText() throws -> SourceText {
        if let source = try source() { return source }
        return try asking { try envoy.configText() }
    }

    /// What `/clusters?format=json` answers.
    func clusters() throws -> Node {
        if let source = try source() {
            let result = JSONReader.parse(source)
            guard result.isComplete, let root = result.tree.roots.first, root.isMapping else {
                throw Failure(.unreadable, "'\(source.name)' is no answer to '/clusters?format=json'", diagnostics: result.diagnostics)
            }
            if root["configs"] != nil {
                throw Failure(
                    .unreadable, "'\(source.name)' is a config dump, expected an answer to '/clusters?format=json'",
                    help: "use 'meshctl proxy-config eds' for the endpoints in a config dump")
            }
            return root
        }
        return try asking { try envoy.clusters() }
    }

    /// The proxy's admin interface.
    var envoy: EnvoyAdminClient {
        get throws { try ProxyAccess(call).envoy(call.operands.first) }
    }

    private func source() throws -> SourceText? {
        guard let path = call.value(Self.file) else { return nil }
        switch FileReader.read(path) {
        case .success(let source): return source
        case .failure(let problem): throw Failure(.unreadable, problem.diagnostic.message)
        }
    }

    private func asking<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let failure as ServiceFailure { throw Failure(failure) }
    }
}

extension Failure {
    /// A component that could not be asked or refused.
    init(_ failure: ServiceFailure) {
        let code: ExitCode =
            switch failure.kind {
            case .unreachable, .unexpected: .unreachable
            case .forbidden: .forbidden
            case .notFound: .failure
            }
        self.init(code, failure.message, help: failure.help)
    }
}
