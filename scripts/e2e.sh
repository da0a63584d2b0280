#!/bin/bash
# Runs the built binary against a real kube-apiserver on loopback: Tests/E2E/*.test.sh, one after the other.
# usage: MESHCTL=path scripts/e2e.sh [NAME...]      (NAME: basics, faults, …; E2E_KEEP=1 keeps the folder)
set -u
cd "$(dirname "$0")/.."
root=$PWD
export MESHCTL=${MESHCTL:-$root/.build/debug/meshctl}
[ -x "$MESHCTL" ] || { echo "e2e: no binary at $MESHCTL: run 'make release'" >&2; exit 1; }
work=$(mktemp -d "${TMPDIR:-/tmp}/meshctl-e2e.XXXXXX")
finish() {
    scripts/kube-server.sh stop "$work/kube" >/dev/null 2>&1
    if [ "${E2E_KEEP:-}" = 1 ]; then echo "e2e: kept $work"; else rm -rf "$work"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM
# One request in fifty ends its connection by GOAWAY, as load-balanced servers do: nothing may come of it.
KUBE_SERVER_FLAGS=--goaway-chance=0.02 scripts/kube-server.sh start "$work/kube" || exit 1

export E2E_ROOT=$root E2E_WORK=$work KUBECONFIG=$work/kube/kubeconfig NO_COLOR=1 HOME=$work
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
# CRDs first, by the program itself: one run that every later test rests on.
Tests/E2E/crds.sh >"$work/crds.yaml"
printf 'apiVersion: v1\nkind: Namespace\nmetadata: {name: e2e}\n' >"$work/namespace.yaml"
"$MESHCTL" apply -q --validate=ignore --no-history -f "$work/crds.yaml" -f "$work/namespace.yaml" >"$work/crds.out" 2>&1 ||
    { echo "e2e: the CRDs cannot be installed" >&2; tail -20 "$work/crds.out" >&2; exit 1; }

failed=0 passed=0 start=$SECONDS
for test in Tests/E2E/*.test.sh; do
    name=$(basename "$test" .test.sh)
    [ $# = 0 ] || [[ " $* " == *" $name "* ]] || continue
    echo "== $name"
    bash "$test" >"$work/$name.log" 2>&1
    code=$?
    grep -E '^(ok|FAIL|skip|     )' "$work/$name.log"
    passed=$((passed + $(grep -c '^ok' "$work/$name.log")))
    failed=$((failed + $(grep -c '^FAIL' "$work/$name.log")))
    [ $code = 0 ] || { echo "FAIL $name ended with $code"; tail -5 "$work/$name.log"; failed=$((failed + 1)); }
done
echo "e2e: $passed passed, $failed failed in $((SECONDS - start)) s"
[ $failed = 0 ]
