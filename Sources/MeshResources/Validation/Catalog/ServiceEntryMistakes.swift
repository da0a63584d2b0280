/// What there is to say about mistakes in ServiceEntries.
enum ServiceEntryMistakes {
    static let table = """
        selectorAndEndpoints | endpoints both listed and selected
          Endpoints are written into the entry or chosen by labels, not both.
          ! ServiceEntry {hosts: [a.com], resolution: STATIC, ports: [{number: 80, name: a, protocol: HTTP}], workloadSelector: {labels: {app: a}}, endpoints: «[{address: 10.0.0.1}]»}
        entryHostStar | the host '*' in a service entry
          It would claim every host there is.
          ! ServiceEntry {hosts: [«"*"»], ports: [{number: 80, name: a, protocol: HTTP}]}
        partialWildcardHost | a wildcard that is only a part of a label
          Only '*.' before a name works in routes and certificates.
          ! ServiceEntry {hosts: [«"*shop.com"»], ports: [{number: 80, name: a, protocol: HTTP}]}
        rangeResolution | a CIDR range with a resolution by DNS
          A name resolves to single addresses. Ranges go with NONE and STATIC.
          ! ServiceEntry {hosts: [a.com], addresses: [«10.0.0.0/8»], resolution: DNS, ports: [{number: 80, name: a, protocol: HTTP}]}
        repeatedPortNumber | a port number is defined twice
          Each number of an entry has one protocol and name.
          ! ServiceEntry {hosts: [a.com], ports: [{number: 80, name: a, protocol: HTTP}, {number: «80», name: b, protocol: HTTP}]}
        tcpWithoutAddress | a TCP port without addresses
          TCP carries no host name. Without an address the listener takes all traffic of the port, whatever its destination.
          ! ServiceEntry {hosts: [a.com], ports: [{number: 3306, name: a, protocol: «TCP»}]}
        endpointsWithNone | endpoints although nothing is resolved
          With resolution NONE traffic goes to the address it was sent to. NONE is the default.
          ! ServiceEntry {hosts: [a.com], ports: [{number: 80, name: a, protocol: HTTP}], endpoints: «[{address: 10.0.0.1}]»}
        selectorWithNone | a selector although nothing is resolved
          With resolution NONE traffic goes to the address it was sent to. NONE is the default.
          ! ServiceEntry {hosts: [a.com], ports: [{number: 80, name: a, protocol: HTTP}], workloadSelector: «{labels: {app: a}}»}
        dnsWildcardHost | a wildcard host resolved by DNS without endpoints
          A wildcard cannot be looked up. Add endpoints, or write full names.
          ! ServiceEntry {hosts: [«"*.shop.com"»], resolution: DNS, ports: [{number: 80, name: a, protocol: HTTP}]}
        manyRoundRobinEndpoints | several endpoints with DNS_ROUND_ROBIN
          This resolution takes the answer of one name. Use DNS for several.
          ! ServiceEntry {hosts: [a.com], resolution: DNS_ROUND_ROBIN, ports: [{number: 80, name: a, protocol: HTTP}], endpoints: «[{address: a.com}, {address: b.com}]»}
        hostsShareAddress | several hosts share addresses on a TCP port
          TCP carries no host name, so that the proxy sees one service only.
          ! ServiceEntry {hosts: «[a.com, b.com]», addresses: [10.0.0.1], resolution: DNS, ports: [{number: 443, name: a, protocol: TLS}]}
        dynamicHost | a host without wildcard and DYNAMIC_DNS
          Hosts are looked up when a request names them, which makes sense for wildcards only.
          ! ServiceEntry {hosts: [«a.com»], resolution: DYNAMIC_DNS, ports: [{number: 80, name: a, protocol: HTTP}]}
        dynamicAddresses | addresses with DYNAMIC_DNS
          The host of the request decides, not its address.
          ! ServiceEntry {hosts: ["*.a.com"], addresses: «[10.0.0.1]», resolution: DYNAMIC_DNS, ports: [{number: 80, name: a, protocol: HTTP}]}
        dynamicEndpoints | endpoints with DYNAMIC_DNS
          The host of the request decides where it goes.
          ! ServiceEntry {hosts: ["*.a.com"], endpoints: «[{address: 10.0.0.1}]», resolution: DYNAMIC_DNS, ports: [{number: 80, name: a, protocol: HTTP}]}
        dynamicProtocol | a protocol that DYNAMIC_DNS does not support
          The host must be readable from the traffic: HTTP, HTTP2, GRPC or TLS.
          ! ServiceEntry {hosts: ["*.a.com"], resolution: DYNAMIC_DNS, ports: [{number: 80, name: a, protocol: «TCP»}]}
        dynamicWaypoint | DYNAMIC_DNS inside the mesh with a waypoint
          Waypoints support it for MESH_EXTERNAL only.
          !! {apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: a, labels: {istio.io/use-waypoint: w}}, spec: {hosts: ["*.a.com"], \
          resolution: DYNAMIC_DNS, location: «MESH_INTERNAL», ports: [{number: 80, name: a, protocol: HTTP}]}}
        hostsShareTCP | several hosts share a TCP port
          Neither a header nor SNI tells them apart. Write an entry for each.
          ! ServiceEntry {hosts: [a.com, b.com], resolution: DNS, ports: [{number: 3306, name: a, protocol: «TCP»}]}
        endpointNotAddress | a name as endpoint with STATIC
          STATIC takes addresses as they are. Use DNS for names.
          ! ServiceEntry {hosts: [a.com], resolution: STATIC, ports: [{number: 80, name: a, protocol: HTTP}], endpoints: [{address: «b.com»}]}
        unknownEndpointPort | a port of an endpoint that the entry does not have
          Ports of endpoints are named after those of the entry.
          ! ServiceEntry {hosts: [a.com], resolution: STATIC, ports: [{number: 80, name: http, protocol: HTTP}], endpoints: [{address: 10.0.0.1, ports: {«htpp»: 8080}}]}
        socketPortCount | a Unix socket in an entry of several ports
          A socket can serve one port only.
          ! ServiceEntry {hosts: [a.com], resolution: STATIC, ports: [{number: 80, name: a, protocol: HTTP}, {number: 81, name: b, protocol: HTTP}], endpoints: [{address: «"unix:///run/a"»}]}
        """
}
