/// What there is to say about mistakes in VirtualServices.
enum VirtualServiceMistakes {
    static let table = """
        noRoutes | a VirtualService has no routes
          Without 'http', 'tls' or 'tcp' it routes nothing.
          ! VirtualService «{hosts: [reviews]}»
        delegateWithGateways | a delegate names gateways
          A VirtualService without hosts is a delegate: the gateways are those of the VirtualService that delegates to it.
          ! VirtualService {gateways: «[mesh]», http: [{route: [{destination: {host: a}}]}]}
        delegateWithTLS | a delegate has TLS routes
          Only HTTP routes can be delegated.
          ! VirtualService {http: [{route: [{destination: {host: a}}]}], tls: «[{match: [{sniHosts: [a]}], route: [{destination: {host: a}}]}]»}
        delegateWithTCP | a delegate has TCP routes
          Only HTTP routes can be delegated.
          ! VirtualService {http: [{route: [{destination: {host: a}}]}], tcp: «[{route: [{destination: {host: a}}]}]»}
        meshWildcardHost | the host '*' inside the mesh
          It would catch the traffic for every service of the mesh. It is allowed at gateways only.
          ! VirtualService {hosts: [«"*"»], http: [{route: [{destination: {host: a}}]}]}
        overlappingHosts | two hosts of a VirtualService overlap
          A request could match both, directly or through a wildcard, and the proxy would refuse the configuration.
          ! VirtualService {hosts: ["*.shop.com", «a.shop.com»], http: [{route: [{destination: {host: a}}]}]}
        legacyGatewayName | a gateway is named like a service
          The form name.namespace.svc.cluster.local stems from early Istio. Write namespace/name, which is what it is read as.
          ! VirtualService {hosts: [a], gateways: [«web.shop.svc.cluster.local»], http: [{route: [{destination: {host: a}}]}]}
        invalidGatewayName | a bad name of a gateway
          Gateways are named 'namespace/name', or by their name alone in the same namespace; both parts are DNS labels.
          ! VirtualService {hosts: [a], gateways: [«shop/web_gw»], http: [{route: [{destination: {host: a}}]}]}
        mirrorPercent | the deprecated field 'mirrorPercent'
          It knows whole percents only. 'mirrorPercentage' replaces it.
          ! VirtualService {hosts: [a], http: [{mirror: {host: b}, mirrorPercent: «50», route: [{destination: {host: a}}]}]}
        delegateConflict | a route both delegates and acts
          With 'delegate' the routes come from another VirtualService, so that 'route' and 'redirect' would never be used.
          ! VirtualService {hosts: [a], http: [{delegate: {name: b}, route: «[{destination: {host: a}}]»}]}
        nestedDelegate | a delegate delegates further
          Istio follows one level only.
          ! VirtualService {http: [{delegate: «{name: b}», route: [{destination: {host: a}}]}]}
        routeWithoutAction | an HTTP route leads nowhere
          A route needs destinations, a redirect, a direct response or a delegate.
          ! VirtualService {hosts: [a], http: [«{match: [{uri: {prefix: /a}}]}»]}
        routeConflict | a route has two actions
          A request is forwarded, redirected or answered; faults and rewrites belong to forwarding only.
          ! VirtualService {hosts: [a], http: [{redirect: {uri: /b}, route: «[{destination: {host: a}}]»}]}
        authorityTwice | the authority is written twice
          It can be set by a rewrite or by one header operation; with two the result would depend on their order.
          ! VirtualService {hosts: [a], http: [{rewrite: {authority: b}, headers: {request: {set: {«host»: c}}}, route: [{destination: {host: a}}]}]}
        negativeWeight | a weight is negative
          Weights are shares of the traffic and start at 0.
          ! VirtualService {hosts: [a], http: [{route: [{destination: {host: a}, weight: «-1»}]}]}
        noWeight | no destination has weight
          Of several destinations at least one needs a weight above 0, or nothing is sent anywhere.
          ! VirtualService {hosts: [a], http: [{route: «[{destination: {host: a}}, {destination: {host: b}}]»}]}
        invalidSourceNamespace | a text that is no namespace in a match
          'sourceNamespace' is compared as a whole; wildcards are not possible.
          ! VirtualService {hosts: [a], http: [{match: [{sourceNamespace: «"team-*"»}], route: [{destination: {host: a}}]}]}
        claimWithoutGateway | routing by JWT claims inside the mesh
          Claims are read at gateways only. Bind the VirtualService to gateways and not to 'mesh'.
          ! VirtualService {hosts: [a], http: [{match: [{headers: {«"@request.auth.claims.group"»: {exact: b}}}], route: [{destination: {host: a}}]}]}
        nullHeaderMatch | a header is matched by null
          To ask for the mere presence of a header write '{}'.
          ! VirtualService {hosts: [a], http: [{match: [{headers: {«x-user»: null}}], route: [{destination: {host: a}}]}]}
        tlsWithoutMatch | a TLS route has no match
          TLS routes are chosen by SNI, so that each needs at least one match.
          ! VirtualService {hosts: [a], tls: [{match: «[]», route: [{destination: {host: a}}]}]}
        tlsWithoutRoute | a TLS route has no destinations
          Add 'route' with a destination.
          ! VirtualService {hosts: [a], tls: [«{match: [{sniHosts: [a]}]}»]}
        noSNIHosts | a TLS match has no SNI hosts
          Name at least one host that the client asks for.
          ! VirtualService {hosts: [a], tls: [{match: [{sniHosts: «[]»}], route: [{destination: {host: a}}]}]}
        addressAsSNI | an IP address as SNI host
          The TLS standard allows names only, and most clients send none for an address. Match 'destinationSubnets' instead.
          ! VirtualService {hosts: [10.0.0.1], tls: [{match: [{sniHosts: [«10.0.0.1»]}], route: [{destination: {host: a}}]}]}
        foreignSNI | an SNI host outside the hosts of the VirtualService
          Each SNI host must be one of 'hosts' or covered by a wildcard there.
          ! VirtualService {hosts: [a.com], tls: [{match: [{sniHosts: [«b.com»]}], route: [{destination: {host: a}}]}]}
        tcpWithoutRoute | a TCP route has no destinations
          Add 'route' with a destination.
          ! VirtualService {hosts: [a], tcp: [«{match: [{port: 80}]}»]}
        emptyRedirect | a redirect changes nothing
          It would send the client to where it is. Set 'uri', 'authority', 'scheme', 'port' or 'derivePort'.
          ! VirtualService {hosts: [a], http: [{redirect: «{}»}]}
        redirectCode | a redirect's status is not 3xx
          Clients follow 3xx only; 301 is the default.
          ! VirtualService {hosts: [a], http: [{redirect: {uri: /b, redirectCode: «200»}}]}
        redirectScheme | a redirect to another scheme than HTTP
          Envoy can redirect to http and https.
          ! VirtualService {hosts: [a], http: [{redirect: {scheme: «ftp»}}]}
        rewriteTwice | a path is rewritten twice
          'uri' and 'uriRegexRewrite' exclude each other.
          ! VirtualService {hosts: [a], http: [{rewrite: {uri: /b, uriRegexRewrite: «{match: a, rewrite: b}»}, route: [{destination: {host: a}}]}]}
        emptyRewrite | a rewrite changes nothing
          Set 'uri', 'uriRegexRewrite' or 'authority', or remove it.
          ! VirtualService {hosts: [a], http: [{rewrite: «{}», route: [{destination: {host: a}}]}]}
        regexRewriteIncomplete | a regex rewrite lacks one half
          It needs the expression and the replacement; neither may be empty.
          ! VirtualService {hosts: [a], http: [{rewrite: {uriRegexRewrite: «{match: a}»}, route: [{destination: {host: a}}]}]}
        hugeBody | a direct response above 1 MiB
          It is part of the configuration of every proxy. Serve such content from a service.
        largeBody | a direct response above 100 KiB
          It is part of the configuration of every proxy and slows the control plane down. Serve such content from a service.
        httpStatus | an HTTP status out of range
          Answers have a status from 200 to 599.
          ! VirtualService {hosts: [a], http: [{directResponse: {status: «100»}}]}
        emptyFault | a fault does nothing
          Set 'delay', 'abort' or both.
          ! VirtualService {hosts: [a], http: [{fault: «{}», route: [{destination: {host: a}}]}]}
        grpcStatus | an unknown gRPC status
          It is written by its name in capitals, such as UNAVAILABLE.
          ! VirtualService {hosts: [a], http: [{fault: {abort: {grpcStatus: «MISSING»}}, route: [{destination: {host: a}}]}]}
        http2Error | the field 'http2Error', which is not supported
          Istio has the field but does nothing with it, and refuses the resource. Use 'httpStatus' or 'grpcStatus'.
          ! VirtualService {hosts: [a], http: [{fault: {abort: {http2Error: «REFUSED_STREAM»}}, route: [{destination: {host: a}}]}]}
        abortWithoutStatus | an abort has no status
          Nothing is aborted without a status to answer with.
          ! VirtualService {hosts: [a], http: [{fault: {abort: «{percentage: {value: 10}}»}, route: [{destination: {host: a}}]}]}
        exponentialDelay | the field 'exponentialDelay', which is not supported
          Istio has the field but refuses the resource. Use 'fixedDelay'.
          ! VirtualService {hosts: [a], http: [{fault: {delay: {exponentialDelay: «1s»}}, route: [{destination: {host: a}}]}]}
        faultPercentage | a share of faults that cannot be kept
          The share is 0, or 0.0001 to 100 percent: Envoy counts in parts of a million.
          ! VirtualService {hosts: [a], http: [{fault: {abort: {httpStatus: 500, percentage: {value: «101»}}}, route: [{destination: {host: a}}]}]}
        negativeAttempts | a negative number of retries
          0 switches retries off.
          ! VirtualService {hosts: [a], http: [{retries: {attempts: «-1»}, route: [{destination: {host: a}}]}]}
        retryWithoutAttempts | retry settings although retries are off
          With 0 attempts, or none given, the other settings have no effect.
          ! VirtualService {hosts: [a], http: [{retries: «{perTryTimeout: 2s}», route: [{destination: {host: a}}]}]}
        retryCondition | an unknown retry condition
          'retryOn' holds Envoy's conditions and HTTP status codes with commas between, no blanks.
          ! VirtualService {hosts: [a], http: [{retries: {attempts: 2, retryOn: «"5xx, reset"»}, route: [{destination: {host: a}}]}]}
        emptyOrigin | an origin that matches nothing
          Each entry of 'allowOrigins' needs 'exact', 'prefix' or 'regex' with text.
          ! VirtualService {hosts: [a], http: [{corsPolicy: {allowOrigins: [«{}»]}, route: [{destination: {host: a}}]}]}
        corsMethod | an unknown HTTP method
          Methods are written in capitals; '*' stands for all.
          ! VirtualService {hosts: [a], http: [{corsPolicy: {allowMethods: [«get»]}, route: [{destination: {host: a}}]}]}
        maxAge | a preflight age with parts of a second
          Browsers read whole seconds.
          ! VirtualService {hosts: [a], http: [{corsPolicy: {maxAge: «1500ms»}, route: [{destination: {host: a}}]}]}
        hostHeader | an operation on the host header that is not possible
          The host of a request can be set or added to, by a rewrite or a header; it cannot be removed, and responses have none.
          ! VirtualService {hosts: [a], http: [{headers: {request: {remove: [«host»]}}, route: [{destination: {host: a}}]}]}
        pseudoHeader | an operation on a header that begins with a colon
          Such names belong to the protocol. Only ':authority' can be set.
          ! VirtualService {hosts: [a], http: [{headers: {request: {set: {«":path"»: /b}}}, route: [{destination: {host: a}}]}]}
        headerValue | a header value that Envoy refuses
          A percent sign begins a variable such as %DOWNSTREAM_REMOTE_ADDRESS%; write two for one. Control characters are not allowed.
          ! VirtualService {hosts: [a], http: [{headers: {request: {set: {x-share: «50%»}}}, route: [{destination: {host: a}}]}]}
        unreachableRule | a route that no request reaches
          A route without a match takes everything, so that later routes are never used; the same holds when all matches stand in earlier routes. \
          Put the route without a match at the end.
          ! VirtualService {hosts: [a], http: [{route: [{destination: {host: a}}]}, «{route: [{destination: {host: b}}]}»]}
        ineffectiveMatch | a match that no request reaches
          An earlier match is the same, or its prefix covers this one. Put the narrower match first.
          ! VirtualService {hosts: [a], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: a}}]}, \
          {match: [«{uri: {prefix: /ab}}»], route: [{destination: {host: b}}]}]}
        """
}
