#!/bin/sh
# Writes the generated files (man page, completions, references) from the command table and the rules, and the picture of the README.
# usage: scripts/generate.sh MESHCTL
set -eu
cd "$(dirname "$0")/.."
meshctl=${1:?usage: scripts/generate.sh MESHCTL}
for path in $("$meshctl" __generate); do
    mkdir -p "$(dirname "$path")"
    "$meshctl" __generate "$path" >"$path.new"
    mv "$path.new" "$path"
done
if command -v python3 >/dev/null; then
    python3 -B scripts/picture.py "$meshctl" >docs/picture.svg.new
    mv docs/picture.svg.new docs/picture.svg
fi
