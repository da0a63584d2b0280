#!/bin/bash
# Counts the instructions of three typical runs with valgrind. Counts hardly vary from run to run, so that three per cent more is news.
# usage: Benchmarks/instructions.sh --check|--record MESHCTL
# The committed figures (Benchmarks/instructions.txt) are kept by toolchain: toolchain, run, count.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:?usage: instructions.sh --check|--record MESHCTL}
meshctl=${2:?usage: instructions.sh --check|--record MESHCTL}
file=Benchmarks/instructions.txt
if ! command -v valgrind >/dev/null; then
    if [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends valgrind >/dev/null 2>&1 || true
    fi
    command -v valgrind >/dev/null || { echo "valgrind is not installed: instruction counts are not checked"; exit 0; }
fi
toolchain=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -B - "$work" <<'PYTHON'
import importlib.util, os, sys
spec = importlib.util.spec_from_file_location("run", "Benchmarks/run.py")
run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run)
run.mesh(os.path.join(sys.argv[1], "mesh.yaml"), 250)
with open("samples/shop/catalog.yaml", encoding="utf-8") as file:
    catalog = file.read()
with open(os.path.join(sys.argv[1], "pods.yaml"), "w", encoding="utf-8") as file:
    file.write("\n---\n".join([catalog] * 50))
PYTHON
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$meshctl" "$@" 2>&1 >/dev/null | sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
declare -A runs=([start]="version --client" [lint-1000]="lint $work/mesh.yaml")
"$meshctl" help kube-inject >/dev/null 2>&1 && runs[inject-100]="kube-inject -f $work/pods.yaml"
status=0
for name in $(printf '%s\n' "${!runs[@]}" | sort); do
    # shellcheck disable=SC2086
    found=$(count ${runs[$name]})
    if [ -z "$found" ]; then
        echo "$name: valgrind could not run it: $("$meshctl" ${runs[$name]} 2>&1 >/dev/null | head -n 1)"
        status=1
        continue
    fi
    known=$(awk -v t="$toolchain" -v n="$name" '$1 == t && $2 == n { print $3 }' $file 2>/dev/null || true)
    if [ "$mode" = --record ]; then
        { grep -v "^$toolchain $name " $file 2>/dev/null || true; echo "$toolchain $name $found"; } | LC_ALL=C sort >"$work/new"
        cp "$work/new" $file
        echo "$name: $found instructions noted"
    elif [ -z "$known" ]; then
        echo "$name: $found instructions; none noted for $toolchain ('make bench-record' notes them)"
    else
        change=$(awk -v a="$known" -v b="$found" 'BEGIN { printf "%+.2f", 100 * (b - a) / a }')
        if awk -v c="$change" 'BEGIN { exit !(c > 3) }'; then
            echo "$name: $found instructions, $change % (more than 3 % worse; 'make bench-record' accepts it)"
            status=1
        else
            echo "$name: $found instructions, $change %"
        fi
    fi
done
exit $status
