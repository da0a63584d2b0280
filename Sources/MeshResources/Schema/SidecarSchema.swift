/// The fields of `Sidecar`.
enum SidecarSchema {
    static let table = """
        kind Sidecar networking.istio.io v1,v1beta1,v1alpha3 Sidecar
        message Sidecar
          workloadSelector LabelSelector | Workloads in this namespace; all of them when absent.
          ingress [IngressListener] | Listeners for incoming traffic; inferred from services when empty.
          egress [EgressListener] | Listeners for outgoing traffic and the hosts they may reach.
          inboundConnectionPool ConnectionPoolSettings | Limits for incoming connections.
          outboundTrafficPolicy OutboundTrafficPolicy | What happens to traffic for unknown hosts.

        message IngressListener
          port SidecarPort required | Port that the listener is for.
          bind string | Address to listen on.
          captureMode enum(DEFAULT,IPTABLES,NONE) default=DEFAULT | How traffic reaches the listener.
          defaultEndpoint string | Where traffic goes: 127.0.0.1:port, [::1]:port or unix://path.
          tls ServerTLSSettings | TLS settings of the listener.
          connectionPool ConnectionPoolSettings | Limits that replace inboundConnectionPool.

        message EgressListener
          port SidecarPort | Port of the listener; the last listener may leave it out.
          bind string | Address or unix:// path to listen on.
          captureMode enum(DEFAULT,IPTABLES,NONE) default=DEFAULT | How traffic reaches the listener.
          hosts [string] required | Services that may be reached, as namespace/dnsName.

        message SidecarPort
          number uint32 | Port number.
          protocol string | HTTP, HTTPS, GRPC, HTTP2, MONGO, TCP or TLS.
          name string | Label of the port.
          targetPort uint32 deprecated | Without effect in a sidecar.

        message OutboundTrafficPolicy
          mode enum(REGISTRY_ONLY,ALLOW_ANY) | Refuse or pass through what the registry does not know.
          egressProxy Destination | Proxy that unknown traffic is sent to.
        """
}
