#!/bin/sh
# Prints a mesh of N services: a destination rule and a virtual service each, so 2 N resources.
# usage: mesh.sh N [SUBSET]
awk -v n="$1" -v subset="${2:-v1}" 'BEGIN {
    for (i = 1; i <= n; i++) {
        printf "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: svc-%d\n  namespace: e2e\n  labels: {app: e2e}\n", i
        printf "spec:\n  host: svc-%d.e2e.svc.cluster.local\n  subsets:\n  - name: %s\n    labels: {version: %s}\n---\n", i, subset, subset
        printf "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: svc-%d\n  namespace: e2e\n  labels: {app: e2e}\n", i
        printf "spec:\n  hosts:\n  - svc-%d.e2e.svc.cluster.local\n  http:\n  - route:\n    - destination:\n", i
        printf "        host: svc-%d.e2e.svc.cluster.local\n        subset: %s\n---\n", i, subset
    }
}'
