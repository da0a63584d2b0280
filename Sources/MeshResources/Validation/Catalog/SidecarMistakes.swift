/// What there is to say about mistakes in Sidecars.
enum SidecarMistakes {
    static let table = """
        emptySidecar | a Sidecar has no settings
          It changes nothing. Set listeners, limits or the policy for unknown traffic.
          ! Sidecar «{workloadSelector: {labels: {app: a}}}»
        repeatedListenerPort | two listeners on one port
          A proxy can listen on a port once.
          ! Sidecar {ingress: [{port: {number: 80, protocol: HTTP, name: a}}, {port: {number: «80», protocol: HTTP, name: b}}]}
        catchAllNotLast | an egress listener without a port is not the last
          It takes what no other listener takes, and must stand at the end.
          ! Sidecar {egress: [«{hosts: ['*/*']}», {port: {number: 80, protocol: HTTP, name: a}, hosts: ['./*']}]}
        repeatedListenerSocket | two listeners on one Unix socket
          A proxy can listen on a socket once.
          ! Sidecar {egress: [{port: {number: 0, protocol: HTTP, name: a}, bind: "unix:///run/a", hosts: ['./*']}, \
          {port: {number: 0, protocol: HTTP, name: b}, bind: «"unix:///run/a"», hosts: ['./*']}]}
        poolOnOtherPort | HTTP limits on a port that is not HTTP
          Only the TCP limits count there.
          ! Sidecar {ingress: [{port: {number: 80, protocol: TCP, name: a}, connectionPool: {http: «{maxRetries: 1}»}}]}
        defaultEndpoint | a bad default endpoint
          Traffic goes to a port of the workload itself, on a loopback or wildcard address, or to a Unix socket.
          ! Sidecar {ingress: [{port: {number: 80, protocol: HTTP, name: a}, defaultEndpoint: «"10.0.0.1:8080"»}]}
        defaultEndpointPort | a default endpoint without a good port
          The port is a number from 1 to 65535.
          ! Sidecar {ingress: [{port: {number: 80, protocol: HTTP, name: a}, defaultEndpoint: «"127.0.0.1:http"»}]}
        sidecarTLSField | a TLS setting that sidecars do not support
          Sidecars take certificates from files, and neither redirect nor compare names of clients.
          ! Sidecar {ingress: [{port: {number: 443, protocol: HTTPS, name: a}, tls: {mode: SIMPLE, credentialName: «s»}}]}
        sidecarTLSMode | a TLS mode that sidecars do not support
          ISTIO_MUTUAL is what sidecars do anyway, and AUTO_PASSTHROUGH belongs to gateways.
          ! Sidecar {ingress: [{port: {number: 443, protocol: HTTPS, name: a}, tls: {mode: «ISTIO_MUTUAL»}}]}
        listenerWithoutPort | a listener without a port number
          Give the port a number, or bind to a Unix socket.
          ! Sidecar {egress: [{port: {number: «0», protocol: HTTP, name: a}, hosts: ['./*']}]}
        socketCapture | capture by iptables for a Unix socket
          Nothing can be redirected to a socket. Use DEFAULT or NONE.
          ! Sidecar {egress: [{port: {number: 0, protocol: HTTP, name: a}, bind: "unix:///run/a", captureMode: «IPTABLES», hosts: ['./*']}]}
        repeatedEgressHost | a host that another one covers
          It is listed twice, or 'namespace/*' includes it.
          ! Sidecar {egress: [{hosts: ['./*', «./a.shop.svc.cluster.local»]}]}
        everyHostAndSome | '*/*' beside other hosts
          It selects everything already. Remove the others, or it.
          ! Sidecar {egress: [{hosts: [«'*/*'», 'shop/a.shop.svc.cluster.local']}]}
        egressProxyMode | an egress proxy without ALLOW_ANY
          Unknown traffic is sent to the proxy only where it is allowed.
          ! Sidecar {outboundTrafficPolicy: {mode: «REGISTRY_ONLY», egressProxy: {host: a.shop.svc.cluster.local, port: {number: 80}}}}
        egressProxyPort | an egress proxy without a port
          Name the port of the proxy.
          ! Sidecar {outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: «{host: a.shop.svc.cluster.local}»}}
        """
}
