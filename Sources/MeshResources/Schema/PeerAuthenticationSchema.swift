/// The fields of `PeerAuthentication`.
enum PeerAuthenticationSchema {
    static let table = """
        kind PeerAuthentication security.istio.io v1,v1beta1 PeerAuthentication
        message PeerAuthentication
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          mtls MutualTLS | Mutual TLS for every port.
          portLevelMtls {MutualTLS} count=1.. | Mutual TLS by port number; needs a selector.

        message MutualTLS
          mode enum(UNSET,DISABLE,PERMISSIVE,STRICT) default=UNSET | Whether peers must, may or must not use mutual TLS.
        """
}
