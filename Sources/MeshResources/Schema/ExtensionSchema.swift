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
          reportingInterval duration default=5s | Time between reports, for TCP metrics.

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

/// The fields of `EnvoyFilter`.
enum EnvoyFilterSchema {
    static let table = """
        kind EnvoyFilter networking.istio.io v1alpha3 EnvoyFilter
        message EnvoyFilter
          workloadSelector LabelSelector | Workloads in this namespace; all of them when absent.
          targetRefs [PolicyTargetReference] count=..16 | Gateways or services that the patches are attached to.
          configPatches [EnvoyConfigObjectPatch] | Patches, applied in order.
          priority int32 | Order among EnvoyFilters; smaller first.

        message EnvoyConfigObjectPatch
          applyTo enum(INVALID,LISTENER,FILTER_CHAIN,NETWORK_FILTER,HTTP_FILTER,ROUTE_CONFIGURATION,VIRTUAL_HOST,HTTP_ROUTE,CLUSTER,\
            EXTENSION_CONFIG,BOOTSTRAP,LISTENER_FILTER) | Kind of Envoy object that is patched.
          match EnvoyObjectMatch | Which of these objects.
          patch EnvoyPatch | What is done to them.

        message EnvoyPatch
          operation enum(INVALID,MERGE,ADD,REMOVE,INSERT_BEFORE,INSERT_AFTER,INSERT_FIRST,REPLACE) | How the value is applied.
          value struct | Envoy configuration as JSON.
          filterClass enum(UNSPECIFIED,AUTHN,AUTHZ,STATS) | Where an added filter stands in the chain.

        message EnvoyObjectMatch
          context enum(ANY,SIDECAR_INBOUND,SIDECAR_OUTBOUND,GATEWAY,WAYPOINT) default=ANY | Where in the mesh.
          proxy EnvoyProxyMatch | Which proxies.
          listener EnvoyListenerMatch oneof=object | Which listeners.
          routeConfiguration EnvoyRouteMatch oneof=object | Which routes.
          cluster EnvoyClusterMatch oneof=object | Which clusters.
          waypoint EnvoyWaypointMatch oneof=object | Which parts of a waypoint.

        message EnvoyProxyMatch
          proxyVersion string | RE2 expression for the Istio version of the proxy.
          metadata {string} | Metadata that the proxy must carry.

        message EnvoyListenerMatch
          portNumber uint32 | Port of the listener.
          portName string | Not used.
          filterChain EnvoyFilterChainMatch | Which filter chain.
          listenerFilter string | Which listener filter.
          name string | Name of the listener.

        message EnvoyFilterChainMatch
          name string | Name of the chain.
          sni string | SNI that the chain is for.
          transportProtocol string | raw_buffer or tls.
          applicationProtocols string | ALPN names with commas between.
          filter EnvoyFilterMatch | Which network filter.
          destinationPort uint32 | Destination port that the chain is for.

        message EnvoyRouteMatch
          portNumber uint32 | Port that the routes are for.
          portName string | Name of the gateway's port.
          gateway string | Gateway, as namespace/name.
          vhost EnvoyVirtualHostMatch | Which virtual host.
          name string | Name of the route configuration.

        message EnvoyVirtualHostMatch
          name string | Name of the virtual host.
          domainName string | Domain of the virtual host.
          route EnvoyHTTPRouteMatch | Which route.

        message EnvoyHTTPRouteMatch
          name string | Name of the route.
          action enum(ANY,ROUTE,REDIRECT,DIRECT_RESPONSE) default=ANY | What the route does.

        message EnvoyClusterMatch
          portNumber uint32 | Port of the service.
          service string | Full name of the service.
          subset string | Subset of the service.
          name string | Name of the cluster.

        message EnvoyWaypointMatch
          portNumber uint32 as=port | Port of the service.
          filter EnvoyFilterMatch | Which network filter.
          route EnvoySubFilterMatch | Which route.
        """
}

/// The fields of `WasmPlugin`.
enum WasmPluginSchema {
    static let table = """
        kind WasmPlugin extensions.istio.io v1alpha1 WasmPlugin spec
        message WasmPlugin
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRef PolicyTargetReference deprecated | Single target; use targetRefs.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that the plugin is attached to.
          url string required length=1.. | Module or image: oci://, http://, https:// or file://.
          sha256 string as=sha256 | Checksum of the module or image.
          imagePullPolicy enum(UNSPECIFIED_POLICY,IfNotPresent,Always) | When an image is fetched again.
          imagePullSecret string length=1..253 | Secret for the registry.
          verificationKey string | Not used.
          pluginConfig struct | Configuration handed to the plugin.
          pluginName string length=1..256 | Name that the plugin is known by in Envoy.
          phase enum(UNSPECIFIED_PHASE,AUTHN,AUTHZ,STATS) | Where in the filter chain.
          priority int32 default=0 | Order among plugins of a phase; larger first.
          failStrategy enum(FAIL_CLOSE,FAIL_OPEN,FAIL_RELOAD) default=FAIL_CLOSE | What happens when the plugin fails.
          vmConfig WasmVmConfig | Settings of the Wasm VM.
          match [TrafficSelector] | Traffic that the plugin sees.
          type enum(UNSPECIFIED_PLUGIN_TYPE,HTTP,NETWORK) | Kind of filter.
        """
}

/// The fields of `TrafficExtension`.
enum TrafficExtensionSchema {
    static let table = """
        kind TrafficExtension extensions.istio.io v1alpha1 TrafficExtension spec
        message TrafficExtension
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that this is attached to.
          phase enum(UNSPECIFIED,AUTHN,AUTHZ,STATS) | Where in the filter chain.
          priority int32 | Order among extensions of a phase; larger first.
          match [TrafficSelector] | Traffic that the extension sees.
          wasm WasmConfig oneof=extension | A Wasm module.
          lua LuaConfig oneof=extension | A Lua script.

        message LuaConfig
          inlineCode string required length=1..65536 | The script.

        message WasmConfig
          url string required length=1.. | Module or image: oci://, http://, https:// or file://.
          sha256 string as=sha256 | Checksum of the module or image.
          imagePullPolicy enum(UNSPECIFIED_POLICY,IfNotPresent,Always) | When an image is fetched again.
          imagePullSecret string length=1..253 | Secret for the registry.
          verificationKey string | Not used.
          pluginConfig struct | Configuration handed to the plugin.
          pluginName string length=1..256 | Name that the plugin is known by in Envoy.
          failStrategy enum(FAIL_CLOSE,FAIL_OPEN,FAIL_RELOAD) default=FAIL_CLOSE | What happens when the plugin fails.
          vmConfig WasmVmConfig | Settings of the Wasm VM.
          type enum(UNSPECIFIED_PLUGIN_TYPE,HTTP,NETWORK) | Kind of filter.
        """
}
