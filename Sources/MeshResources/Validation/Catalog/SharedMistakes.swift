/// What there is to say about mistakes in values that several kinds share.
enum SharedMistakes {
    static let table = """
        invalidDuration | a text that is no duration
          A duration is a number with a unit, or several in a row: 300ms, 1.5s, 1h30m. Days are not a unit, and a number alone has none.
          ! VirtualService {hosts: [a], http: [{timeout: «5 s», route: [{destination: {host: a}}]}]}
        durationTooShort | a duration is below a millisecond
          Istio and Envoy count in milliseconds. To switch a timeout off, remove the field.
          ! VirtualService {hosts: [a], http: [{timeout: «0s», route: [{destination: {host: a}}]}]}
        durationTooFine | a duration is no whole number of milliseconds
          Istio refuses what it would have to round.
          ! VirtualService {hosts: [a], http: [{timeout: «1500us», route: [{destination: {host: a}}]}]}
        portOutOfRange | a port is not 1 to 65535
          Port 0 and an absent number are refused too: every use of a port here needs one that exists.
          ! VirtualService {hosts: [a], http: [{route: [{destination: {host: a, port: {number: «70000»}}}]}]}
        emptyHost | a host is empty
          Name a host, or remove the entry.
          ! DestinationRule {host: «""»}
        hostTooLong | a host has more than 255 characters
          DNS has no longer names.
          ! DestinationRule {host: «\(String(repeating: "a", count: 256))»}
        invalidHost | a text that is no DNS name
          Labels hold letters, digits and inner hyphens, at most 63 of them, and the last label is no number. A wildcard may only stand in front. \
          A port or a scheme does not belong into a host.
          ! DestinationRule {host: «reviews_v2.shop»}
        invalidAddress | a text that is no IP address
          Write IPv4 with four numbers without leading zeros, or IPv6. Names are not resolved here.
          ! Sidecar {ingress: [{port: {number: 80, protocol: HTTP, name: a}, bind: «localhost»}]}
        invalidRange | a text that is no CIDR range
          A range is an address, a slash and the number of leading bits: 10.0.0.0/8, at most 32 bits for IPv4 and 128 for IPv6.
          ! ServiceEntry {hosts: [a.com], addresses: [«10.0.0.0/33»], ports: [{number: 80, name: a, protocol: HTTP}]}
        invalidRegex | a regular expression that RE2 refuses
          Envoy runs RE2 in linear time, which has no look-around, no back references and no possessive quantifiers. Rewrite the expression.
          ! VirtualService {hosts: [a], http: [{match: [{uri: {regex: «"(?!x)"»}}], route: [{destination: {host: a}}]}]}
        regexTooLong | a regular expression is longer than 1024 bytes
          Istio limits it so that proxies do not reject the configuration. Split the match into several.
          ! VirtualService {hosts: [a], http: [{match: [{uri: {regex: «\(String(repeating: "a", count: 1025))»}}], route: [{destination: {host: a}}]}]}
        emptyRegex | a regular expression is empty
          An empty expression matches only empty texts, which is never meant. Write '.*', or remove the match.
          ! VirtualService {hosts: [a], http: [{match: [{uri: {regex: «""»}}], route: [{destination: {host: a}}]}]}
        emptyPrefix | a prefix is empty
          Envoy refuses an empty prefix. Remove the match to accept everything.
          ! VirtualService {hosts: [a], http: [{match: [{method: {prefix: «""»}}], route: [{destination: {host: a}}]}]}
        percentOutOfRange | a percentage is not 0 to 100
          Percentages are whole or decimal numbers from 0 to 100.
          ! DestinationRule {host: a, trafficPolicy: {outlierDetection: {maxEjectionPercent: «101»}}}
        negativeNumber | a limit is negative
          Limits count from 0. To have no limit, remove the field.
          ! DestinationRule {host: a, trafficPolicy: {connectionPool: {tcp: {maxConnections: «-1»}}}}
        emptyHeaderName | a header has no name
          Name the header.
          ! VirtualService {hosts: [a], http: [{headers: {request: {remove: [«""»]}}, route: [{destination: {host: a}}]}]}
        invalidHeaderName | a text that is no name of a header
          Names of headers hold letters, digits and a few marks such as '-' and '_', no blanks and no colons.
          ! VirtualService {hosts: [a], http: [{match: [{headers: {«"x user"»: {exact: b}}}], route: [{destination: {host: a}}]}]}
        invalidPortName | a text that is no name of a port
          Port names are DNS labels: letters, digits and inner hyphens, at most 63.
          ! ServiceEntry {hosts: [a.com], ports: [{number: 80, name: «http_web», protocol: HTTP}]}
        unknownProtocol | a protocol that Istio does not know
          The protocol decides how a port is routed; an unknown one would be refused or treated as TCP.
          ! ServiceEntry {hosts: [a.com], ports: [{number: 80, name: a, protocol: «HTPP»}]}
        targetPort | 'targetPort' where it has no effect
          Gateways and sidecars listen on 'number'; only service entries and Services forward to another port.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP, targetPort: «8080»}, hosts: ['*']}]}
        socketPath | a bad path of a Unix socket
          A socket is written unix:///path/to/file, or unix://@name for an abstract one.
          ! WorkloadEntry {address: «"unix://relative"»}
        noHosts | a server or listener has no hosts
          Without hosts it serves nothing. Name the hosts, or use a wildcard.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: «[]»}]}
        partialWildcard | a wildcard that is only a part of a label
          Gateways and sidecars match whole labels: '*' or '*.example.com', never '*-shop.example.com'.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [«"*shop.example.com"»]}]}
        invalidSubsetName | a text that is no name of a subset
          Subsets are named by DNS labels: letters, digits and inner hyphens, at most 63.
          ! DestinationRule {host: a, subsets: [{name: «v1.0», labels: {version: v1}}]}
        wildcardDestination | a destination that is a bare wildcard
          Traffic needs one service to go to.
          ! VirtualService {hosts: [a], http: [{route: [{destination: {host: «"*"»}}]}]}
        repeatedExport | a namespace is listed twice in 'exportTo'
          '.' stands for the resource's own namespace, so that it and the name are the same.
          ! DestinationRule {host: a, exportTo: [x, «x»]}
        exportToNone | '~' in 'exportTo' of a kind that cannot be hidden
          Only a service entry can be exported to nobody.
          ! DestinationRule {host: a, exportTo: [«"~"»]}
        invalidExport | a text that is no namespace in 'exportTo'
          Entries are names of namespaces, '.' for the own one or '*' for all. Patterns are not possible.
          ! DestinationRule {host: a, exportTo: [«"team-*"»]}
        exportToAllAndSome | '*' beside other namespaces in 'exportTo'
          '*' includes every namespace already, so that the others suggest a limit that does not exist.
          ! DestinationRule {host: a, exportTo: [x, «"*"»]}
        exportToNoneAndSome | '~' beside other namespaces in 'exportTo'
          A service entry is exported to nobody or to somebody, not both.
          ! ServiceEntry {hosts: [a.com], exportTo: [x, «"~"»], ports: [{number: 80, name: a, protocol: HTTP}]}
        emptySelector | a selector has no labels
          It selects every workload of the namespace, just as no selector at all. Add labels, or remove it so that readers see what happens.
          ! PeerAuthentication {selector: «{}»}
        emptySelectorKey | a selector has an empty label key
          No label has an empty key, so nothing can match.
          ! PeerAuthentication {selector: {matchLabels: {«""»: a}}}
        selectorWildcard | a wildcard in a selector
          Labels are compared letter by letter. Give the workloads a common label instead.
          ! PeerAuthentication {selector: {matchLabels: {app: «"web-*"»}}}
        targetingTwice | a policy says twice which workloads it is for
          Either labels or target references choose the workloads. With both, Istio refuses the resource.
          ! Telemetry {selector: {matchLabels: {app: a}}, targetRefs: «[{kind: Service, name: a}]»}
        targetNamespace | a target in another namespace
          A policy acts in its own namespace only. Move it to where the target is.
          ! Telemetry {targetRefs: [{kind: Service, name: a, namespace: «b»}]}
        targetKind | a target of a kind that policies cannot be attached to
          Targets are Services, ServiceEntries, and Gateways or GatewayClasses of the Gateway API, each with its group.
          ! Telemetry {targetRefs: [{kind: «Deployment», name: a}]}
        """
}
