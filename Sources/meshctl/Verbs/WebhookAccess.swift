import Glibc
import MeshAPI
import MeshResources

/// The injection webhook of a control plane: by its URL, or through the API server's proxy to istiod's service.
struct WebhookAccess {
    private let call: Invocation

    init(_ call: Invocation) { self.call = call }

    /// The webhook at a URL. Its certificate is made for the cluster's inside and cannot be checked from here.
    func direct(_ url: String) throws -> ManifestInjector {
        guard var endpoint = Endpoint(url: url) else { throw Failure(.usage, "'\(url)' is no URL for '--istiod-url'") }
        endpoint.isInsecure = true
        let transport = CurlTransport(endpoint, timeout: .seconds(30))
        transport.log = call.requestLog
        return injector { review in
            switch transport.send(Self.request("/inject", review)) {
            case .success(let answer): return .success(answer)
            case .failure(let error): return .failure(Self.unreachable("the webhook at \(url) cannot be asked: \(error)"))
            }
        }
    }

    /// The webhook behind the service of the control plane; `nil` if it cannot be reached or may not be asked.
    func through(_ cluster: KubernetesClient) -> ManifestInjector? {
        let namespace = call.value(GlobalOptions.istioNamespace) ?? "istio-system"
        let revision = call.value(GlobalOptions.revision) ?? ""
        let service = revision.isEmpty || revision == "default" ? "istiod" : "istiod-\(revision)"
        let path = "/api/v1/namespaces/\(namespace)/services/https:\(service):https-webhook/proxy/inject"
        // An empty review is answered by an error that only the webhook gives.
        guard case .failure(let error)? = cluster.send([Self.request(path, "")]).first, error.status == 400 else { return nil }
        return injector { review in
            switch cluster.send([Self.request(path, review)]).first {
            case .success(let answer)?: return .success(answer)
            case .failure(let error)?: return .failure(Self.unreachable("the webhook cannot be asked: \(error.message)"))
            case nil: return .failure(Self.unreachable("the webhook does not answer"))
            }
        }
    }

    private static func unreachable(_ message: String) -> InjectionError {
        var error = InjectionError(message)
        error.isUnreachable = true
        return error
    }

    private static func request(_ path: String, _ review: String) -> HTTPRequest {
        HTTPRequest("POST", path, headers: [("Content-Type", "application/json")], body: Array(review.utf8), isIdempotent: true)
    }

    /// Requests go out one after the other, whatever thread asks for them.
    private func injector(_ send: @escaping (String) -> Result<HTTPResponse, InjectionError>) -> ManifestInjector {
        let turn = Serial(send)
        return ManifestInjector(webhook: { review throws(InjectionError) in
            let answer = try turn.run(review).get()
            guard let root = answer.body.json() else {
                throw InjectionError("the webhook answers \(answer.status) and no review: \(answer.body.text.prefix(200))")
            }
            return root
        })
    }
}

/// A function that may not run on two threads at once.
private final class Serial: @unchecked Sendable {
    private let body: (String) -> Result<HTTPResponse, InjectionError>
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    init(_ body: @escaping (String) -> Result<HTTPResponse, InjectionError>) {
        self.body = body
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    func run(_ text: String) -> Result<HTTPResponse, InjectionError> {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body(text)
    }
}
