/// The fields of `DestinationRule`.
enum DestinationRuleSchema {
    static let table = """
        kind DestinationRule networking.istio.io v1,v1beta1,v1alpha3 DestinationRule
        message DestinationRule
          host string required | Service that the policy is for; a wildcard covers several.
          trafficPolicy TrafficPolicy | Policy for all its traffic.
          subsets [Subset] | Named groups of endpoints, chosen by labels.
          exportTo [string] default=* | Namespaces that see this resource: names, '.' or '*'.
          workloadSelector WorkloadSelector | Client workloads in this namespace that the rule is for.

        message Subset
          name string required | Name that routes refer to.
          labels {string} | Labels that an endpoint must carry.
          trafficPolicy TrafficPolicy | Policy that replaces the rule's own, field by field.

        message TrafficPolicy
          loadBalancer LoadBalancerSettings | How an endpoint is chosen.
          connectionPool ConnectionPoolSettings | Limits of connections and requests.
          outlierDetection OutlierDetection | When an endpoint is taken out of the pool.
          tls ClientTLSSettings | How connections to the service are secured.
          portLevelSettings [PortTrafficPolicy] count=..4096 | Policies for single ports; what they leave out is default, not inherited.
          tunnel TunnelSettings | Tunnel through a proxy.
          proxyProtocol ProxyProtocol | PROXY protocol towards the service.
          retryBudget RetryBudget | Retries allowed as a share of active requests.

        message PortTrafficPolicy
          port PortSelector | Port that the policy is for.
          loadBalancer LoadBalancerSettings | How an endpoint is chosen.
          connectionPool ConnectionPoolSettings | Limits of connections and requests.
          outlierDetection OutlierDetection | When an endpoint is taken out of the pool.
          tls ClientTLSSettings | How connections to the service are secured.

        message LoadBalancerSettings
          simple enum(UNSPECIFIED,LEAST_CONN,RANDOM,PASSTHROUGH,ROUND_ROBIN,LEAST_REQUEST) oneof=policy default=LEAST_REQUEST | Algorithm without state.
          consistentHash ConsistentHashLB oneof=policy | Affinity by a hash of the request.
          localityLbSetting LocalityLbSetting | Spreading and failover by locality.
          warmupDurationSecs fineDuration deprecated | How long a new endpoint gets less traffic; use warmup.
          warmup WarmupConfiguration | How a new endpoint's share of traffic grows.

        message ConsistentHashLB
          httpHeaderName string oneof=key | Header whose value is hashed.
          httpCookie HTTPCookie oneof=key | Cookie whose value is hashed.
          useSourceIp bool oneof=key | Hash the client's address.
          httpQueryParameterName string oneof=key | Query parameter whose value is hashed.
          ringHash RingHash oneof=algorithm | Ring hash.
          maglev MagLev oneof=algorithm | Maglev.
          minimumRingSize uint64 deprecated | Ring size; use ringHash.

        message HTTPCookie
          name string required | Name of the cookie.
          path string | Path set in the cookie.
          ttl anyDuration | Lifetime of the cookie; a session cookie when zero.
          attributes [CookieAttribute] | Further attributes of the cookie.

        message CookieAttribute
          name string required | Name of the attribute.
          value string | Value of the attribute.

        message RingHash
          minimumRingSize uint64 default=1024 | Least number of virtual nodes.

        message MagLev
          tableSize uint64 default=65537 | Size of the table, a prime up to 5000011.

        message LocalityLbSetting
          distribute [LocalityDistribute] | Shares of traffic from one locality to others.
          failover [LocalityFailover] | Regions to fail over to.
          failoverPriority [string] | Labels by which endpoints are ranked for failover.
          enabled bool | Whether locality load balancing is on for this rule.

        message LocalityDistribute
          from string | Locality of the client: region/zone/sub-zone, '*' allowed at the end.
          to {uint32} | Localities and their percentages, 100 in all.

        message LocalityFailover
          from string | Region of the client.
          to string | Region that takes over.

        message WarmupConfiguration
          duration duration required | How long a new endpoint is warmed up.
          minimumPercent double range=0..100 default=10 | Share of its normal traffic to begin with.
          aggression double range=0.. default=1.0 | How fast the share grows; 1.0 is linear.

        message OutlierDetection
          consecutiveErrors int32 deprecated | Former count of errors; use consecutive5xxErrors or consecutiveGatewayErrors.
          splitExternalLocalOriginErrors bool | Count local failures apart from answers of the service.
          consecutiveLocalOriginFailures uint32 default=5 | Local failures in a row before ejection.
          consecutiveGatewayErrors uint32 | 502, 503 and 504 in a row before ejection; 0 is off.
          consecutive5xxErrors uint32 default=5 | 5xx in a row before ejection; 0 is off.
          interval duration default=10s | Time between analyses.
          baseEjectionTime duration default=30s | Shortest ejection; multiplied by the number of ejections.
          maxEjectionPercent int32 default=10 | Largest share of endpoints that may be ejected.
          minHealthPercent int32 | Share of healthy endpoints below which detection stops.

        message ClientTLSSettings
          mode enum(DISABLE,SIMPLE,MUTUAL,ISTIO_MUTUAL) default=DISABLE | Plain, TLS, mutual TLS with own or with Istio's certificates.
          clientCertificate string | Path of the client certificate.
          privateKey string | Path of the client's private key.
          caCertificates string | Path of the CA bundle that the server is checked with.
          caCrl string | Path of the certificate revocation list.
          credentialName string | Secret with the client's certificates, at gateways.
          subjectAltNames [string] | Names of which the server certificate must hold one.
          sni string | SNI sent in the handshake.
          insecureSkipVerify bool | Do not check the server's certificate.

        message TunnelSettings
          protocol string default=CONNECT | CONNECT or POST.
          targetHost string required | Host that the tunnel leads to.
          targetPort uint32 required | Port that the tunnel leads to.

        message ProxyProtocol
          version enum(V1,V2) default=V1 | Version of the PROXY protocol.

        message RetryBudget
          percent double range=0..100 default=20 | Share of active requests that may be retries.
          minRetryConcurrency uint32 default=3 | Retries always allowed at a time.
        """
}
