/// What there is to say about mistakes in metadata.
enum MetadataMistakes {
    static let table = """
        missingName | a resource has no name
          The API server needs 'metadata.name', or 'generateName' when it may choose.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: «{namespace: a}», spec: {egress: [{hosts: ['./*']}]}}
        invalidName | a name that the API server refuses
          Names hold lower-case letters, digits, inner hyphens and dots, at most 253 characters.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: «Web_App»}, spec: {egress: [{hosts: ['./*']}]}}
        invalidNamespace | a namespace that the API server refuses
          Namespaces hold lower-case letters, digits and inner hyphens, at most 63 characters.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, namespace: «Team_A»}, spec: {egress: [{hosts: ['./*']}]}}
        invalidLabelKey | a bad key of a label
          Keys are 'name' or 'prefix/name': the prefix a DNS name, the name at most 63 letters, digits, '-', '_' and '.'.
          ! DestinationRule {host: a, subsets: [{name: v1, labels: {«"a b"»: c}}]}
        invalidLabelValue | a bad value of a label
          Values hold letters, digits and inner '-', '_' and '.', at most 63 in metadata.
          ! DestinationRule {host: a, subsets: [{name: v1, labels: {app: «"a b"»}}]}
        invalidAnnotationKey | a bad key of an annotation
          Keys have the form of label keys.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, annotations: {«"a b"»: c}}, spec: {egress: [{hosts: ['./*']}]}}
        alwaysReject | the annotation that makes istiod refuse
          Istio uses it to test that its webhook answers. It does not belong into a manifest.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, annotations: {«internal.istio.io/webhook-always-reject»: "true"}}, spec: {egress: [{hosts: ['./*']}]}}
        reservedAnnotation | an annotation that is reserved for istiod
          It would give the resource rights of another namespace.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, annotations: {«internal.istio.io/parents»: b}}, spec: {egress: [{hosts: ['./*']}]}}
        dryRunElsewhere | a dry run of a kind that has none
          Only authorization policies can be tried without effect.
          !! {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, annotations: {«istio.io/dry-run»: "true"}}, spec: {egress: [{hosts: ['./*']}]}}
        dryRunAction | a dry run of an action that has none
          ALLOW and DENY can be tried, CUSTOM and AUDIT cannot.
          !! {apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, annotations: {«istio.io/dry-run»: "true"}}, spec: {action: AUDIT, rules: [{}]}}
        dryRunValue | a dry run that is neither on nor off
          Write "true" or "false", in quotes.
          !! {apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, annotations: {istio.io/dry-run: «"maybe"»}}, spec: {rules: [{}]}}
        """
}
