#!/bin/sh
# Prints the CustomResourceDefinitions of Istio's kinds: those of the conformance data where it is present, with what a 1.20
# server does not know taken out; otherwise ones that take any fields.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
file="${MESHCTL_CONFORMANCE:-$root/../shared/conformance}/crds/crd-all.gen.yaml"
if [ -f "$file" ]; then
    awk -f "$root/scripts/crds-for-old-servers.awk" "$file"
    exit
fi
kind() { # group, kind, plural, short name
    lower=$(echo "$2" | tr '[:upper:]' '[:lower:]')
    cat <<END
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: $3.$1
spec:
  group: $1
  scope: Namespaced
  names: {kind: $2, plural: $3, singular: $lower, listKind: $2List, shortNames: [$4]}
  versions:
END
    for version in v1 v1beta1 v1alpha3 v1alpha1; do
        stored=$([ $version = v1 ] && echo true || echo false)
        cat <<END
  - name: $version
    served: true
    storage: $stored
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
          status: {type: object, x-kubernetes-preserve-unknown-fields: true}
END
    done
    echo '---'
}
kind networking.istio.io VirtualService virtualservices vs
kind networking.istio.io DestinationRule destinationrules dr
kind networking.istio.io Gateway gateways gw
kind networking.istio.io ServiceEntry serviceentries se
kind networking.istio.io WorkloadEntry workloadentries we
kind networking.istio.io WorkloadGroup workloadgroups wg
kind networking.istio.io Sidecar sidecars sc
kind networking.istio.io EnvoyFilter envoyfilters ef
kind networking.istio.io ProxyConfig proxyconfigs pxc
kind security.istio.io AuthorizationPolicy authorizationpolicies ap
kind security.istio.io PeerAuthentication peerauthentications pa
kind security.istio.io RequestAuthentication requestauthentications ra
kind telemetry.istio.io Telemetry telemetries telemetry
kind extensions.istio.io WasmPlugin wasmplugins wp
