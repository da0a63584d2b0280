/// What there is to say about mistakes in PeerAuthentications and RequestAuthentications.
enum AuthenticationMistakes {
    static let table = """
        portsWithoutSelector | mTLS for ports without a selector
          Ports belong to workloads: choose them by 'selector.matchLabels'.
          ! PeerAuthentication {portLevelMtls: «{80: {mode: STRICT}}»}
        portKey | a key that is no port
          The keys of 'portLevelMtls' are port numbers of the workload, 1 to 65535.
          ! PeerAuthentication {selector: {matchLabels: {app: a}}, portLevelMtls: {«http»: {mode: STRICT}}}
        issuerMissing | a JWT rule without issuer and keys
          Name the issuer, or at least where its keys are.
          ! RequestAuthentication {jwtRules: [«{audiences: [a]}»]}
        keysTwice | keys are given twice
          They are written out in 'jwks' or fetched from 'jwksUri'.
          ! RequestAuthentication {jwtRules: [{issuer: a, jwksUri: "https://a.com/keys", jwks: «'{"keys":[]}'»}]}
        keyAddress | a bad address of keys
          It is a full URL with http or https.
          ! RequestAuthentication {jwtRules: [{issuer: a, jwksUri: «a.com/keys»}]}
        keySet | keys that are no JSON Web Key Set
          'jwks' holds JSON: an object with 'keys', each with 'kty' and the parameters of its type.
          ! RequestAuthentication {jwtRules: [{issuer: a, jwks: «abc»}]}
        privateKey | a private key in a key set
          Tokens are checked with the public part. Whoever reads the resource can now sign tokens: remove the private part and replace the key.
          ! RequestAuthentication {jwtRules: [{issuer: a, jwks: «'{"keys":[{"kty":"oct","k":"YWJj"}]}'»}]}
        """
}
