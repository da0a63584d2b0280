#!/bin/bash
# Builds the release files in dist/: a tarball, a Debian package, a list of what is inside, checksums.
# usage: scripts/dist.sh MESHCTL      The same binary gives the same bytes: every file bears SOURCE_DATE_EPOCH.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:?usage: scripts/dist.sh MESHCTL}
version=$("$binary" version --short)
machine=$(uname -m)
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH=$epoch
case $machine in x86_64) debian=amd64 ;; aarch64) debian=arm64 ;; *) debian=$machine ;; esac
name=meshctl-$version-linux-$machine
rm -rf dist
mkdir -p "dist/$name"

scripts/install.sh "$binary" "dist/$name"
cp README.md CHANGELOG.md LICENSE "dist/$name/"
scripts/sbom.sh "$binary" "$version" >"dist/$name.spdx.json"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" -C dist -cf - "$name" | gzip -9n >"dist/$name.tar.gz"

if command -v dpkg-deb >/dev/null; then
    root=dist/deb
    scripts/install.sh "$binary" "$root/usr"
    gzip -9n "$root/usr/share/man/man1/meshctl.1"
    mkdir -p "$root/DEBIAN" "$root/usr/share/doc/meshctl"
    mv "$root/usr/share/doc/meshctl/LICENSE" "$root/usr/share/doc/meshctl/copyright"
    gzip -9n <CHANGELOG.md >"$root/usr/share/doc/meshctl/changelog.gz"
    # Where Debian's zsh looks.
    mkdir -p "$root/usr/share/zsh/vendor-completions"
    mv "$root/usr/share/zsh/site-functions/_meshctl" "$root/usr/share/zsh/vendor-completions/"
    rmdir "$root/usr/share/zsh/site-functions"
    # The libraries that the binary names; libcurl is opened at run time, and OpenSSL comes with it.
    glibc=$(objdump -T "$binary" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1 | cut -d _ -f 2)
    # Packed relocations have no symbol, but a version of their own.
    headers=$(objdump -p "$binary")
    case $headers in *GLIBC_ABI_DT_RELR*) glibc=$(printf '%s\n' "${glibc:-0}" 2.36 | sort -V | tail -n 1) ;; esac
    needs="libc6 (>= ${glibc:-2.36}), libgcc-s1, libcurl4 | libcurl4t64"
    case $headers in *libstdc++*) needs="$needs, libstdc++6 (>= 11)" ;; esac
    cat >"$root/DEBIAN/control" <<CONTROL
Package: meshctl
Version: $version
Section: admin
Priority: optional
Architecture: $debian
Depends: $needs
Recommends: ca-certificates
Suggests: bash-completion
Maintainer: The meshctl project <meshctl@users.noreply.github.com>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Description: checks, applies and explains Istio configuration
 meshctl lints Istio and Kubernetes manifests, shows what a change does to
 traffic, traces requests, injects sidecars, applies configuration safely
 and reads what proxies were told.
CONTROL
    find "$root" -exec touch -h -d "@$epoch" {} +
    dpkg-deb --root-owner-group -Zgzip -b "$root" "dist/meshctl_${version}_$debian.deb" >/dev/null
    rm -rf "$root"
else
    echo "no dpkg-deb: no Debian package is built" >&2
fi
rm -rf "dist/$name"
(cd dist && sha256sum ./*.tar.gz ./*.deb ./*.json 2>/dev/null | sed 's|\./||' >SHA256SUMS)
ls -l dist
