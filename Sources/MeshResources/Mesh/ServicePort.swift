/// Ports of Services as Istio reads them.
enum ServicePort {
    /// The protocol of a Service port; `nil` when it has to be sniffed.
    ///
    /// - Parameters:
    ///   - number: The port's number; some are never sniffed.
    ///   - name: The port's name: `http`, `http-web`, `grpc-web-api`.
    ///   - transport: `TCP`, `UDP` or `SCTP`.
    ///   - appProtocol: Goes before the name.
    static func proto(number: Int, name: String, transport: String, appProtocol: String?) -> PortProtocol? {
        if transport == "UDP" { return .udp }
        if let appProtocol {
            switch appProtocol {
            case "kubernetes.io/h2c": return .http2
            case "kubernetes.io/ws": return .http
            case "kubernetes.io/wss": return .https
            default: break
            }
        }
        let text = (appProtocol ?? name).lowercased()
        if text.hasPrefix("grpc-web") { return .grpcWeb }
        let word = String(text.prefix { $0 != "-" })
        if let known = PortProtocol(word) { return known }
        // Servers speak first on these, so that sniffing would hang.
        return [25, 53, 3306, 27017].contains(number) ? .tcp : nil
    }
}
