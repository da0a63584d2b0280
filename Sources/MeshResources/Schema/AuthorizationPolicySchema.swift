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
