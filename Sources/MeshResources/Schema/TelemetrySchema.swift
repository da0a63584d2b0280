/// The fields of `Telemetry`.
enum TelemetrySchema {
    static let table = """
        kind Telemetry telemetry.istio.io v1,v1alpha1 Telemetry
        message Telemetry
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRef PolicyTargetReference deprecated | Single target; use targetRefs.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that this is attached to.
          tracing [Tracing] | Settings of tracing.
          metrics [Metrics] | Settings of metrics.
          accessLogging [AccessLogging] | Settings of access logs.

        message ProviderRef
          name string required length=1.. | Name of the provider in the mesh configuration.

        message TelemetryMode
          mode enum(CLIENT_AND_SERVER,CLIENT,SERVER) default=CLIENT_AND_SERVER | Side of the connection that is meant.

        message Tracing
          match TelemetryMode | Traffic that this is for.
          providers [ProviderRef] | Where spans go; the mesh default when empty.
          randomSamplingPercentage double range=0..100 default=1.0 | Share of requests that are traced.
          disableSpanReporting bool | Whether spans are kept back.
          customTags {CustomTag} | Tags added to spans.
          useRequestIdForTraceSampling bool default=true | Whether the request ID decides on sampling.
          enableIstioTags bool default=true | Whether Istio's own tags are added.
          disableContextPropagation bool | Whether trace headers are left out.

        message CustomTag
          literal LiteralTag oneof=type | A fixed value.
          environment LookupTag oneof=type | A value from the proxy's environment.
          header LookupTag oneof=type | A value from a request header.
          formatter LiteralTag oneof=type | A value in Envoy's access log format.

        message LiteralTag
          value string required length=1.. | The value.

        message LookupTag
          name string required length=1.. | Name of the variable or header.
          defaultValue string | Value when there is none.

        message Metrics
          providers [ProviderRef] | Where metrics go; the mesh default when empty.
          overrides [MetricsOverride] | Changes to single metrics, in order.
          reportingInterval fineDuration default=5s | Time between reports, for TCP metrics.

        message MetricsOverride
          match MetricSelector | Metrics that this is for.
          disabled bool | Whether the metric is left out.
          tagOverrides {TagOverride} | Changes to tags by name.

        message MetricSelector
          metric enum(ALL_METRICS,REQUEST_COUNT,REQUEST_DURATION,REQUEST_SIZE,RESPONSE_SIZE,TCP_OPENED_CONNECTIONS,\
            TCP_CLOSED_CONNECTIONS,TCP_SENT_BYTES,TCP_RECEIVED_BYTES,GRPC_REQUEST_MESSAGES,GRPC_RESPONSE_MESSAGES) oneof=metric | A standard metric.
          customMetric string length=1.. oneof=metric | Another metric by name.
          mode enum(CLIENT_AND_SERVER,CLIENT,SERVER) default=CLIENT_AND_SERVER | Side of the connection that is meant.

        message TagOverride
          operation enum(UPSERT,REMOVE) default=UPSERT | Whether the tag is set or taken out.
          value string | CEL expression for the value.

        message AccessLogging
          match TelemetryMode | Traffic that this is for.
          providers [ProviderRef] | Where logs go; the mesh default when empty.
          disabled bool | Whether logging is off.
          filter LogFilter | Which requests are logged.

        message LogFilter
          expression string | CEL expression that a request must fulfil.
        """
}
