/// What there is to say about mistakes in AuthorizationPolicies.
enum AuthorizationMistakes {
    static let table = """
        denyWithoutRules | DENY without rules
          No request matches a policy without rules, so that nothing is denied. One empty rule matches everything.
          ! AuthorizationPolicy {action: «DENY»}
        customWithoutRules | CUSTOM without rules
          No request matches a policy without rules, so that the extension is never asked. One empty rule matches everything.
          ! AuthorizationPolicy {action: «CUSTOM», provider: {name: p}}
        providerMissing | CUSTOM without a provider
          'provider.name' names the extension in the mesh configuration that decides.
          ! AuthorizationPolicy «{action: CUSTOM, rules: [{}]}»
        providerElsewhere | a provider without CUSTOM
          Only CUSTOM asks an extension.
          ! AuthorizationPolicy {action: ALLOW, rules: [{}], provider: «{name: p}»}
        customSource | a source field that CUSTOM does not support
          The decision whether to ask the extension falls before identities are known.
          ! AuthorizationPolicy {action: CUSTOM, provider: {name: p}, rules: [{from: [{source: {namespaces: «[a]»}}]}]}
        customCondition | a condition that CUSTOM does not support
          The decision whether to ask the extension falls before identities and tokens are known.
          ! AuthorizationPolicy {action: CUSTOM, provider: {name: p}, rules: [{when: [{key: «source.principal», values: [a]}]}]}
        denyOnTCP | a DENY rule of HTTP attributes alone
          On TCP ports attributes of HTTP are taken as matched, so that the rule denies everything there. Add 'ports'.
          ! AuthorizationPolicy {action: DENY, rules: [«{to: [{operation: {methods: [GET]}}]}»]}
        fromWithoutSource | 'from' without a source
          Each entry of 'from' needs 'source'.
          ! AuthorizationPolicy {rules: [{from: [«{}»]}]}
        emptySource | an empty source
          Set at least one field, or remove 'from' to match every source.
          ! AuthorizationPolicy {rules: [{from: [{source: «{}»}]}]}
        accountsWithOthers | service accounts beside principals or namespaces
          A service account has its namespace already: account or namespace/account.
          ! AuthorizationPolicy {rules: [{from: [{source: {serviceAccounts: «[a]», namespaces: [b]}}]}]}
        toWithoutOperation | 'to' without an operation
          Each entry of 'to' needs 'operation'.
          ! AuthorizationPolicy {rules: [{to: [«{}»]}]}
        emptyOperation | an empty operation
          Set at least one field, or remove 'to' to match every operation.
          ! AuthorizationPolicy {rules: [{to: [{operation: «{}»}]}]}
        emptyConditionKey | a condition has an empty key
          The key names the attribute that is compared.
          ! AuthorizationPolicy {rules: [{when: [{key: «""», values: [a]}]}]}
        conditionWithoutValues | a condition has no values
          Add 'values' or 'notValues'.
          ! AuthorizationPolicy {rules: [{when: [«{key: source.ip}»]}]}
        replacedAttribute | an attribute that something else replaces
          Namespace, labels and name of the destination are chosen by the policy's own namespace and selector.
          ! AuthorizationPolicy {rules: [{when: [{key: «destination.namespace», values: [a]}]}]}
        conditionBrackets | an attribute lacks its name in brackets
          Headers and claims are written request.headers[name] and request.auth.claims[name].
          ! AuthorizationPolicy {rules: [{when: [{key: «request.headers», values: [a]}]}]}
        unknownAttribute | an attribute that Istio does not know
          Compare the list of conditions in Istio's reference.
          ! AuthorizationPolicy {rules: [{when: [{key: «"request.header[x]"», values: [a]}]}]}
        emptyRuleValue | an empty value in a rule
          Remove it; an empty value cannot match.
          ! AuthorizationPolicy {rules: [{to: [{operation: {paths: [«""»]}}]}]}
        rulePort | a text that is no port
          Ports in rules are single numbers, as texts.
          ! AuthorizationPolicy {rules: [{to: [{operation: {ports: [«"80-90"»]}}]}]}
        accountWildcard | a wildcard in a service account
          Accounts are compared as a whole.
          ! AuthorizationPolicy {rules: [{from: [{source: {serviceAccounts: [«"web-*"»]}}]}]}
        accountFormat | a badly written service account
          Write 'account' for the policy's namespace, or 'namespace/account'.
          ! AuthorizationPolicy {rules: [{from: [{source: {serviceAccounts: [«a/b/c»]}}]}]}
        trustDomain | a badly written trust domain
          One wildcard at either end is allowed; a slash belongs to principals.
          ! AuthorizationPolicy {rules: [{from: [{source: {trustDomains: [«"a*b"»]}}]}]}
        pathTemplate | a bad path template
          '{*}' stands for one segment and '{**}' for the rest, each as a whole segment; other braces and '*' are not allowed beside them.
          ! AuthorizationPolicy {rules: [{to: [{operation: {paths: [«"/a/{id}"»]}}]}]}
        """
}
