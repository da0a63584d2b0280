#!/bin/bash
# The tour of the sample mesh: every verb that works on files, then the plan of an apply.
# usage: scripts/tour.sh MESHCTL      (APPLY=1 applies samples/shop to the current cluster)
set -u
cd "$(dirname "$0")/.."
meshctl=${1:?usage: scripts/tour.sh MESHCTL}
has() { "$meshctl" help "$1" >/dev/null 2>&1; }

bold=$'\e[1m' plain=$'\e[0m'
if [ -n "${NO_COLOR:-}" ] || [ ! -t 1 ]; then bold= plain=; fi

# Prints a heading and the command, runs it, and shows at most so many lines of what it says.
show() {
    local title=$1 lines=$2
    shift 2
    printf '\n%s# %s%s\n$ meshctl %s\n' "$bold" "$title" "$plain" "$*"
    local output status count
    output=$("$meshctl" "$@" 2>&1)
    status=$?
    count=$(printf '%s\n' "$output" | wc -l)
    if [ "$count" -gt "$lines" ]; then
        printf '%s\n' "$output" | head -n "$lines"
        printf '... (%d more lines)\n' $((count - lines))
    else
        printf '%s\n' "$output"
    fi
    [ $status = 0 ] || printf '(exit status %d)\n' $status
}

# The same for a part of a long output, chosen by a sed script.
show_only() {
    local title=$1 part=$2
    shift 2
    printf '\n%s# %s%s\n$ meshctl %s\n' "$bold" "$title" "$plain" "$*"
    "$meshctl" "$@" 2>&1 | sed -n "$part" | head -n 24
    printf '...\n'
}

show "The shop's mesh is clean" 10 lint samples/shop
show "A colleague's change is not" 30 lint samples/shop samples/mistakes
show "What a finding means" 12 explain missing-gateway
show "What a field means" 14 explain VirtualService.http.retries
has analyze && show "The same as istioctl analyze would say it" 12 analyze --use-kube=false samples/shop samples/mistakes

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp samples/mistakes/* "$copy"
show "What is certain is mended by itself" 6 lint --fix -q "$copy"
has diff && show "That changed" 20 diff samples/mistakes "$copy"
has trace && show "Where a request goes" 24 trace -f samples/shop --gateway shop/shop-gateway --scheme https --host shop.example.com --path /api/catalog/products
has authz && show "Who may call whom" 20 authz matrix -f samples/shop
has authz && show "Why ratings may not call the cart" 16 authz why -f samples/shop --workload shop/cart --port 9090 --source-principal cluster.local/ns/shop/sa/ratings
has test && [ -f samples/tests/shop.yaml ] && show "The mesh's own tests" 16 test samples/tests/shop.yaml
has kube-inject && show_only "A sidecar beside the catalog" '/initContainers:/,/image:/p; /name: istio-proxy/,/image:/p' kube-inject -f samples/shop/catalog.yaml
if has proxy-config; then
    show "What the storefront's proxy was told: clusters" 12 proxy-config cluster -f samples/proxy/storefront.json
    show "... and routes" 12 proxy-config route -f samples/proxy/storefront.json
fi
has graph && show "The mesh as a picture" 16 graph -o mermaid -f samples/shop

if has apply; then
    if [ "${APPLY:-}" = 1 ]; then
        show "Into the cluster" 40 apply -f samples/shop
    else
        show "What an apply would do (make run APPLY=1 does it)" 40 apply -f samples/shop --dry-run=client
    fi
fi
printf '\nEach command has --help; docs/ has the tutorial.\n'
