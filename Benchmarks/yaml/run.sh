#!/bin/bash
# Times (processor time, since all of them use one thread) the YAML and JSON readers beside libyaml (Debian's libyaml-dev), rapidyaml and
# PyYAML (from PyPI), where present, and the time of each shape of text when it doubles. RAPIDYAML=DIR, a checkout of rapidyaml's sources, adds its integer
# events. Prints Markdown.
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
# shellcheck disable=SC2086
if [ ! -x "$build/reader" ] || [ -n "$(find $sources Benchmarks/yaml/reader.swift -newer "$build/reader")" ]; then
    swiftc -O -wmo -parse-as-library -swift-version 6 -module-name Reader -o "$build/reader" $sources Benchmarks/yaml/reader.swift
fi
echo "| reader | MB/s | meshctl's speed is | held / text |"
echo "|---|---:|---:|---:|"
read -r own held < <("$build/reader" "$input" | awk -F'\t' '{print $2, $3}')
printf '| meshctl, tree of YAML | %.0f | | %.2f |\n' "$own" "$held"
"${MESHCTL:-.build/release/meshctl}" fmt -o json "$input" 2>/dev/null | awk 'BEGIN {print "["} NR > 1 {print ","} {print} END {print "]"}' >"$json" || true
if [ "$(stat -c %s "$json")" -gt 10 ]; then
    "$build/reader" "$json" | awk -F'\t' '{printf "| meshctl, tree of JSON | %.0f | | %.2f |\n", $2, $3}'
fi
row() { awk -v name="$1" -v rate="$2" -v own="$own" 'BEGIN {printf "| %s | %.1f | %.1f × | |\n", name, rate, own / rate}'; }
if cc -O2 -o "$build/libyaml" Benchmarks/yaml/libyaml.c -lyaml 2>/dev/null; then
    row "libyaml, events only" "$("$build/libyaml" "$input")"
else
    echo "| libyaml: not here (\`apt-get install libyaml-dev\`) | | | |"
fi
if [ -n "${RAPIDYAML:-}" ]; then
    core=$(find "$RAPIDYAML/ext" -path '*c4/substr.hpp' | head -n 1)
    core=${core%/c4/substr.hpp}
    # shellcheck disable=SC2046
    if [ "$build/rapidyaml" -nt Benchmarks/yaml/rapidyaml.cpp ] || c++ -O3 -DNDEBUG -std=c++17 -w -I"$RAPIDYAML/src" \
        -I"$RAPIDYAML/src_extra" -I"$core" -o "$build/rapidyaml" Benchmarks/yaml/rapidyaml.cpp \
        $(find "$RAPIDYAML/src" "$RAPIDYAML/src_extra" "$core" -name '*.cpp'); then
        row "rapidyaml, integer events" "$("$build/rapidyaml" "$input")"
    fi
fi
python3 - "$input" "$own" <<'PY' || true
import sys, time
data, own = open(sys.argv[1], "rb").read(), float(sys.argv[2])
def show(name, body, size=len(data), runs=3):
    least = min((lambda start: (body(), time.process_time() - start)[1])(time.process_time()) for _ in range(runs))
    print(f"| {name} | {size / least / 1e6:.1f} | {own / (size / least / 1e6):.1f} × | |")
try:
    import ryml
    show("rapidyaml, tree (from PyPI)", lambda: ryml.parse_in_arena(data))
except ImportError:
    print("| rapidyaml: not here (`pip install rapidyaml`) | | | |")
try:
    import yaml
    head = data[:1_000_000].rsplit(b"\n---", 1)[0]
    show("PyYAML with libyaml, objects", lambda: list(yaml.load_all(head, yaml.CSafeLoader)), len(head), 1)
except (ImportError, AttributeError):
    print("| PyYAML: not here (`pip install pyyaml`) | | | |")
PY
echo
echo "| threads, one text | MB/s by the clock | |"
echo "|---|---:|---:|"
"$build/reader" --threads "$input" | awk -F'\t' '{printf "| 1 | %.0f | |\n| 2 | %.0f | %.2f × |\n", $1, $2, $2 / $1}'
echo
echo "| shape of the text | time when it doubles |"
echo "|---|---:|"
# Blocks beyond 32 MB are given back to the system and faulted in anew at every run, smaller ones are not: a step that is not the reader's.
GLIBC_TUNABLES=glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=8589934592 "$build/reader" --shapes | awk -F'\t' '{printf "| %s | %.2f × |\n", $1, $2}'
