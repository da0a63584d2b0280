/// What there is to say about mistakes in Telemetry, WasmPlugin, TrafficExtension and EnvoyFilter.
enum ExtensionMistakes {
    static let table = """
        manyTracings | several entries of 'tracing'
          Istio supports one.
          ! Telemetry {tracing: «[{}, {}]»}
        manyTraceProviders | several providers of tracing
          Istio supports one.
          ! Telemetry {tracing: [{providers: «[{name: a}, {name: b}]»}]}
        emptyTagName | a custom tag has no name
          Name the tag.
          ! Telemetry {tracing: [{customTags: {«""»: {literal: {value: a}}}}]}
        nullTag | a tag has no value
          Say where its value comes from.
          ! Telemetry {tracing: [{customTags: {«a»: null}}]}
        emptyTagOverride | an override of a tag without a name
          It matches no tag.
          ! Telemetry {metrics: [{overrides: [{tagOverrides: {«""»: {value: a}}}]}]}
        tagValueMissing | a tag is set to nothing
          UPSERT, the default, needs 'value'. Use REMOVE to take a tag out.
          ! Telemetry {metrics: [{overrides: [{tagOverrides: {a: «{operation: UPSERT}»}}]}]}
        tagValueUnused | a value for a tag that is removed
          REMOVE takes no value.
          ! Telemetry {metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE, value: «b»}}}]}]}
        extensionMissing | an extension without code
          Set 'wasm' or 'lua'.
          ! TrafficExtension «{phase: AUTHN}»
        moduleAddress | a text that is no address of a module
          Write an image as oci://registry/image:tag or a file as https://host/file.
          ! WasmPlugin {url: «"#%blah$#@"»}
        moduleScheme | a module at an address of an unknown scheme
          Modules come from oci, https, http or file.
          ! WasmPlugin {url: «"ftp://a.com/x.wasm"»}
        variableValue | a variable both given and read from the host
          With 'valueFrom: HOST' the proxy's environment provides the value.
          ! WasmPlugin {url: oci://x, vmConfig: {env: [{name: A, valueFrom: HOST, value: «b»}]}}
        waypointContext | a match that does not fit its context
          Context WAYPOINT goes with a 'waypoint' match, and no other does.
          ! EnvoyFilter {configPatches: [{applyTo: HTTP_FILTER, match: {context: GATEWAY, waypoint: «{portNumber: 80}»}, patch: {operation: REMOVE}}]}
        applyToMissing | a patch does not say what it patches
          'applyTo' names the kind of Envoy object.
          ! EnvoyFilter {configPatches: [«{patch: {operation: REMOVE}}»]}
        patchMissing | an entry without a patch
          'patch' says what is done to the object.
          ! EnvoyFilter {configPatches: [«{applyTo: CLUSTER}»]}
        operationMissing | a patch without an operation
          'operation' says how the value is applied.
          ! EnvoyFilter {configPatches: [{applyTo: CLUSTER, patch: «{value: {name: a}}»}]}
        patchValueMissing | an operation without a value
          Only REMOVE does without.
          ! EnvoyFilter {configPatches: [{applyTo: CLUSTER, patch: «{operation: MERGE}»}]}
        proxyVersion | a bad expression for the proxy's version
          It is an RE2 expression. Escape dots.
          ! EnvoyFilter {configPatches: [{applyTo: CLUSTER, match: {proxy: {proxyVersion: «"1++"»}}, patch: {operation: REMOVE}}]}
        listenerMatchExpected | a part of a listener is matched by something else
          Listeners, filter chains and filters are found by 'listener'.
          ! EnvoyFilter {configPatches: [{applyTo: LISTENER, match: {cluster: «{name: a}»}, patch: {operation: REMOVE}}]}
        routeMatchExpected | a part of a route is matched by something else
          Route configurations, virtual hosts and routes are found by 'routeConfiguration'.
          ! EnvoyFilter {configPatches: [{applyTo: HTTP_ROUTE, match: {cluster: «{name: a}»}, patch: {operation: REMOVE}}]}
        clusterMatchExpected | a cluster is matched by something else
          Clusters are found by 'cluster'.
          ! EnvoyFilter {configPatches: [{applyTo: CLUSTER, match: {listener: «{name: a}»}, patch: {operation: REMOVE}}]}
        filterMatchUnused | a filter match that has no effect
          A listener or a filter chain is not chosen by its filters.
          ! EnvoyFilter {configPatches: [{applyTo: LISTENER, match: {listener: {filterChain: {filter: «{name: a}»}}}, patch: {operation: REMOVE}}]}
        filterNameMissing | a filter match without a name
          Filters are found by name.
          ! EnvoyFilter {configPatches: [{applyTo: NETWORK_FILTER, match: {listener: {filterChain: {filter: «{}»}}}, patch: {operation: REMOVE}}]}
        subFilterElsewhere | a sub-filter match for something else than HTTP filters
          Only HTTP filters lie inside another filter.
          ! EnvoyFilter {configPatches: [{applyTo: NETWORK_FILTER, match: {listener: {filterChain: {filter: {name: a, subFilter: «{name: b}»}}}}, patch: {operation: REMOVE}}]}
        subFilterParent | a sub-filter below another filter than HTTP
          HTTP filters lie inside envoy.filters.network.http_connection_manager.
          ! EnvoyFilter {configPatches: [{applyTo: HTTP_FILTER, match: {listener: {filterChain: {filter: {name: «a», subFilter: {name: b}}}}}, patch: {operation: REMOVE}}]}
        subFilterName | a sub-filter match without a name
          HTTP filters are found by name.
          ! EnvoyFilter {configPatches: [{applyTo: HTTP_FILTER, match: {listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager, subFilter: «{}»}}}}, patch: {operation: REMOVE}}]}
        deprecatedFilterName | a former name of an Envoy filter
          Envoy names its filters envoy.filters.KIND.NAME.
          ! EnvoyFilter {configPatches: [{applyTo: NETWORK_FILTER, match: {listener: {filterChain: {filter: {name: «envoy.tcp_proxy»}}}}, patch: {operation: REMOVE}}]}
        envoyValueType | a patch whose value Envoy cannot read
          The value is Envoy's own configuration; names are texts there.
          ! EnvoyFilter {configPatches: [{applyTo: CLUSTER, patch: {operation: ADD, value: {name: «false»}}}]}
        unknownType | a type that Envoy does not have
          '@type' names a message of Envoy's v3 API or of Istio. The v2 API is gone.
          ! EnvoyFilter {configPatches: [{applyTo: CLUSTER, patch: {operation: ADD, value: {typed_config: {"@type": «type.googleapis.com/envoy.api.v2.Cluster»}}}}]}
        filterExpression | a log filter that is no CEL expression
          The Common Expression Language has the operators of C, and 'in', '.' and '[]'.
          ! Telemetry {accessLogging: [{filter: {expression: «"response.code >="»}}]}
        """
}
