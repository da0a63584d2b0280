import Glibc
import MeshResources

/// Keeps what one user presents up to date: token files are read again, plugins run again, when their time has come.
public final class Credentials {
    private let user: Kubeconfig.User
    private var plugin: ExecPlugin.Credential?

    /// Keeps the credentials of a user.
    public init(_ user: Kubeconfig.User) { self.user = user }

    /// Whether what is presented can change, so that a 401 may be worth another try.
    public var canRenew: Bool { user.plugin != nil || user.tokenFile != nil }

    /// Whether the credentials have run out since they were put in place.
    public var hasExpired: Bool {
        guard user.plugin != nil, let expiry = plugin?.expiry else { return false }
        return time(nil) >= expiry - 10
    }

    /// Puts the credentials into an endpoint; with `renewing`, fresh ones.
    public func apply(to endpoint: inout Endpoint, renewing: Bool = false) throws(AccessError) {
        endpoint.certificate = user.certificate
        // A certificate's file may hold its key, too.
        endpoint.key = user.key ?? user.certificate
        if let token = user.token, user.tokenFile == nil {
            endpoint.authorization = Endpoint.Secret("Bearer " + token.value)
        } else if let file = user.tokenFile {
            guard let token = FileAccess.readTrimmed(file) else {
                throw AccessError("cannot read the token file '\(file)': \(FileAccess.reason(file))", isInput: true)
            }
            guard !token.isEmpty else { throw AccessError("the token file '\(file)' is empty", isInput: true) }
            endpoint.authorization = Endpoint.Secret("Bearer " + token)
        } else if let name = user.username {
            endpoint.authorization = Endpoint.Secret("Basic " + Base64.encode("\(name):\(user.password?.value ?? "")".utf8))
        }
        guard let program = user.plugin else { return }
        if plugin == nil || renewing || hasExpired { plugin = try program.run(for: endpoint) }
        guard let plugin else { return }
        if let token = plugin.token { endpoint.authorization = Endpoint.Secret("Bearer " + token.value) }
        if let certificate = plugin.certificate { endpoint.certificate = .data(Array(certificate.utf8)) }
        if let key = plugin.key { endpoint.key = .data(Array(key.value.utf8)) }
    }
}
