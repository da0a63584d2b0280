/// The fields of `AuthorizationPolicy`.
enum AuthorizationPolicySchema {
    static let table = """
        kind AuthorizationPolicy security.istio.io v1,v1beta1 AuthorizationPolicy
        message AuthorizationPolicy
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRef PolicyTargetReference deprecated | Single target; use targetRefs.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that the policy is attached to.
          rules [AuthorizationRule] count=..512 | A request matches when one rule does; none matches nothing.
          action enum(ALLOW,DENY,AUDIT,CUSTOM) default=ALLOW | What happens to matching requests.
          provider ExtensionProviderRef | Extension that decides, for CUSTOM.

        message ExtensionProviderRef
          name string | Name of the provider in the mesh configuration.

        message AuthorizationRule
          from [RuleFrom] count=..512 | Sources of which one must match.
          to [RuleTo] | Operations of which one must match.
          when [Condition] | Conditions that must all hold.

        message RuleFrom
          source Source | Source of the request; its fields are joined by and.

        message Source
          principals [string] | Peer identities: trust-domain/ns/namespace/sa/account. Needs mTLS.
          notPrincipals [string] | Peer identities that must not match.
          requestPrincipals [string] | Issuer/subject of the JWT.
          notRequestPrincipals [string] | JWT identities that must not match.
          namespaces [string] | Namespaces of the peer. Needs mTLS.
          notNamespaces [string] | Namespaces that must not match.
          serviceAccounts [string] count=..16 length=..320 | Accounts of the peer: account or namespace/account. Needs mTLS.
          notServiceAccounts [string] count=..16 length=..320 | Accounts that must not match.
          trustDomains [string] | Trust domains of the peer. Needs mTLS.
          notTrustDomains [string] | Trust domains that must not match.
          ipBlocks [string] | Addresses or ranges that the packet came from.
          notIpBlocks [string] | Addresses or ranges that must not match.
          remoteIpBlocks [string] | Addresses or ranges of the original client.
          notRemoteIpBlocks [string] | Client addresses that must not match.

        message RuleTo
          operation Operation | Operation of the request; its fields are joined by and.

        message Operation
          hosts [string] | Host headers. HTTP only.
          notHosts [string] | Host headers that must not match.
          ports [string] | Ports as strings.
          notPorts [string] | Ports that must not match.
          methods [string] | HTTP methods, or full method names of gRPC with POST.
          notMethods [string] | Methods that must not match.
          paths [string] | Paths: exact, with '*' at one end, or with {*} and {**}.
          notPaths [string] | Paths that must not match.

        message Condition
          key string required | Attribute, such as request.headers[name].
          values [string] | Values of which one must match.
          notValues [string] | Values that must not match.
        """
}

/// The fields of `PeerAuthentication`.
enum PeerAuthenticationSchema {
    static let table = """
        kind PeerAuthentication security.istio.io v1,v1beta1 PeerAuthentication
        message PeerAuthentication
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          mtls MutualTLS | Mutual TLS for every port.
          portLevelMtls {MutualTLS} count=1.. | Mutual TLS by port number; needs a selector.

        message MutualTLS
          mode enum(UNSET,DISABLE,PERMISSIVE,STRICT) default=UNSET | Whether peers must, may or must not use mutual TLS.
        """
}

/// The fields of `RequestAuthentication`.
enum RequestAuthenticationSchema {
    static let table = """
        kind RequestAuthentication security.istio.io v1,v1beta1 RequestAuthentication
        message RequestAuthentication
          selector WorkloadSelector | Workloads in this namespace; all of them when absent.
          targetRef PolicyTargetReference deprecated | Single target; use targetRefs.
          targetRefs [PolicyTargetReference] count=..16 | Gateways, services or entries that the policy is attached to.
          jwtRules [JWTRule] count=..4096 | Tokens that are accepted; a request with an invalid token is refused.

        message JWTRule
          issuer string length=1.. | Issuer that the token must name.
          audiences [string] length=1.. | Audiences of which the token must name one.
          jwksUri string length=1..2048 | Where the public keys are fetched.
          jwks_uri string length=1..2048 | Former spelling of jwksUri.
          jwks string | Public keys, written out as a JSON Web Key Set.
          fromHeaders [JWTHeader] | Headers that may hold the token.
          fromParams [string] length=1.. | Query parameters that may hold the token.
          fromCookies [string] length=1.. | Cookies that may hold the token.
          outputPayloadToHeader string | Header that gets the verified payload.
          forwardOriginalToken bool | Whether the token is passed on.
          outputClaimToHeaders [ClaimToHeader] | Claims copied into headers.
          timeout duration default=5s | Time limit for fetching keys.
          spaceDelimitedClaims [string] count=..64 length=1.. | Claims whose text is a list with spaces between.

        message JWTHeader
          name string required length=1.. | Name of the header.
          prefix string | Text before the token, such as 'Bearer '.

        message ClaimToHeader
          header string required length=1.. as=headerName | Header that gets the claim.
          claim string required length=1.. | Claim to copy.
        """
}
