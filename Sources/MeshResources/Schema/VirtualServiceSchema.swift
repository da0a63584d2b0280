/// The fields of `VirtualService`.
enum VirtualServiceSchema {
    static let table = """
        kind VirtualService networking.istio.io v1,v1beta1,v1alpha3 VirtualService
        message VirtualService
          hosts [string] | Hosts that the routes apply to; wildcards only in front. Empty for a delegate.
          gateways [string] | Gateways (namespace/name) and 'mesh' that apply the routes; only 'mesh' when empty.
          http [HTTPRoute] | Routes for HTTP traffic, in order; the first match wins.
          tls [TLSRoute] | Routes for TLS passed through, chosen by SNI.
          tcp [TCPRoute] | Routes for other TCP traffic.
          exportTo [string] default=* | Namespaces that see this resource: names, '.' or '*'.

        message HTTPRoute
          name string | Name for logs and metrics.
          match [HTTPMatchRequest] | Conditions of which one must hold; none matches everything.
          route [HTTPRouteDestination] | Where matching requests go, shared out by weight.
          redirect HTTPRedirect | Answer with a redirect instead of forwarding.
          directResponse HTTPDirectResponse | Answer with a fixed response instead of forwarding.
          delegate Delegate | Another VirtualService that holds the routes of this prefix.
          rewrite HTTPRewrite | Change path or authority before forwarding.
          timeout duration | Time limit of a request; off when not set.
          retries HTTPRetry | When and how often a failed request is tried again.
          fault HTTPFaultInjection | Delays and aborts injected on purpose.
          mirror Destination | Copy of the traffic, answers ignored.
          mirrors [HTTPMirrorPolicy] | Several copies of the traffic, each with a share.
          mirrorPercentage Percent default=100 | Share of the traffic that 'mirror' copies.
          mirrorPercent uint32 deprecated | Former spelling of mirrorPercentage.
          mirror_percent uint32 deprecated | Former spelling of mirrorPercentage.
          corsPolicy CorsPolicy | Cross-origin rules.
          headers Headers | Headers to add, set or remove.

        message Delegate
          name string | Name of the delegate.
          namespace string | Namespace of the delegate; this one's when empty.

        message HTTPMatchRequest
          name string | Name of the match, added to the route's name in logs.
          uri StringMatch | Path of the request.
          scheme StringMatch | Scheme of the URI.
          method StringMatch | HTTP method.
          authority StringMatch | Host header.
          headers {StringMatch} | Headers by lower-case name; an empty match means present.
          port uint32 | Port that the request arrived for.
          sourceLabels {string} | Labels of the client workload.
          gateways [string] | Gateways that this match applies to; overrides those at the top.
          queryParams {StringMatch} | Query parameters by name.
          ignoreUriCase bool | Compare the path without regard to case.
          withoutHeaders {StringMatch} | Headers that must not match.
          sourceNamespace string | Namespace of the client workload.
          statPrefix string | Prefix for the statistics of this route.

        message HTTPRouteDestination
          destination Destination required | Service that gets the request.
          weight int32 | Share of the traffic; 0 gets none when others have weight.
          headers Headers | Headers to change for this destination only.

        message RouteDestination
          destination Destination required | Service that gets the connection.
          weight int32 | Share of the connections.

        message TLSRoute
          match [TLSMatchAttributes] required | Conditions of which one must hold.
          route [RouteDestination] | Where matching connections go.

        message TLSMatchAttributes
          sniHosts [string] required | SNI names; each lies within a host of the VirtualService.
          destinationSubnets [string] | Addresses or CIDR ranges of the destination.
          port uint32 | Port that the connection arrived for.
          sourceLabels {string} | Labels of the client workload.
          gateways [string] | Gateways that this match applies to.
          sourceNamespace string | Namespace of the client workload.

        message TCPRoute
          match [L4MatchAttributes] | Conditions of which one must hold; none matches everything.
          route [RouteDestination] | Where matching connections go.

        message L4MatchAttributes
          destinationSubnets [string] | Addresses or CIDR ranges of the destination.
          port uint32 | Port that the connection arrived for.
          sourceSubnet string | Address or range of the source; not implemented by Istio.
          sourceLabels {string} | Labels of the client workload.
          gateways [string] | Gateways that this match applies to.
          sourceNamespace string | Namespace of the client workload.

        message Headers
          request HeaderOperations | Changes before the request is forwarded.
          response HeaderOperations | Changes before the response is returned.

        message HeaderOperations
          set {string} | Headers to overwrite.
          add {string} | Values to append.
          remove [string] | Headers to delete.

        message HTTPRedirect
          uri string | Path to redirect to.
          authority string | Host to redirect to.
          port uint32 oneof=port | Port to redirect to.
          derivePort enum(FROM_PROTOCOL_DEFAULT,FROM_REQUEST_PORT) oneof=port | Port taken from the scheme or from the request.
          scheme string | http or https.
          redirectCode uint32 default=301 | Status code of the answer.

        message HTTPDirectResponse
          status uint32 required | Status code of the answer.
          body HTTPBody | Body of the answer.

        message HTTPBody
          string string oneof=body | Body as text.
          bytes bytes oneof=body | Body as base64.

        message HTTPRewrite
          uri string | New path, or new prefix where the match is a prefix.
          authority string | New host header.
          uriRegexRewrite RegexRewrite | Path rewritten by an expression.

        message RegexRewrite
          match string | RE2 expression for the part of the path to replace.
          rewrite string | Replacement; \\1 to \\9 stand for groups.

        message HTTPRetry
          attempts int32 | How often to try again; 0 switches retries off.
          perTryTimeout duration | Time limit of each try, the first included.
          retryOn string default=connect-failure,refused-stream,unavailable,cancelled | Conditions and status codes, with commas between.
          retryRemoteLocalities bool | Whether a retry may go to another locality.
          retryIgnorePreviousHosts bool default=true | Whether a retry avoids hosts already tried.
          backoff duration default=25ms | Base of the waiting time between tries.

        message CorsPolicy
          allowOrigin [string] deprecated | Origins allowed, spelled out.
          allowOrigins [StringMatch] | Origins allowed.
          allowMethods [string] | Methods for Access-Control-Allow-Methods.
          allowHeaders [string] | Headers for Access-Control-Allow-Headers.
          exposeHeaders [string] | Headers that the browser may read.
          maxAge duration | How long a preflight answer may be cached.
          allowCredentials bool | Whether credentials may be sent.
          unmatchedPreflights enum(UNSPECIFIED,FORWARD,IGNORE) default=FORWARD | What happens to preflights of other origins.

        message HTTPFaultInjection
          delay FaultDelay | Requests held back.
          abort FaultAbort | Requests answered with an error.

        message FaultDelay
          percent int32 deprecated | Share of requests, whole percent.
          percentage Percent | Share of requests.
          fixedDelay duration oneof=delay | How long to hold a request back.
          exponentialDelay duration oneof=delay | Mean delay; not implemented by Istio.

        message FaultAbort
          httpStatus int32 oneof=error | HTTP status of the answer.
          grpcStatus string oneof=error | gRPC status of the answer, such as NOT_FOUND.
          http2Error string oneof=error | HTTP/2 error; not implemented by Istio.
          percentage Percent | Share of requests.

        message HTTPMirrorPolicy
          destination Destination required | Service that gets the copy.
          percentage Percent default=100 | Share of the traffic.
        """
}
