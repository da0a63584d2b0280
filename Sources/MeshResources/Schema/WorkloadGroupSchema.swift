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
