/// The fields of `ServiceEntry`.
enum ServiceEntrySchema {
    static let table = """
        kind ServiceEntry networking.istio.io v1,v1beta1,v1alpha3 ServiceEntry spec
        message ServiceEntry
          hosts [string] required count=1..256 | Names of the service.
          addresses [string] count=..256 length=..64 | Virtual addresses or ranges of the service.
          ports [ServicePort] count=..256 unique=name | Ports of the service.
          location enum(MESH_EXTERNAL,MESH_INTERNAL) default=MESH_EXTERNAL | Whether the service belongs to the mesh.
          resolution enum(NONE,STATIC,DNS,DNS_ROUND_ROBIN,DYNAMIC_DNS) default=NONE | How endpoints are found.
          endpoints [WorkloadEntry] count=..4096 | Endpoints of the service.
          workloadSelector LabelSelector | Pods and WorkloadEntries that are the endpoints.
          exportTo [string] default=* | Namespaces that see this resource: names, '.', '*' or '~'.
          subjectAltNames [string] | Names that the server certificates must hold.

        message ServicePort
          number uint32 required as=port | Port number, 1 to 65535.
          protocol string length=..256 | HTTP, HTTPS, GRPC, HTTP2, MONGO, TCP or TLS.
          name string required length=..256 | Label of the port.
          targetPort uint32 as=port | Port of the endpoints, when it differs.
        """
}

/// The fields of `WorkloadEntry`; the message itself is shared with `ServiceEntry`.
enum WorkloadEntrySchema {
    static let table = """
        kind WorkloadEntry networking.istio.io v1,v1beta1,v1alpha3 WorkloadEntry spec
        """
}

/// The fields of `WorkloadGroup`.
enum WorkloadGroupSchema {
    static let table = """
        kind WorkloadGroup networking.istio.io v1,v1beta1,v1alpha3 WorkloadGroup spec
        message WorkloadGroup
          metadata WorkloadGroupMeta | Labels and annotations of the entries made from it.
          template WorkloadEntry required | Values of the entries made from it.
          probe ReadinessProbe | How the health of a workload is found out.

        message WorkloadGroupMeta
          labels {string} count=..256 | Labels.
          annotations {string} count=..256 | Annotations.

        message ReadinessProbe
          initialDelaySeconds int32 range=0.. | Seconds before the first probe.
          timeoutSeconds int32 range=0.. default=1 | Seconds until a probe times out.
          periodSeconds int32 range=0.. default=10 | Seconds between probes.
          successThreshold int32 range=0.. default=1 | Successes in a row that make it healthy.
          failureThreshold int32 range=0.. default=3 | Failures in a row that make it unhealthy.
          httpGet ProbeHTTP oneof=method | Probe by an HTTP request.
          tcpSocket ProbeTCP oneof=method | Probe by opening a connection.
          exec ProbeExec oneof=method | Probe by a command.
          grpc ProbeGRPC oneof=method | Probe by the gRPC health service.

        message ProbeHTTP
          path string | Path of the request.
          port uint32 required as=port | Port of the request.
          host string | Host to connect to; localhost when empty.
          scheme string | HTTP or HTTPS.
          httpHeaders [ProbeHeader] | Headers of the request.

        message ProbeHeader
          name string as=headerName | Name of the header.
          value string | Value of the header.

        message ProbeTCP
          host string | Host to connect to; localhost when empty.
          port uint32 required as=port | Port to connect to.

        message ProbeExec
          command [string] required length=1.. | Command and arguments; exit status 0 is healthy.

        message ProbeGRPC
          port uint32 as=port | Port of the health service.
          service string | Name that is asked for.
        """
}

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

/// The fields of `ProxyConfig`.
enum ProxyConfigSchema {
    static let table = """
        kind ProxyConfig networking.istio.io v1beta1 ProxyConfig
        message ProxyConfig
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          concurrency int32 range=0.. | Worker threads; 0 is one for each core.
          environmentVariables {string} length=..2048 | Environment variables of the proxy.
          image ProxyImage | Image of the proxy.

        message ProxyImage
          imageType string | default, debug or distroless.
        """
}
