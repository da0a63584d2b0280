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
