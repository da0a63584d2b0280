#!/bin/bash
# Installs the Debian package in a fresh system below a temporary folder and runs it there. Needs root, debootstrap and Debian's mirror.
# usage: scripts/try-deb.sh [DEB [SUITE]]      MIRROR=http://deb.debian.org/debian
set -euo pipefail
cd "$(dirname "$0")/.."
deb=${1:-$(ls dist/*.deb | tail -n 1)}
suite=${2:-bookworm}
[ "$(id -u)" = 0 ] || { echo "error: a chroot needs root: run it with sudo" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "error: no debootstrap: 'apt-get install debootstrap'" >&2; exit 1; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
echo "== a fresh $suite"
debootstrap --variant=minbase "$suite" "$root" "${MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
rm -f "$root.log"
cp "$deb" "$root/meshctl.deb"
cp -r samples "$root/samples"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

echo "== install"
inside apt-get install -y --no-install-recommends /meshctl.deb >"$root/log" 2>&1 || { cat "$root/log"; exit 1; }
inside dpkg-query -W -f '${Package} ${Version} ${Installed-Size} kB, depends on ${Depends}\n' meshctl
inside sh -c '! ldd /usr/bin/meshctl | grep "not found"'

failures=0
# A command, its exit status and a piece of what it says.
check() {
    local wanted=$1 words=$2 status=0 output
    shift 2
    output=$(inside "$@" 2>&1) || status=$?
    if [ $status = "$wanted" ] && [[ $output == *"$words"* ]]; then echo "good: $*"; else
        echo "BAD: $* (status $status, expected $wanted with '$words')"
        printf '%s\n' "$output" | head -n 20
        failures=$((failures + 1))
    fi
}
echo "== run"
check 0 "meshctl" meshctl --help
check 0 "no findings" meshctl lint /samples/shop
check 79 "IST0101" meshctl lint /samples/shop /samples/mistakes
check 0 "no findings" kubectl-mesh lint /samples/shop
check 0 "istio-proxy" meshctl kube-inject -f /samples/shop/catalog.yaml
check 0 "passed" meshctl test /samples/tests/shop.yaml
check 0 "catalog" meshctl proxy-config cluster -f /samples/proxy/storefront.json
# libcurl is opened now, and nothing answers.
check 69 "connect" meshctl proxy-config cluster --envoy-url http://127.0.0.1:9
check 0 "" test -s /usr/share/man/man1/meshctl.1.gz
check 0 "" test -s /usr/share/bash-completion/completions/meshctl
check 0 "" test -s /usr/share/zsh/vendor-completions/_meshctl
check 0 "" test -s /usr/share/fish/vendor_completions.d/meshctl.fish
check 0 "Apache" cat /usr/share/doc/meshctl/copyright
echo "== remove"
inside apt-get remove -y meshctl >"$root/log" 2>&1 || { cat "$root/log"; exit 1; }
check 1 "" test -e /usr/bin/meshctl
[ $failures = 0 ] && echo "all good"
exit $((failures != 0))
