/// What there is to say about mistakes in Gateways and in the TLS settings of servers.
enum GatewayMistakes {
    static let table = """
        gatewayName | a Gateway's name is no DNS label
          The name becomes part of names inside the proxy, so that dots are not allowed.
          !! {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: «web.shop»}, spec: {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ['*']}]}}
        noServers | a Gateway has no servers
          It listens on nothing.
          ! Gateway «{selector: {istio: ingressgateway}}»
        repeatedPortName | two servers share a port name
          Names tell the servers of a Gateway apart.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ['*']}, {port: {number: 81, name: «a», protocol: HTTP}, hosts: ['*']}]}
        socketWithPort | a Unix socket with a port
          A socket has no port: 'number' must be 0.
          ! Gateway {servers: [{port: {number: «80», name: a, protocol: HTTP}, bind: "unix:///run/a", hosts: ['*']}]}
        emptyPortName | a port has an empty name
          Name the port.
          ! Gateway {servers: [{port: {number: 80, name: «""», protocol: HTTP}, hosts: ['*']}]}
        tlsMissing | a server for TLS has no TLS settings
          HTTPS and TLS need a mode, and most modes certificates.
          ! Gateway {servers: [«{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*']}»]}
        redirectElsewhere | 'httpsRedirect' on a server that is not HTTP
          Only a plain HTTP server can answer with a redirect to HTTPS.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, credentialName: s, httpsRedirect: «true»}}]}
        tlsOnPlainPort | TLS settings on a plain port
          A plain HTTP server may only redirect, and other plain protocols have no TLS at all. Choose HTTPS or TLS as the protocol.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ['*'], tls: «{mode: SIMPLE, credentialName: s}»}]}
        hostWithoutNamespace | a host of a sidecar has no namespace
          Sidecars import hosts as namespace/name: './name' for the own namespace, '*/name' for any.
          ! Sidecar {egress: [{hosts: [«reviews.shop.svc.cluster.local»]}]}
        emptyHostPart | a host lacks its namespace or its name
          Both parts around the slash are needed.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [«"/shop.com"»]}]}
        hostNamespace | a bad namespace in a host
          Write the name of a namespace, '.' for the own one or '*' for any.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [«"team_a/shop.com"»]}]}
        shortHost | a host without dots
          Gateways and sidecars compare full names. Write the full name of the service or domain.
          ! Gateway {servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [«shop»]}]}
        istioMutualFiles | certificates in mode ISTIO_MUTUAL
          Istio provides certificates and keys in this mode.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: ISTIO_MUTUAL, credentialName: «s»}}]}
        listWithCredential | a revocation list beside a secret
          The list belongs into the secret that 'credentialName' names.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: TLS}, hosts: ['*'], tls: {mode: PASSTHROUGH, credentialName: s, caCrl: «/crl.pem»}}]}
        listInSimple | a revocation list in mode SIMPLE
          It is for client certificates, which SIMPLE does not ask for.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k, caCrl: «/crl.pem»}}]}
        oldTLS | an old TLS version without ciphers
          The default ciphers no longer work with TLS 1.0 and 1.1, so that nobody could connect.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, credentialName: s, minProtocolVersion: «TLSV1_1»}}]}
        unknownCipher | a cipher suite that Istio does not know
          It is left out. Suites have their OpenSSL names, such as ECDHE-RSA-AES256-GCM-SHA384.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, credentialName: s, cipherSuites: [«RC4-SHA»]}}]}
        repeatedCipher | a cipher suite is listed twice
          The second is left out.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, credentialName: s, cipherSuites: [AES128-SHA, «AES128-SHA»]}}]}
        certificateSources | certificates from two places
          They come from one secret, a list of secrets, files, or a list of files.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k, credentialName: «s»}}]}
        passthroughCertificates | certificates although TLS is passed through
          In PASSTHROUGH and AUTO_PASSTHROUGH the gateway does not end TLS, so that certificates are ignored. PASSTHROUGH is the default mode.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: TLS}, hosts: ['*'], tls: {mode: PASSTHROUGH, credentialName: «s»}}]}
        clientAuthorityMissing | mutual TLS without a CA for clients
          MUTUAL checks client certificates and needs a bundle to check them with.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: «{mode: MUTUAL, serverCertificate: /c, privateKey: /k}»}]}
        manyCertificates | more than two certificates
          A server can have one RSA and one ECDSA certificate.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, tlsCertificates: \
          «[{serverCertificate: /a, privateKey: /a}, {serverCertificate: /b, privateKey: /b}, {serverCertificate: /c, privateKey: /c}]»}}]}
        serverCertificateMissing | TLS without a server certificate
          Set 'credentialName', or 'serverCertificate' and 'privateKey'.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: «{mode: SIMPLE, privateKey: /k}»}]}
        serverKeyMissing | TLS without a private key
          Set 'credentialName', or 'serverCertificate' and 'privateKey'.
          ! Gateway {servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*'], tls: «{mode: SIMPLE, serverCertificate: /c}»}]}
        """
}
