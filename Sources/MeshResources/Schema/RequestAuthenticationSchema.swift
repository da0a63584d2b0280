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
