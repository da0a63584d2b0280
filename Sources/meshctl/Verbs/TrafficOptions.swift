import Glibc
import MeshResources

/// What the verbs that follow requests have in common: the mesh that is asked and the request that is followed.
enum TrafficOptions {
    static let host = Option.value("host", nil, "HOST", "the Host header, with a port if one is sent")
    static let port = Option.value("port", nil, "PORT", "the port connected to (default: that of the host, else 80, or 443 for https)")
    static let path = Option.value("path", nil, "PATH", "path and query", standard: "/")
    static let method = Option.value("method", "X", "METHOD", "the method", standard: "GET")
    static let header = Option.repeated("header", "H", "'NAME: VALUE'", "a header; may be given several times")
    static let scheme = Option.choice("scheme", nil, "SCHEME", ["http", "https", "mtls"], "how the connection is made", standard: "http")
    static let serverName = Option.value("sni", nil, "NAME", "the server name of the TLS handshake (default: the host)")
    static let sourceNamespace = Option.value("source-namespace", nil, "NS", "the namespace of the client")
    static let sourceLabels = Option.list("source-labels", nil, "KEY=VALUE", "labels of the client's pod")
    static let sourcePrincipal = Option.value("source-principal", nil, "PRINCIPAL", "the client's identity: cluster.local/ns/NS/sa/NAME")
    static let sourceIP = Option.value("source-ip", nil, "IP", "the client's address")
    static let claims = Option.repeated("claim", nil, "NAME=VALUE", "a claim of the client's token, such as iss=… or sub=…")
    static let meshConfig = Option.value("meshConfigFile", nil, "FILE", "the mesh configuration", completes: .file)

    static let useKube = Option.flag("use-kube", "k", "look at the cluster in place of files; files given with -f are laid over it")
    static let configDump = Option.value(
        "config-dump", nil, "FILE", "follow requests through the actual configuration in a proxy's config dump", completes: .file)
    static let pod = Option.value("pod", nil, "POD", "follow requests through the live configuration of this pod's proxy")

    static let request: [Option] = [
        host, port, path, method, header, scheme, serverName, sourceNamespace, sourceLabels, sourcePrincipal, sourceIP, claims,
    ]
}

extension Invocation {
    /// The mesh of the files, else of the snapshot or cluster, and what was wrong with reading it.
    func trafficMesh() throws -> (mesh: TrafficMesh, diagnostics: [Diagnostic]) {
        if paths.isEmpty {
            let live = try liveResources()
            return (TrafficMesh(live, options: try trafficMeshOptions(live)), [])
        }
        let inputs = try inputs()
        let (resources, problems) = inputs.resources()
        return (TrafficMesh(resources, options: try trafficMeshOptions(resources)), inputs.diagnostics + problems)
    }

    /// The objects of the snapshot of `--from`, else of the cluster.
    func liveResources() throws -> [Resource] { try LiveInputs(self).inputs.filter { $0.cluster.isEmpty }.map(\.resource) }

    /// Whether the mesh is that of a snapshot or cluster rather than of files.
    var asksForLiveMesh: Bool { isGiven(GlobalOptions.snapshot) || flag(TrafficOptions.useKube) }

    /// Objects with others laid over them: of one name the later counts.
    func laid(_ files: [Resource], over base: [Resource]) -> [Resource] {
        let namespace = value(GlobalOptions.namespace) ?? "default"
        let replaced = Set(files.map { ObjectKey($0, namespace: namespace) })
        return base.filter { !replaced.contains(ObjectKey($0, namespace: "")) } + files
    }

    /// The actual configuration of a proxy where one is asked for: of a file, of a pod, or of the proxy at `--envoy-url`.
    func dumpRoutes() throws -> DumpRoutes? {
        let dump: ConfigDump
        if let path = value(TrafficOptions.configDump) {
            switch FileReader.read(path) {
            case .failure(let problem): throw Failure(.unreadable, "cannot read the config dump", diagnostics: [problem.diagnostic])
            case .success(let source):
                do throws(ConfigDump.Failure) { dump = try ConfigDump(source, only: [.routes, .listeners]) } catch { throw Failure(error) }
            }
        } else if isGiven(TrafficOptions.pod) || isGiven(GlobalOptions.envoyURL) {
            dump = try ProxyAccess(self).envoy(value(TrafficOptions.pod)).configDump(.everything)
        } else {
            return nil
        }
        do throws(ConfigDump.Failure) { return try DumpRoutes(dump) } catch { throw Failure(error) }
    }

