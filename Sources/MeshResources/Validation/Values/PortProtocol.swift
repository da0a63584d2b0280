/// The protocols that Istio knows for a port, in any case.
enum PortProtocol: String, CaseIterable {
    case tcp = "TCP"
    case udp = "UDP"
    case grpc = "GRPC"
    case grpcWeb = "GRPC-WEB"
    case http = "HTTP"
    case httpProxy = "HTTP_PROXY"
    case http2 = "HTTP2"
    case https = "HTTPS"
    case tls = "TLS"
    case mongo = "MONGO"
    case redis = "REDIS"
    case mysql = "MYSQL"

    init?(_ text: String) {
        self.init(rawValue: text.uppercased())
    }

    /// Whether routes for HTTP apply.
    var isHTTP: Bool {
        switch self {
        case .http, .http2, .httpProxy, .grpc, .grpcWeb: true
        default: false
        }
    }

    /// Whether the connection begins with a TLS handshake.
    var isTLS: Bool { self == .https || self == .tls }

    /// Whether Istio handles the port as TCP.
    var isTCP: Bool {
        switch self {
        case .tcp, .https, .tls, .mongo, .redis, .mysql: true
        default: false
        }
    }
}
