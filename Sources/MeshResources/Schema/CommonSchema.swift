/// Messages that several kinds share.
enum CommonSchema {
    static let table = """
        message ObjectMeta
          name string | Name of the object, unique for its kind in the namespace.
          generateName string | Prefix from which the server makes a unique name.
          namespace string | Namespace that the object lives in.
          labels {string} as=label | Keys and values that selectors match.
          annotations {string} | Keys and values for tools; never selected by.
          selfLink string deprecated | Former link to the object; the server leaves it empty.
          uid string | Identity in time and space, given by the server.
          resourceVersion string | Version that the server knows, for optimistic locking.
          generation int64 | Counts the changes of the desired state.
          creationTimestamp string | When the server stored it first.
          deletionTimestamp string | When it was asked to be deleted.
          deletionGracePeriodSeconds int64 | Seconds left for a graceful end.
          ownerReferences [any] | Objects whose deletion deletes this one.
          finalizers [string] | Keys that must be removed before deletion completes.
          managedFields [any] | Which manager owns which field.

        message StringMatch
          exact string oneof=match | The whole value, case included.
          prefix string oneof=match | What the value begins with.
          regex string oneof=match | RE2 expression that the whole value must match.

        message PortSelector
          number uint32 | Port number, 1 to 65535.

        message Destination
          host string required | Service in the registry; a short name is completed with the rule's namespace.
          subset string | Subset of the service as a DestinationRule names it.
          port PortSelector | Port of the service; needed when it has more than one.

        message Percent
          value double | Share of requests, 0.0 to 100.0.

        message WorkloadSelector
          matchLabels {string} count=..4096 length=..63 | Labels that a pod or VM must carry, all of them.

        message LabelSelector
          labels {string} count=..256 length=..63 | Labels that a pod or VM must carry, all of them.

        message PolicyTargetReference
          group string length=..253 as=group | API group of the target; empty for the core group.
          kind string required length=1..63 as=kind | Kind of the target: Gateway, GatewayClass, Service or ServiceEntry.
          name string required length=1..253 | Name of the target.
          namespace string | Reserved; a target in another namespace is refused.

        message ConnectionPoolSettings
          tcp TCPSettings | Limits for connections of every kind.
          http HTTPSettings | Limits for HTTP/1.1, HTTP/2 and gRPC.

        message TCPSettings
          maxConnections int32 default=4294967295 | Most connections to the destination, HTTP/1 and TCP.
          connectTimeout duration default=10s | How long a TCP connect may take.
          tcpKeepalive TcpKeepalive | Keepalive probes on the socket.
          maxConnectionDuration duration | Age at which a connection is closed.
          idleTimeout looseDuration default=1h | How long a connection may carry no byte; 0s switches it off.

        message TcpKeepalive
          probes uint32 | Unanswered probes before the connection counts as dead.
          time duration | Quiet time before the first probe.
          interval duration | Time between probes.

        message HTTPSettings
          http1MaxPendingRequests int32 default=4294967295 | Most requests that may wait for a connection.
          http2MaxRequests int32 default=4294967295 | Most active requests to the destination.
          maxRequestsPerConnection int32 | Requests after which a connection is closed; 1 forbids keep-alive.
          maxRetries int32 default=4294967295 | Most retries under way to all hosts at a time.
          idleTimeout duration default=1h | How long a connection may have no active request.
          h2UpgradePolicy enum(DEFAULT,DO_NOT_UPGRADE,UPGRADE) default=DEFAULT | Whether HTTP/1.1 is upgraded to HTTP/2.
          useClientProtocol bool | Talk to the backend in the client's protocol version.
          maxConcurrentStreams int32 default=2147483647 | Most concurrent streams on one HTTP/2 connection.

        message ServerTLSSettings
          httpsRedirect bool | Answer plain HTTP with a redirect to HTTPS.
          mode enum(PASSTHROUGH,SIMPLE,MUTUAL,AUTO_PASSTHROUGH,ISTIO_MUTUAL,OPTIONAL_MUTUAL) default=PASSTHROUGH \
            | How connections are secured and whether clients show a certificate.
          serverCertificate string | Path of the server's certificate.
          privateKey string | Path of the server's private key.
          caCertificates string | Path of the CA bundle that client certificates are checked with.
          caCrl string | Path of the certificate revocation list.
          credentialName string | Secret that holds key and certificate.
          credentialNames [string] count=1..2 | Two secrets, one with an RSA and one with an ECDSA certificate.
          caCertCredentialName string | Secret or ConfigMap with the CA certificates for client verification.
          tlsCertificates [TLSCertificate] count=1..2 | Certificate files, one RSA and one ECDSA.
          subjectAltNames [string] | Names of which a client certificate must hold one.
          verifyCertificateSpki [string] | Base64 SHA-256 hashes of allowed public keys.
          verifyCertificateHash [string] | Hex SHA-256 hashes of allowed client certificates.
          minProtocolVersion enum(TLS_AUTO,TLSV1_0,TLSV1_1,TLSV1_2,TLSV1_3) default=TLS_AUTO | Oldest TLS version accepted.
          maxProtocolVersion enum(TLS_AUTO,TLSV1_0,TLSV1_1,TLSV1_2,TLSV1_3) default=TLS_AUTO | Newest TLS version accepted.
          cipherSuites [string] | Only these ciphers are offered.

        message TLSCertificate
          serverCertificate string | Path of the server's certificate.
          privateKey string | Path of the private key.
          caCertificates string | Path of the CA bundle; must be the same in both entries.

        message WorkloadEntry
          address string length=..256 | IP address, DNS name or unix:// path of the workload.
          ports {uint32} count=..128 as=port | Port numbers by the name of the service port.
          labels {string} count=..256 | Labels of the workload.
          network string length=..2048 | Network that the workload is in; empty means reachable from everywhere.
          locality string length=..2048 | Region, zone and sub-zone, with slashes between.
          weight uint32 | Share of the traffic among the endpoints.
          serviceAccount string length=..253 | Service account that the workload runs as.

        message EnvoySubFilterMatch
          name string | Name of the filter inside the HTTP connection manager.

        message EnvoyFilterMatch
          name string | Name of the network filter.
          subFilter EnvoySubFilterMatch | Next filter level, for HTTP filters.

        message WasmVmConfig
          env [WasmEnvVar] count=..256 unique=name | Environment variables of the Wasm VM.

        message WasmEnvVar
          name string required length=1..256 | Name of the variable.
          valueFrom enum(INLINE,HOST) default=INLINE | Whether the value stands here or comes from the proxy's environment.
          value string length=..2048 | Value of the variable, when it stands here.

        message TrafficSelector
          mode enum(UNDEFINED,CLIENT,SERVER,CLIENT_AND_SERVER) default=CLIENT_AND_SERVER | Direction of the traffic meant.
          ports [TrafficPort] unique=number | Ports meant; none means all.

        message TrafficPort
          number uint32 required range=1..65535 | Port number.
        """
}
