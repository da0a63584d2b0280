#!/bin/sh
# Prints a folder that holds `etcd` and `kube-apiserver`, for the end-to-end tests.
#
# It looks in $KUBEBUILDER_ASSETS, then in ~/.cache/meshctl/kube. When neither has them it gets them from
# Debian: etcd is a package, kube-apiserver is built from Debian's own source package (six to eight minutes
# on two cores). Progress goes to standard error, the folder to standard output. Two at once wait for each other.
set -eu

say() { printf 'kube-assets: %s\n' "$*" >&2; }
complete() { [ -x "$1/etcd" ] && [ -x "$1/kube-apiserver" ]; }

if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
    if complete "$KUBEBUILDER_ASSETS"; then
        echo "$KUBEBUILDER_ASSETS"
        exit 0
    fi
    say "KUBEBUILDER_ASSETS is set, but '$KUBEBUILDER_ASSETS' lacks etcd or kube-apiserver"
    exit 1
fi

cache="${XDG_CACHE_HOME:-$HOME/.cache}/meshctl/kube"
if complete "$cache"; then
    echo "$cache"
    exit 0
fi

mkdir -p "$cache"
exec 9>"$cache/.lock"
if ! flock -n 9; then
    say "another build is under way; waiting for it"
    flock 9
fi
if complete "$cache"; then
    echo "$cache"
    exit 0
fi

if ! command -v apt-get >/dev/null; then
    say "no etcd and kube-apiserver found: set KUBEBUILDER_ASSETS to a folder that holds both (setup-envtest makes one)"
    exit 1
fi
if [ "$(id -u)" = 0 ]; then as_root=''; else as_root='sudo'; fi

version="${MESHCTL_KUBE_SOURCE:-1.20.2}"
work=$(mktemp -d "${TMPDIR:-/tmp}/meshctl-kube.XXXXXX")
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# A sources list of our own: what the system already uses, with deb-src in the place of deb.
mkdir -p "$work/parts" "$work/lists/partial" "$work/source"
for file in /etc/apt/sources.list.d/*.sources; do
    if [ -f "$file" ] && grep -q 'debian' "$file"; then
        sed 's/^Types:.*/Types: deb deb-src/' "$file" >"$work/parts/$(basename "$file")"
    fi
done
if [ -f /etc/apt/sources.list ]; then
    sed -n 's/^deb \(.*debian.*\)$/deb \1\ndeb-src \1/p' /etc/apt/sources.list >"$work/parts/system.list"
fi
if [ -z "$(ls "$work/parts")" ]; then
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    printf 'deb http://deb.debian.org/debian %s main\ndeb-src http://deb.debian.org/debian %s main\n' \
        "$codename" "$codename" >"$work/parts/debian.list"
fi
apt() {
    command="$1"
    shift
    apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" \
        -o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root "$command" "$@" >>"$work/apt.log" 2>&1 ||
        { tail -n 20 "$work/apt.log" >&2; return 1; }
}
say "reading the package lists (a temporary sources list; the system's stays as it is)"
apt update

packages='etcd-server openssl golang-go rsync dpkg-dev make gcc libc6-dev'
say "installing the Debian packages: $packages"
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq -y --no-install-recommends \
    -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" -o Dir::State::lists="$work/lists" \
    -o Dpkg::Use-Pty=0 install $packages >"$work/install.log" 2>&1 || { tail -n 20 "$work/install.log" >&2; exit 1; }

say "fetching the source of kubernetes $version"
full=$(cd "$work" && apt-cache -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" \
    -o Dir::State::lists="$work/lists" showsrc kubernetes | sed -n "s/^Version: \(.*$version.*\)$/\1/p" | head -1)
if [ -z "$full" ]; then
    say "the archive has no kubernetes $version; set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver"
    exit 1
fi
(cd "$work/source" && apt source "kubernetes=$full")
tree=$(find "$work/source" -maxdepth 1 -type d -name 'kubernetes-*' | head -1)

# The vendored reflect2 hands Go 1.18 and newer a map iterator in the wrong place, and the server crashes on its first
# sorted map. The iterator must be the caller's, in the layout that the runtime has had since Go 1.11.
reflect2="$tree/vendor/github.com/modern-go/reflect2"
if grep -q '^func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer) \*hiter' "$reflect2/unsafe_link.go"; then
    sed -i -e 's/^func mapiterinit(.*/func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer, it *hiter)/' \
        -e 's|^\t// rest fields are ignored|\tpointers [6]unsafe.Pointer\n\tstart uintptr\n\tsmall [4]uint8\n\tbuckets [2]uintptr\n\tlater [2]uintptr|' \
        "$reflect2/unsafe_link.go"
    cat >>"$reflect2/unsafe_map.go" <<'GO'

func newIterator(rtype unsafe.Pointer, m unsafe.Pointer) *hiter {
	it := new(hiter)
	mapiterinit(rtype, m, it)
	return it
}
GO
    sed -i 's/mapiterinit(type2.rtype, /newIterator(type2.rtype, /' "$reflect2/unsafe_map.go"
fi

say "building kube-apiserver $full (six to eight minutes on two cores)"
started=$(date +%s)
(
    cd "$tree"
    export GOCACHE="$work/gocache" KUBE_GIT_VERSION="v$version" KUBE_GIT_TREE_STATE=clean KUBE_GIT_COMMIT=debian KUBE_GIT_MAJOR=1 KUBE_GIT_MINOR=20
    nice -n 10 make WHAT=cmd/kube-apiserver >"$work/build.log" 2>&1
) &
build=$!
while kill -0 "$build" 2>/dev/null; do
    sleep 5
    elapsed=$(($(date +%s) - started))
    if [ $((elapsed / 60)) -gt "${minutes:-0}" ]; then
        minutes=$((elapsed / 60))
        say "still building, $minutes min"
    fi
done
if ! wait "$build"; then
    say "the build failed; its last lines:"
    tail -n 20 "$work/build.log" >&2
    exit 1
fi
binary=$(find "$tree/_output" -type f -name kube-apiserver | head -1)
# The complete pair appears at once: first under a name that nobody looks for, then renamed.
cp "$binary" "$cache/kube-apiserver.new"
cp "$(command -v etcd)" "$cache/etcd.new"
chmod 755 "$cache/kube-apiserver.new" "$cache/etcd.new"
mv "$cache/etcd.new" "$cache/etcd"
mv "$cache/kube-apiserver.new" "$cache/kube-apiserver"
say "done in $(($(date +%s) - started)) s: $cache"
echo "$cache"
