#!/bin/sh
# Puts the binary, the man page and the completions below a prefix.
# usage: scripts/install.sh MESHCTL PREFIX | scripts/install.sh --remove PREFIX
set -eu
cd "$(dirname "$0")/.."
binary=${1:?usage: scripts/install.sh MESHCTL PREFIX}
prefix=${2:?usage: scripts/install.sh MESHCTL PREFIX}
bash=share/bash-completion/completions/meshctl
zsh=share/zsh/site-functions/_meshctl
fish=share/fish/vendor_completions.d/meshctl.fish
if [ "$binary" = --remove ]; then
    for path in bin/meshctl bin/kubectl-mesh share/man/man1/meshctl.1 $bash $zsh $fish share/doc/meshctl/LICENSE; do rm -f "$prefix/$path"; done
    exit 0
fi
install -D -m 755 "$binary" "$prefix/bin/meshctl"
# As kubectl's plugin: `kubectl mesh lint ...`.
ln -sf meshctl "$prefix/bin/kubectl-mesh"
install -D -m 644 man/meshctl.1 "$prefix/share/man/man1/meshctl.1"
install -D -m 644 completions/meshctl.bash "$prefix/$bash"
install -D -m 644 completions/_meshctl "$prefix/$zsh"
install -D -m 644 completions/meshctl.fish "$prefix/$fish"
install -D -m 644 LICENSE "$prefix/share/doc/meshctl/LICENSE"