    /// The mesh configuration: of `--meshConfigFile`, else of the control plane's ConfigMap where it is among the objects.
    func trafficMeshOptions(_ resources: [Resource] = []) throws -> TrafficMesh.Options {
        guard let path = value(TrafficOptions.meshConfig) else {
            return TrafficMesh.Options(
                resources, istioNamespace: value(GlobalOptions.istioNamespace) ?? "istio-system",
                revision: value(GlobalOptions.revision) ?? "")
        }
        let inputs = Inputs.load([path], recursive: false)
        guard let root = inputs.files.first?.trees.first?.roots.first, inputs.exitCode == .success else {
            throw Failure(.unreadable, "the mesh configuration cannot be read", diagnostics: inputs.diagnostics)
        }
        return TrafficMesh.Options(meshConfig: root)
    }

    /// The request that the options describe.
    func trafficRequest(defaultHost: String? = nil) throws -> TrafficRequest {
        var request = TrafficRequest()
        guard let host = value(TrafficOptions.host) ?? defaultHost, !host.isEmpty else {
            throw Failure(.usage, "no request given: expected --host", help: "name the host, as in --host shop.example.com --path /cart")
        }
        request.host = host
        request.scheme = value(TrafficOptions.scheme) ?? "http"
        request.path = value(TrafficOptions.path) ?? "/"
        guard request.path.hasPrefix("/") || request.path == "*" else {
            throw Failure(.usage, "path '\(request.path)' does not begin with '/'", help: "write --path /\(request.path)")
        }
        request.method = value(TrafficOptions.method) ?? "GET"
        request.port = host.split(separator: ":").dropFirst().last.flatMap { Int($0) } ?? (request.scheme == "https" ? 443 : 80)
        if let text = value(TrafficOptions.port) {
            guard let number = Int(text), (1...65535).contains(number) else {
                throw Failure(.usage, "port '\(text)' is not a number from 1 to 65535")
            }
            request.port = number
        }
        for text in values(TrafficOptions.header) {
            guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
                throw Failure(.usage, "header '\(text)' has no colon", help: "write -H 'name: value'")
            }
            request.headers.append((String(text[..<colon]), String(text[text.index(after: colon)...].drop { $0 == " " })))
        }
        request.sourceIP = value(TrafficOptions.sourceIP)
        request.principal = value(TrafficOptions.sourcePrincipal)
        if request.scheme != "http" { request.sni = value(TrafficOptions.serverName) ?? host.split(separator: ":").first.map(String.init) }
        if request.principal != nil, !isGiven(TrafficOptions.scheme) { request.scheme = "mtls" }
        try addToken(&request)
        return request
    }

    private func addToken(_ request: inout TrafficRequest) throws {
        var claims = Value.Object()
        for text in values(TrafficOptions.claims) {
            guard let equals = text.firstIndex(of: "=") else {
                throw Failure(.usage, "claim '\(text)' has no '='", help: "write --claim name=value")
            }
            let value = String(text[text.index(after: equals)...])
            claims[String(text[..<equals])] =
                value.contains(",") ? .array(value.split(separator: ",").map { .string(String($0)) }) : .string(value)
        }
        guard !claims.isEmpty else { return }
        request.token = TrafficRequest.Token(claims: .object(claims))
        request.headers.append(("authorization", "Bearer (token)"))
    }

    /// Labels given as `key=value`.
    func labels(_ option: Option) throws -> [String: String] {
        var labels: [String: String] = [:]
        for text in values(option) {
            guard let equals = text.firstIndex(of: "=") else {
                throw Failure(.usage, "label '\(text)' has no '='", help: "write key=value")
            }
            labels[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return labels
    }
}

extension Failure {
    fileprivate init(_ failure: ConfigDump.Failure) {
        self.init(.unreadable, failure.description, diagnostics: failure.diagnostic.map { [$0] } ?? [])
    }
}
