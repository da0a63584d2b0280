/// The fields of Istio's `Gateway`.
enum GatewaySchema {
    static let table = """
        kind Gateway networking.istio.io v1,v1beta1,v1alpha3 Gateway
        message Gateway
          servers [Server] | Ports to listen on, with hosts and TLS settings.
          selector {string} | Labels of the gateway pods that take this configuration.

        message Server
          port ServerPort required | Port that the proxy listens on.
          bind string | Address or unix:// path to listen on; all addresses when empty.
          hosts [string] required | Hosts exposed, as namespace/dnsName; a wildcard only as the first label.
          tls ServerTLSSettings | TLS of this server.
          defaultEndpoint string | Where traffic goes by default, for gateways as sidecars.
          name string | Name of the server, unique in the gateway.

        message ServerPort
          number uint32 required | Port number, 1 to 65535.
          protocol string required | HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, MONGO, TCP or TLS.
          name string required | Label of the port, unique in the gateway.
          targetPort uint32 deprecated | Without effect in a gateway.
        """
}
