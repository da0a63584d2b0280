/// What there is to say about mistakes in DestinationRules.
enum DestinationRuleMistakes {
    static let table = """
        repeatedSubset | a subset is defined twice
          Routes could not tell which one is meant.
          ! DestinationRule {host: a, subsets: [{name: v1}, {name: «v1»}]}
        emptyTrafficPolicy | a traffic policy has no settings
          It does nothing. Add a setting, or remove it.
          ! DestinationRule {host: a, trafficPolicy: «{}»}
        tunnelWithProxyProtocol | a tunnel and the PROXY protocol together
          Envoy can do one of them on a connection.
          ! DestinationRule {host: a, trafficPolicy: {tunnel: {targetHost: b.com, targetPort: 80}, proxyProtocol: «{}»}}
        portPolicyWithoutPort | a policy for a port names no port
          Every entry of 'portLevelSettings' needs 'port.number'.
          ! DestinationRule {host: a, trafficPolicy: {portLevelSettings: [«{tls: {mode: DISABLE}}»]}}
        failoverWithoutDetection | failover without outlier detection
          Without outlier detection no endpoint ever counts as bad, so that traffic never fails over.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: «[{from: eu, to: us}]»}}}}
        consecutiveErrors | the deprecated field 'consecutiveErrors'
          It counts gateway errors for HTTP and failed connections for TCP. Use 'consecutiveGatewayErrors' or 'consecutive5xxErrors'.
          ! DestinationRule {host: a, trafficPolicy: {outlierDetection: {consecutiveErrors: «5»}}}
        localFailuresUnsplit | local failures are counted but not told apart
          'consecutiveLocalOriginFailures' counts only when 'splitExternalLocalOriginErrors' is true.
          ! DestinationRule {host: a, trafficPolicy: {outlierDetection: {consecutiveLocalOriginFailures: «5»}}}
        emptyConnectionPool | a connection pool has no settings
          Set 'tcp' or 'http'.
          ! DestinationRule {host: a, trafficPolicy: {connectionPool: «{}»}}
        upgradeWithClientProtocol | HTTP/2 is both forced and left to the client
          'h2UpgradePolicy: UPGRADE' always speaks HTTP/2, 'useClientProtocol' never changes the version.
          ! DestinationRule {host: a, trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: «true»}}}}
        tunnelProtocol | an unknown protocol of a tunnel
          Tunnels are opened by CONNECT or POST.
          ! DestinationRule {host: a, trafficPolicy: {tunnel: {protocol: «GET», targetHost: b.com, targetPort: 80}}}
        skipVerifyConflict | the server is both checked and not checked
          With 'insecureSkipVerify: true' certificates and names for checking the server have no effect.
          ! DestinationRule {host: a, trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: true, caCertificates: «/ca.pem»}}}
        credentialWithFiles | certificates both in a secret and in files
          'credentialName' brings key, certificate and CA. Remove the paths.
          ! DestinationRule {host: a, trafficPolicy: {tls: {mode: SIMPLE, credentialName: s, caCertificates: «/ca.pem»}}}
        clientCertificateMissing | mutual TLS without a client certificate
          Mode MUTUAL shows a certificate of its own. Use ISTIO_MUTUAL for Istio's certificates.
          ! DestinationRule {host: a, trafficPolicy: {tls: «{mode: MUTUAL, privateKey: /key.pem}»}}
        clientKeyMissing | mutual TLS without a private key
          Mode MUTUAL needs the key of its certificate.
          ! DestinationRule {host: a, trafficPolicy: {tls: «{mode: MUTUAL, clientCertificate: /cert.pem}»}}
        credentialMap | a bad reference to a ConfigMap
          It is written configmap://namespace/name, and the namespace must be the resource's own.
          ! DestinationRule {host: a, trafficPolicy: {tls: {mode: SIMPLE, credentialName: «"configmap://other/ca"»}}}
        ringSize | the deprecated field 'minimumRingSize'
          It moved into 'ringHash'.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: «64»}}}}
        ringSizeConflict | the ring size is given twice
          'minimumRingSize' cannot stand beside 'ringHash' or 'maglev'.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 11}, minimumRingSize: «64»}}}}
        cookieName | a cookie for hashing has no name
          Name the cookie.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: «""»}}}}}
        cookieAttribute | a bad attribute of a cookie
          Attributes have a name, and each name once.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: c, attributes: [{name: «""»}]}}}}}
        maglevTable | a table size that Maglev cannot use
          It must be a prime below 5000011, well above the number of endpoints.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: «1000»}}}}}
        aggression | a warm-up that slows down
          1.0 grows linearly; larger values grow faster at first. Smaller ones are refused.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {simple: RANDOM, warmup: {duration: 30s, aggression: «0.5»}}}}
        distributeWithFailover | locality shares and failover together
          Traffic is spread by fixed shares, or stays local and fails over.
          ! DestinationRule {host: a, trafficPolicy: {outlierDetection: {interval: 5s}, loadBalancer: {localityLbSetting: \
          {distribute: [{from: eu, to: {eu: 100}}], failover: «[{from: eu, to: us}]»}}}}
        failoverTopology | failover by region and by topology label
          'failover' names regions already. Keep the labels for other purposes.
          ! DestinationRule {host: a, trafficPolicy: {outlierDetection: {interval: 5s}, loadBalancer: {localityLbSetting: \
          {failover: [{from: eu, to: us}], failoverPriority: [«topology.kubernetes.io/region»]}}}}
        localityWeight | a share of a locality is out of range
          Shares are whole percents from 1 to 100; leave a locality out to send nothing.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: {eu: 100, us: «0»}}]}}}}
        localityOverlap | localities that overlap or are not well formed
          A locality is region/zone/sub-zone with no empty part and '*' at the end only, and none may cover another of its list.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: «"*/a"», to: {eu: 100}}]}}}}
        localityTotal | shares of localities that are not 100 in all
          The shares of each source locality must sum up to 100.
          ! DestinationRule {host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: «{eu: 90}»}]}}}}
        failoverRegions | a failover that leads nowhere
          It goes from one region to another, both named without zone and wildcard.
          ! DestinationRule {host: a, trafficPolicy: {outlierDetection: {interval: 5s}, loadBalancer: {localityLbSetting: {failover: [{from: eu, to: «eu»}]}}}}
        selectorExport | a rule for some clients is exported
          With 'workloadSelector' a rule acts on clients of its own namespace, so that it cannot be exported further.
          ! DestinationRule {host: a, workloadSelector: {matchLabels: {app: a}}, exportTo: «[other]»}
        """
}
