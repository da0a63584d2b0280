/// What there is to say about mistakes in WorkloadEntries and WorkloadGroups.
enum WorkloadMistakes {
    static let table = """
        socketWithPorts | a Unix socket with ports
          A socket has no ports.
          ! WorkloadEntry {address: "unix:///run/a", ports: «{http: 80}»}
        addressUnset | a workload of another network without an address
          Traffic goes to a gateway of that network, which chooses the endpoint. Set 'address' when one workload is meant.
          ! WorkloadEntry {network: «vm»}
        addressMissing | a workload without an address
          Set 'address' to an IP address, a DNS name or a Unix socket.
          ! WorkloadEntry «{serviceAccount: a}»
        invalidWorkloadAddress | an address that is neither IP nor name
          Ports, schemes and wildcards do not belong into it.
          ! WorkloadEntry {address: «"10.0.0.1:80"»}
        probeWithoutMethod | a probe does not say how to probe
          Set 'httpGet', 'tcpSocket' or 'exec'.
          ! WorkloadGroup {template: {}, probe: «{periodSeconds: 5}»}
        probeScheme | an unknown scheme of a probe
          Probes speak HTTP or HTTPS, in capitals.
          ! WorkloadGroup {template: {}, probe: {httpGet: {port: 80, scheme: «http»}}}
        probeHeader | a bad header of a probe
          Probes allow letters, digits and hyphens in names of headers.
          ! WorkloadGroup {template: {}, probe: {httpGet: {port: 80, httpHeaders: [{name: «x_user», value: a}]}}}
        emptyCommand | a probe runs an empty command
          Name the program to run.
          ! WorkloadGroup {template: {}, probe: {exec: {command: «[]»}}}
        """
}
