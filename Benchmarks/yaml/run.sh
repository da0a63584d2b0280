#!/bin/bash
# Times (processor time, since all of them use one thread) the YAML and JSON readers beside libyaml (Debian's libyaml-dev), rapidyaml and PyYAML (from PyPI), where present.
# usage: Benchmarks/yaml/run.sh [FILE.yaml] (without a file: 20 MB made by the shared generator, or the samples repeated)
set -eu
cd "$(dirname "$0")/../.."
build=.build/bench-yaml
mkdir -p "$build"
input=${1:-}
if [ -z "$input" ]; then
    input=$build/input.yaml
    generator=${MESHCTL_CONFORMANCE:-../shared/conformance}/gen_big.py
    if [ -f "$generator" ]; then python3 "$generator" --mb 20 "$input"; else
        : >"$input"
        while [ "$(stat -c %s "$input")" -lt 20000000 ]; do for file in samples/*/*.yaml; do echo ---; cat "$file"; done >>"$input"; done
    fi
fi
json=$build/input.json
sources=$(for room in Source YAML Diagnostics Resources; do find "Sources/MeshResources/$room" -name '*.swift'; done)
swiftc -O -wmo -parse-as-library -swift-version 6 -module-name Reader -o "$build/reader" $sources Benchmarks/yaml/reader.swift
"$build/reader" "$input" | awk -F'\t' '{printf "%-36s %8.1f MB/s   held %.2f x the text\n", "meshctl, tree of YAML", $2, $3}' | tee "$build/own"
own=$(awk '{print $5}' "$build/own")
if command -v python3 >/dev/null; then
    "${MESHCTL:-.build/release/meshctl}" fmt -o json "$input" 2>/dev/null | awk 'BEGIN {print "["} NR > 1 {print ","} {print} END {print "]"}' >"$json" || true
    [ -s "$json" ] && "$build/reader" "$json" | awk -F'\t' '{printf "%-36s %8.1f MB/s   held %.2f x the text\n", "meshctl, tree of JSON", $2, $3}'
fi
if cc -O2 -o "$build/libyaml" Benchmarks/yaml/libyaml.c -lyaml 2>/dev/null; then
    rate=$("$build/libyaml" "$input")
    awk -v rate="$rate" -v own="$own" 'BEGIN {printf "%-36s %8.1f MB/s   meshctl is %.1f times as fast\n", "libyaml, events", rate, own / rate}'
else
    echo "libyaml: not here ('apt-get install libyaml-dev')"
fi
python3 - "$input" "$own" <<'PY' || true
import sys, time
data, own = open(sys.argv[1], "rb").read(), float(sys.argv[2])
def show(name, body, size=len(data), runs=3):
    least = min((lambda start: (body(), time.process_time() - start)[1])(time.process_time()) for _ in range(runs))
    print(f"{name:36} {size / least / 1e6:8.1f} MB/s   meshctl is {own / (size / least / 1e6):.1f} times as fast")
try:
    import ryml
    show("rapidyaml, tree (from PyPI)", lambda: ryml.parse_in_arena(data))
except ImportError:
    print("rapidyaml: not here ('pip install rapidyaml')")
try:
    import yaml
    head = data[:1_000_000].rsplit(b"\n---", 1)[0]
    show("PyYAML with libyaml, objects", lambda: list(yaml.load_all(head, yaml.CSafeLoader)), len(head), 1)
except (ImportError, AttributeError):
    print("PyYAML: not here ('pip install pyyaml')")
PY
echo "time when the input doubles:"
"$build/reader" --shapes | awk -F'\t' '{printf "  %-24s %.2f\n", $1, $2}'
